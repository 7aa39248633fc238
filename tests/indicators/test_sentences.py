from types import SimpleNamespace

import pytest

from indicators import sentences as s
from indicators.wording import NBSP


def plain(text: str) -> str:
    """Spaces as a reader sees them."""
    return text.replace(NBSP, " ")


def target(op=">", value=300.0, unit="人"):
    return SimpleNamespace(op=op, value=value, unit=unit)


def figure(
    value, *, key="posting.lead_to_member.persons", aim=None, gap=None, unit="人", part=None, whole=None, missing=()
):
    status = "no_target" if aim is None else "no_data" if value is None else "not_met" if gap else "met"
    definition = SimpleNamespace(decimals=1 if unit == "%" else 0)
    return SimpleNamespace(
        key=key, value=value, unit=unit, status=status, target=aim, gap=gap, numerator=part, denominator=whole,
        not_reported=tuple(missing), definition=definition,
    )


def covered(part, whole):
    value = None if not whole else part / whole * 100
    return figure(value, key="posting.lead_to_member.coverage", unit="%", part=part, whole=whole)


# --- 总览 ------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "posted", "coverage", "past_due", "sentence"),
    [
        ("city", figure(286, aim=target(), gap=15), covered(139, 151), False,
         "全市长期派驻 286 人，距目标（超过 300 人）还差 15 人；12 家基层机构无人派驻。"),
        ("city", figure(286, aim=target(), gap=15), covered(151, 151), False,
         "全市长期派驻 286 人，距目标（超过 300 人）还差 15 人；基层机构全部有人派驻。"),
        ("city", figure(308, aim=target(), gap=0), covered(151, 151), False,
         "全市长期派驻 308 人，已达到目标（超过 300 人）；基层机构全部有人派驻。"),
        ("city", figure(0, aim=target(), gap=301), covered(0, 4), False,
         "全市没有长期派驻人员，距目标（超过 300 人）还差 301 人；4 家基层机构均无人派驻。"),
        ("city", figure(286, aim=target(), gap=15), covered(139, 151), True,
         "全市长期派驻 286 人，已过文件年度仍差 15 人（目标超过 300 人）；12 家基层机构无人派驻。"),
        ("city", figure(41), covered(200, 203), False, "全市长期派驻 41 人（文件未设目标）；3 家基层机构无人派驻。"),
        ("city", figure(None, aim=target()), None, False, "全市派驻情况未报。"),
        ("city", None, None, False, "全市派驻情况未报。"),
        ("county", figure(28), covered(14, 16), False, "海曙区长期派驻 28 人；2 家基层机构无人派驻。"),
        ("county", figure(0), covered(0, 0), False, "海曙区没有长期派驻人员；没有基层成员单位。"),
        ("consortium", figure(12), covered(7, 8), False, "本医共体长期派驻 12 人；1 家基层机构无人派驻。"),
    ],
)  # fmt: skip
def test_the_overview_says_how_many_are_posted_and_where_nobody_is(level, posted, coverage, past_due, sentence):
    assert plain(s.overview(level, "海曙区", posted, coverage, past_due=past_due)) == sentence


def test_no_finding_is_wider_than_a_line():
    long = figure(123456, aim=target(value=300000.0), gap=176545)
    said = s.overview("city", "", long, covered(139, 15100), past_due=True)
    assert s.width(said) <= s.LONGEST
    assert "无人派驻" not in said, "the less important clause gives way"


# --- 人员下沉 ------------------------------------------------------------


def flows(*figures):
    keys = ("lead_to_member", "municipal_to_lead", "municipal_to_county")
    for key, one in zip(keys, figures, strict=False):
        if one is not None:
            one.key = f"posting.{key}.persons"
    return figures


