"""The lists of 就医格局: rates by county, specialties treated elsewhere, referrals, slots for the grassroots."""

from __future__ import annotations

from typing import Any

import pandas as pd

from components.grid import Cell, Col
from components.rows import Row
from components.view import View
from components.views import rate_card
from components.views.listing import Listing, file_name
from components.views.names import short
from indicators import catalogue, sentences_care
from indicators.lists.bookings import bookings
from indicators.lists.care_months import CARE_KEYS
from indicators.lists.outward import RULE as OUTWARD_RULE
from indicators.lists.outward import outward_specialties
from indicators.lists.referrals import two_way_referrals
from indicators.wording import NBSP, difference_unit, number, quantity, rank_label, signed, status_words, with_unit

#: Columns of both lists of slots, on the page and in the file.
_OPENED = (Col("offered", "投放", "right"), Col("given", "给基层", "right"), Col("share", "占比", "right"),
           Col("change", "同比", "right"))
_OPENED_FILED = {
    "offered": "投放（个）", "to_grassroots": "给基层（个）", "share": "占比（%）", "offered_matched": "可比投放（个）",
    "share_matched": "可比占比（%）", "share_before": "上年同期占比（%）", "change": "同比（百分点）",
}
_COMPARED = "本年累计；同比只比两年同月都报了的，占比下降的标出。"
_NO_SLOTS = "号源与检查资源未报，无法列出。"


def counties(view: View) -> Listing:
    """Return every county's three rates of the year to date, the number of missed targets first."""
    context = view.figures.context.base.counties
    codes = [code for code in context.index if view.level == "city" or code == view.county]
    rows: list[dict[str, Any]] = []
    for code in codes:
        found = {key: view.figures.get(key, code) for key in CARE_KEYS}
        missed = sum(figure is not None and figure.status == "not_met" for figure in found.values())
        known = any(figure is not None and figure.value is not None for figure in found.values())
        rows.append({"county": view.figures.name_of(code),
                     "missed": Cell(f"{missed}{NBSP}项", missed) if known else rate_card.UNREPORTED,
                     **{key: rate_card.cell(figure) for key, figure in found.items()}})
    behind = sum((row["missed"].sort or 0) > 0 for row in rows)
    judged = any(figure is not None and figure.target for figure in (view.figures.get(k, c) for k in CARE_KEYS
                                                                      for c in codes))
    rows.sort(key=lambda row: -(row["missed"].sort or 0))
    frame = view.figures.frame()
    frame = frame[frame["key"].isin(CARE_KEYS) & frame["scope"].isin(codes)]
    frame = frame.assign(name=frame["scope"].map(view.figures.name_of),
                         indicator=[catalogue()[key].name for key in frame["key"]],
                         state=[status_words(status) for status in frame["status"]])
    return Listing(
        title=sentences_care.counties(behind, len(codes), judged=judged,
                                      told=any(row["missed"].sort is not None for row in rows)),
        columns=(Col("county", "区县", width=72), *([Col("missed", "未达标", "right")] if judged else []),
                 *(Col(key, catalogue()[key].short) for key in CARE_KEYS)),
        rows=tuple(rows),
        frame=frame,
        headings={"name": "区县", "indicator": "指标", "value": "数值（%）", "numerator": "分子", "denominator": "分母",
                  "state": "状态", "gap": "差（百分点）"},
        file=file_name(view, "就医格局"),
        caption="单位：%，差为百分点。只给到区县：一个区县有几家医共体的，不能分到每一家。",
        empty="没有可列的区县。",
    )


def outward(view: View) -> Listing:
    """Return the specialties with the highest outward rate, and which consortia have them as 重点 or 薄弱专科."""
    held = outward_specialties(view.figures, view.scope)
    rows = [
        {
            "rank": _rank(row),
            "specialty": row["specialty"],
            "rate": _rate(row),
            "cases": Cell(number(row["all_cases"]), row["all_cases"]),
            "addressed": Cell(row["addressed_label"], row["addressed_label"],
                              "" if row["addressed"] else "not_met" if row["addressed"] is False else "no_data"),
        }
        for row in held.rows.to_dict("records")
    ]
    return Listing(
        title="外转专科由谁在建",
        columns=(Col("rank", "位次", width=52), Col("specialty", "专科", width=96), Col("rate", "外转率", "right"),
                 Col("cases", "外转例数", "right"), Col("addressed", "医共体的重点、薄弱专科")),
        rows=tuple(rows),
        frame=held.rows,
        headings={"rank": "位次", "specialty": "专科", "basis_label": "排序依据", "rate": "外转率（%）",
                  "cases": "外转例数（与总例数同报）", "total_cases": "总例数", "all_cases": "外转例数（全部已报）",
                  "counties": "已报区县数", "addressed_label": "医共体的重点、薄弱专科"},
        file=file_name(view, "外转专科"),
        caption=f"{OUTWARD_RULE}。",
        empty="外转病例未报，无法列出。",
    )


