"""The menu (导航): every page of the application in its section, and the files of those that exist."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_DIRECTORY = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the menu: its key is its address and the stem of its file in ``pages/``."""

    key: str
    name: str
    help: str
    #: True if only a clerk (经办人) may open it.
    for_clerks: bool = False

    @property
    def file(self) -> str:
        """Return the page's file, relative to the entry script."""
        return f"{self.key}.py"


#: The page at ``/``. It has no other address: Streamlit does not know ``/overview``.
DEFAULT: Final = "overview"

_ALL: Final[dict[str, tuple[Entry, ...]]] = {
    "看现状": (
        Entry("overview", "总览", "离目标还差多少，差在哪个区县"),
        Entry("map", "医共体地图", "每个区县有几家医共体，牵头的是谁，管哪些机构"),
        Entry("posting", "人员下沉", "派驻了多少人，哪些机构无人派驻"),
        Entry("remote", "远程服务", "远程心电、影像、会诊做了多少，哪些开通未使用"),
        Entry("coverage", "服务覆盖", "哪些村没有服务，家庭医生签约到什么程度"),
        Entry("care", "就医格局", "县域内就诊率与基层就诊率"),
        Entry("capability", "能力建设", "牵头医院与各类中心的建设"),
        Entry("monitoring", "国家监测", "国家监测体系的指标，哪些能算，哪些待核或无数据"),
        Entry("county", "区县档案", "一个区县的全部指标"),
    ),
    "推演": (Entry("scenario", "情景推演", "如果这样做，指标会怎样"),),
    "汇报": (
        Entry("meeting", "会议放映", "会上逐页放映"),
        Entry("export", "材料导出", "导出演示文稿与文字材料"),
    ),
    "数据": (
        Entry("quality", "数据质量", "哪些数据未报或存疑"),
        Entry("definitions", "指标口径", "每个指标怎样算，目标出自哪份文件"),
        Entry("manage", "数据管理", "数据快照的发布与回退", for_clerks=True),
    ),
}

#: The pages that exist, by section; a section without pages is left out.
SECTIONS: Final[dict[str, tuple[Entry, ...]]] = {
    section: existing
    for section, entries in _ALL.items()
    if (existing := tuple(entry for entry in entries if (_DIRECTORY / entry.file).exists()))
}
#: The same by key.
PAGES: Final[dict[str, Entry]] = {entry.key: entry for entries in SECTIONS.values() for entry in entries}
