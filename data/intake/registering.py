"""The sender's own institutions (机构): known by number or name, renamed, or new and given a number."""

from __future__ import annotations

from functools import cached_property

from data.intake.naming import Finder, ambiguous, former
from data.intake.notes import MOST
from data.intake.numbering import is_new, number_of
from data.intake.proposing import closest
from data.intake.register import KIND_LABEL, Bearer, Entry, fold
from data.intake.taking import Taken

_MUNICIPAL = frozenset({"municipal_hospital", "municipal_public_health"})
#: A new name is questioned only if it is nearly a known one: 湖山村卫生室 and 湖东村卫生室 are two clinics.
NEARLY = 0.8


def settle_institutions(taken: Taken, finder: Finder) -> None:
    """Give every row of 机构 its number, and tell the finder of new institutions and new names.

    Notes ``number_unknown``, ``not_yours``, ``name_mismatch``, ``name_ambiguous``, ``name_unknown`` (nearly a known
    name), ``name_former``, ``name_alias``, ``institution_renamed``, ``institution_new``, ``municipal_row`` and
    ``county_row``.
    """
    rows = _Institutions(taken, finder)
    numbers, names = taken.cells["institution_id"], taken.cells["name"]
    for position, (number, name) in enumerate(zip(numbers, names, strict=True)):
        entry: Entry | None = None
        if name is not None and not taken.is_bad(position, "institution_id"):
            if number is None or is_new(number):
                entry = rows.unnumbered(position, name, explicit=number is not None)
            else:
                entry = rows.numbered(position, number, name)
        numbers[position] = entry.number if entry else None
        if entry is None:
            taken.lost.add(position)
    finder.grow(rows.added.values(), rows.renamed)


class _Institutions:
    """The rows of 机构 held against the sender's own institutions."""

    def __init__(self, taken: Taken, finder: Finder) -> None:
        self.taken, self.finder = taken, finder
        self.added: dict[str, Entry] = {}
        self.renamed: list[tuple[Entry, str]] = []
        self._asked = 0
        for position, category in enumerate(taken.cells["category"]):
            self._check_category(position, category)

    @cached_property
    def unlisted(self) -> dict[str, Entry]:
        """Known institutions without a row of their own, by folded name: only they can be meant by a new row."""
        held = {number for number in self.taken.cells["institution_id"] if number}
        for name in self.taken.cells["name"]:
            held |= {one.entry.number for one in self.finder.own("institution", name)} if name else set()
        return {fold(one.name): one for one in self.finder.all_own("institution") if one.number not in held}

    def numbered(self, position: int, number: str, name: str) -> Entry | None:
        """Return the institution of a number, if the name beside it is its own or a new one."""
        entry = self.finder.register.entry("institution", number)
        own = [one.entry for one in self.finder.own("institution", name)]
        if entry is None:
            fix = f"“{own[0].name}”的编号是 {own[0].number}，改为它" if own else "新机构的编号留空，由系统编号"
            self.taken.problem("number_unknown", position, "institution_id", "没有这个编号的机构", fix)
            return None
        if not self.finder.is_own(entry):
            trouble = self.finder.not_yours(entry, of_name=False)
            self.taken.problem(trouble.code, position, "institution_id", trouble.message, trouble.fix)
            return None
        bearer = self.finder.register.bearer(entry, name)
        if bearer is not None:
            self._keep_name(position, bearer, name)
            return entry
        if own:
            fix = f"是“{entry.name}”就改正名称，是“{own[0].name}”就把编号改为 {own[0].number}"
            message = f"编号 {number} 是“{entry.name}”，与名称不是同一个"
            self.taken.problem("name_mismatch", position, "name", message, fix)
            return None
        self.taken.problem(
            "institution_renamed", position, "name", f"编号 {number} 现在的名称是“{entry.name}”，将改为这里写的名称",
            "确是改名就不用动；写错行了就改正编号", "warning",
        )
        self.renamed.append((entry, name))
        return entry

    def unnumbered(self, position: int, name: str, *, explicit: bool) -> Entry | None:
        """Return the institution of a name without a number: a known one, else a new one.

        Args:
            position: The row.
            name: As in the file.
            explicit: The number's cell says 新增, so that a likeness to a known name is no question.
        """
        own = [] if explicit else self.finder.own("institution", name)
        if len(own) > 1:
            trouble = ambiguous([one.entry for one in own])
            self.taken.problem(trouble.code, position, "name", trouble.message, trouble.fix)
            return None
        if own:
            self._keep_name(position, own[0], name)
            return own[0].entry
        if self._asked >= MOST:
            # The file goes back with as many questions as are listed; looking for more of them helps nobody.
            return None
        if not explicit and (near := closest(fold(name), self.unlisted, NEARLY)):
            self._asked += 1
            question(self.taken, position, "name", self.unlisted[near], "institution_id")
            return None
        number, city = number_of(self.finder.sender, name), self.finder.sender[:4]
        if (known := self.finder.register.entry("institution", number)) is not None:
            # The row of a month before, sent again with its 新增.
            return known
        message = "名册里没有这个机构，作为新增的机构登记并编号"
        self.taken.problem("institution_new", position, "name", message, "核对名称", "warning")
        county = None if self.finder.is_city else self.finder.sender
        category = self.taken.cells["category"][position] or "other"
        self.added[number] = Entry("institution", number, name, county, city, category)
        return self.added[number]

    def _keep_name(self, position: int, bearer: Bearer, name: str) -> None:
        """Write the register's own name: a former or short name, or one with other brackets, does not rename."""
        entry = bearer.entry
        self.taken.cells["name"][position] = entry.name
        if trouble := former(bearer):
            self.taken.problem(trouble.code, position, "name", trouble.message, trouble.fix, "warning")
        elif fold(name) != fold(entry.name):
            self.taken.problem(
                "name_alias", position, "name", f"这是“{entry.name}”（编号 {entry.number}）的别名，名称不改",
                f"写全称“{entry.name}”", "warning",
            )

    def _check_category(self, position: int, category: str | None) -> None:
        """A county lists no municipal institutions, the city none of a county."""
        if category is None or category == "other" or (category in _MUNICIPAL) == self.finder.is_city:
            return
        if self.finder.is_city:
            message, fix = "这是区县的机构，市级报表不收", "由所在区县在“机构”表里填报；从这里删去"
            self.taken.problem("county_row", position, "category", message, fix)
        else:
            message, fix = "这是市级的机构，区县报表不收", "由市里填报；从这里删去，或改正类别"
            self.taken.problem("municipal_row", position, "category", message, fix)


def question(taken: Taken, position: int, name: str, entry: Entry, number: str) -> None:
    """``name_unknown``: a new name is nearly that of one which the sheet does not list."""
    label = taken.form.field(number).label
    taken.problem(
        "name_unknown", position, name,
        f"没有叫这个名称的{KIND_LABEL[entry.kind]}，与“{entry.name}”很像，本表里又没有“{entry.name}”",
        f"是它就在“{label}”里写 {entry.number}；确是另一个新的，在“{label}”里写“新增”",
    )
