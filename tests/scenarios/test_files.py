"""Files and addresses: what is written is read again, what is wrong is told in Chinese by its place."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date
from typing import Any

import pytest

from scenarios.files import BadScenario, differences, from_json, from_url, to_json, to_url
from scenarios.packing import LONGEST
from tests.scenarios.asking import scenario

SEND = {"kind": "add_postings", "flow": "lead_to_member", "from_institution_id": "l1", "persons": 1,
        "to": "uncovered", "title_grade": "senior", "months": 24}  # fmt: skip


def text(*changes: Any, **more: Any) -> str:
    fields = {"version": 1, "name": "试", "scope": "3302", "snapshot": "s", "as_of": "2022-12-31"}
    return json.dumps(fields | {"changes": list(changes)} | more)


def packed(content: str) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content.encode())).decode().rstrip("=")


@pytest.mark.parametrize(("content", "why"), [
    (text(SEND | {"persons": 0}), "第\u00a01\u00a0项调整的 persons：不能小于 1"),
    (text(SEND, SEND | {"months": "很久"}), "第\u00a02\u00a0项调整的 months：应为整数"),
    (text({"kind": "fly"}), "第\u00a01\u00a0项调整：不认识的调整种类“fly”"),
    (text({}), "没有写调整的种类"),
    (text("fly"), "第\u00a01\u00a0项调整：应为一项调整"),
    (text(SEND | {"colour": "red"}), "colour：不认识的字段"),
    (text(SEND | {"flow": "up"}), "flow：只能是 'lead_to_member'"),
    (text(SEND | {"to_institution_id": "h1"}), "只能写一个"),
    (text({key: value for key, value in SEND.items() if key != "to"}), "没有写接收机构"),
    (text({"kind": "shift_as_of", "to": "2022-02-30"}), "to：应为日期"),
    (text({"kind": "end_postings"}), "必须且只能写一个"),
    (text({"kind": "extend_postings", "months": 1, "ending_within_months": 3}), "一起写"),
    (text({"kind": "set_village_mode", "mode": "none", "county_code": "330201"}), "一起写"),
    (text({"kind": "merge_consortia", "from_ids": [], "into_id": "a"}), "from_ids：至少要有一项"),
    (text({"kind": "scale_remote_volume", "service_type": "all", "scope": "3302", "factor": -1}), "不能小于 0"),
    (text(as_of="2022-13-01"), "as_of：应为日期"), (text(scope="33"), "scope：写法不对"),
    (text(name=""), "name：不能为空"), (text(name=" \n\0"), "name：不能为空"), (text(extra=1), "extra：不认识的字段"),
    (text(version=2), "只能打开版本 1"), (json.dumps({"version": 1}), "缺少 changes"), ("[]", "不是情景文件"),
    ("{", "不是 JSON"), ("", "不是 JSON"), ("[" * 100_000, "不是 JSON"),
])  # fmt: skip
def test_what_is_wrong_is_said_by_its_place(content: str, why: str) -> None:
    for read in (lambda: from_json(content), lambda: from_json(content.encode()), lambda: from_url(packed(content))):
        with pytest.raises(BadScenario) as problem:
            read()
        assert why in str(problem.value)


@pytest.mark.parametrize(("value", "fits"), [(1e9, True), (1e9 + 1, False), (-1e9 - 1, False), ([1, 1e300], False)])
def test_no_target_is_beyond_all_counting(value: Any, fits: bool) -> None:
    content = text({"kind": "set_target", "indicator": "consortium.count", "value": value})
    if fits:
        assert from_json(content).changes[0].words({}) == "“consortium.count”的目标改按\u00a01000000000\u00a0计"
        return
    with pytest.raises(BadScenario, match="第\u00a01\u00a0项调整的 value：不能"):
        from_json(content)


def test_a_name_is_one_line() -> None:
    found = {"kind": "found_consortium", "county_code": "330201", "name": " 新\n医共体\0", "lead_institution_id": "h1"}
    held = from_json(text(found, name="甲\u2028 乙\t"))
    assert held.name == "甲 乙"
    assert held.changes[0].words({}) == "在330201新组建新 医共体，由h1牵头"


def test_bytes_of_another_encoding_are_refused_and_a_mark_is_allowed() -> None:
    with pytest.raises(BadScenario, match="UTF-8"):
        from_json("试".encode("gb18030"))
    assert from_json(("\ufeff" + text(SEND)).encode()) == from_json("\ufeff" + text(SEND)) == from_json(text(SEND))


def test_a_file_says_first_that_it_is_no_account_of_things_as_they_are() -> None:
    made = json.loads(to_json(scenario(SEND)))
    assert next(iter(made.items())) == ("mark", "情景推演·非现状")
    del made["mark"]  # one taken out, or never written, is no fault
    assert from_json(json.dumps(made)) == scenario(SEND)


def test_an_address_is_made_of_plain_letters_and_at_most_so_long() -> None:
    short = to_url(scenario(SEND))
    assert short is not None and set(short) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )
    ids = [str(zlib.crc32(str(number).encode())) for number in range(1000)]
    long = scenario({"kind": "end_postings", "posting_ids": ids})
    assert to_url(long) is None and from_json(to_json(long)) == long
    # Around the limit the answer is whole or none.
    for count in range(1, 400, 7):
        held = scenario({"kind": "end_postings", "posting_ids": ids[:count]})
        made = to_url(held)
        assert made is None or (len(made) <= LONGEST and from_url(made) == held)


@pytest.mark.parametrize("spoil", [
    lambda url: url[:-4], lambda url: url[:10] + "*" + url[11:], lambda url: "", lambda url: "QUJD",
    lambda url: url[: len(url) // 2],
])  # fmt: skip
def test_an_address_cut_or_altered_is_refused(spoil: Any) -> None:
    url = to_url(scenario(SEND))
    assert url is not None
    with pytest.raises(BadScenario, match="不完整或被改动"):
        from_url(spoil(url))


def test_an_address_cannot_fill_the_memory() -> None:
    bomb = base64.urlsafe_b64encode(zlib.compress(b" " * 1_400_000, 9)).decode()
    assert len(bomb) < LONGEST
    with pytest.raises(BadScenario):
        from_url(bomb)
    with pytest.raises(BadScenario, match="太长"):
        from_url("A" * (LONGEST + 1))
    with pytest.raises(BadScenario, match="太大"):
        from_json(" " * 4_000_001)


def test_a_scenario_of_an_older_snapshot_says_what_differs() -> None:
    held = scenario()
    assert differences(held, "memory", date(2030, 1, 1)) == ()
    older = differences(held, "neu", date(2023, 9, 30))
    assert "memory" in older[0] and "neu" in older[0] and "早于" in older[1]
    assert "晚于" in differences(held, "neu", date(2022, 12, 30))[1]
    assert len(differences(held, "neu", date(2022, 12, 31))) == 1
