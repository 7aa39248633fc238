"""What the check says (核对结果): which figures still stand, which were changed and from what, and what is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indicators.wording import NBSP, quantity


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
    #: 核对码 as printed in the file, and as the snapshot's figures give it.
    printed: str = ""
    recomputed: str = ""
    #: How many numbers still are the snapshot's.
    equal: int = 0
    changed: tuple[Difference, ...] = ()
    #: Places that are gone, in words.
    lost: tuple[str, ...] = ()
    #: Texts edited without a number changed.
    words: tuple[Difference, ...] = ()

    @property
    def code_differs(self) -> bool:
        """Tell whether the printed 核对码 is another than the figures give."""
        return bool(self.recomputed) and self.printed != self.recomputed

    @property
    def unchanged(self) -> bool:
        """Tell whether every number and every word still is the snapshot's."""
        return not (self.problem or self.changed or self.lost or self.words or self.code_differs)

    @property
    def finding(self) -> str:
        """Return the result as one sentence."""
        if self.problem:
            return f"{self.problem}。"
        whole = self.equal + len(self.changed)
        if self.unchanged:
            return f"{quantity(whole, '处')}数字全部与数据快照 {self.snapshot} 一致，文字没有改动。"
        said = [f"{quantity(len(self.changed), '处')}数字被改动" if self.changed else "没有数字被改动"]
        said += [f"{quantity(len(self.lost), '处')}被删去"] if self.lost else []
        said += [f"{quantity(len(self.words), '处')}文字有改动"] if self.words else []
        said += [f"其余{NBSP}{quantity(self.equal, '处')}数字与数据快照 {self.snapshot} 一致"]
        return f"{'，'.join(said)}。"

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what else is to be known: the snapshot, the codes."""
        if self.problem:
            return ()
        said = [f"{self.form}：{self.subject}"] if self.subject else []
        if self.known:
            told = "是现行快照" if self.live else "不是现行快照，现在看板用的是另一个"
            said.append(f"出自数据快照 {self.snapshot}，{told}")
        if self.code_differs:
            printed = f"文中的核对码是 {self.printed}" if self.printed else "文中没有核对码"
            said.append(f"{printed}，按数据快照应为 {self.recomputed}；"
                        "本系统换过版本时，说法和核对码会不同")
        elif self.recomputed:
            said.append(f"核对码 {self.printed} 相符")
        return tuple(said)


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    def plain(differences: tuple[Difference, ...]) -> list[dict[str, str]]:
        return [{"where": one.where, "what": one.what, "was": one.was, "now": one.now} for one in differences]

    return {
        "file": report.name, "finding": report.finding.strip(), "problem": report.problem, "snapshot": report.snapshot,
        "in_store": report.known, "live": report.live, "printed": report.printed, "recomputed": report.recomputed,
        "equal": report.equal, "changed": plain(report.changed), "lost": list(report.lost),
        "words": plain(report.words),
    }  # fmt: skip
