"""The sender's own consortia (医共体) in 成员关系: known by number or name, renamed, or new and given a number.

The data contract keeps one name of a consortium and no history of it: a new name shows for all months, which is said.
"""

from __future__ import annotations

from data.intake.naming import Finder
from data.intake.numbering import is_new, number_of
from data.intake.proposing import closest
from data.intake.register import Entry, fold
from data.intake.registering import NEARLY, question
from data.intake.taking import Taken


def settle_consortia(taken: Taken, finder: Finder) -> None:
    """Give the rows of new consortia (医共体) in 成员关系 their number, and tell the finder of them and of new names.

    A name that is unknown and has no number is a new consortium, ``consortium_new``, unless it is nearly the name
    of one that the sheet does not list, ``name_unknown``, or is led by whoever leads such a one: that one has a new
    name, ``consortium_renamed``, as has one whose number stands beside a name that is new in all its rows.
    """
    rows = _Consortia(taken, finder)
    rows.rename_numbered()
    for position in range(len(taken.rows)):
        rows.settle(position)
    finder.grow((one for one in rows.added.values() if finder.register.entry("consortium", one.number) is None),
                rows.renamed)


class _Consortia:
    """The rows of 成员关系 held against the sender's own consortia."""

    def __init__(self, taken: Taken, finder: Finder) -> None:
        self.taken, self.finder = taken, finder
        self.numbers, self.names = taken.cells["consortium_id"], taken.cells["consortium_name"]
        self.added: dict[str, Entry] = {}
        self.renamed: list[tuple[Entry, str]] = []
        listed = {number for number in self.numbers if number}
        for name in {name for name in self.names if name}:
            listed |= {one.entry.number for one in finder.own("consortium", name)}
        self.unlisted = {
            fold(one.name): one for one in finder.all_own("consortium") if one.number not in listed and one.live
        }

    def rename_numbered(self) -> None:
        """Take a new name beside a known number: all rows of the number say the same, and nobody else is called so.

        A name that only some of the rows bear is a slip of the pen, which looking the number up will tell.
        """
        said: dict[str, dict[str, int]] = {}
        for position, (number, name) in enumerate(zip(self.numbers, self.names, strict=True)):
            if number is not None and name is not None:
                said.setdefault(number, {}).setdefault(fold(name), position)
        for number, names in said.items():
            entry = self.finder.register.entry("consortium", number)
            name, position = next(iter(names.items()))
            if entry is None or not entry.live or not self.finder.is_own(entry) or len(names) > 1:
                continue
            if name != fold(entry.name) and not self.finder.register.bearers("consortium", name):
                self._rename(position, entry)

    def settle(self, position: int) -> None:
        """Give one row without a number the number of its consortium, known or new."""
        number, name = self.numbers[position], self.names[position]
        explicit = is_new(number)
        if explicit:
            self.numbers[position] = number = None
        if name is None or number is not None or self.taken.is_bad(position, "consortium_id"):
            return
        if fold(name) not in self.added:
            if not explicit and self.finder.own("consortium", name):
                return
            if not explicit and (near := closest(fold(name), self.unlisted, NEARLY)):
                question(self.taken, position, "consortium_name", self.unlisted[near], "consortium_id")
                return
            entry = None if explicit else self._same_lead(name)
            if entry is not None:
                self._rename(position, entry)
            else:
                self.added[fold(name)] = self._new(position, name)
        self.numbers[position] = self.added[fold(name)].number

    def _same_lead(self, name: str) -> Entry | None:
        """Return the unlisted consortium whose lead (牵头医院) is the lead under this name; null if there is none."""
        for at, role in enumerate(self.taken.cells["role"]):
            if role != "lead" or self.names[at] is None or fold(self.names[at]) != fold(name):
                continue
            number = self.finder.register.leads.get(self._institution(at) or "", "")
            entry = self.finder.register.entry("consortium", number)
            if entry is not None and self.unlisted.pop(fold(entry.name), None) is not None:
                return entry
        return None

    def _institution(self, position: int) -> str | None:
        """Return the number of the institution of a row, by its name where the number is blank."""
        number, name = (self.taken.cells[one][position] for one in ("institution_id", "institution_name"))
        if number is not None or name is None:
            return str(number) if number is not None else None
        own = self.finder.own("institution", name)
        return own[0].entry.number if len(own) == 1 else None

    def _rename(self, position: int, entry: Entry) -> None:
        self.taken.problem(
            "consortium_renamed", position, "consortium_name",
            f"编号 {entry.number} 的医共体现在叫“{entry.name}”，将改为这里写的名称；医共体的名称不分时期，"
            "改后以前各月也显示新名称",
            "确是改名就不用动；写错了就改正名称或编号；是另外新成立的，编号写“新增”", "warning",
        )
        self.renamed.append((entry, self.names[position]))
        # Rows of the same name without the number are the same consortium's.
        self.added[fold(self.names[position])] = entry

    def _new(self, position: int, name: str) -> Entry:
        entry = Entry("consortium", number_of(self.finder.sender, name), name, self.finder.sender,
                      self.finder.sender[:4], "")
        if self.finder.register.entry("consortium", entry.number) is None:
            message = "名册里没有这家医共体，作为新成立的登记并编号"
            self.taken.problem("consortium_new", position, "consortium_name", message, "核对名称", "warning")
        return entry
