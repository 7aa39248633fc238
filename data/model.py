"""The data contract as data: every table, column, code and key, with its Chinese name.

Everything that reads, checks, writes or documents a table is driven by :data:`TABLES`.
Adding a column is one line here; the schema, the reader, the snapshot and the check follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "text", "date", "month", "bool", "int", "float"]

LEVEL = {"city": "市", "county": "区县", "township": "乡镇街道", "village": "村（社区）"}
CATEGORY = {
    "municipal_hospital": "市级医院",
    "municipal_public_health": "市级公共卫生单位",
    "county_hospital": "县级医院",
    "tcm_hospital": "中医医院",
    "mch_centre": "妇幼保健院",
    "cdc": "疾控中心",
    "township_hospital": "乡镇卫生院",
    "community_health_centre": "社区卫生服务中心",
    "village_clinic": "村卫生室",
    "other": "其他",
}
#: The grassroots institutions (基层机构) that a posting must cover.
TOWNSHIP_LEVEL = ("township_hospital", "community_health_centre")
OWNERSHIP = {"public": "公立", "private": "社会办"}
DATUM = {"wgs84": "WGS-84", "gcj02": "GCJ-02", "bd09": "BD-09"}
ROLE = {"lead": "牵头医院", "county_member": "县级成员", "township_member": "乡级成员", "village_member": "村级成员"}
FLOW = {
    "lead_to_member": "牵头医院 → 成员单位",
    "municipal_to_lead": "市级医院 → 牵头医院",
    "municipal_to_county": "市级单位 → 区县",
}
POSTING_KIND = {"long_term": "长期派驻", "short_term": "短期派驻", "mobile": "巡诊", "other": "其他"}
DUTY = {"clinical": "诊疗", "management": "管理", "public_health": "公共卫生"}
#: In rising order; 中级 is ``intermediate``.
TITLE_GRADE = {"junior": "初级", "intermediate": "中级", "associate_senior": "副高级", "senior": "正高级"}
POSTING_MODE = {
    "full_trusteeship": "全面托管",
    "specialty_trusteeship": "重点专科托管",
    "specialty_cooperation": "专科对口协作",
    "other": "其他",
}
PAIRING_MODE = {**POSTING_MODE, "alliance": "医联体或专科联盟"}
PAIRING_LEVEL = {"municipal": "市级", "provincial": "省级", "interprovincial": "跨省"}
SERVICE = {
    "ecg": "远程心电",
    "imaging": "远程影像",
    "consultation": "远程会诊",
    "lab": "检查检验",
    "pathology": "病理诊断",
    "sterile": "消毒供应",
    "emergency": "院前急救",
    "logistics": "后勤服务",
}
#: The same codes as the name of a resource centre (资源共享中心).
CENTRE = {
    **SERVICE,
    "ecg": "心电诊断",
    "imaging": "医学影像",
    "lab": "临床检验",
}
CENTRE_STATUS = {"open": "已建成", "building": "在建", "planned": "拟建", "none": "未建"}
VILLAGE_MODE = {"clinic": "村卫生室", "extension": "延伸服务", "mobile": "巡回医疗", "none": "无服务"}
DIRECTION = {"up": "上转", "down": "下转"}
RESOURCE = {
    "outpatient": "门诊号源",
    "ct": "CT",
    "mri": "磁共振",
    "ultrasound": "超声",
    "endoscopy": "内镜",
    "other": "其他",
}
SPECIALTY_KIND = {
    "key": "重点专科",
    "weak": "薄弱专科",
    "county_feature": "县级特色专科",
    "city_feature": "市级特色专科",
}
GOVERNANCE_VALUE = {"yes": "是", "partial": "部分", "no": "否"}
PROVENANCE = {"reported": "上报", "derived": "推算", "sample": "示例"}

#: Capability items by the kind of subject, with the kind of value.
CAPABILITY_OF_INSTITUTION = {
    "county_strong_hospital": "县级强院标准",
    "grade2_b_capability": "二级乙等服务能力",
    "service_tier": "优质服务基层行等级",
    "beds": "床位",
}
CAPABILITY_OF_CONSORTIUM = {
    "key_specialties": "重点专科数",
    "shared_pharmacy": "共享药房",
    "drug_catalogue_overlap": "药品目录重合率",
    "chest_pain_centre": "胸痛中心",
    "stroke_centre": "卒中中心",
    "trauma_centre": "创伤中心",
    "chronic_centre": "慢病中心",
    "maternal_centre": "危重孕产妇中心",
    "child_centre": "儿童救治中心",
}
CAPABILITY = {**CAPABILITY_OF_INSTITUTION, **CAPABILITY_OF_CONSORTIUM}
#: Values a capability item may hold; ``None`` means a number.
CAPABILITY_VALUES: dict[str, tuple[str, ...] | None] = {
    **dict.fromkeys(CAPABILITY, ("yes", "no")),
    "service_tier": ("none", "basic", "recommended"),
    "beds": None,
    "key_specialties": None,
    "drug_catalogue_overlap": None,
}
GOVERNANCE_OF_COUNTY = {
    "plan_issued": "印发实施方案",
    "party_secretary_is_bureau_head": "卫健局长兼任党委书记",
    "package_payment": "医保打包支付",
    "diagnosis_catalogue": "县乡两级诊疗目录",
    "referral_rules": "转诊管理办法",
    "performance_evaluation": "绩效评价",
}
GOVERNANCE_OF_CONSORTIUM = {
    "president_under_party": "党委领导下的院长负责制",
    "unified_personnel": "人员统一管理",
    "unified_finance": "财务统一管理",
    "unified_assets": "资产统一管理",
    "management_centres": "管理中心",
    "info_platform": "信息平台",
    "mutual_recognition": "检查检验互认",
}
GOVERNANCE = {**GOVERNANCE_OF_COUNTY, **GOVERNANCE_OF_CONSORTIUM}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds and whether null (未报) is allowed."""

    name: str
    label: str
    kind: Kind
    nullable: bool = False
    choices: dict[str, str] | None = None
    #: Table whose key this value must be found in (``regions``, ``institutions`` or ``consortia``).
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its Chinese name, columns, primary key and whether it is a register (名册)."""

    name: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    #: In a register an absent row means none; elsewhere an absent row means not reported.
    register: bool = False
    required: bool = False

    def column(self, name: str) -> Column:
        """Return the column of this name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _c(
    name: str,
    label: str,
    kind: Kind = "text",
    *,
    null: bool = False,
    of: dict[str, str] | None = None,
    to: str | None = None,
) -> Column:
    return Column(name, label, kind, null, of, to)


