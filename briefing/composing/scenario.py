"""情景推演 in an export: what is done, what it changes and what it takes, beside what is the case today (现状)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.agenda import NAMES
from briefing.composing import saying, slide
from briefing.composing.ground import AS_IS, Ground
from briefing.composing.overview import ROWS
from briefing.model import Cell, Column, Fact, Said, Section, Slide, Table
from briefing.standing import loose
from indicators.wording import NBSP, NULL, STATUS, figure_number, quantity, signed
from scenarios.comparing import Answer, Moved
from scenarios.headline import headline
from scenarios.naming import names_of
from scenarios.words import paragraph

_POSTED: Final = "posting.lead_to_member.persons"


@dataclass(frozen=True)
class Told:
    """A scenario's answer, for one scope of its city."""

    ground: Ground
    answer: Answer
    scope: str

    def slide(self) -> Slide:
        """Return the slide: what comes of it in one sentence, the figures before and after."""
        ground, scope, moved = self.ground, self.scope, self._moved
        text = headline(self.answer, names_of(self.answer.after.tables), scope)
        keys = [one.key for one in moved] or [_POSTED]
        return slide.slide(
            ground, "scenario", scope, self._said(text), keys[0], others=slide.figures(ground, scope, keys[1:]),
            table=self.figures(ROWS), notes=paragraph(self.answer, names_of(self.answer.after.tables), scope),
        )

    def section(self) -> Section:
        """Return the section of the brief: the paragraph to take away, the figures before and after, the changes."""
        text = paragraph(self.answer, names_of(self.answer.after.tables), self.scope)
        return Section(NAMES["scenario"], (self._said(text),), self.tables())

    def tables(self) -> tuple[Table, ...]:
        """Return the figures before and after, and the changes, as tables."""
        held = self.figures()
        return (*([held] if held is not None else []), self._changes())

    @property
    def _moved(self) -> list[Moved]:
        """What moved in the scope: what is judged otherwise first, then what a document aims at."""
        found = [one for one in self.answer.of_scope(self.scope) if one.after.value is not None]
        return sorted(found, key=lambda one: (not one.status_changed, one.after.target is None))

    def figures(self, most: int | None = None) -> Table | None:
        """Return what moved in the scope as rows: as is, in the scenario, the difference, the status."""
        moved = self._moved
        if not moved:
            return None
        count = saying.counted("scenario.moved", self.scope, len(moved), "项")
        title = saying.said(f"{self.ground.who(self.scope)}有变化的指标{NBSP}{count.text}", [count])
        left = len(moved) - len(moved[:most])
        return Table(
            "情景指标", title,
            (Column("指标"), Column("现状", decimals=1), Column("情景", decimals=1), Column("变化", decimals=1),
             Column("单位"), Column("状态")),
            tuple(map(_row, moved[:most])),
            (f"另有{NBSP}{quantity(left, '项')}未列。" if left else
             "“现状”为没有作调整时的数；比率的变化以百分点计。",),
        )  # fmt: skip

    def _changes(self) -> Table:
        """Return the changes in order, and whether each was made."""
        said = {one.index: self._apart(one.index, one.sentence) for one in self.answer.refusals}
        for note in self.answer.notes:
            said[note.index] = said.get(note.index, "已执行；") + self._apart(note.index, note.sentence)
        count = saying.counted("scenario.changes", self.scope, len(self.answer.changes), "项")
        done = [said.get(at, "已执行") for at in range(len(self.answer.changes))]
        rows = tuple((Cell(f"{at}", at), Cell(words, words), Cell(state, state))
                     for at, (words, state) in enumerate(zip(self.answer.changes, done, strict=True), start=1))
        title = saying.said(f"情景“{self.answer.scenario.name}”的调整{NBSP}{count.text}", [count])
        return Table("情景调整", title, (Column("次序", decimals=0), Column("调整"), Column("执行情况")), rows)

    def _apart(self, index: int, sentence: str) -> str:
        """Return what is said of a change without the change itself, which stands beside it."""
        return sentence.partition(f"“{self.answer.changes[index]}”")[2].lstrip("：") or sentence

    def _said(self, text: str) -> Said:
        """Return a sentence of the answer with its facts.

        What is none of a figure, such as how many a change sends, is the scenario's own and is called so.
        """
        known = [*self._known()]
        told = saying.said(text, known)
        own = [
            Fact("scenario.stated", self.scope, "count", float(token.replace(",", "")), token, f"{at}")
            for at, token in enumerate(dict.fromkeys(loose(told)), start=1)
        ]
        return saying.said(text, [*known, *own]) if own else told

    def _known(self) -> Iterator[Fact]:
        answer, after, scope = self.answer, self.answer.after, self.scope
        for one in answer.moved:
            if one.before is not None:
                yield saying.of(one.before, at=AS_IS)
            yield from saying.spoken(one.after)
        if after.knows(scope):
            for figure in after.of_scope(scope):
                yield from saying.spoken(figure)
            for unit in ("家", "个"):
                left = saying.left(after.get("posting.lead_to_member.coverage", scope), unit)
                if left is not None:
                    yield left
        below = sum(one.status == "not_met" for one in after.of_scope(scope)) if after.knows(scope) else 0
        made = len(answer.changes) - len(answer.refusals)
        for name, count in (("targets.missed", below), ("scenario.moved", len(self._moved)), ("scenario.made", made)):
            yield saying.counted(name, scope, count, "项")
        cost = answer.cost
        for name, count, units in (
            ("persons", cost.persons, ("人",)), ("renewed", cost.renewed, ("人",)),
            ("sites", cost.sites, ("个站点", "个")), ("clinics", cost.clinics, ("家卫生室", "家")),
            ("villages", cost.villages, ("个村", "个")),
        ):
            for unit in units:
                yield saying.counted(f"scenario.cost.{name}", scope, count, unit)


def _row(one: Moved) -> tuple[Cell, ...]:
    definition, whole = one.after.definition, one.whole
    before = Cell(NULL)
    if one.before is not None and one.before.value is not None:
        before = Cell(figure_number(one.before.value, definition.unit, definition.decimals), one.before.value,
                      one.before.status, saying.of(one.before, at=AS_IS))
    change = Cell(NULL)
    if whole is not None:
        text = signed(float(sum(one.printed)), definition.decimals)
        change = Cell(text, whole, fact=Fact(f"{one.key}.moved", one.scope, "count", whole, text))
    words = STATUS[one.after.status][1]
    if one.before is not None and one.status_changed:
        words = f"{STATUS[one.before.status][1]} → {words}"
    return (
        Cell(definition.short, definition.short), before,
        Cell(figure_number(one.after.value, definition.unit, definition.decimals), one.after.value, one.after.status,
             saying.of(one.after)),
        change, Cell(one.after.unit, one.after.unit), Cell(words, words, one.after.status),
    )  # fmt: skip
