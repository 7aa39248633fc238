"""Words for codes (代码的中文): yes and no, and the choices of a coded column with their common synonyms."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from data.forms.model import Field
from data.intake.grids import Value
from data.intake.marks import refuse_mark
from data.intake.outcome import Read, ValueProblem, quoted, read_as
from data.intake.plain import cell_text
from data.intake.widths import HALF_WIDTH

_SYNONYMS = Path(__file__).parent / "synonyms.toml"
_LINKS = re.compile(r"[-‐‑‒–—―−→>~]+")
_YES = frozenset({"是", "√", "✓", "✔", "☑", "1", "true", "yes", "y"})
_NO = frozenset({"否", "×", "✗", "✘", "✕", "✖", "0", "false", "no", "n", "不是"})
#: A word that denies is never near one that does not: 无服务 is the contrary of 流动服务, however alike they look.
_DENIES = re.compile("[无未没不非]")
#: How alike a text must be to a word of the column, or to a synonym, for it to be proposed.
_ALIKE, _VERY_ALIKE = 0.5, 0.8


def read_bool(field: Field, value: Value) -> Read:
    """Read yes or no: only words with one meaning in such a column; others are asked back.

    Raises:
        ValueProblem: ``code_unknown``.
    """
    if isinstance(value, bool):
        return Read(value)
    # Without NFKC, which would take ① for 1.
    word = "".join(value.translate(HALF_WIDTH).split()).casefold() if isinstance(value, str) else cell_text(value)
    if word in _YES or word in _NO:
        return Read(word in _YES)
    found = quoted(cell_text(value))
    raise ValueProblem("code_unknown", f"应为 是 或 否，{found}不清楚", "写 是 或 否；没有报送就留空")


def read_choice(field: Field, value: Value, choices: Mapping[str, str]) -> Read:
    """Read a coded column: its word or its code, or a synonym with one meaning, which is said.

    Raises:
        ValueProblem: ``code_unknown`` with the words allowed and the nearest of them; ``mark_unclear``.
    """
    text = cell_text(value)
    known, synonyms = _keys(tuple(choices.items()))
    key = key_of(text)
    if (code := known.get(key)) is not None:
        return Read(code)
    if (code := synonyms.get(key)) is not None:
        return Read(code, f"{read_as(text, f'“{choices[code]}”')}")
    if isinstance(value, str):
        refuse_mark(field, value, choices)
    words = "、".join(choices.values())
    near = _nearest(key, known, _ALIKE) or _nearest(key, synonyms, _VERY_ALIKE)
    proposal = f"如果是“{choices[near]}”，就改成它；" if near else ""
    raise ValueProblem("code_unknown", f"{quoted(text)}不是这一列的选项", f"{proposal}只能填：{words}")


def key_of(text: str) -> str:
    """Return the form in which words are compared: NFKC, no spaces, small letters, one kind of dash or arrow."""
    return _LINKS.sub("-", unicodedata.normalize("NFKC", text).casefold())


def _nearest(key: str, words: Mapping[str, str], alike: float) -> str | None:
    """Return the code of the word that is most like a text; null where none is, or several are equally so."""
    found: dict[str, float] = {}
    denies = bool(_DENIES.search(key))
    for word, code in words.items():
        if bool(_DENIES.search(word)) != denies:
            continue
        score = difflib.SequenceMatcher(None, key, word).ratio()
        if score >= alike:
            found[code] = max(score, found.get(code, 0.0))
    best = [code for code, score in found.items() if score == max(found.values())]
    return best[0] if len(best) == 1 else None


@lru_cache(maxsize=256)
def _keys(choices: tuple[tuple[str, str], ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Return key → code of the words and codes themselves, and of their synonyms."""
    known = {key_of(code): code for code, _ in choices}
    known |= {key_of(cell_text(word)): code for code, word in choices}
    section = _section(frozenset(code for code, _ in choices))
    synonyms = {key_of(cell_text(word)): code for code, _ in choices for word in section.get(code, ())}
    return known, {key: code for key, code in synonyms.items() if key not in known}


def _section(codes: frozenset[str]) -> Mapping[str, list[str]]:
    """Return the synonyms of a code table by its codes: of exactly these, else of the only one that has them all."""
    sections = list(synonyms_by_table().values())
    exact = [one for one in sections if set(one) == codes]
    wider = exact or [one for one in sections if set(one) > codes]
    return wider[0] if len(wider) == 1 else {}


@cache
def synonyms_by_table() -> Mapping[str, Mapping[str, list[str]]]:
    """Return the synonyms (``synonyms.toml``) by code table and code."""
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(_SYNONYMS.read_text(encoding="utf-8"))
    return tables