_PROVENANCE = _c("provenance", "数据来源", of=PROVENANCE)


def _t(
    name: str, label: str, key: tuple[str, ...], *columns: Column, register: bool = False, required: bool = False
) -> Table:
    return Table(name, label, (*columns, _PROVENANCE), key, register, required)


def _region(name: str = "region_code", label: str = "行政区划代码", *, null: bool = False) -> Column:
    return _c(name, label, "code", null=null, to="regions")


def _county(name: str = "county_code", *, null: bool = False) -> Column:
    return _region(name, "区县代码", null=null)


def _institution(name: str = "institution_id", label: str = "机构编号", *, null: bool = False) -> Column:
    return _c(name, label, "code", null=null, to="institutions")


def _consortium() -> Column:
    return _c("consortium_id", "医共体编号", "code", to="consortia")


def _count(name: str, label: str) -> Column:
    return _c(name, label, "int", null=True)


def _yuan(name: str, label: str) -> Column:
    return _c(name, label, "float", null=True)


def _date(name: str, label: str, *, null: bool = True) -> Column:
    return _c(name, label, "date", null=null)


_MONTH = _c("month", "月份", "month")
_POINT = (
    _c("lon", "经度", "float", null=True),
    _c("lat", "纬度", "float", null=True),
)
_POSITION_SOURCE = _c("position_source", "位置来源", null=True)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _t(
            "regions", "行政区划", ("region_code",),
            _c("region_code", "行政区划代码", "code"),
            _c("name", "名称"),
            _c("level", "级别", of=LEVEL),
            _region("parent_code", "上级代码", null=True),
            _count("population", "常住人口"),
            _count("population_65plus", "65 岁以上人口"),
            _count("population_year", "人口年份"),
            _c("in_account", "在文件统计范围", "bool", null=True),
            *_POINT,
            _POSITION_SOURCE,
            required=True,
        ),
        _t(
            "institutions", "机构", ("institution_id",),
            _c("institution_id", "机构编号", "code"),
            _c("name", "机构名称"),
            _c("category", "类别", of=CATEGORY),
            _county(null=True),
            _region(label="所在地代码"),
            _c("ownership", "所有制", null=True, of=OWNERSHIP),
            _c("grade", "等级", null=True),
            _c("central_town", "中心镇机构", "bool", null=True),
            _date("opened_on", "开业日期"),
            _date("closed_on", "停业日期"),
            _c("uscc", "统一社会信用代码", null=True),
            *_POINT,
            _c("datum", "坐标系", null=True, of=DATUM),
            _POSITION_SOURCE,
            register=True, required=True,
        ),
        _t(
            "consortia", "医共体", ("consortium_id",),
            _c("consortium_id", "医共体编号", "code"),
            _c("name", "医共体名称"),
            _county(),
            _date("established_on", "成立日期"),
            _date("dissolved_on", "撤销日期"),
            register=True, required=True,
        ),
        _t(
            "memberships", "成员关系", ("consortium_id", "institution_id", "valid_from"),
            _consortium(),
            _institution(),
            _c("role", "角色", of=ROLE),
            _institution("supervisor_id", "上级卫生院编号", null=True),
            _date("valid_from", "生效日期", null=False),
            _date("valid_to", "失效日期"),
            register=True,
        ),
        _t(
            "postings", "派驻人员", ("posting_id",),
            _c("posting_id", "派驻编号", "code"),
            _c("person_id", "人员代号", "code"),
            _c("flow", "派驻方向", of=FLOW),
            _institution("from_institution_id", "派出机构编号"),
            _institution("to_institution_id", "接收机构编号", null=True),
            _county("to_county_code"),
            _c("kind", "派驻形式", of=POSTING_KIND),
            _c("duty", "工作内容", null=True, of=DUTY),
            _c("title_grade", "职称级别", null=True, of=TITLE_GRADE),
            _c("mode", "协作方式", null=True, of=POSTING_MODE),
            _date("start_on", "开始日期", null=False),
            _date("planned_end_on", "计划结束日期"),
            _date("end_on", "实际结束日期"),
            register=True,
        ),
        _t(
            "aliases", "机构别名", ("institution_id", "name", "valid_from"),
            _institution(),
            _c("name", "名称"),
            _date("valid_from", "生效日期", null=False),
            _date("valid_to", "失效日期"),
        ),
        _t(
            "workforce", "人员力量", ("institution_id", "month"),
            _institution(), _MONTH,
            _count("physicians", "医师"), _count("nurses", "护士"),
            _count("technicians", "技师"), _count("village_doctors", "乡村医生"),
        ),
        _t(
            "remote_sites", "远程站点", ("institution_id", "service_type", "opened_on"),
            _institution(),
            _c("service_type", "服务类型", of=SERVICE),
            _date("opened_on", "开通日期", null=False),
            _date("closed_on", "停用日期"),
            register=True,
        ),
        _t(
            "remote_volumes",
            "远程服务量",
            ("month", "service_type", "requesting_institution_id", "providing_institution_id"),
            _MONTH,
            _c("service_type", "服务类型", of=SERVICE),
            _institution("requesting_institution_id", "申请机构编号"),
            _institution("providing_institution_id", "服务机构编号"),
            _count("volume", "服务量"),
            _c("median_turnaround_minutes", "回报时间中位数（分钟）", "float", null=True),
        ),
        _t(
            "resource_centres", "资源共享中心", ("consortium_id", "centre_type"),
            _consortium(),
            _c("centre_type", "中心类型", of=CENTRE),
            _c("status", "状态", null=True, of=CENTRE_STATUS),
            _date("opened_on", "建成日期"),
        ),
        _t(
            "village_services", "村级服务", ("village_code", "valid_from"),
            _region("village_code", "村代码"),
            _c("mode", "服务方式", of=VILLAGE_MODE),
            _c("clinic_planned", "规划应设卫生室", "bool", null=True),
            _institution(null=True),
            _date("valid_from", "生效日期", null=False),
            _date("valid_to", "失效日期"),
        ),
        _t(
            "family_doctors", "家庭医生", ("county_code", "month"),
            _county(), _MONTH,
            _count("teams", "团队数"), _count("doctors", "家庭医生数"),
            _count("contracted", "签约人数"), _count("key_population", "重点人群"),
            _count("key_contracted", "重点人群签约"), _count("patrol_teams", "巡诊小分队"),
        ),
        _t(
            "care_seeking", "就医流向", ("county_code", "month"),
            _county(), _MONTH,
            _count("visits_in", "县域内就诊人次"), _count("visits_out", "县域外就诊人次"),
            _count("grassroots_visits", "基层就诊人次"),
            _count("inpatients_in", "县域内住院人次"), _count("inpatients_out", "县域外住院人次"),
        ),
        _t(
            "outward_referrals", "外转专科", ("county_code", "month", "specialty"),
            _county(), _MONTH, _c("specialty", "专科"),
            _count("cases", "外转例数"), _count("total_cases", "本专科全部例数"),
        ),
        _t(
            "referrals", "双向转诊", ("consortium_id", "month", "direction"),
            _consortium(), _MONTH, _c("direction", "方向", of=DIRECTION), _count("cases", "例数"),
        ),
        _t(
            "bookings", "预约资源", ("provider_institution_id", "month", "resource"),
            _institution("provider_institution_id", "提供机构编号"), _MONTH,
            _c("resource", "资源", of=RESOURCE),
            _count("offered", "投放数"), _count("to_grassroots", "定向基层数"), _count("used", "使用数"),
        ),
        _t(
            "pairings", "结对帮扶", ("institution_id", "partner_id", "valid_from"),
            _institution(), _institution("partner_id", "上级医院编号"),
            _c("level", "级别", of=PAIRING_LEVEL),
            _c("mode", "协作方式", null=True, of=PAIRING_MODE),
            _date("valid_from", "生效日期", null=False),
            _date("valid_to", "失效日期"),
            register=True,
        ),
        _t(
            "specialties", "重点专科", ("subject_id", "specialty", "since"),
            _c("subject_id", "对象编号", "code"),
            _c("specialty", "专科"),
            _c("kind", "类别", of=SPECIALTY_KIND),
            _date("since", "起始日期", null=False),
            _date("until", "终止日期"),
            register=True,
        ),
        _t(
            "capability", "能力建设", ("subject_id", "item", "since"),
            _c("subject_id", "对象编号", "code"),
            _c("item", "项目", of=CAPABILITY),
            _c("value", "值", null=True),
            _date("since", "起始日期", null=False),
        ),
        _t(
            "governance", "体制机制", ("subject_id", "item", "since"),
            _c("subject_id", "对象编号", "code"),
            _c("item", "项目", of=GOVERNANCE),
            _c("value", "值", null=True, of=GOVERNANCE_VALUE),
            _date("since", "起始日期", null=False),
        ),
        _t(
            "costs", "费用", ("consortium_id", "month"),
            _consortium(), _MONTH,
            _count("outpatient_visits", "门诊人次"), _yuan("outpatient_fee_yuan", "门诊费用（元）"),
            _count("discharges", "出院人次"), _yuan("inpatient_fee_yuan", "住院费用（元）"),
            _yuan("drug_fee_yuan", "药品费用（元）"), _yuan("consumable_fee_yuan", "耗材费用（元）"),
            _yuan("fund_in_county_yuan", "县域内基金支出（元）"), _yuan("fund_all_yuan", "全部基金支出（元）"),
        ),
        _t(
            "investments", "投入", ("county_code", "month", "item"),
            _county(), _MONTH, _c("item", "项目"), _yuan("amount_yuan", "金额（元）"),
        ),
        _t(
            "statements", "已公布数据", ("statement_id",),
            _c("statement_id", "编号", "code"),
            _c("scope_code", "范围代码", "code"),
            _c("subject", "事项"),
            _c("value_text", "数值（原文）"),
            _c("value", "数值", "float", null=True),
            _c("unit", "单位", null=True),
            _c("period_text", "时期", null=True),
            _c("source_id", "来源编号", "code"),
            _c("quote", "原文"),
            _c("note", "说明", null=True),
        ),
        _t(
            "submissions", "报送记录", ("county_code", "month", "table"),
            _county(), _MONTH,
            _c("table", "数据表"),
            _date("received_on", "收到日期"),
            _count("rows", "行数"),
        ),
    )
}

#: ``boundaries`` is GeoParquet and not a data frame of scalars, so it stands beside the others.
BOUNDARIES = "boundaries"
