"""The codes of the data contract (代码), each with its Chinese name."""

from __future__ import annotations

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
