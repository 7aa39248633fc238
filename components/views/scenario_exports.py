"""What is taken away of a scenario (带走): the file of the scenario, the paragraph, its figures; each with its mark."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from components import files
from components.view import View
from components.views import listing, scenario_compare, scenario_contributions, scenario_files
from components.views import scenario_words as said
from components.views.cached import per_view
from components.views.scenario import asked
from components.views.scenario_lists import lists
from components.workbook import Sheet, workbook_bytes
from indicators.scopes import level_of
from indicators.wording import NBSP, date_words
from scenarios.comparing import Answer
from scenarios.naming import names_of
from scenarios.words import WATERMARK, paragraph

_LEVELS = {"city": 0, "county": 1, "consortium": 2}
_PLACE = {"place": "范围"}


@dataclass(frozen=True, slots=True)
class Offered:
    """One file: what it is, its address and its name."""

    words: str
    address: str
    name: str


@per_view()
def text_of(view: View, text: str) -> str:
    """Return the paragraph in report language for the scope."""
    found = asked(view, text)
    return paragraph(found, names_of(found.after.tables), view.scope)


def offered(view: View, text: str, side_by_side: tuple[str, ...]) -> tuple[Offered, ...]:
    """Return the files of a scenario; they are built when somebody fetches them.

    Args:
        view: Whose scope and day.
        text: The scenario as text.
        side_by_side: The scenarios that stand side by side; fewer than two have no table.
    """
    found = asked(view, text)
    made = (
        ("情景文件（可再打开、发给同事）", "情景", "json", lambda: text.encode()),
        ("文字说明", "文字说明", "txt", lambda: note(view, text)),
        ("前后对比工作簿", "前后对比", "xlsx", lambda: workbook(view, text, side_by_side)),
        ("前后对比表格", "前后对比", "csv", lambda: table(view, text)),
    )
    key = (*view.key, text, side_by_side)
    named = [(words, scenario_files.name(view, found.scenario, what, suffix), build)
             for words, what, suffix, build in made]
    return tuple(
        Offered(words, files.register(("scenario", name, *key), name, build), name) for words, name, build in named
    )


def note(view: View, text: str) -> bytes:
    """Return the paragraph as a text file that opens in Chinese everywhere, under what it is."""
    lines = [*_lines(view, asked(view, text)), "", text_of(view, text), ""]
    return "\r\n".join([WATERMARK, *lines]).replace(NBSP, " ").encode("utf-8-sig")


def table(view: View, text: str) -> bytes:
    """Return all that moved, in every scope of the city, as CSV."""
    found = asked(view, text)
    rows = scenario_files.marked(found, moved_frame(found))
    return listing.builder(view, rows, scenario_files.headings({**_PLACE, **scenario_files.MOVED}))()


def workbook(view: View, text: str, side_by_side: tuple[str, ...]) -> bytes:
    """Return the workbook: what moved, what each change adds, who gains and loses, scenarios side by side."""
    found = asked(view, text)
    sheets = [
        Sheet("说明", pd.DataFrame({"words": _sentences(text_of(view, text))}), {"words": "说明"}, 96),
        Sheet("指标变化", moved_frame(found), {**_PLACE, **scenario_files.MOVED}),
        _steps(view, text, found),
    ]
    held = lists(view, text)
    sheets += [
        Sheet(name, *scenario_files.rows(one))
        for name, one in (("机构", held.institutions), ("村", held.villages)) if one is not None
    ]
    if len(side_by_side) > 1:
        sheets.append(Sheet("方案并列", *scenario_files.rows(scenario_compare.compared(view, side_by_side, None))))
    return workbook_bytes(sheets, _lines(view, found), WATERMARK)


def moved_frame(found: Answer) -> pd.DataFrame:
    """Return what moved in every scope, the city first, then counties, then consortia."""
    names = names_of(found.after.tables)
    moved = sorted(found.moved, key=lambda one: (_LEVELS[level_of(one.scope)], one.scope))
    rows = [{"place": names.get(one.scope, one.scope), **said.plain_row(one)} for one in moved]
    return scenario_files.table(rows, ["place", *scenario_files.MOVED])


def _steps(view: View, text: str, found: Answer) -> Sheet:
    """Return the sheet of contributions, all indicators of the scope beside each other."""
    held = [scenario_files.rows(one) for one in scenario_contributions.contributions(view, text).values()]
    if not held:
        steps = [f"{at}．{words}" for at, words in enumerate(found.changes, start=1)]
        return Sheet("逐项贡献", pd.DataFrame({"step": steps}), {"step": "调整"})
    frames = [frame for frame, _ in held]
    heads = {column: words for _, named in held for column, words in named.items()}
    whole = pd.concat([frames[0], *(frame.drop(columns=["step"]) for frame in frames[1:])], axis=1)
    return Sheet("逐项贡献", whole, heads)


def _sentences(paragraph: str) -> list[str]:
    """Return a paragraph sentence by sentence: one cell of so much text is a row that nobody can read."""
    return [f"{part}。" for part in paragraph.replace(NBSP, " ").split("。") if part]


def _lines(view: View, found: Answer) -> list[str]:
    """Return what stands over everything taken away: which scenario, where and when, what data."""
    sample = "示例数据" if view.has_sample else ""
    document = f"目标依据：{view.policy.title}（非现行文件）" if view.instead and view.policy else ""
    said_ = [f"情景：{found.scenario.name}", f"范围：{view.scope_name}", f"截止 {date_words(view.as_of)}",
             f"数据快照 {view.snapshot.id}", sample, document]
    return ["　".join(part for part in said_ if part).replace(NBSP, " ")]
