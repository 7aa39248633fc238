"""Who a template is for (填报单位) and which month it asks for."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.forms.model import Sender as Kind
from data.template.cells import clean


class TemplateError(Exception):
    """A template that cannot be made; carries a sentence for the user, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sender:
    """A county (区县) or the city (市), and the month it reports."""

    #: Six digits of a county or four of a city.
    code: str
    name: str
    kind: Kind
    #: ``YYYY-MM``.
    month: str
    #: First and last day of the month.
    first: date
    last: date

    @property
    def month_words(self) -> str:
        """The month as a title says it: ``2022年12月``, ``2023年1月``."""
        return f"{self.first.year}年{self.first.month}月"

    @property
    def file_name(self) -> str:
        """Name of the template's file: ``330203海曙区_2022-12.xlsx``."""
        # Names of regions are checked nowhere for what a file system refuses.
        name = re.sub(r'[\\/:*?"<>|\s]', "", self.name)
        return f"{self.code}{name}_{self.month}.xlsx"


def sender_of(live: Mapping[str, pd.DataFrame], code: str, month: str, today: date | None = None) -> Sender:
    """Return the sender of this code for a month.

    Args:
        live: Frames of the live snapshot, of the whole or of the sender's city.
        code: Six digits of a county, four of a city.
        month: ``YYYY-MM``.
        today: Months after its own are refused; null refuses none.

    Raises:
        TemplateError: There is no such county or city, it is not in the account (文件统计范围), or the month is
            none or has not begun yet.
    """
    first = _first_day(month)
    if today is not None and first > today:
        raise TemplateError(f"{month} 还没有到，不能做这个月的模板")
    kind: Kind = "county" if len(code) == 6 else "city"
    word = {"county": "区县", "city": "市"}[kind]
    regions = live["regions"]
    found = regions[(regions["region_code"] == code) & (regions["level"] == kind)]
    if not re.fullmatch(r"[0-9]{4}|[0-9]{6}", code):
        raise TemplateError(f"“{code}”不是填报单位的代码：区县写 6 位数字，市写 4 位数字")
    if found.empty:
        raise TemplateError(f"数据快照里没有代码为 {code} 的{word}")
    name = clean(str(found["name"].iloc[0]))
    if not found["in_account"].fillna(True).iloc[0]:
        raise TemplateError(f"{name}（{code}）不在文件统计范围内，不需要填报")
    return Sender(code, name, kind, month, first, first.replace(day=monthrange(first.year, first.month)[1]))


def _first_day(month: str) -> date:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}", month):
            return date.fromisoformat(f"{month}-01")
    except ValueError:
        pass
    raise TemplateError(f"“{month}”不是月份，写成 2022-12 这样的形式")
