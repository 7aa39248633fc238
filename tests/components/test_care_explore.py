"""The chart to explore of 就医格局: its lines are the monthly rates, in the colours of who stands out."""

from __future__ import annotations

from components.charts.explore import explore
from components.theme import LIGHT
from components.views.care_explore import lines
from indicators.lists.care_months import CARE_KEYS, care_months
from tests.components.views import view_of


def rates_of(scope: str):
    view = view_of(scope=scope)
    return view, care_months(view.figures, view.city, view.places.months[0], view.month, CARE_KEYS[:1])


def test_the_city_comes_first_and_every_county_has_its_line_of_monthly_rates():
    view, rates = rates_of("3302")
    drawn = lines(view, rates)
    assert [one.name for one in drawn] == ["宁波市", *view.places.counties.values()]
    assert [list(one.values) for one in drawn] == [list(rate.values) for rate in rates]


def test_in_colour_are_the_three_lowest_and_the_county_shown():
    view, rates = rates_of("330226")
    last = {rate.name: [value for value in rate.values if value is not None][-1] for rate in rates[1:]}
    lowest = sorted(last, key=last.get)[:3]
    coloured = {one.name for one in lines(view, rates)[1:] if one.colour != view.theme.no_data.mark}
    assert coloured == {*lowest, "宁海县"}


def test_a_month_nobody_reported_breaks_the_line_and_all_words_are_chinese():
    view, rates = rates_of("3302")
    broken = next(one for one in lines(view, rates) if None in one.values)
    figure = explore(rates[0].months, [broken], LIGHT, unit="%", decimals=1, target=90.0, height=300)
    trace = figure.data[0]
    assert list(trace.y).count(None) == list(broken.values).count(None) > 0
    assert trace.connectgaps is False
    assert trace.x[0].replace("\u00a0", "") == "2019年1月"
    assert figure.layout.shapes[0].y0 == 90.0
    assert not figure.layout.xaxis.title.text and not figure.layout.yaxis.title.text
