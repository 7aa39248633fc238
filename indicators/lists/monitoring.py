"""What a monitoring system (监测指标体系) names, one row each: computed here, 口径待核 or 无数据."""

from __future__ import annotations

import pandas as pd

from data.policies import Policy
from indicators.catalogue import catalogue
from indicators.engine import CityFigures
from indicators.scopes import level_of

#: How far each can be given here, in the words shown.
STATUS = {"computed": "可计算", "unverified": "口径待核", "no_data": "无数据"}
COLUMNS = ["area", "name", "status", "status_label", "key", "value", "unit", "not_reported", "note"]


def monitoring(figures: CityFigures, scope: str, policy: Policy | None) -> pd.DataFrame:
    """Return one row per indicator that a policy monitors, in the document's order; none where it monitors nothing.

    Only what is ``computed`` has a value; beside 口径待核 stands the nearest key, whose figure is this program's own
    and not the document's.

    Args:
        figures: The figures of the day; their own policy plays no part.
        scope: Code of the city, a county or a consortium.
        policy: The document, such as that of ``data.policies.policy_by_id("national-2024")``.

    Returns:
        Columns of :data:`COLUMNS`: ``key`` null without any; ``value`` NaN where it is not computed, not given at this
        level or not reported; ``unit`` is that of the key; ``not_reported`` counts the units that did not report.
    """
    rows = []
    for one in policy.monitored if policy is not None else ():
        figure = figures.get(one.indicator, scope) if one.status == "computed" and one.indicator else None
        note = one.note
        if one.status == "computed" and one.indicator and level_of(scope) not in catalogue()[one.indicator].scopes:
            note = "不按医共体计算。" + note
        rows.append({
            "area": one.area,
            "name": one.name,
            "status": one.status,
            "status_label": STATUS[one.status],
            "key": one.indicator,
            "value": figure.value if figure is not None else None,
            "unit": catalogue()[one.indicator].unit if one.indicator else None,
            "not_reported": len(figure.not_reported) if figure is not None else 0,
            "note": note,
        })
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": "float64", "not_reported": "int64"})
