"""Policies (政策文件): what each document sets, with its words and place, and the calibers (口径) it names.

One TOML file per document in ``data/policies/``. A number that a document sets stands there and nowhere in the code.
Every value carries a quote and its source; what a document asks for without a number is a direction, never a target.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.policy_errors import PolicyError, explain
from data.policy_model import Caliber, Direction, Level, Monitored, Op, Policy, Target

__all__ = [
    "CALIBERS",
    "DEFAULT_CALIBER",
    "FOLDER",
    "Caliber",
    "Direction",
    "Level",
    "Monitored",
    "Op",
    "Policy",
    "PolicyError",
    "Target",
    "load_calibers",
    "load_policies",
    "policies_of",
    "policy_by_id",
    "policy_for",
    "read_calibers",
    "read_policies",
    "read_policy",
]

FOLDER = Path(__file__).parent / "policies"
CALIBERS = "calibers.toml"
#: The caliber of a flow for which no policy names one.
DEFAULT_CALIBER = "headcount"


@cache
def load_policies() -> tuple[Policy, ...]:
    """Return the policies of ``data/policies``, sorted by id.

    Raises:
        PolicyError: A file is not what :func:`read_policies` accepts.
    """
    return read_policies(FOLDER)


@cache
def load_calibers() -> Mapping[str, Caliber]:
    """Return the calibers of ``data/policies/calibers.toml`` by id, in the order of the file."""
    return read_calibers(FOLDER / CALIBERS)


def policy_for(city_code: str, on: date | None = None) -> Policy | None:
    """Return the policy in force (现行文件) in a city on a day: the latest that was issued by then.

    A day before the first of them is measured by that first one: the months that led up to a document are read against
    it. Null where the city has none, and then nothing has a target.

    Args:
        city_code: Four digits.
        on: The day; left out, the latest of all.
    """
    own = sorted(_dated(city_code), key=_issued)
    issued = [policy for day, policy in own if on is None or day <= on]
    return issued[-1] if issued else own[0][1] if own else None


def policies_of(city_code: str) -> tuple[Policy, ...]:
    """Return the policies that may be chosen in a city: its own, latest first, then those of the whole country."""
    own = [policy for _, policy in sorted(_dated(city_code), key=_issued, reverse=True)]
    return (*own, *(policy for policy in load_policies() if policy.applies_to is None))


def policy_by_id(id: str) -> Policy | None:
    """Return the policy of an id, such as ``ningbo-2019``; null where there is none."""
    return next((policy for policy in load_policies() if policy.id == id), None)


def _issued(dated: tuple[date, Policy]) -> tuple[date, str]:
    return dated[0], dated[1].id


def _dated(city_code: str) -> list[tuple[date, Policy]]:
    own = (policy for policy in load_policies() if policy.applies_to == city_code)
    return [(policy.date, policy) for policy in own if policy.date is not None]


def read_policies(folder: Path) -> tuple[Policy, ...]:
    """Read every policy file of a folder, with the calibers its flows may name.

    Raises:
        PolicyError: A file is not TOML, an entry is wrong, a caliber is unknown, or the id is not the file's name.
    """
    calibers = read_calibers(folder / CALIBERS)
    paths = sorted(path for path in folder.glob("*.toml") if path.name != CALIBERS)
    return tuple(read_policy(path, calibers) for path in paths)


def read_policy(path: Path, calibers: Iterable[str]) -> Policy:
    """Read one policy file.

    Args:
        path: The TOML file; its name without ending is the policy's id.
        calibers: Ids that a flow may name.

    Raises:
        PolicyError: See :func:`read_policies`.
    """
    try:
        policy = Policy.model_validate(_toml(path))
    except ValidationError as error:
        raise PolicyError(explain(path, error)) from None
    if policy.id != path.stem:
        raise PolicyError(f"{path.name}：id 是“{policy.id}”，应与文件名“{path.stem}”相同")
    unknown = sorted(set(policy.caliber.values()) - set(calibers))
    if unknown:
        raise PolicyError(f"{path.name}：caliber 中的口径“{unknown[0]}”没有在 {CALIBERS} 中定义")
    return policy


def read_calibers(path: Path) -> Mapping[str, Caliber]:
    """Read the calibers, one TOML table each, named by its id.

    Raises:
        PolicyError: The file is not TOML, an entry is wrong, or the default caliber is not there.
    """
    found: dict[str, Caliber] = {}
    for name, entry in _toml(path).items():
        try:
            found[name] = Caliber.model_validate({"id": name, **entry} if isinstance(entry, dict) else entry)
        except ValidationError as error:
            raise PolicyError(explain(path, error, name)) from None
    if DEFAULT_CALIBER not in found:
        raise PolicyError(f"{path.name}：缺少默认口径“{DEFAULT_CALIBER}”")
    return found


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise PolicyError(f"找不到文件 {path.name}") from None
    except UnicodeDecodeError:
        raise PolicyError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path.name}：不是合法的 TOML（{error}）") from None