def _rank(row: Row) -> Cell:
    # The place by cases alone is one of another order: the file has it, with what it goes by.
    if pd.isna(row["rank"]) or row["basis"] == "cases":
        return Cell("—", None, "quiet")
    return Cell(rank_label(row["rank"], tied=row["tied"]), float(row["rank"]))


def _rate(row: Row) -> Cell:
    if row["basis"] == "rate":
        return Cell(quantity(row["rate"], "%", 1), row["rate"])
    return Cell({"small": "基数过小", "cases": "总例数未报"}[row["basis"]], None, "no_data")


def referrals(view: View) -> Listing:
    """Return each consortium's referrals up and down, this year so far."""
    frame = two_way_referrals(view.figures, view.scope)
    rows = [
        {
            "county": row["county"],
            "name": short(row["consortium"], (view.city_name, row["county"]), 18),
            "up": rate_card.told(row["up"]), "down": rate_card.told(row["down"]),
            "share": rate_card.told(row["down_share"], lambda share: quantity(share, "%", 1)),
            "months": Cell(f"{row['months']}/{row['months_due']}", row["months"],
                           "" if row["months"] == row["months_due"] else "no_data"),
        }
        for row in frame.to_dict("records")
    ]
    return Listing(
        title=sentences_care.referrals(view.figures.get("referral.down_share", view.scope), frame),
        columns=(*([Col("county", "区县", width=62)] if view.level == "city" else []), Col("name", "医共体"),
                 Col("up", "上转", "right"), Col("down", "下转", "right"), Col("share", "下转占比", "right"),
                 Col("months", "已报月数", "right")),
        rows=tuple(rows),
        frame=frame.assign(missing=["、".join(months) for months in frame["missing"]]),
        headings={"county": "区县", "consortium": "医共体", "up": "上转（例）", "down": "下转（例）",
                  "down_share": "下转占比（%）", "months": "已报月数", "months_due": "应报月数", "missing": "缺报月份"},
        file=file_name(view, "双向转诊"),
        caption="本年累计，单位：例；上转与下转都报了的月份才计入。",
        empty="本范围内没有医共体。",
    )


def providers(view: View) -> Listing:
    """Return who opened how many slots to grassroots booking, against the same months of the year before."""
    held = bookings(view.figures, view.scope)
    place = (view.city_name, view.county_name)
    rows = [
        {
            "provider": short(row["provider"], place, 14), "kind": row["kind_label"], **_opened(row),
        }
        for row in held.by_provider.to_dict("records")
    ]
    return Listing(
        title=sentences_care.opened(held),
        columns=(Col("provider", "医院"), Col("kind", "类别", width=76), *_OPENED),
        rows=tuple(rows),
        frame=held.by_provider,
        headings={"provider": "医院", "kind_label": "类别", "county": "区县", "months": "已报月数", **_OPENED_FILED},
        file=file_name(view, "基层预约资源"),
        caption=f"{_COMPARED}{wanted(view)}",
        empty=_NO_SLOTS,
    )


def resources(view: View) -> Listing:
    """Return how many slots of each kind (门诊号源, CT …) were opened to grassroots booking, the sum first."""
    held = bookings(view.figures, view.scope)
    rows = [{"resource": row["resource_label"], **_opened(row)} for row in held.by_resource.to_dict("records")]
    return Listing(
        title=sentences_care.opened(held),
        columns=(Col("resource", "资源"), *_OPENED),
        rows=tuple(rows),
        frame=held.by_resource,
        headings={"resource_label": "资源", **_OPENED_FILED},
        file=file_name(view, "基层预约资源（按资源）"),
        caption=f"{_COMPARED}{wanted(view)}",
        empty=_NO_SLOTS,
    )


def _opened(row: Row) -> dict[str, Cell]:
    """Return the cells of both lists of slots: offered, given to the grassroots, the share and where it goes."""
    moved = row["change"]
    return {
        "offered": rate_card.told(row["offered"]), "given": rate_card.told(row["to_grassroots"]),
        "share": Cell(quantity(row["share"], "%", 1), row["share"]) if row["share"] == row["share"]
        else Cell("—", None, "no_data"),
        "change": Cell(with_unit(signed(moved, 1), difference_unit("%")), moved, "not_met" if moved < 0 else "")
        if moved == moved else Cell("无可比数据", None, "no_data"),
    }


def wanted(view: View) -> str:
    """Return what the document asks of the share of slots for the grassroots, quoted; empty where it asks nothing."""
    held = view.policy.directions if view.policy else ()
    return "".join(f"文件要求：“{one.quote}”。" for one in held if one.indicator == "booking.grassroots_share")
