"""Links inside the blocks and tables (页内链接): real addresses that open in place, without loading the page anew.

A link is a plain ``href`` relative to where the reader is (``county?scope=330203&month=2022-12``), so it can be copied
or opened in another tab; a plain click is answered in place, as one step in the history.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from components import filters

#: The page a county's name opens: 区县档案.
PROFILE: Final = "county"
#: Function ``visit(event)`` for the scripts of components: answers a click on ``a[data-visit]``.
SCRIPT: Final = (Path(__file__).parent / "visiting.js").read_text("utf-8")


def address(page: str, scope: str | None = None) -> str:
    """Return the address of the current view on another page, or of the same view of another ``scope``."""
    return f"{page}?{urlencode(filters.link_query(scope))}"


def profiles() -> dict[str, str]:
    """Return the address of 区县档案 for each county of the city, by the county's name."""
    others = {name: value for name, value in filters.link_query().items() if name != "scope"}
    rest = f"&{urlencode(others)}" if others else ""
    return {name: f"{PROFILE}?scope={code}{rest}" for code, name in filters.current().places.counties.items()}
