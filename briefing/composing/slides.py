"""The slides (放映页) of a scope: each one finding, one key figure and one picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from briefing.composing import charts, maps
from briefing.composing.ground import Ground
from briefing.model import Cell, Chart, Column, Fact, KeyFigure, MapPicture, Said, Slide, Table
from data.model import FLOW
from indicators import Figure, lists, past_due, sentences, sentences_care
from indicators.change import change_of
from indicators.lists.gaps import targeted
from indicators.lists.questions import leader_questions
from indicators.lists.remote_months import clinical_total, monthly_volumes
from indicators.months import last_month_ends
from indicators.wording import NBSP, NO_TARGET, joined, quantity
from indicators.wording import difference as differing

_CARE: Final = ("care.in_county_rate", "care.grassroots_rate", "care.inpatient_in_county_rate")
#: How the sender and the receiver of a flow are called in a finding.
_SENT = {
    "lead_to_member": "牵头医院派驻", "municipal_to_lead": "市级医院派驻牵头医院",
    "municipal_to_county": "市级单位派驻区县",
}
_UNCOVERED = {"lead_to_member": ("家", "基层机构"), "municipal_to_lead": ("家", "牵头医院"),
              "municipal_to_county": ("个", "区县")}
#: Months of a line.
_MONTHS: Final = 12
#: Most rows of a table on a slide.
_ROWS: Final = 8


def overview(ground: Ground, scope: str) -> Slide:
    """Return 总览: posted staff against the target, and who stands where."""
    figures, level, name = ground.figures, ground.figures.level_of(scope), ground.figures.name_of(scope)
    posted = ground.get("posting.lead_to_member.persons", scope)
    covered = ground.get("posting.lead_to_member.coverage", scope)
    late = posted is not None and past_due(posted)
    text = sentences.overview(level, name, posted, covered, past_due=late)
    cards = figures.policy.cards if figures.policy and figures.policy.cards else _CARE
    others = _figures(ground, scope, [key for key in cards if not key.startswith("posting.lead_to_member")])[:3]
    picture: MapPicture | None = None
    if level == "city":
        picture = maps.county_map(ground, "care.in_county_rate", "各区县县域内就诊率（%）")
    return _slide(
        ground, "overview", "总览", scope, ground.said(text, figures=[posted, covered]), others=others, map=picture,
        table=None if picture is not None else targets(ground, scope, _ROWS), notes=_asked(ground, scope),
    )


def posting(flow: str) -> Callable[[Ground, str], Slide]:
    """Return the slide of one direction of posting (派驻方向)."""

    def made(ground: Ground, scope: str) -> Slide:
        return _slide(
            ground, f"posting.{flow}", f"人员下沉：{FLOW[flow]}", scope, _posted(ground, flow, scope),
            others=_coverage(ground, flow, scope), chart=_sent(ground, flow, scope),
        )

    return made


def _coverage(ground: Ground, flow: str, scope: str) -> tuple[KeyFigure, ...]:
    """Return the coverage of a flow; of one county's own there is none to speak of."""
    if flow == "municipal_to_county" and ground.figures.level_of(scope) != "city":
        return ()
    return _figures(ground, scope, [f"posting.{flow}.coverage"])


def _posted(ground: Ground, flow: str, scope: str) -> Said:
    """Return how many of a flow are posted, how far that is from the target, and who has nobody."""
    figure, covered = (ground.get(f"posting.{flow}.{what}", scope) for what in ("persons", "coverage"))
    name = ground.figures.name_of(scope)
    who = "全市" if ground.figures.level_of(scope) == "city" else name
    if figure is None or figure.value is None:
        return Said(f"{who}{_SENT[flow]}人数未报。")
    said = f"{who}{_SENT[flow]}{NBSP}{quantity(figure.value, figure.unit)}"
    if figure.target is None:
        said += f"（{NO_TARGET}）" if who == "全市" else ""
    elif figure.status == "met":
        said += "，已达到目标"
    else:
        said += f"，距目标还差{NBSP}{differing(figure.gap, figure.unit)}"
    left, facts = "", []
    missing = uncovered(covered)
    alone = flow == "municipal_to_county" and who != "全市"  # a county is no list of counties
    if covered is not None and missing is not None and covered.denominator and not alone:
        unit, what = _UNCOVERED[flow]
        left = f"{quantity(missing, unit)}{what}无人派驻" if missing else f"{what}全部有人派驻"
        facts = [ground.count(f"{covered.key}.left", scope, missing, unit)]
    return ground.said(sentences.fitted([said, left]), facts, [figure, covered])