@pytest.mark.parametrize(
    ("level", "of_flows", "coverage", "sentence"),
    [
        ("city", (figure(286, aim=target(), gap=15), figure(158, aim=target(), gap=0), figure(94, aim=target(), gap=6)),
         covered(139, 151), "三项派驻目标达标一项：牵头医院还差 15 人，市级单位还差 6 人；12 家基层机构无人派驻。"),
        ("city", (figure(301, aim=target(), gap=0), figure(158, aim=target(), gap=0), figure(100, aim=target(), gap=0)),
         covered(151, 151), "三项派驻目标全部达标；基层机构全部有人派驻。"),
        ("city", (figure(1, aim=target(), gap=300), figure(0, aim=target(), gap=151), figure(0, aim=target(), gap=100)),
         covered(1, 2), "三项派驻目标均未达标：牵头医院还差 300 人，市级医院还差 151 人，市级单位还差 100 人。"),
        ("city", (figure(286, aim=target(), gap=15), figure(None, aim=target()), figure(100, aim=target(), gap=0)),
         None, "三项派驻目标达标一项：牵头医院还差 15 人，市级医院未报。"),
        ("city", (figure(286, aim=target(), gap=15),), None, "派驻目标未达标：牵头医院还差 15 人。"),
        ("city", (figure(301, aim=target(), gap=0),), None, "牵头医院派驻目标达标。"),
        ("city", (figure(41), figure(12), figure(None)), covered(200, 203),
         "全市牵头医院派驻 41 人、市级医院派驻 12 人；3 家基层机构无人派驻；文件未设目标。"),
        ("city", (figure(41),), None, "全市牵头医院派驻 41 人；文件未设目标。"),
        ("county", (figure(28), figure(12)), covered(14, 16),
         "海曙区牵头医院派驻 28 人、市级医院派驻 12 人；2 家基层机构无人派驻。"),
        ("consortium", (figure(0), None, None), covered(0, 8), "本医共体牵头医院派驻 0 人；8 家基层机构均无人派驻。"),
        ("city", (figure(None, aim=target()),), None, "全市派驻情况未报。"),
    ],
)  # fmt: skip
def test_the_posting_page_says_which_targets_are_met(level, of_flows, coverage, sentence):
    assert plain(s.posting(level, "海曙区", flows(*of_flows), coverage)) == sentence


# --- 远程服务 ------------------------------------------------------------


def volume(value, missing=()):
    return figure(value, key="remote.volume.total", unit="例次", missing=missing)


@pytest.mark.parametrize(
    ("total", "change", "sentence"),
    [
        (volume(186432), SimpleNamespace(value=12.34), "全市本年远程服务 18.6 万例次，同比 +12.3%。"),
        (volume(186432, ["甲", "乙"]), SimpleNamespace(value=None),
         "全市本年远程服务 18.6 万例次，同比无可比数据；2 家机构有缺报月份。"),
        (volume(1023), None, "全市本年远程服务 1023 例次，同比无可比数据。"),
        (volume(0, ["甲"]), None, "全市本年没有开展远程服务；1 家机构有缺报月份。"),
        (volume(None), None, "全市本年远程服务量未报。"),
        (None, None, "全市本年远程服务量未报。"),
    ],
)  # fmt: skip
def test_the_remote_page_says_the_volume_and_its_change(total, change, sentence):
    assert plain(s.remote("city", "", total, change)) == sentence


# --- 服务覆盖 ------------------------------------------------------------


def villages(part, whole, missing=()):
    value = part / whole * 100 if whole else None
    return figure(value, key="village.coverage", unit="%", part=part, whole=whole, missing=missing)


def count(value):
    return figure(value, key="village.unserved", unit="个")


@pytest.mark.parametrize(
    ("level", "rate", "unserved", "due", "sentence"),
    [
        ("city", villages(2179, 2231), count(52), count(9),
         "全市村级服务覆盖 97.7%；52 个村没有卫生服务，其中应设未设 9 个。"),
        ("city", villages(2179, 2231), count(52), count(0), "全市村级服务覆盖 97.7%；52 个村没有卫生服务。"),
        ("city", villages(2179, 2231), None, None, "全市村级服务覆盖 97.7%。"),
        ("county", villages(301, 301), count(0), count(0), "阳原县 301 个村（社区）全部有卫生服务。"),
        ("county", villages(301, 301), None, None, "阳原县 301 个村（社区）全部有卫生服务。"),
        ("county", villages(301, 301, ["甲村"]), count(0), None,
         "阳原县已报的 301 个村（社区）全部有卫生服务；另有村未报。"),
        ("county", villages(0, 0), None, None, "阳原县村级服务未报。"),
        ("county", None, None, None, "阳原县村级服务未报。"),
        ("consortium", None, None, None, "村级服务按区县统计，请在左侧选择区县查看。"),
    ],
)  # fmt: skip
def test_the_coverage_page_says_how_many_villages_have_nothing(level, rate, unserved, due, sentence):
    assert plain(s.coverage(level, "阳原县", rate, unserved, due)) == sentence


