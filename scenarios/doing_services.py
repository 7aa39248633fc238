"""Making changes of remote services (远程服务) and capability (能力建设)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.intake.cells import CellError, read_number
from data.model import CAPABILITY, CAPABILITY_OF_INSTITUTION, CAPABILITY_VALUES, SERVICE
from indicators.months import days, month_number, year_to_date
from indicators.wording import NBSP, date_words
from scenarios.change import MOST, digits
from scenarios.changes_services import CloseRemoteSite, OpenRemoteSite, ScaleRemoteVolume, SetCapability
from scenarios.done import Done
from scenarios.facts import Facts
from scenarios.state import CannotApply, State, added, changed, without

_PERCENT = 100
#: Beyond this doubles no longer tell each whole number from the next.
_LARGEST = 2**53


def open_remote_site(state: State, change: OpenRemoteSite, index: int) -> Done:
    """Open a site on the day; where volumes were reported without a site, in the first month that has one.

    Such a volume shows that the service was there, and a site that opened only later would contradict it.
    """
    facts = Facts(state)
    facts.institution(change.institution_id)
    state.require("remote_sites")
    sites, volumes = state["remote_sites"], state["remote_volumes"]
    own = sites["institution_id"].eq(change.institution_id) & sites["service_type"].eq(change.service_type)
    if (own & _open(state, sites)).any():
        raise CannotApply(f"{facts.name(change.institution_id)}已经开通{SERVICE[change.service_type]}")
    opened = state.day
    told = volumes["requesting_institution_id"].eq(change.institution_id) & volumes["volume"].notna()
    months = volumes.loc[told & volumes["service_type"].eq(change.service_type), "month"]
    if not own.any() and len(months):
        opened = min(opened, pd.Timestamp(f"{months.min()}-01"))
    # What was to open later opens now instead.
    kept = without(sites, own & (sites["opened_on"] >= state.day))
    row = {"institution_id": change.institution_id, "service_type": change.service_type, "opened_on": opened}
    return Done(state.having(remote_sites=added("remote_sites", kept, [row])))


def close_remote_site(state: State, change: CloseRemoteSite, index: int) -> Done:
    """Close a site on the day; what it would have done from then on did not happen."""
    facts = Facts(state)
    facts.institution(change.institution_id)
    sites, volumes = state["remote_sites"], state["remote_volumes"]
    own = sites["institution_id"].eq(change.institution_id) & sites["service_type"].eq(change.service_type)
    which = own & _open(state, sites)
    if not which.any():
        raise CannotApply(
            f"{facts.name(change.institution_id)}在{NBSP}{date_words(state.as_of)}没有开通{SERVICE[change.service_type]}"
        )
    closed = changed(sites, which, closed_on=state.day)
    # A site that was to open again later does not either.
    closed = without(closed, own & (sites["opened_on"] > state.day))
    asked = volumes["requesting_institution_id"].eq(change.institution_id)
    after = asked & volumes["service_type"].eq(change.service_type) & (volumes["month"] >= _first_month_after(state))
    return Done(state.having(remote_sites=closed, remote_volumes=without(volumes, after)))


def scale_remote_volume(state: State, change: ScaleRemoteVolume, index: int) -> Done:
    """Multiply the volumes of the year to date; fractions are carried on, so that sums stay true to the unit."""
    facts = Facts(state)
    facts.scope(change.scope)
    volumes = state["remote_volumes"]
    context = state.context
    months = year_to_date(state.as_of)
    number = np.array([month_number(month) for month in volumes["month"]], dtype=np.int64)
    home = context.home_of_institutions(context.base.institution(volumes["requesting_institution_id"]))
    inside = home.in_city & state.figures.holds(home.county, home.consortium, change.scope)
    meant = inside & (number >= months.start) & (number < months.stop) & volumes["volume"].notna().to_numpy()
    if change.service_type != "all":
        meant &= volumes["service_type"].eq(change.service_type).to_numpy()
    at = np.flatnonzero(meant)
    if not len(at):
        raise CannotApply(f"{facts.name(change.scope)}今年以来没有上报这类服务量")
    keys = ["service_type", "requesting_institution_id", "month", "providing_institution_id"]
    rows = volumes.iloc[at].assign(county=home.county[at]).sort_values(["county", *keys], kind="stable")
    ends = np.concatenate([[0.0], rows["volume"].to_numpy(dtype=np.float64).cumsum() * change.factor])
    if ends[-1] > _LARGEST:
        raise CannotApply("乘出的服务量太大，已数不准")
    whole = np.floor(ends + 0.5).astype(np.int64)  # half up, so that the same sum always rounds the same way
    made = volumes.copy()
    made.loc[rows.index, "volume"] = pd.array(np.diff(whole), dtype="Int64")
    made.loc[rows.index, "provenance"] = "derived"
    return Done(state.having(remote_volumes=made))


def set_capability(state: State, change: SetCapability, index: int) -> Done:
    """Set an item from the day on."""
    facts = Facts(state)
    if change.item in CAPABILITY_OF_INSTITUTION:
        facts.institution(change.subject_id)
    else:
        facts.consortium(change.subject_id)
    value = _read(change)
    frame = state["capability"]
    same = frame["subject_id"].eq(change.subject_id) & frame["item"].eq(change.item) & frame["since"].eq(state.day)
    row = {"subject_id": change.subject_id, "item": change.item, "value": value, "since": state.as_of}
    notes = []
    if change.item == "county_strong_hospital" and not facts.is_lead(change.subject_id):
        notes.append(f"{facts.name(change.subject_id)}不是牵头医院，不计入这项指标")
    return Done(state.having(capability=added("capability", without(frame, same), [row])), tuple(notes))


def _read(change: SetCapability) -> str:
    """Return the value as the table holds it; refuse one that the item cannot hold."""
    label, allowed = CAPABILITY[change.item], CAPABILITY_VALUES[change.item]
    if allowed is not None:
        if change.value not in allowed:
            raise CannotApply(f"“{label}”没有“{change.value}”这个值，只能是 {'、'.join(allowed)} 之一")
        return change.value
    try:
        number = read_number(change.value)
    except CellError as problem:
        raise CannotApply(f"“{label}”应为数字，这里是“{change.value}”") from problem
    if number < 0:
        raise CannotApply(f"“{label}”不能小于 0")
    if number > MOST:
        raise CannotApply(f"“{label}”不能大于{NBSP}{digits(MOST)}")
    if change.item == "drug_catalogue_overlap" and number > _PERCENT:
        raise CannotApply(f"“{label}”是百分比，不能超过 {_PERCENT}")
    return str(int(number)) if number.is_integer() else repr(number)


def _open(state: State, sites: pd.DataFrame) -> pd.Series[bool]:
    """Tell which sites are open on the day."""
    day = state.context.day
    closed = days(sites["closed_on"], np.iinfo(np.int64).max)
    return pd.Series((days(sites["opened_on"]) <= day) & (closed > day), index=sites.index)


def _first_month_after(state: State) -> str:
    """Return the first month none of whose days lies before the day."""
    first = state.as_of.replace(day=1)
    return f"{first:%Y-%m}" if first == state.as_of else (pd.Period(first, "M") + 1).strftime("%Y-%m")
