"""The legend under the map (图例) and the notes every reader of it must have: north, standing of positions, 审图号."""

from __future__ import annotations

from dataclasses import dataclass

from components.map.classes import OUTSIDE, Classes
from components.map.naming import consortium_label, one_line
from components.map.palette import class_colours, consortium_colour
from components.map.source import MapSource
from components.theme import Theme
from indicators import catalogue

#: Consortia whose names leave room for the marks beside them.
_FEW = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign and its words."""

    shape: str
    colour: str
    words: str
    outline: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Signs that share a word: ▲ 未达标, ● 达标."""

    entries: tuple[Entry, ...]
    word: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """The legend and the note line beneath it."""

    title: str
    groups: tuple[Group, ...]
    marks: tuple[Entry, ...]
    notes: tuple[str, ...]


def legend(source: MapSource, key: str, classes: Classes, shown: frozenset[str], county: str | None, theme: Theme,
           approval: str) -> Legend:
    """Return the legend of what is on the map now, and no sign that is not."""
    territory = county is not None and "territory" in shown
    if county:
        groups = _consortia(source, county, theme) if territory else ()
    else:
        groups = _classes(source, key, classes, theme)
    notes = ["上北下南", "示意位置，非测绘成果"]
    if territory:
        notes.append("医共体为近似范围，非行政界线")
    title = "" if county else f"{catalogue()[key].short}（{catalogue()[key].unit}）"
    marks = _marks(source, shown, county, theme)
    if county and len(groups) and len(groups[0].entries) <= _FEW:
        # Short enough for one line with the consortia; the notes then have the second for themselves.
        return Legend(title, (*groups, Group(marks)), (), (*notes, approval))
    return Legend(title, groups, marks, (*notes, approval))


def _classes(source: MapSource, key: str, classes: Classes, theme: Theme) -> tuple[Group, ...]:
    colours = class_colours(classes, theme)
    entries = [(entry.side, Entry("■", colours[at], entry.words)) for at, entry in enumerate(classes.classes)]
    below = tuple(entry for side, entry in entries if side == "below")
    above = tuple(entry for side, entry in entries if side == "above")
    missing = any(source.figures.value(key, code) is None for code in source.facts.counties)
    rest = [Entry("■", theme.map_missing, "未报")] if missing else []
    if source.facts.outside:
        rest.append(Entry("■", colours[OUTSIDE], "不在文件统计范围", theme.line))
    if classes.met_above is None:
        return (Group(tuple(entry for _, entry in entries)), Group(tuple(rest)))
    missed, met = Group(below, "▲\u00a0未达标", "not_met"), Group(above, "●\u00a0达标", "met")
    if not classes.met_above:
        missed, met = Group(above, "▲\u00a0未达标", "not_met"), Group(below, "●\u00a0达标", "met")
        return (met, missed, Group(tuple(rest)))
    return (missed, met, Group(tuple(rest)))


def _consortia(source: MapSource, county: str, theme: Theme) -> tuple[Group, ...]:
    place = (source.facts.counties.get(county, ""), source.figures.name_of(source.facts.city))
    entries = [Entry("■", consortium_colour(group.order, theme), consortium_label(one_line(group.name), *place))
               for group in source.facts.groups_of(county)]
    if any(code not in source.facts.groups for code, _ in source.territory_rows(county)):
        entries.append(Entry("▨", theme.no_data.mark, "未归属"))
    return (Group(tuple(entries)),)


def _marks(source: MapSource, shown: frozenset[str], county: str | None, theme: Theme) -> tuple[Entry, ...]:
    here = source.facts.of_county(county)
    entries = []
    if "lead" in shown:
        entries.append(Entry("■", theme.ink, "牵头医院"))
        if county and any(site.kind == "county" for site in here):
            entries.append(Entry("□", theme.ink, "县级成员"))
        if any(site.kind == "municipal" and site.placed for site in source.facts.drawn_in(county)):
            entries.append(Entry("▫" if county else "□", theme.ink, "市级医院"))
    if "grassroots" in shown:
        entries.append(Entry("○", theme.ink, "基层机构"))
        if county and any(site.unposted for site in here):
            entries.append(Entry("▲", theme.not_met.mark, "无人派驻"))
    if "clinic" in shown:
        entries.append(Entry("·", theme.ink, "村卫生室"))
    return tuple(entries)
