"""What can hardly be of what a sender reports (存疑): said where a file brings it, not of what stands as it was."""

from data.merging.doubts.noting import note_doubts

__all__ = ["note_doubts"]
