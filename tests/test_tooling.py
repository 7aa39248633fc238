"""Rules of the house that no linter knows: what pages may hold, what code may name, and that packages are pinned."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
#: The packages of architecture.md; two of them come with later work.
LAYERS = ("pages", "components", "scenarios", "briefing", "indicators", "data")
DOMAIN = ("scenarios", "briefing", "indicators", "data")
#: Lines of a file: of a page, of a part of pages, of anything else.
MOST_LINES = {"pages": 150, "components": 300}
MOST_ELSEWHERE = 420
#: Arguments that are pixels.
_SIZES = {"height", "width"}
_SKIPPED = {".venv", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
#: Names of XML vocabularies look like addresses, and nobody ever asks them.
_VOCABULARY = r"www\.w3\.org/|schemas\.openxmlformats\.org/|schemas\.microsoft\.com/office/"
_OUTSIDE = re.compile(rf"https?://(?!127\.0\.0\.1|localhost|\[|\{{|{_VOCABULARY})[\w.-]+", re.IGNORECASE)


@cache
def files(*suffixes: str) -> tuple[Path, ...]:
    """Files of the repository with these endings, without what tools leave behind."""
    found = []
    for top in ROOT.iterdir():
        if top.name in _SKIPPED or top.name in ("store", ".cache"):
            continue
        inside = [top] if top.is_file() else top.rglob("*")
        found += [p for p in inside if p.suffix in suffixes and not _SKIPPED & set(p.parts)]
    return tuple(sorted(found))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code(folder: str) -> list[Path]:
    return [p for p in files(".py") if p.relative_to(ROOT).parts[0] == folder]


def imported(path: Path) -> set[str]:
    """Top-level names of all modules a file imports, wherever in it."""
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.split(".")[0])
    return names


def strings(path: Path) -> Iterator[str]:
    """String constants of a file that are not docstrings."""
    docstrings = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                docstrings.add(id(first.value))
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def policy_numbers() -> set[float]:
    """Every number that a policy or a caliber sets, large enough not to mean anything else."""

    def numbers(value: object) -> Iterator[float]:
        if isinstance(value, dict):
            for inner in value.values():
                yield from numbers(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from numbers(inner)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield float(value)

    found = set()
    for path in (ROOT / "data" / "policies").glob("*.toml"):
        found |= set(numbers(tomllib.loads(path.read_text(encoding="utf-8"))))
    return {number for number in found if number > 12}


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages_import_no_tables() -> None:
    tables = {"pandas", "numpy", "pyarrow", "geopandas"}
    assert not [name_of(p) for p in code("pages") if imported(p) & tables]


def test_pages_hold_no_markup() -> None:
    found = {name_of(p): s for p in code("pages") for s in strings(p) if _MARKUP.search(s)}
    assert not found


def test_pages_hold_no_number_of_a_policy() -> None:
    numbers = policy_numbers()
    assert {300.0, 150.0, 65.0, 90.0} <= numbers, "the policies were not read"
    found = []
    for path in code("pages"):
        nodes = list(ast.walk(tree(path)))
        sizes = [node.value for node in nodes if isinstance(node, ast.keyword) and node.arg in _SIZES]
        pixels = {id(inner) for size in sizes for inner in ast.walk(size)}
        found += [
            f"{name_of(path)}:{node.lineno}: {node.value}"
            for node in nodes
            if isinstance(node, ast.Constant) and type(node.value) in (int, float) and id(node) not in pixels
            if float(node.value) in numbers
        ]
    assert not found


# --- all code --------------------------------------------------------------------------------------------------------


def test_no_html_is_passed_unescaped() -> None:
    word = "unsafe_" + "allow_html"
    assert not [name_of(p) for p in files(".py") if word in p.read_text(encoding="utf-8")]


def test_code_names_no_address_outside() -> None:
    """Sources stand in TOML and Markdown; code that names a host would sooner or later ask it."""
    found = [
        f"{name_of(p)}: {match.group()}"
        for p in files(".py", ".js", ".html", ".css", ".jinja")
        if p.relative_to(ROOT).parts[0] != "tests"
        for match in _OUTSIDE.finditer(p.read_text(encoding="utf-8"))
    ]
    assert not found


def test_nothing_names_a_folder_of_one_machine() -> None:
    places = re.compile(r"/(?:" + "|".join(("work", "root", "home", "Users")) + r")/")
    found = [
        name_of(p)
        for p in files(".py", ".js", ".html", ".css", ".jinja", ".toml", ".md", ".txt")
        if p != Path(__file__) and places.search(p.read_text(encoding="utf-8"))
    ]
    assert not found


def test_a_file_has_one_purpose() -> None:
    lengths = {name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in files(".py")}
    most = {name: MOST_LINES.get(name.split("/")[0], MOST_ELSEWHERE) for name in lengths}
    assert not {name: length for name, length in lengths.items() if length > most[name]}


def test_the_domain_never_imports_streamlit() -> None:
    assert not [name_of(p) for layer in DOMAIN for p in code(layer) if "streamlit" in imported(p)]


def test_the_import_rule_covers_every_package_there_is() -> None:
    rule = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    there = {layer for layer in LAYERS if (ROOT / layer / "__init__.py").exists()}
    assert set(rule["root_packages"]) == there
    forbidden = next(c for c in rule["contracts"] if c["type"] == "forbidden")
    assert set(forbidden["source_modules"]) == there & set(DOMAIN)


# --- requirements ----------------------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, str]:
    """Package to version of a requirements file, leaving out its options and comments."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    found = {}
    for line in lines:
        text = line.split("#")[0].strip()
        if text and not text.startswith("-"):
            package, _, version = text.partition("==")
            found[canonical(package)] = version
    return found


def canonical(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_requirement_is_pinned_and_has_its_reason(name: str) -> None:
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "-")):
            assert re.fullmatch(r"[\w.-]+==[\w.]+ +# \S.+", line), line


def test_the_constraints_fix_every_requirement_at_the_same_version() -> None:
    fixed = pins("constraints.txt")
    for package, version in {**pins("requirements.txt"), **pins("requirements-dev.txt")}.items():
        assert fixed.get(package) == version, package


def test_every_import_is_a_requirement() -> None:
    """What a file imports is listed, not merely pulled in by something else; what only tests import is listed there."""
    distributions = packages_distributions()
    own = {p.name for p in ROOT.iterdir() if p.is_dir()} | {p.stem for p in files(".py")}
    application, development = set(pins("requirements.txt")), set(pins("requirements-dev.txt"))
    missing = set()
    for path in files(".py"):
        allowed = application | (development if path.relative_to(ROOT).parts[0] in ("tests", "benchmarks") else set())
        for module in imported(path) - own - set(sys.stdlib_module_names):
            names = {canonical(d) for d in distributions.get(module, [module])}
            if not names & allowed:
                missing.add(f"{name_of(path)}: {module}")
    assert not missing
