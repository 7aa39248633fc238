"""The chart to explore of 就医格局 (逐月对比): one rate, the city and every county, over all months."""

from __future__ import annotations

import streamlit as st

from components import controls
from components.charts import Series
from components.controls import Switches
from components.view import View
from indicators import catalogue
from indicators.lists.care_gap import lower_bound
from indicators.lists.care_months import CARE_KEYS, MonthlyRate, care_months

LABEL = "各区县逐月对比：可缩放，可逐条开关"
_KEPT = "care.explore.rate"
#: Counties in a colour of their own: those lowest in the last month, and the one the page shows.
_LOWEST = 3


def draw(view: View) -> None:
    """Draw the switch between the rates and the chart; called when a reader opens the section."""
    # Plotly takes a third of a second to load, which a start without anybody exploring need not wait for.
    from components.charts.explore import CONFIG, explore

    key = _chosen()
    names = {one: catalogue()[one].short for one in CARE_KEYS}
    controls.panel("care.explore.switch", [Switches("rate", "指标", names, (key,), many=False)], _choose)
    rates = care_months(view.figures, view.city, view.places.months[0], view.month, [key])
    if not rates:
        return
    figure = view.figures.get(key, view.city)
    drawn = explore(
        rates[0].months, lines(view, rates), view.theme, unit="%", decimals=1,
        target=lower_bound(figure.target) if figure else None, height=560 if view.wall else 380,
    )
    st.plotly_chart(drawn, key="care.explore", theme=None, config=CONFIG)


def lines(view: View, rates: tuple[MonthlyRate, ...]) -> list[Series]:
    """Return the city's line first, then its counties': in colour the lowest and the one shown, the others grey."""
    theme = view.theme
    reported = {rate.scope: [value for value in rate.values if value is not None] for rate in rates[1:]}
    known = sorted((values[-1], scope) for scope, values in reported.items() if values)
    told = dict.fromkeys([*([view.county] if view.county else []), *(scope for _, scope in known[:_LOWEST])])
    colours = dict(zip(told, theme.categorical[1:], strict=False))
    city = Series(rates[0].name, rates[0].values, theme.series)
    return [city, *(Series(rate.name, rate.values, colours.get(rate.scope, theme.no_data.mark)) for rate in rates[1:])]


def _chosen() -> str:
    key: str = st.session_state.get(_KEPT, CARE_KEYS[0])
    return key


def _choose(name: str, value: object) -> None:
    if isinstance(value, str) and value in CARE_KEYS:
        st.session_state[_KEPT] = value
