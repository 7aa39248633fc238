"""What a file says it was made from is understood, or refused in Chinese; never followed blindly."""

from __future__ import annotations

import pytest

from briefing.checking.again import Unmade, again
from data.store import default_store
from tests.briefing.checking.exported import made


@pytest.mark.parametrize(("changes", "said"), [
    ({"snapshot": "../../etc"}, "没有数据快照"),
    ({"snapshot": ""}, "没有数据快照"),
    ({"scope": "9999"}, "没有编号为“9999”"),
    ({"scope": ""}, "没有编号为“”"),
    ({"as_of": "昨天"}, "不是日期"),
    ({"as_of": "2099-01-01"}, "晚于数据快照"),
    ({"caliber": "x" * 500}, f"派驻口径“{'x' * 40}”不存在"),
    ({"policy": "没有"}, "政策文件“没有”不存在"),
    ({"agenda": "AAAA"}, "议程"),
    ({"agenda": "{"}, "议程"),
    ({"scenario": "AAAA"}, "情景"),
])
def test_what_does_not_fit_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(Unmade, match=said):
        again({**made().made_from, **changes}, default_store())


def test_the_last_day_of_a_snapshot_can_be_made_again() -> None:
    store = default_store()
    day = store.open().manifest.as_of.isoformat()
    assert again({**made().made_from, "as_of": day}, store).document.as_of.isoformat() == day


def test_a_document_without_targets_stays_without() -> None:
    """The city's own policy is not put in the place of none."""
    asked = {name: value for name, value in made().made_from.items() if name != "policy"}
    assert again(asked, default_store()).document.policy == ""
