"""What senders report becomes rows of the tables: months replaced, registers (名册) closed and opened by date."""

from data.merging.merger import Merged, merge

__all__ = ["Merged", "merge"]
