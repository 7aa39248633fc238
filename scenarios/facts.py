"""What a change may take for granted (前提): things exist, are open, lead, belong; else it is refused in words."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from indicators.registers import CATEGORIES
from indicators.wording import NBSP, date_words
from scenarios.change import called
from scenarios.state import CannotApply, State

#: Categories of institutions that may send persons, by flow.
SENDERS: Final = {
    "municipal_to_lead": ("municipal_hospital",),
    "municipal_to_county": ("municipal_hospital", "municipal_public_health"),
}


class Facts:
    """Questions to one state; an answer that forbids the change raises ``CannotApply``."""

    def __init__(self, state: State) -> None:
        """Hold the state."""
        self.state = state
        self.context = state.context

    def name(self, code: str) -> str:
        """Return the Chinese name of a code."""
        return called(self.state.names, code)

    def institution(self, id: str) -> int:
        """Return the position of an institution that is known and open on the day."""
        at = self._position(self.context.base.institutions.index, id)
        if at < 0:
            raise CannotApply(f"没有编号为“{id}”的机构")
        if not self.context.is_open[at]:
            raise CannotApply(f"{self.name(id)}在{NBSP}{date_words(self.state.as_of)}不在运营")
        return at

    def consortium(self, id: str) -> int:
        """Return the position of a consortium that is known and exists on the day."""
        at = self._position(self.context.base.consortia.index, id)
        if at < 0:
            raise CannotApply(f"没有编号为“{id}”的医共体")
        if not self.context.exists[at]:
            raise CannotApply(f"{self.name(id)}在{NBSP}{date_words(self.state.as_of)}不存在（尚未成立或已撤销）")
        return at

    def county(self, code: str) -> str:
        """Return the code of a county of the city."""
        if code not in self.context.base.scopes.county_names:
            raise CannotApply(f"本市没有代码为“{code}”的区县")
        return code

    def scope(self, code: str) -> str:
        """Return a code that names the city, a county or a consortium."""
        if not self.state.figures.knows(code):
            raise CannotApply(f"没有编号为“{code}”的市、区县或医共体")
        return code

    def county_of(self, id: str) -> str | None:
        """Return the county of an institution, in the account or not; null for a municipal one."""
        frame = self.state["institutions"]
        code = frame["county_code"].iloc[self._position(self.context.base.institutions.index, id)]
        return None if pd.isna(code) else str(code)

    def county_of_consortium(self, id: str) -> str:
        """Return the county of a consortium."""
        return str(self.state["consortia"]["county_code"].iloc[self._position(self.context.base.consortia.index, id)])

    def category(self, id: str) -> str:
        """Return the category of an institution."""
        at = self._position(self.context.base.institutions.index, id)
        return CATEGORIES[int(self.context.base.institutions.category[at])]

    def consortium_of(self, id: str) -> str | None:
        """Return the consortium an institution belongs to on the day; null where there is none."""
        at = self.context.consortium_of[self._position(self.context.base.institutions.index, id)]
        return str(self.context.base.consortia.index[at]) if at >= 0 else None

    def is_lead(self, id: str) -> bool:
        """Whether an institution leads a consortium on the day."""
        return bool(self.context.is_lead[self._position(self.context.base.institutions.index, id)])

    def sender(self, flow: str, id: str) -> None:
        """Refuse a sender that the flow does not know."""
        self.institution(id)
        if flow == "lead_to_member":
            if not self.is_lead(id):
                raise CannotApply(f"{self.name(id)}不是牵头医院，不能向成员单位派驻")
        elif self.category(id) not in SENDERS[flow]:
            wanted = "市级医院" if flow == "municipal_to_lead" else "市级医院或市级公共卫生单位"
            raise CannotApply(f"{self.name(id)}不是{wanted}")

    def fits(self, flow: str, sender: str, receiver: str) -> None:
        """Refuse two ends that the flow does not join on the day."""
        self.sender(flow, sender)
        self.institution(receiver)
        name = self.name(receiver)
        if sender == receiver:
            raise CannotApply("派出和接收是同一家机构")
        if flow == "lead_to_member":
            own = self.consortium_of(receiver)
            if own is None or own != self.consortium_of(sender) or self.is_lead(receiver):
                raise CannotApply(f"{name}不是{self.name(sender)}所牵头医共体的成员单位")
        elif flow == "municipal_to_lead" and not self.is_lead(receiver):
            raise CannotApply(f"{name}不是牵头医院")
        if self.county_of(receiver) is None:
            raise CannotApply(f"{name}不属于任何区县，不能作为接收机构")

    @staticmethod
    def _position(register: pd.Index[Any], id: str) -> int:
        # Ids are unique, so that there is one place or none.
        found = register.get_loc(id) if id in register else -1
        assert isinstance(found, int), f"{id} stands twice in its register"
        return found