# --- 医共体地图 ------------------------------------------------------------


def consortia(value):
    return figure(value, key="consortium.count", unit="家")


def townships(part, whole):
    return figure(0, key="consortium.township_coverage", unit="%", part=part, whole=whole)


@pytest.mark.parametrize(
    ("level", "number", "members", "coverage", "sentence"),
    [
        ("city", consortia(17), townships(151, 153), covered(139, 151),
         "全市 17 家医共体，覆盖 151 家乡级机构；2 家未归属；12 家基层机构无人派驻。"),
        ("city", consortia(14), townships(203, 203), None, "全市 14 家医共体，覆盖 203 家乡级机构；全部归属。"),
        ("county", consortia(1), townships(0, 0), None, "阳原县 1 家医共体，没有乡级机构。"),
        ("county", consortia(1), None, covered(2, 2), "阳原县 1 家医共体；基层机构全部有人派驻。"),
        ("county", consortia(0), None, None, "阳原县没有医共体。"),
        ("city", consortia(None), None, None, "全市医共体情况未报。"),
        ("consortium", consortia(1), None, covered(7, 8), "本医共体 1 家基层机构无人派驻。"),
        ("consortium", consortia(1), None, None, "本医共体派驻情况未报。"),
        ("consortium", consortia(0), None, None, "本医共体在该月不存在。"),
    ],
)  # fmt: skip
def test_the_map_says_how_many_consortia_and_who_belongs_to_none(level, number, members, coverage, sentence):
    assert plain(s.atlas(level, "阳原县", number, members, coverage)) == sentence


# --- 评分格与小地图 ------------------------------------------------------------


@pytest.mark.parametrize(
    ("worst", "measured", "unknown", "sentence"),
    [
        ([("宁海县", 4), ("奉化区", 3), ("海曙区", 0), ("江北区", 0)], 4, (),
         "宁海县四项均未达标；海曙区、江北区全部达标"),
        ([("宁海县", 2), ("奉化区", 1)], 4, (), "宁海县有两项未达标"),
        ([("宁海县", 2), ("奉化区", 2), ("象山县", 2)], 4, (), "宁海县、奉化区等 3 个区县有两项未达标"),
        ([("宁海县", 1), ("海曙区", 0)], 1, (), "宁海县未达标；海曙区达标"),
        ([("宁海县", 0), ("海曙区", 0)], 4, (), "各区县全部达标"),
        ([("宁海县", 0), ("海曙区", 0)], 4, ("宁海县",), "已报送的区县全部达标"),
        ([("宁海县", 0)], 1, (), "各区县达标"),
        ([("宁海县", 0)], 4, ("宁海县",), "各区县均未报送，无法评价"),
        ([("宁海县", 0)], 0, (), "各区县主要指标，文件未设目标"),
    ],
)
def test_the_scorecard_names_the_worst_and_the_good(worst, measured, unknown, sentence):
    assert plain(s.scorecard(worst, measured, unknown)) == sentence


@pytest.mark.parametrize(
    ("names", "direction", "any_value", "sentence"),
    [
        (["宁海县"], "up", True, "县域内就诊率：宁海县最低"),
        (["宁海县", "象山县"], "up", True, "县域内就诊率：宁海县、象山县同为最低"),
        (["宁海县"], "down", True, "县域内就诊率：宁海县最高"),
        (["宁海县"], "none", True, "县域内就诊率：宁海县最高"),
        ([], "up", False, "县域内就诊率：各区县均未报"),
    ],
)
def test_a_map_names_the_extreme(names, direction, any_value, sentence):
    assert plain(s.extreme("县域内就诊率", names, direction, any_value=any_value)) == sentence


def test_figures_are_half_as_wide_as_han():
    assert s.width("派驻") == 2
    assert s.width("12") == pytest.approx(1.1)
