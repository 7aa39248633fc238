"""The server: the frame of pages, the map's data by URL, and what makes both quick and safe.

Start it with ``streamlit run app.py`` (from any folder) or ``uvicorn app:app``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from streamlit import file_util

from components import failure
from components.routes import ROUTES
from components.routes_access import AccessControl
from components.routes_assets import CompressedAssets
from components.routes_headers import SecurityHeaders
from components.routes_index import IndexPage
from components.routes_nodelay import NoDelay
from components.routes_paths import DefaultPage

HERE = Path(__file__).resolve().parent
#: The front end as Streamlit ships it.
STATIC = Path(file_util.get_static_dir())
#: The path prefix under which a proxy serves the app, if any.
BASE = str(st.get_option("server.baseUrlPath") or "")


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Compute the figures of the live snapshot while the first visitor's browser is still loading."""
    from components.warming import warm  # after the runtime has started, so its caches are the real ones

    Thread(target=warm, name="warm-figures", daemon=True).start()
    yield


app = st.App(
    HERE / "pages" / "index.py",
    lifespan=lifespan,
    on_script_error=failure.say,
    routes=ROUTES,
    middleware=[
        Middleware(NoDelay),
        Middleware(SecurityHeaders),
        Middleware(AccessControl, base=BASE),
        Middleware(DefaultPage, base=BASE),
        Middleware(IndexPage, static=STATIC, base=BASE),
        Middleware(CompressedAssets, folder=STATIC / "static"),
    ],
)
