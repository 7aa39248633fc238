"""The frame (框架) round every page: navigation, filters, banners, the line that says what is shown, and the footer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from components import access, account, failure, filters, html, loaders, visiting
from components.menu import DEFAULT, PAGES, SECTIONS, Entry
from components.text import plain
from components.theme import current_theme
from components.view import View, resolve
from data.policies import Policy
from data.store import SnapshotDamagedError, StoreError
from indicators.wording import date_words

TITLE: Final = "医共体一张图"
_LOG = logging.getLogger(__name__)
_ASSETS = Path(__file__).parent / "assets"


def current() -> View:
    """Return the view of this run: what is chosen, of which snapshot, with its figures."""
    return filters.current()


def run() -> None:
    """Draw the whole application for one run: called by the entry script and by nothing else."""
    st.set_page_config(page_title=TITLE, layout="wide", initial_sidebar_state=216)
    person = access.current()
    if not person.may_view():
        _navigation(hidden=True)  # the address stays; without it Streamlit would say in English that there is no page
        account.refuse(TITLE, person)
        return
    theme = current_theme()
    html.draw_stylesheet()
    st.logo(str(_ASSETS / f"wordmark-{theme.kind}.svg"), size="small")
    asked = filters.address()
    page, entry = _navigation()
    try:
        view, notes = _opened(asked, entry)
    except (StoreError, SnapshotDamagedError) as problem:
        _LOG.exception("no snapshot can be served")
        with st.sidebar:
            st.markdown(":gray[没有可用的数据]")
            account.draw(person)
        st.error(plain(f"没有可读的数据快照。{problem}"))
        return
    filters.remember(view)
    filters.sidebar(view)
    with st.sidebar:
        account.draw(person)
    _banners(notes)
    try:
        if account.may_open(entry, person):
            page.run()
    except Exception:
        # The reader gets a sentence and keeps the filters; the trace is for whoever runs the server.
        _LOG.exception("page %s failed", entry.key)
        st.error(plain(failure.of_page(entry.name)))
    _footer()


def _opened(asked: dict[str, str], entry: Entry) -> tuple[View, list[str]]:
    """Open the live snapshot and understand what is asked for; a damaged one makes way for the last good one."""
    for last in (False, False, True):
        snapshot = loaders.live_snapshot()
        day = snapshot.manifest.as_of
        try:
            selection, notes = resolve(
                asked, list(loaders.cities(snapshot)), partial(loaders.places, snapshot), day, loaders.calibers()
            )
            places = loaders.places(snapshot, selection.city)
        except SnapshotDamagedError:
            loaders.forget()
            if last:
                raise
            continue
        break
    view = View(
        page=entry.key,
        page_name=entry.name,
        selection=selection,
        snapshot=snapshot,
        places=places,
        as_of=places.as_of(selection.month, day),
        theme=current_theme(),
        policy=loaders.policy(selection.city, places.as_of(selection.month, day), selection.policy),
    )
    return view, notes


def heading(finding: str, links: Sequence[tuple[str, str]] = (), *, mark: str = "") -> None:
    """Draw the line that says what is shown and, close beneath it, the page's finding.

    Args:
        finding: A sentence, plain text.
        links: Words and scope of other views of this page the reader may want instead.
        mark: What the figures are where they are not those of the data (情景推演·非现状).
    """
    view = current()
    profile = view.county is not None and view.page != visiting.PROFILE
    html.draw(
        "heading", key="frame.heading", page=view.page_name, sample=view.has_sample,
        other_document=view.instead is not None, facts=facts(view), finding=finding, mark=mark,
        wall=view.wall,
        profile=visiting.address(visiting.PROFILE, view.county) if profile else "",
        links=[(words, visiting.address(view.page, scope)) for words, scope in links],
    )


def facts(view: View) -> list[str]:
    """Return what the line over the finding says of a view: scope, day, 口径, snapshot, a document not in force."""
    said = [f"截止 {date_words(view.as_of)}", f"口径：{caliber_words(view)}", f"数据快照 {view.snapshot.id}"]
    if view.instead and view.policy:
        said.append(f"目标依据：{view.policy.title}")
    return said if view.level == "city" else [view.scope_name, *said]


def caliber_words(view: View) -> str:
    """Return the caliber in force in words: the reader's choice, or that each flow keeps the document's."""
    return loaders.calibers()[view.caliber].name if view.caliber else filters.DEFAULT_CALIBER


def _navigation(hidden: bool = False) -> tuple[st.Page, Entry]:
    """Draw the menu of the pages that exist, unless it is to be hidden, and return the chosen one."""
    pages = {
        entry.key: st.Page(entry.file, title=entry.name, url_path=entry.key, help=entry.help,
                           default=entry.key == DEFAULT)
        for entry in PAGES.values()
    }
    sections = {section: [pages[entry.key] for entry in entries] for section, entries in SECTIONS.items()}
    page = st.navigation(sections, position="hidden" if hidden else "top")
    return page, PAGES[page.url_path or DEFAULT]


def _banners(notes: list[str]) -> None:
    """Say what in the address was replaced, and which snapshots were refused."""
    view = current()
    for refused in view.snapshot.refused:
        reason = f"数据快照 {refused.snapshot_id} 未通过校验，没有采用，现显示 {view.snapshot.id}。{refused.reason}。"
        st.warning(plain(reason))
    if notes:
        st.warning(plain("".join(notes)))


def _document(policy: Policy) -> str:
    """Return a document's title with its issuer and its date, where that is known."""
    told = "，".join([policy.issuer, *([date_words(policy.date)] if policy.date else [])])
    return f"{policy.title}（{told}）"


def _footer() -> None:
    """Draw the sources under every page."""
    view = current()
    sources = [f"截止 {date_words(view.as_of)}", f"数据快照 {view.snapshot.id}"]
    sources.append(f"目标依据：{_document(view.policy)}" if view.policy else "本市没有登记政策文件，各项不设目标")
    if view.instead:
        own = f"现行文件是{_document(view.in_force)}" if view.in_force else "本市没有现行文件"
        sources.append(f"{own}，在“指标口径”页换回")
    if view.has_sample:
        sources.append("标注“示例”的数据为生成数据，非实际上报")
    lines = ["　·　".join(plain(source) for source in sources), plain(loaders.attribution())]
    st.markdown("  \n".join(f":gray[:small[{line}]]" for line in lines if line))
