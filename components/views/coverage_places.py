"""Villages on the map and by county (村级服务分布)."""

from __future__ import annotations

from components import charts, source
from components.charts.area_map import Dots, Mark, area_map
from components.charts.outline import dots, labels
from components.panels import Panel
from components.view import View
from components.views.area import area, short_county
from components.views.bar_rows import drawn
from components.views.names import short
from data.model import VILLAGE_MODE
from indicators import sentences_coverage as said
from indicators.lists.villages import UNREPORTED, village_modes, village_points
from indicators.wording import NBSP, number

_UNREPORTED_WORDS = "未报"


def colours(view: View) -> dict[str, str]:
    """Return the colour of each mode of service, of none and of 未报."""
    theme = view.theme
    return {
        "clinic": theme.categorical[0], "extension": theme.categorical[1], "mobile": theme.categorical[3],
        "none": theme.not_met.mark, UNREPORTED: theme.no_data.mark,
    }


def village_map(view: View) -> Panel:
    """Return the villages as dots by mode; those without any service as triangles with their names on the pointer."""
    drawing = area(view)
    frame = village_points(view.figures, view.scope)
    tints = colours(view)
    places = drawing.frame.place(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    mode = frame["mode"].fillna(UNREPORTED).to_numpy()
    fine = view.level != "city"
    size = 6.0 if fine else 3.0
    groups = [
        Dots(dots(places[mode == code], fine=fine), size, tints[code], fine)
        for code in (UNREPORTED, "clinic", "extension", "mobile")
        if (mode == code).any()
    ]
    bare = [
        Mark(x, y, f"{name}{'（应设未设）' if planned is True else ''}" if fine else "", "bare", round(size * 1.3, 1))
        for (x, y), name, planned in zip(
            places[mode == "none"].tolist(), frame["name"][mode == "none"], frame["planned"][mode == "none"],
            strict=True,
        )
        if x == x
    ]
    count = {code: int((mode == code).sum()) for code in tints}
    title = said.modes(count["clinic"], count["extension"], count["mobile"], count[UNREPORTED])
    named = sorted(drawing.counties, key=lambda county: -county.area) if view.level == "city" else []
    missing = int(frame["lon"].isna().sum())
    lost = f"{missing}{NBSP}个村没有坐标，未画。" if missing else ""
    return Panel(
        title=title,
        body=area_map(
            drawing.counties, f"{title}。", drawing.frame.height, outside=drawing.outside, dots=groups, marks=bare,
            labels=labels((county.x, county.y, short_county(county.name)) for county in named),
        ) if len(frame) else "没有村级数据。",
        key=tuple(
            (tints[code], f"{'▲ 无服务' if code == 'none' else _words(code)}{NBSP}{number(held)}")
            for code, held in count.items() if held
        ),
        note=f"{lost}每点一个村（社区）。示意位置，非测绘成果。",
    )


def by_part(view: View) -> Panel:
    """Return the villages of each county, or of each township of a county, stacked by mode, 未报 among them."""
    frame = village_modes(view.figures, view.scope)
    tints = colours(view)
    rows, bare, silent, told = [], {}, {}, {}
    for row in frame.to_dict("records"):
        bare[row["part"]], silent[row["part"]] = row["none"], row[UNREPORTED]
        parts = [charts.Segment(_words(code), row[code], tint) for code, tint in tints.items() if row[code]]
        total = sum(row[code] for code in tints)
        told[row["part"]] = total - row[UNREPORTED]
        without = f"无服务{NBSP}{row['none']}" if told[row["part"]] else "未报"
        rows.append(charts.Bar(short(row["part"], (), 9), parts, f"{number(total)}{NBSP}个，{without}"))
    title = said.parts(bare, silent, told, "区县" if view.level == "city" else "乡镇")
    figure = view.figures.get("village.coverage", view.scope)
    return Panel(
        title=title,
        body=drawn(view, rows, f"{title}。") if rows else "没有村级数据。",
        note="条长为村（社区）总数；未报的村不计入覆盖率的分子和分母。",
        caliber=source.pairs(figure) if figure is not None else (),
    )


def _words(code: str) -> str:
    return _UNREPORTED_WORDS if code == UNREPORTED else VILLAGE_MODE[code]
