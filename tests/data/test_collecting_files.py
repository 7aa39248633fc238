"""Several files of one intake know what the others bring in: 机构 is read first, the city before its counties."""

from __future__ import annotations

from datetime import date

import pytest

from data.collecting import collect, publish_collection
from data.locking import PublishError
from data.publishing import publish_frames
from data.store import Store
from tests.data.small_world import AS_OF, boundaries, frames, small_world

MONTH, DAY, COUNTY, CITY = "2023-09", date(2023, 10, 8), "330203", "3302"
INSTITUTIONS = (
    "机构编号,机构名称,类别,区划代码,开业日期\n"
    "H1,海曙医院,县级医院,330203,\nT1,集士港卫生院,乡镇卫生院,330203100,\nT2,古林卫生院,乡镇卫生院,330203100,\n"
    "V1,湖山卫生室,村卫生室,330203100201,\n,望春社区卫生服务中心,社区卫生服务中心,330203100,2023-09-01\n"
)
FORCE = "月份,机构名称,医师\n2023-09,望春社区卫生服务中心,5\n"
HOSPITALS = "机构编号,机构名称,类别,区划代码\nM1,市第一医院,市级医院,3302\n,市第三医院,市级医院,3302\n"
REMOTE = "月份,申请机构名称,服务类型,服务机构名称,服务量\n2023-09,集士港卫生院,远程心电,市第三医院,12\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Store:
    root = tmp_path_factory.mktemp("store")
    publish_frames(frames(small_world()), root, AS_OF, boundaries=boundaries())
    return Store(root)


def collected(folder, store, **texts):
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        sender = CITY if name.startswith("市级") else COUNTY
        (folder / f"{sender}_{MONTH}_{name}.csv").write_text(text, encoding="utf-8")
    return collect([folder], store, month=MONTH, received_on=DAY)


def codes(answer) -> set[str]:
    return {one.code for one in answer.errors}


def test_single_sheets_of_one_sender_know_its_new_institutions(tmp_path, store):
    alone = collected(tmp_path / "alone", store, 人员力量=FORCE).sender(COUNTY)
    assert codes(alone) == {"name_unknown"}
    # By name 人员力量 comes before 机构.
    answer = collected(tmp_path / "both", store, 人员力量=FORCE, 机构=INSTITUTIONS).sender(COUNTY)
    assert (answer.acceptable, codes(answer)) == (True, set())
    assert [next(iter(file.forms)) for file in answer.files] == ["workforce", "institutions"], "in their own order"
    assert {one.code for one in answer.warnings} >= {"institution_new"}


def test_a_county_may_name_the_citys_new_hospital_in_the_same_round(tmp_path, store):
    alone = collected(tmp_path / "alone", store, 远程服务=REMOTE).sender(COUNTY)
    assert codes(alone) == {"name_unknown"}
    both = collected(tmp_path / "both", store, 远程服务=REMOTE, 市级机构=HOSPITALS)
    assert [(one.code, one.acceptable) for one in both.senders] == [(CITY, True), (COUNTY, True)]
    with pytest.raises(PublishError, match="可能要与另一家一起采用"):
        publish_collection(both, [COUNTY], store, by="测试")
    done = publish_collection(both, [CITY, COUNTY], store, by="测试")
    snapshot = store.open()
    assert snapshot.id == done.manifest.snapshot_id
    assert "市第三医院" in set(snapshot.table("institutions")["name"])


def test_names_that_are_alike_once_a_person_in_them_is_hidden_are_numbered(tmp_path, store):
    folder = tmp_path / "sent"
    folder.mkdir()
    for name in ("王建国", "张志强"):
        (folder / f"{COUNTY}_{MONTH}_{name}.csv").write_text(f"{name}\n", encoding="utf-8")
    found = collect([folder], store, month=MONTH, received_on=DAY)
    files = [file for answer in found.senders for file in answer.files] + list(found.unplaced)
    names = [file.name for file in files]
    assert len(set(names)) == len(names) == 2
    assert all("隐去" in name for name in names)
    assert all({one.file for one in file.findings} == {file.name} for file in files)
