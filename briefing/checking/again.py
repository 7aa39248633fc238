"""A document composed again (重新编排) from what a file says it was made from, with the snapshot of the store.

Every word of a file is a stranger's: a code, a day, an agenda is understood or refused in Chinese, and no figure is
taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from briefing.agenda import BadAgenda
from briefing.agenda import from_json as agenda_from_json
from briefing.agenda import from_url as agenda_from_url
from briefing.composing import document
from briefing.model import Document
from data.approval import approval_line
from data.policies import load_calibers, policy_by_id, policy_for
from data.store import SnapshotDamagedError, Store, StoreError
from indicators import FROM_CITY, CityFigures
from indicators.engine import PolicyChoice, lazily
from indicators.scopes import UnknownScope, level_of
from scenarios.applying import Unfit
from scenarios.files import BadScenario
from scenarios.files import from_json as scenario_from_json
from scenarios.files import from_url as scenario_from_url

#: What may stand for the 审图号 of a map.
_APPROVAL: Final = re.compile(r"审图号：[^\n]{1,40}|示意图（未设审图号）")


class Unmade(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """What a file says it was made from cannot be made here; the message is Chinese, without its full stop."""


@dataclass(frozen=True, slots=True)
class Again:
    """A document as the snapshot gives it, with the figures of its city as things are."""

    document: Document
    figures: CityFigures


def again(made_from: Mapping[str, str], store: Store) -> Again:
    """Compose a document again.

    Args:
        made_from: Parameters by name, as :func:`briefing.composing.document` writes them.
        store: Where the snapshot is taken from.

    Raises:
        Unmade: The store has no such snapshot, or what is said does not fit it.
    """
    id, scope = made_from.get("snapshot", ""), made_from.get("scope", "")
    if id not in store.ids():
        raise Unmade(f"本机的数据仓库里没有数据快照“{_short(id)}”，无法核对")
    try:
        as_of = date.fromisoformat(made_from.get("as_of", ""))
    except ValueError:
        raise Unmade("文件里写的截止日期不是日期，无法核对") from None
    caliber = made_from.get("caliber") or None
    if caliber is not None and caliber not in load_calibers():
        raise Unmade(f"文件里写的派驻口径“{_short(caliber)}”不存在，无法核对")
    try:
        snapshot = store.open(id)
        if as_of > snapshot.manifest.as_of:
            raise Unmade(f"文件里写的截止日期 {as_of} 晚于数据快照 {id} 的截止日期，无法核对")
        for city in snapshot.cities():
            if level_of(scope) == "consortium" or city == scope[:4]:
                tables = snapshot.city(city)
                policy = _policy(made_from, city, as_of)
                figures = lazily(tables, as_of, caliber, policy)
                if figures.knows(scope):
                    agenda, scenario = made_from.get("agenda", ""), made_from.get("scenario", "")
                    return Again(document(
                        tables, scope, as_of, snapshot=id, caliber=caliber, policy=policy,
                        agenda=(agenda_from_json if agenda[:1] == "{" else agenda_from_url)(agenda) if agenda else None,
                        scenario=(scenario_from_json if scenario[:1] == "{" else scenario_from_url)(scenario)
                        if scenario else None,
                        boundaries=snapshot.boundaries(city), figures=figures, approval=approval_of(made_from, store),
                    ), figures)
    except (BadAgenda, BadScenario, Unfit) as problem:
        raise Unmade(f"文件里写的议程或情景读不通，无法核对：{str(problem).rstrip('。')}") from problem
    except (UnknownScope, StoreError, SnapshotDamagedError, OSError) as problem:
        raise Unmade(f"数据快照 {id} 读不出来，无法核对：{str(problem).rstrip('。')}") from problem
    raise Unmade(f"数据快照 {id} 里没有编号为“{_short(scope)}”的市、区县或医共体，无法核对")


def approval_of(made_from: Mapping[str, str], store: Store) -> str:
    """Return the 审图号 line that stood on the maps when a file was made; the store's own where the file names none."""
    said = made_from.get("approval", "")
    return said if _APPROVAL.fullmatch(said) else approval_line(store.root)


def _policy(made_from: Mapping[str, str], city: str, as_of: date) -> PolicyChoice:
    """Return the document targets were taken from: the city's own, another one, or none where none is named."""
    id, own = made_from.get("policy", ""), policy_for(city, as_of)
    if id == (own.id if own is not None else ""):
        return FROM_CITY
    found = policy_by_id(id)
    if found is None and id:
        raise Unmade(f"文件里写的政策文件“{_short(id)}”不存在，无法核对")
    return found


def _short(text: str) -> str:
    return text[:40]
