"""What the check says (核对结果): which figures still stand, which were changed and from what, and what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from indicators.wording import NBSP, quantity

#: What is not held against the snapshot, so that nobody takes 一致 for more than it is.
NOT_CHECKED: Final = "只核对文字和数字，说明加上了哪些图片、图形和批注；颜色、字体、各部分的位置和打印设置不在核对之内"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place that is not as the snapshot has it."""

    #: Where it stands: ``第 3 页“远程服务”的结论``.
    where: str
    #: What it is: indicator and scope; empty for words.
    what: str
    #: As the snapshot has it, and as the file has it; empty where there is nothing.
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Report:
    """One file held against the snapshot it was made from."""

    name: str
    #: Why it could not be held against anything, as a Chinese sentence without its full stop; empty where it was.
    problem: str = ""
    #: Format in words, and what it was made from: scope, day and marks in words.
    form: str = ""
    subject: str = ""
    #: Id of the snapshot the file names; empty where it names none.
    snapshot: str = ""
    #: Whether the store has it, and whether it is the live one.
    known: bool = False
    live: bool = False
    #: 核对码 as printed in the file, and as the snapshot's figures give it; the second is empty where they cannot tell.
    printed: str = ""
    recomputed: str = ""
    #: How many numbers still are the snapshot's.
    equal: int = 0
    changed: tuple[Difference, ...] = ()
    #: Places that are gone, in words.
    lost: tuple[str, ...] = ()
    #: Texts edited without a number changed.
    words: tuple[Difference, ...] = ()
    #: What the snapshot's file does not have: it was put in, and cannot be held against anything.
    added: tuple[Difference, ...] = ()
    #: What is there but not shown: pages, rows, sheets; ``now`` says what.
    hidden: tuple[Difference, ...] = ()
    #: Whether pages stand in another order.
    moved: bool = False
    #: Whether another edition of the program wrote the file, whose words may be other ones.
    other_edition: bool = False
    #: Whether what it says is a scenario's: then its figures are none of the snapshot's own.
    scenario: bool = False
    #: 审图号 line on the maps of the file and the one that is set now, where these are not the same.
    approvals: tuple[str, str] | None = None
    #: How it was found out what the file was made from, where it does not say; a sentence without its full stop.
    guessed: str = ""

    @property
    def code_differs(self) -> bool:
        """Tell whether the printed 核对码 is another than the figures give."""
        return bool(self.recomputed) and self.printed != self.recomputed

    @property
    def number_differs(self) -> str:
        """Return what is said of a number that is not the snapshot's: 被改动, or 不同 where nobody may have done it.

        As long as the code of another edition is today's, its figures are, and a number that differs was changed.
        """
        return "不同" if self.other_edition and self.code_differs else "被改动"

    @property
    def unchanged(self) -> bool:
        """Tell whether every number and every word still is the snapshot's, and nothing else stands there."""
        return not (self.problem or self.changed or self.lost or self.words or self.added or self.hidden
                    or self.code_differs)

    @property
    def finding(self) -> str:
        """Return the result as one sentence: first whether all numbers are the snapshot's, then what else differs."""
        if self.problem:
            return f"{self.problem}。"
        same = f"与数据快照 {self.snapshot} {'上重算的情景' if self.scenario else ''}一致"
        if self.unchanged:
            return f"{quantity(self.equal, '处')}数字全部{same}，文字没有改动。"
        besides = "，".join(self._besides())
        space = NBSP if besides[:1].isdigit() else ""
        if self.changed:
            said = f"{quantity(len(self.changed), '处')}数字{self.number_differs}"
            said += f"，其余{NBSP}{quantity(self.equal, '处')}数字{same}" if self.equal else "，没有别的数字与快照一致"
            return f"{said}；另有{space}{besides}。" if besides else f"{said}。"
        if not self.equal:
            return f"文件里没有留下可以核对的数字：{besides}。"
        whole = f"没有数字{self.number_differs}，留下的{NBSP}" if self.lost else ""
        return f"{whole}{quantity(self.equal, '处')}数字{'' if self.lost else '全部'}{same}；但{space}{besides}。"

    def _besides(self) -> list[str]:
        """Return what differs beside the numbers, in words."""
        # Of words that another edition wrote nobody knows whether somebody changed them since.
        gone, words = ("没有了", "不同") if self.other_edition else ("被删去", "有改动")
        said = [f"{quantity(len(self.lost), '处')}{gone}"] if self.lost else []
        said += [f"{quantity(len(self.words), '处')}文字{words}"] if self.words else []
        said += [f"{quantity(len(self.added), '处')}是加上的（无从核对）"] if self.added else []
        said += [f"{quantity(len(self.hidden), '处')}被隐藏"] if self.hidden else []
        said += ["文中印的核对码不对"] if self.code_differs else []
        return said

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what else is to be known: the snapshot, the codes, what was not checked."""
        if self.problem:
            return ()
        said = [f"{self.form}：{self.subject}"] if self.subject else []
        if self.known:
            told = "是现行快照" if self.live else "不是现行快照，现在看板用的是另一个"
            said.append(f"出自数据快照 {self.snapshot}，{told}")
        if self.code_differs:
            printed = f"文中的核对码是 {self.printed}" if self.printed else "文中没有核对码"
            said.append(f"{printed}，按数据快照应为 {self.recomputed}")
        elif self.recomputed:
            said.append(f"文中印的核对码 {self.printed} 是快照里这些数字的核对码。"
                        f"它只说明文件出自哪些数字，不说明文件有没有被改；有没有改，看上面逐处比对的结果")
        if self.guessed:
            said.append(self.guessed)
        if self.other_edition and not self.unchanged:
            what = "" if self.code_differs else "文字的"
            said.append(f"文件由本系统的另一版程序生成，现在的说法、口径或排列可能已经不同：{what}不同不一定是有人改动，"
                        "请与当时导出的原件对照")
        if self.approvals is not None:
            said.append(f"地图上印的是“{self.approvals[0]}”，本机现在设的是“{self.approvals[1]}”")
        if self.moved:
            said.append("页的次序与导出时不同")
        return (*said, NOT_CHECKED)


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    def plain(differences: tuple[Difference, ...]) -> list[dict[str, str]]:
        return [{"where": one.where, "what": one.what, "was": one.was, "now": one.now} for one in differences]

    return {
        "file": report.name, "finding": report.finding.strip(), "problem": report.problem, "snapshot": report.snapshot,
        "in_store": report.known, "live": report.live, "printed": report.printed, "recomputed": report.recomputed,
        "other_edition": report.other_edition, "equal": report.equal, "changed": plain(report.changed),
        "lost": list(report.lost), "words": plain(report.words), "added": plain(report.added),
        "hidden": plain(report.hidden), "moved": report.moved, "notes": list(report.notes),
    }  # fmt: skip
