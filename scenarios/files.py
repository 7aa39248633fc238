"""A scenario as a file and in an address (文件、链接): always written alike, and read with Chinese complaints."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from pydantic import ValidationError

from indicators.wording import NBSP, date_words
from scenarios.complaints import complaints
from scenarios.model import Scenario
from scenarios.packing import NotPackedError, pack, unpack
from scenarios.words import WATERMARK

#: No scenario is longer; what claims to be is no scenario.
LARGEST = 4_000_000
#: Key of the watermark; a reader needs it, the program does not.
_MARK = "mark"


class BadScenario(ValueError):  # noqa: N818  # an answer, not an error of the program; the message is Chinese
    """A file or an address that holds no scenario."""


def to_json(scenario: Scenario) -> str:
    """Return the scenario as the text of a file, which says first that it tells nothing of things as they are."""
    return json.dumps({_MARK: WATERMARK, **_plain(scenario)}, ensure_ascii=False, indent=2) + "\n"


def from_json(text: str | bytes) -> Scenario:
    """Read the text of a file.

    Raises:
        BadScenario: It is not JSON, or not a scenario; the message says in Chinese where and why.
    """
    if len(text) > LARGEST:
        raise BadScenario("文件太大，不是情景文件")
    try:
        held = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff"))
    except UnicodeDecodeError:
        raise BadScenario("文件不是 UTF-8 编码，请另存为 UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadScenario(f"文件不是 JSON：第{NBSP}{error.lineno}{NBSP}行读不通") from None
    except (ValueError, RecursionError):
        raise BadScenario("文件不是 JSON：里面的数或层次读不通") from None
    return _validated(held)


def to_url(scenario: Scenario) -> str | None:
    """Return the scenario as letters, digits, ``-`` and ``_`` for an address; null where that would be too long."""
    return pack(json.dumps(_plain(scenario), ensure_ascii=False, separators=(",", ":")))


def from_url(packed: str) -> Scenario:
    """Read what :func:`to_url` wrote.

    Raises:
        BadScenario: It is cut off, altered, or not a scenario.
    """
    try:
        return from_json(unpack(packed, LARGEST))
    except NotPackedError as why:
        said = "链接中的情景太长" if why.long else "链接中的情景不完整或被改动，请重新复制整条链接"
        raise BadScenario(said) from None


def differences(scenario: Scenario, snapshot: str, as_of: date) -> tuple[str, ...]:
    """Return what differs where a scenario was made on other data (旧快照), in Chinese sentences.

    Args:
        scenario: The scenario.
        snapshot: Id of the data it is to be applied to now.
        as_of: The day of that data.
    """
    if scenario.snapshot == snapshot:
        return ()
    said = [f"该情景是在数据快照 {scenario.snapshot} 上做的，现用的是 {snapshot}；各项调整将在现用数据上逐项重新执行。"]
    if scenario.as_of < as_of:
        said.append(f"情景的截止日期{NBSP}{date_words(scenario.as_of)}早于现有数据的{NBSP}{date_words(as_of)}。")
    elif scenario.as_of > as_of:
        said.append(f"情景的截止日期{NBSP}{date_words(scenario.as_of)}晚于现有数据的{NBSP}{date_words(as_of)}。")
    return tuple(said)


def _plain(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario without what stands at its default, but always with version and kinds."""
    held = scenario.model_dump(mode="json", exclude_defaults=True)
    changes = [
        {"kind": change.kind, **change.model_dump(mode="json", exclude_defaults=True)} for change in scenario.changes
    ]
    return {"version": scenario.version, **held, "changes": changes}


def _validated(held: Any) -> Scenario:
    if not isinstance(held, dict) or "changes" not in held:
        raise BadScenario("文件不是情景文件（缺少 changes）")
    if held.get("version") != 1:
        raise BadScenario("情景文件的版本不认识，只能打开版本 1")
    try:
        return Scenario.model_validate({key: value for key, value in held.items() if key != _MARK})
    except ValidationError as error:
        raise BadScenario("\n".join(complaints(error))) from None