def _sent(ground: Ground, flow: str, scope: str) -> Chart | None:
    """Return who has nobody, by county, where that is known; else how many are posted, by part."""
    level = ground.figures.level_of(scope)
    if flow == "lead_to_member" and level == "city":
        left: list[tuple[str, float | None, Fact | None]] = []
        for code in ground.figures.counties:
            missing = uncovered(ground.get("posting.lead_to_member.coverage", code))
            key = "posting.lead_to_member.coverage.left"
            fact = None if missing is None else ground.count(key, code, missing, "家")
            left.append((ground.figures.name_of(code), missing, fact))
        return charts.bars("各区县无人派驻的基层机构（家）", "家", 0, left, lambda value: value > 0, rest=sum)
    rows = lists.posted_parts(ground.figures, scope)
    part = {"city": "区县", "county": "医共体", "consortium": "机构"}[level]
    shown: list[tuple[str, float | None, Fact | None]] = []
    for row in rows.to_dict("records"):
        value = None if row[flow] != row[flow] else float(row[flow])
        if value is None and level == "consortium":
            continue  # a part that this flow does not go to
        fact = Fact(f"posting.{flow}.persons", str(row["part_id"]), "value", value, quantity(value, "人"))
        shown.append((str(row["part"]), value, fact if level != "consortium" else None))
    return charts.bars(f"各{part}派驻人数（人）", "人", 0, shown, lambda value: value == 0, worst="low")


def uncovered(covered: Figure | None) -> float | None:
    """Return how many of the units of a rate are not there yet; null where it is not known."""
    if covered is None or covered.numerator is None or covered.denominator is None:
        return None
    return float(round(covered.denominator - covered.numerator))


def remote(ground: Ground, scope: str) -> Slide:
    """Return 远程服务: the volume of the year, by month."""
    total = ground.get("remote.volume.total", scope)
    compared = change_of(ground.figures, "remote.volume.total", scope) if total is not None else None
    text = sentences.remote(ground.figures.level_of(scope), ground.figures.name_of(scope), total, compared)
    facts = []
    if compared is not None and compared.value is not None and total is not None:
        said = quantity(abs(compared.value), "%", 1)
        facts.append(Fact(total.key, scope, "change_year", compared.value, said))
    keys = ["remote.volume.ecg", "remote.volume.imaging", "remote.volume.consultation"]
    return _slide(
        ground, "remote", "远程服务", scope, ground.said(text, facts, [total]),
        others=_figures(ground, scope, keys), chart=_months(ground, scope),
    )


def _months(ground: Ground, scope: str) -> Chart | None:
    ends = last_month_ends(ground.figures.as_of, _MONTHS)
    first, last = ends[0].strftime("%Y-%m"), ends[-1].strftime("%Y-%m")
    held = clinical_total(monthly_volumes(ground.figures, scope, first, last))
    if held is None:
        return None

    def fact(_: str, month: str, value: float | None) -> Fact:
        return Fact("remote.month", scope, "value", value, quantity(value, "例次"), month)

    return charts.over_months("每月远程服务量", "例次", 0, held.months, {"远程服务": held.values}, fact)


def coverage(ground: Ground, scope: str) -> Slide:
    """Return 服务覆盖: villages with nothing, and contracting."""
    held = [ground.get(key, scope) for key in ("village.coverage", "village.unserved", "village.unserved_planned")]
    level, name = ground.figures.level_of(scope), ground.figures.name_of(scope)
    text = sentences.coverage(level, name, *held)
    by_county = "各区县应设未设卫生室的村"
    chart = charts.of_counties(ground, "village.unserved_planned", by_county) if level == "city" else None
    table = _villages(ground, scope) if level == "county" else None
    return _slide(
        ground, "coverage", "服务覆盖", scope, ground.said(text, figures=held),
        others=_figures(ground, scope, ["village.unserved_planned", "family.contract_rate",
                                        "family.key_contract_rate"]),
        chart=chart, table=table,
    )


def _villages(ground: Ground, scope: str) -> Table | None:
    rows = lists.uncovered_villages(ground.figures, scope)
    if rows.empty:
        return None
    unserved = ground.get("village.unserved", scope)
    title = f"没有卫生服务的{NBSP}{quantity(len(rows), '个')}村"
    cells = tuple(
        tuple(Cell(str(row[column] or ""), str(row[column] or "")) for column in ("township", "name", "planned_label"))
        for row in rows.head(_ROWS).to_dict("records")
    )
    left = len(rows) - len(cells)
    return Table("无服务村", ground.said(title, figures=[unserved]),
                 (Column("乡镇街道"), Column("村（社区）"), Column("规划")), cells,
                 (f"另有{NBSP}{quantity(left, '个')}村，见附表。",) if left else ())


