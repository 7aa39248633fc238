"""The first step of 数据管理: blank workbooks to send out, and the counties' files to be checked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import streamlit as st

from components import controls, files, html
from components.controls import Selector
from components.text import plain
from components.view import View
from components.views.manage import Manage
from components.views.manage_desk import Desk
from data.collecting import collect
from data.intake.uploads import UploadError, UploadLimits, Uploads
from data.store import StoreError
from data.template import template
from indicators.wording import NBSP, month_label

#: Key of the uploader's container: the style sheet speaks Chinese for Streamlit's English uploader there.
UPLOAD: Final = "manage-upload"
_MEGABYTES: Final = UploadLimits().file_bytes // 2**20


def draw(view: View, model: Manage, desk: Desk) -> None:
    """Draw the month, the blank workbooks and the uploader."""
    left, right = st.columns([1.55, 1], gap="medium")
    with right:
        _templates(view, model, desk)
    with left:
        html.draw("step", key="manage.upload.title", title=f"收{month_label(model.month)}的表：把各区县的工作簿拖进来")
        with st.container(key=UPLOAD):
            sent = st.file_uploader(
                "各区县的工作簿", accept_multiple_files=True, key=f"manage.files.{desk.turn}",
                label_visibility="collapsed", max_upload_size=_MEGABYTES,
            )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            pressed = st.button("检查这些文件", key="manage.check", type="primary", disabled=not sent)
            if desk.collection is not None:
                st.button("清空重来", key="manage.clear", on_click=desk.clear)
            html.draw("note", key="manage.upload.note", words=_note())
        if pressed and sent:
            _check(model, desk, sent)


def _note() -> str:
    return f"收 .xlsx .xlsm .xls .ods .csv，每个不超过{NBSP}{_MEGABYTES}{NBSP}MB。检查不改动数据，文件检查完即删除。"


def _templates(view: View, model: Manage, desk: Desk) -> None:
    """Draw the choice of the month and the workbooks to send out, those this reader may send back."""
    def choose(_: str, value: Any) -> None:
        desk.month = str(value)
        desk.clear()

    options = {month: month_label(month) for month in model.months}
    controls.panel("manage.month", [Selector("month", "收哪个月", options, model.month)], choose)
    places = {view.city: view.city_name, **view.places.counties}
    allowed = {code: name for code, name in places.items() if model.person.may_send(code)}
    links = [(name, _offer(view, model.month, {code: name})) for code, name in allowed.items()]
    whole = _offer(view, model.month, allowed) if len(allowed) > 1 else ""
    html.draw("workbooks", key="manage.templates", month=month_label(model.month), links=links, whole=whole)


def _offer(view: View, month: str, places: Mapping[str, str]) -> str:
    """Return the address of one blank workbook, or of several in one archive."""
    one = next(iter(places.items())) if len(places) == 1 else None
    name = f"{one[0]}{one[1]}_{month}.xlsx" if one else f"{view.city_name}_{month}_空白工作簿.zip"
    key = ("template", view.snapshot.id, month, *places)
    return files.register(key, name, partial(_built, view, month, tuple(places)))


def _built(view: View, month: str, codes: tuple[str, ...]) -> bytes:
    made = [template(view.tables.frames, code, month) for code in codes]
    if len(made) == 1:
        return made[0][1]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in made:
            archive.writestr(name, content)
    return packed.getvalue()


def _check(model: Manage, desk: Desk, sent: list[Any]) -> None:
    """Check what was sent, showing how far it is; the files are removed at once."""
    bar = st.progress(0.0, "正在读取文件……")

    def said(words: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), plain(words))

    try:
        with Uploads() as uploads:
            for one in sent:
                uploads.add(one.name, one)
            answer = collect(
                list(uploads.names), model.store, month=model.month, may_send=model.person.may_send, progress=said,
                names=uploads.names, by=model.person.name,
            )
            # Before anything is drawn: a click meanwhile ends this run there, and the answer must not be lost.
            desk.take(answer, {file.sha256: file.path.read_bytes() for file in uploads.files})
    except (UploadError, StoreError) as problem:
        st.error(plain(str(problem)))
        return
    finally:
        bar.empty()
    st.rerun()
