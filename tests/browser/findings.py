"""What each page's finding (结论句) must say, made of nothing but what `python -m indicators` prints."""

from __future__ import annotations

from typing import Any

#: What the command line prints of one scope, by the indicator's key.
Printed = dict[str, dict[str, Any]]

_CAPABILITY = ("capability.", "governance.", "centre.", "pairing.", "specialty.")
_SENDERS = {"lead_to_member": "牵头医院", "municipal_to_lead": "市级医院", "municipal_to_county": "市级单位"}


def clauses(page: str, kind: str, own: Printed, city: Printed) -> list[str]:
    """Words that must stand in the finding of a page; a space is plain.

    Args:
        page: The page's key.
        kind: city, county or consortium.
        own: What is printed of the scope.
        city: What is printed of its city.
    """
    if page == "overview":
        return [f"长期派驻 {whole(own['posting.lead_to_member.persons']['value'])} 人", _unposted(own)]
    if page == "posting":
        return [*_flows(own), _unposted(own)]
    if page == "map":
        members = own["posting.lead_to_member.coverage"]["denominator"]
        held = f"管 {whole(members)} 家基层机构"
        return [held] if kind == "consortium" else [f"{whole(own['consortium.count']['value'])} 家医共体{held}"]
    if page == "remote":
        total = own["remote.volume.total"]
        silent = len(total["not_reported"])
        return [f"本年远程服务 {_short(total['value'])}", f"{silent} 家机构有缺报月份" if silent else ""]
    if page == "coverage":
        if kind == "consortium":
            return ["村级服务按区县统计"]
        none, due = own["village.unserved"]["value"], own["village.unserved_planned"]["value"]
        return [
            f"覆盖 {own['village.coverage']['value']:.1f}%；{whole(none)} 个村没有卫生服务",
            f"其中应设未设 {whole(due)} 个",
        ]
    if page == "care":
        if kind == "consortium":
            return ["就医流向按区县统计"]
        named = {"care.in_county_rate": "县域内就诊率", "care.grassroots_rate": "基层就诊率"}
        return [f"{name} {own[key]['value']:.1f}%" for key, name in named.items()]
    if page == "capability":
        aimed = [figure for key, figure in own.items() if key.startswith(_CAPABILITY) and figure["target"]
                 and figure["value"] is not None and figure["unit"] == "%"]
        missed = sum(figure["status"] == "not_met" for figure in aimed)
        return [f"{len(aimed)} 项目标 {missed} 项未达标" if missed else "能力建设"]
    if page == "monitoring":
        named = {"care.grassroots_rate": "基层诊疗人次占比", "fund.in_county_share": "医保基金县域内支出占比"}
        return [f"{name} {own[key]['value']:.1f}%" for key, name in named.items() if key in own]
    if page == "quality":
        return ["报送按区县统计"] if kind == "consortium" else ["报送完整率" if kind == "city" else ""]
    if page == "county":
        if kind == "city":
            return ["请选择区县"]
        aimed = [figure for figure in own.values() if figure["target"]]
        missed = sum(figure["status"] == "not_met" for figure in aimed)
        return [f"{len(aimed)} 项目标中 {missed} 项未达标"] if missed else []
    if page == "definitions":
        aimed = any(figure["target"] for figure in city.values())
        return [f"共 {len(city)} 项指标", "有文件设定的目标" if aimed else "文件没有设定目标值"]
    if page == "manage":
        return ["现在用的是自带示例数据"]  # it speaks of files, not of figures
    if page == "meeting":
        return ["页，都有数据"] if kind != "consortium" else ["页"]
    if page == "export":
        return ["个数字，可导出 4 种文件"]
    if page == "scenario":
        missed = sum(figure["status"] == "not_met" for figure in own.values())
        return [f"还有 {missed} 项目标未达标" if missed else "", "加一项调整，看指标怎样变"]
    raise KeyError(page)


def _flows(own: Printed) -> list[str]:
    said = []
    aimed = any(own[f"posting.{flow}.persons"]["target"] for flow in _SENDERS if f"posting.{flow}.persons" in own)
    for flow, sender in _SENDERS.items():
        figure = own.get(f"posting.{flow}.persons")
        if figure is None:
            continue
        if not aimed:
            said.append(f"{sender}派驻 {whole(figure['value'])} 人")
        elif figure["status"] == "not_met":
            said.append(f"{sender}还差 {whole(figure['gap'])} 人")
    return said


def _unposted(own: Printed) -> str:
    covered = own["posting.lead_to_member.coverage"]
    missing = round(covered["denominator"] - covered["numerator"])
    return f"{missing} 家基层机构" if missing else "基层机构全部有人派驻"


def whole(value: float) -> str:
    return f"{value:.0f}"


def _short(value: float) -> str:
    return f"{value / 10_000:.1f} 万例次" if value >= 10_000 else f"{value:.0f} 例次"