def care(ground: Ground, scope: str) -> Slide:
    """Return 就医格局: each rate against its target, by county."""
    held = [ground.get(key, scope) for key in _CARE]
    text = sentences_care.care(ground.figures.level_of(scope), ground.figures.name_of(scope), held)
    city = ground.figures.level_of(scope) == "city"
    return _slide(
        ground, "care", "就医格局", scope, ground.said(text, figures=held),
        others=_figures(ground, scope, _CARE[1:]),
        chart=charts.of_counties(ground, _CARE[0], "各区县县域内就诊率") if city else None,
        table=None if city else targets(ground, scope, _ROWS, "care."),
    )


#: The indicator that a slide is about, by its id; a scope for which it is not given has no such slide.
KEYS: Final = {
    "overview": "posting.lead_to_member.persons",
    **{f"posting.{flow}": f"posting.{flow}.persons" for flow in FLOW},
    "remote": "remote.volume.total", "coverage": "village.coverage", "care": _CARE[0],
}
#: Slides by id, in the order in which an agenda offers them.
SLIDES: Final[dict[str, tuple[str, Callable[[Ground, str], Slide]]]] = {
    "overview": ("总览", overview),
    **{f"posting.{flow}": (f"人员下沉：{words}", posting(flow)) for flow, words in FLOW.items()},
    "remote": ("远程服务", remote),
    "coverage": ("服务覆盖", coverage),
    "care": ("就医格局", care),
}


def targets(ground: Ground, scope: str, most: int | None = None, prefix: str = "") -> Table | None:
    """Return every figure of a scope that a document sets a target for, missed ones first; null where there is none.

    Args:
        ground: The figures.
        scope: City, county or consortium.
        most: How many rows; null for all.
        prefix: Only keys that begin so; where no target is set for them, they stand without.
    """
    own = targeted(ground.figures, scope)
    if prefix:
        own = [one for one in ground.figures.of_scope(scope) if one.key.startswith(prefix)]
    order = {"not_met": 0, "no_data": 1, "met": 2, "no_target": 3}
    ordered = sorted(own, key=lambda one: order[one.status])
    if not ordered:
        return None
    rows = tuple(
        (Cell(one.definition.short, one.definition.short), ground.cell(one), Cell(one.unit, one.unit),
         ground.cell(one, "target"), ground.cell(one, "state"))
        for one in ordered[:most]
    )  # fmt: skip
    missed = sum(one.status == "not_met" for one in ordered)
    aimed = sum(one.target is not None for one in ordered)
    name = ground.figures.name_of(scope)
    facts = [ground.count("targets.missed", scope, missed, "项"), ground.count("targets.all", scope, aimed, "项")]
    said = f"{name}未设目标"
    if aimed:
        said = f"{name}{NBSP}{quantity(aimed, '项')}目标中{NBSP}{quantity(missed, '项')}未达标"
    left = len(ordered) - len(rows)
    return Table("目标", ground.said(said, facts),
                 (Column("指标"), Column("现状", decimals=1), Column("单位"), Column("目标"), Column("状态")), rows,
                 (f"另有{NBSP}{quantity(left, '项')}，见附表。",) if left else ())


def _figures(ground: Ground, scope: str, keys: Iterable[str]) -> tuple[KeyFigure, ...]:
    return tuple(one for key in keys if (one := ground.key_figure(key, scope)) is not None)


def _asked(ground: Ground, scope: str) -> str:
    """Return what a leader may ask, with the answers, for whoever presents."""
    return "\n".join(f"问：{one.question}\n答：{one.answer}" for one in leader_questions(ground.figures, scope))


def _slide(
    ground: Ground, id: str, name: str, scope: str, finding: Said, *, others: tuple[KeyFigure, ...] = (),
    chart: Chart | None = None, table: Table | None = None, map: MapPicture | None = None, notes: str = "",
) -> Slide:
    """Return a slide; one whose key figure nobody reported says so in large words and shows nothing else."""
    figure = ground.get(KEYS[id], scope)
    large = ground.key_figure(KEYS[id], scope)
    scope_name = ground.figures.name_of(scope)
    missing = ""
    if figure is None:
        missing, finding = f"{name}不按医共体统计", Said(f"{name}按区县统计，不分医共体。")
    elif figure.value is None:
        missing = f"{figure.definition.short}未报"
    silent = figure.not_reported if figure is not None else ()
    sources = (*ground.sources, *((f"未报：{joined(silent, 3)}",) if silent else ()))
    return Slide(
        id, name, scope, scope_name, finding, key=None if missing else large, others=() if missing else others,
        chart=None if missing else chart, table=None if missing else table, map=None if missing else map,
        missing=missing, notes=notes, sources=sources,
    )
