"""What a file says it was made from is understood, or refused in Chinese; never followed blindly."""

from __future__ import annotations

import pytest

from briefing.checking.again import Unmade, again, approval_of
from briefing.composing import document
from briefing.writing import WRITERS
from data.approval import APPROVAL_VARIABLE, approval_line
from data.store import default_store
from tests.briefing.checking.exported import DAY, checked, made


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


def test_an_approval_that_was_set_since_is_no_change_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot, store = default_store().open(), default_store()
    before = approval_line(store.root)
    printed = document(snapshot.city("3302"), "3302", DAY, snapshot=snapshot.id,
                       boundaries=snapshot.boundaries("3302"), approval=before)
    held = WRITERS["html"](printed)
    assert not any("审图号" in note for note in checked(held).notes)
    monkeypatch.setenv(APPROVAL_VARIABLE, "浙S(2026)1号")
    report = checked(held)
    assert report.unchanged, report
    assert f"地图上印的是“{before}”，本机现在设的是“审图号：浙S(2026)1号”" in report.notes
    # What somebody wrote over it is found as ever.
    head, body = held.split(b"</head>")
    assert not checked(head + b"</head>" + body.replace(before.encode(), "审图号：假".encode())).unchanged


@pytest.mark.parametrize("said", ["", "已审", "审图号：", f"审图号：{'一' * 41}", "审图号：1\n2"])
def test_what_cannot_be_an_approval_is_not_taken_for_one(said: str) -> None:
    assert approval_of({"approval": said}, default_store()) == approval_line(default_store().root)
