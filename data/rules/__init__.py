"""The cross-table rules of the data contract, one small function each.

A rule takes :class:`~data.rules.material.Material` and yields findings. Its codes stand in its docstring and never
change, so that a report can be read by a program and a fixture can name the rule it breaks.
"""

from __future__ import annotations

from data.rules import amounts, dates, memberships, positions, postings, references, volumes
from data.rules.material import Material, Rule

__all__ = ["RULES", "Material", "Rule"]

#: Every rule, in the order in which the contract lists them.
RULES: tuple[Rule, ...] = (
    *references.RULES,
    *memberships.RULES,
    *postings.RULES,
    *amounts.RULES,
    *volumes.RULES,
    *positions.RULES,
    *dates.RULES,
)
