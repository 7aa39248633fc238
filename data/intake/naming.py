"""Who is meant by a number and the name beside it: institutions, consortia and regions of the sender."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from data.codes import LEVEL
from data.intake.proposing import closest
from data.intake.questions import Question
from data.intake.register import KIND_LABEL, Bearer, Entry, Kind, Register, fold

#: For how many unknown names of a file a close match is looked for: in a file of another county none is known.
_MOST_PROPOSED = 100
_SUFFIXES = ("区", "县", "市")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a number or a name, in words that hold nothing of the file's own text."""

    code: str
    message: str
    fix: str
    #: It is about the name and not the number.
    of_name: bool
    severity: str = "error"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a number and a name mean; null with an error where that cannot be told."""

    entry: Entry | None
    trouble: Trouble | None = None


@dataclass
class Finder:
    """Looks names up for one sender; the same question is answered once."""

    register: Register
    sender: str
    _known: dict[tuple[object, ...], Answer] = field(default_factory=dict)
    _near: dict[Question, dict[str, Entry]] = field(default_factory=dict)
    _proposed: int = 0

    @property
    def is_city(self) -> bool:
        """Tell whether the sender is a city."""
        return len(self.sender) == 4

    @property
    def name(self) -> str:
        """Name of the sender."""
        return self.register.name_of(self.sender)

    def find(self, question: Question, number: str | None, name: str | None, county: str | None = None) -> Answer:
        """Return who is meant.

        Args:
            question: What the column may name.
            number: As in the file; null if blank.
            name: As in the file; null if blank.
            county: Prefer bearers of the name in this county (a city's file).
        """
        key = (question, number, name, county)
        if key not in self._known:
            self._known[key] = self._find(question, number, name, county)
        return self._known[key]

    def grow(self, added: Iterable[Entry], renamed: Iterable[tuple[Entry, str]] = ()) -> None:
        """Take what the file itself adds to the register: its other sheets may name it."""
        self.register = self.register.extended(added, renamed)
        self._known.clear()
        self._near.clear()

    def all_own(self, kind: Kind) -> Iterator[Entry]:
        """Yield the sender's own institutions or consortia."""
        return (one for (held, _), one in self.register.entries.items() if held == kind and self.is_own(one))

    def own(self, kind: Kind, name: str) -> tuple[Bearer, ...]:
        """Return who bears a name among the sender's own: of its county, or municipal; the best ones only."""
        return _best([one for one in self.register.bearers(kind, name) if self.is_own(one.entry)])

    def is_own(self, entry: Entry) -> bool:
        """Tell whether something is the sender's own: of the county, or of the city and no county."""
        if not self.is_city:
            return entry.county == self.sender
        return entry.county is None and (entry.city == self.sender or entry.kind == "institution")

    def propose(self, question: Question, name: str) -> Entry | None:
        """Return what of the sender's own has the name most like this one; null if none is near."""
        if self._proposed >= _MOST_PROPOSED:
            return None
        self._proposed += 1
        if question not in self._near:
            self._near[question] = {
                fold(one.name): one
                for (kind, _), one in self.register.entries.items()
                if kind in question.kinds and self._reached(question, one) == 0 and question.fits(one)
            }
        near = self._near[question]
        found = closest(fold(name), near)
        return near[found] if found else None

    def _find(self, question: Question, number: str | None, name: str | None, county: str | None) -> Answer:
        if number is None:
            return self._by_name(question, name, county) if name else Answer(None)
        entries = [found for kind in question.kinds if (found := self.register.entry(kind, number))]
        if not entries:
            return self._number_unknown(question, number, name, county)
        entry = entries[0]
        if self._reached(question, entry, county) is None:
            return Answer(None, self.not_yours(entry, of_name=False))
        if not question.fits(entry):
            return Answer(None, self._wrong_level(question, entry, name, county))
        if not name:
            return Answer(entry)
        bearer = self.register.bearer(entry, name)
        if bearer is None and not self._is_meant(question, entry, name):
            return Answer(None, self._mismatch(question, entry, name, county))
        return Answer(entry, former(bearer))

    def _by_name(self, question: Question, name: str, county: str | None) -> Answer:
        bearers = [
            one
            for kind in question.kinds
            for one in self.register.bearers(kind, name)
            if question.fits(one.entry)
        ] or self._short(question, name)
        reached = [(reach, one) for one in bearers if (reach := self._reached(question, one.entry, county)) is not None]
        if not reached:
            return Answer(None, self.not_yours(bearers[0].entry, of_name=True) if bearers
                          else self._name_unknown(question, name))
        nearest = min(reach for reach, _ in reached)
        found = _best([one for reach, one in reached if reach == nearest])
        if len(found) > 1:
            return Answer(None, ambiguous([one.entry for one in found]))
        return Answer(found[0].entry, former(found[0]))

    def _reached(self, question: Question, entry: Entry, county: str | None = None) -> int | None:
        """Return how far away something is from the sender, 0 the nearest; null where the column cannot name it."""
        city = self.sender[:4]
        circles: Iterable[Callable[[Entry], bool]]
        if self.is_city:
            circles = (
                lambda one: county is not None and one.county == county,
                self.is_own if question.kinds == ("institution",) else lambda one: one.city == city,
                lambda one: one.city == city,
                # The city's register may hold hospitals of other cities.
                lambda one: question.upper,
            )
        elif question.wide:
            circles = (self.is_own, lambda one: one.county is None, lambda one: one.city == city)
        else:
            circles = (self.is_own,)
        return next((number for number, within in enumerate(circles) if within(entry)), None)

    def _short(self, question: Question, name: str) -> list[Bearer]:
        """Return the counties that are called so without 区, 县 or 市."""
        if "county" not in question.levels:
            return []
        held = [one for suffix in _SUFFIXES for one in self.register.bearers("region", name + suffix)]
        return [one for one in held if question.fits(one.entry)]

    def _is_meant(self, question: Question, entry: Entry, name: str) -> bool:
        if entry.kind != "region":
            return False
        upper = self.register.above(entry.number) if question.upper else ()
        return any(fold(one.name) == fold(name) for one in upper) or any(
            fold(name + suffix) == fold(entry.name) for suffix in _SUFFIXES if entry.what == "county"
        )

    def _number_unknown(self, question: Question, number: str, name: str | None, county: str | None) -> Answer:
        meant = self._by_name(question, name, county).entry if name else None
        what = question.what
        fix = "核对编号；留空则按名称查找"
        if meant:
            fix = f"旁边的名称“{meant.name}”的编号是 {meant.number}，改为它，或留空"
        return Answer(None, Trouble("number_unknown", f"没有这个编号的{what}", fix, False))

    def _wrong_level(self, question: Question, entry: Entry, name: str | None, county: str | None) -> Trouble:
        meant = self._by_name(question, name, county).entry if name else None
        fix = f"改为{question.level}的代码；留空则按名称查找"
        if meant:
            fix = f"旁边的名称“{meant.name}”的代码是 {meant.number}，改为它，或留空"
        message = f"这是{LEVEL[entry.what]}“{entry.name}”的代码，这里要填{question.level}的"
        return Trouble("region_level", message, fix, False)

    def _mismatch(self, question: Question, entry: Entry, name: str, county: str | None) -> Trouble:
        other = self._by_name(question, name, county).entry
        fix = f"是“{entry.name}”就改正名称"
        fix += f"，是“{other.name}”就把编号改为 {other.number}" if other else "；编号错了就改正编号，或把编号留空"
        if entry.kind == "consortium":
            fix += "；医共体改了名，先在“成员关系”表里把它各行的名称都改过来"
        return Trouble("name_mismatch", f"编号 {entry.number} 是“{entry.name}”，与名称不是同一个", fix, True)

    def _name_unknown(self, question: Question, name: str) -> Trouble:
        near = self.propose(question, name)
        place = self.name
        fix = f"是不是“{near.name}”（编号 {near.number}）？是就照此改写" if near else "核对名称，或填上编号"
        if "institution" in question.kinds:
            fix += "；新机构先在“机构”表里加一行"
        return Trouble("name_unknown", f"{place}没有叫这个名称的{question.what}", fix, True)

    def not_yours(self, entry: Entry, *, of_name: bool) -> Trouble:
        """Return the error that something is another sender's."""
        where = self.register.name_of(entry.county or entry.city)
        what = KIND_LABEL[entry.kind]
        of = "" if entry.name == where else f"是{where}的{what}，"
        message = f"“{entry.name}”{of}不归{self.name}填报"
        return Trouble("not_yours", message, f"由{where}填报；从这里删去，或改正", of_name)


def ambiguous(entries: Sequence[Entry]) -> Trouble:
    """Return the question which of several of one name is meant."""
    numbers = "、".join(one.number for one in entries[:6])
    return Trouble("name_ambiguous", f"叫这个名称的有 {len(entries)} 个：{numbers}", "填上编号，说明是哪一个", True)


def former(bearer: Bearer | None) -> Trouble | None:
    """Return the remark that a name is no longer in use; null where it is."""
    if bearer is None or bearer.former is None:
        return None
    entry = bearer.entry
    return Trouble(
        "name_former",
        f"这是“{entry.name}”（编号 {entry.number}）的旧名称，{bearer.former} 起已不用，按它读取",
        f"改为现在的名称“{entry.name}”",
        True,
        "warning",
    )


def _best(bearers: Sequence[Bearer]) -> tuple[Bearer, ...]:
    """Return the bearers of the best rank, each entry once."""
    least = min((one.rank for one in bearers), default=0)
    return tuple({(one.entry.kind, one.entry.number): one for one in bearers if one.rank == least}.values())
