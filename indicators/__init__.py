"""The domain: tables in, numbers out; ``catalogue.toml`` says what each number is."""

from indicators.catalogue import catalogue
from indicators.change import change
from indicators.engine import FROM_CITY, CityFigures, compute
from indicators.model import Change, Definition, Figure, Pace, Point, Trend
from indicators.months import month_as_of, month_ends
from indicators.pace import pace
from indicators.scopes import UnknownScope, level_of
from indicators.series import months_with_data, series
from indicators.status import past_due
from indicators.trend import trend

__all__ = [
    "FROM_CITY",
    "Change",
    "CityFigures",
    "Definition",
    "Figure",
    "Pace",
    "Point",
    "Trend",
    "UnknownScope",
    "catalogue",
    "change",
    "compute",
    "level_of",
    "month_as_of",
    "month_ends",
    "months_with_data",
    "pace",
    "past_due",
    "series",
    "trend",
]
