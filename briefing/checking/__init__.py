"""Files that come back (核对): what was exported is held against its snapshot, number by number.

Nothing is imported here: :mod:`briefing.checking.worker` reads strangers' files in a process of its own, which loads
what it needs for that and no more.
"""
