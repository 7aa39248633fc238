"""What one can search for on the map (查找): counties, consortia, townships, institutions, under words of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from components.map.chosen import Chosen
from components.map.facts import MapFacts
from components.map.source import MapSource


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A place one can jump to: the words offered, what becomes chosen, and the scope that shows it."""

    words: str
    chosen: Chosen
    scope: str


def search_entries(source: MapSource, county: str | None = None) -> Mapping[str, SearchEntry]:
    """Return all one can search for, by code: clinics only of ``county``, as a city has thousands.

    No two share their words: namesakes are told apart by their county, then by their township, then by their code.
    """
    facts: MapFacts = source.facts
    regions = source.figures.tables["regions"]
    names = dict(zip(regions["region_code"], regions["name"], strict=True))
    found: dict[str, tuple[str, Chosen, str, tuple[str, ...]]] = {
        f"county:{code}": (name, Chosen("county", code), code, ()) for code, name in facts.counties.items()
    }
    for group in facts.groups.values():
        there = (facts.counties[group.county],)
        found[f"consortium:{group.id}"] = (group.name, Chosen("consortium", group.id), group.county, there)
    townships = {code: name for code, name in names.items() if len(code) == 9 and code[:6] in facts.counties}
    at = {site.region[:9]: Chosen("institution", site.id)
          for site in facts.sites.values() if site.kind == "grassroots" and site.placed}
    for code, name in townships.items():
        # A township is shown by the institution that stands in it, else by its county.
        shown = at.get(code, Chosen("county", code[:6]))
        found[f"township:{code}"] = (f"{name}（{facts.counties[code[:6]]}）", shown, code[:6], (code,))
    for site in facts.sites.values():
        if site.kind == "clinic" and (county is None or site.county != county):
            continue
        more = (facts.counties.get(site.county or "", ""), townships.get(site.region[:9], ""), site.id)
        found[f"institution:{site.id}"] = (
            site.name, Chosen("institution", site.id), site.county or facts.city, more
        )
    return {code: SearchEntry(words, chosen, scope)
            for (code, (_, chosen, scope, _)), words in zip(found.items(), apart(found.values()), strict=True)}


def apart(found: Iterable[tuple[str, Chosen, str, tuple[str, ...]]]) -> list[str]:
    """Return the words of each entry, with more of what tells it apart while others have the same."""
    entries = [(name, more) for name, _, _, more in found]
    words = [name for name, _ in entries]
    for step in range(max((len(more) for _, more in entries), default=0)):
        same = {text for text, count in Counter(words).items() if count > 1}
        words = [
            _with(name, more[: step + 1]) if text in same and more[step:] else text
            for text, (name, more) in zip(words, entries, strict=True)
        ]
    return words


def _with(name: str, more: tuple[str, ...]) -> str:
    return f"{name}（{'　'.join(part for part in more if part)}）"


def search_list(source: MapSource, county: str | None = None) -> list[list[str]]:
    """Return code and words of all one can search for, as the browser gets them."""
    return [[code, entry.words] for code, entry in search_entries(source, county).items()]
