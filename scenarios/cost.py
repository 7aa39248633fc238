"""What a scenario takes (投入): persons, remote sites, villages and clinics that were not there before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Counts of what the changes add (增派人员, 新开站点, 新增服务的村, 新设卫生室)."""

    persons: int = 0
    sites: int = 0
    villages: int = 0
    clinics: int = 0

    def __add__(self, other: Cost) -> Cost:
        """Return both costs together."""
        return Cost(
            self.persons + other.persons,
            self.sites + other.sites,
            self.villages + other.villages,
            self.clinics + other.clinics,
        )
