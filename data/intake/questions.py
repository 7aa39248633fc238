"""What a column may name (能填谁): institutions, consortia, or regions of one level."""

from __future__ import annotations

from dataclasses import dataclass

from data.codes import LEVEL
from data.intake.register import KIND_LABEL, Entry, Kind


@dataclass(frozen=True, slots=True)
class Question:
    """What a column may name."""

    kinds: tuple[Kind, ...]
    #: Only regions of these levels; empty for any.
    levels: tuple[str, ...] = ()
    #: Also municipal institutions and those of the city's other counties.
    wide: bool = False
    #: The name may be that of the township or county above (所在地).
    upper: bool = False

    @property
    def what(self) -> str:
        """What is asked for: 机构, 医共体, 地区."""
        return "或".join(KIND_LABEL[kind] for kind in self.kinds)

    @property
    def level(self) -> str:
        """Of which level a region must be: 区县; empty for any."""
        return "或".join(LEVEL[one] for one in self.levels)

    def fits(self, entry: Entry) -> bool:
        """Tell whether something is of a level that the column takes; what is no region has none."""
        return not self.levels or entry.kind != "region" or entry.what in self.levels
