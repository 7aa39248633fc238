"""The parts of an .xlsx or .xlsm: which sheet is which part, the date system, and what reaches out of the workbook."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

from data.intake.grids import Flaw
from data.intake.refusals import damaged

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
#: How the attribute of a sheet ends that names its relation; the variant “Strict Open XML” has another namespace.
_ID = "/relationships}id"


@dataclass(frozen=True, slots=True)
class WorkbookParts:
    """Where things are in a workbook."""

    #: Name of the part by name of the sheet; sheets of charts and macros have none that is read.
    sheets: dict[str, str]
    #: Serial dates count from 1904.
    date_1904: bool


def find_parts(archive: zipfile.ZipFile) -> WorkbookParts:
    """Return the parts of a workbook; the container has been checked and holds no DTD.

    Raises:
        RefusedError: The workbook's own part is missing or no XML.
    """
    try:
        book = ElementTree.fromstring(archive.read(_WORKBOOK))
        relations = ElementTree.fromstring(archive.read(_RELATIONS))
    except (LookupError, ValueError, ElementTree.ParseError) as problem:
        raise damaged("工作簿的目录读不出来") from problem
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in relations
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = {}
    date_1904 = False
    for element in book.iter():
        kind = element.tag.rpartition("}")[2]
        if kind == "sheet":
            number = next((value for name, value in element.attrib.items() if name.endswith(_ID)), None)
            if number in targets and targets[number].lower().endswith(".xml"):
                sheets[element.get("name", "")] = targets[number]
        elif kind == "workbookPr":
            date_1904 = element.get("date1904") in ("1", "true", "on")
    return WorkbookParts(sheets, date_1904)


def part_flaws(archive: zipfile.ZipFile) -> list[Flaw]:
    """Return warnings for macros, links to other files and data connections that a workbook carries."""
    names = [name.lower() for name in archive.namelist()]
    flaws = []
    if any(name.endswith("vbaproject.bin") for name in names):
        message = "文件带有宏，没有运行，只读取了格子里的值"
        flaws.append(Flaw("macro_ignored", "warning", None, message, "核对由宏填写的数；下次另存为 .xlsx 再发送"))
    links = [name for name in archive.namelist() if name.lower().startswith("xl/externallinks/externallink")]
    if any(b"ddeLink" in archive.read(name) for name in links):
        message = "工作簿带有会调用外部程序的链接（DDE），没有执行"
        flaws.append(Flaw("dde_formula", "warning", None, message, "在“数据—编辑链接”里断开链接，核对有关的数"))
    if links:
        message = "工作簿链接了别的文件，没有打开，用的是文件里存的值"
        flaws.append(Flaw("external_link", "warning", None, message, "在“数据—编辑链接”里断开链接，核对有关的数"))
    if any(name.startswith(("xl/connections.xml", "xl/querytables/")) for name in names):
        message = "工作簿带有外部数据连接，没有连接，用的是文件里存的值"
        flaws.append(Flaw("external_link", "warning", None, message, "删去“数据—查询和连接”里的连接，核对有关的数"))
    return flaws
