"""Streamlit's settings of a login, and the cookies it leaves, for tests of who may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from starlette.responses import Response
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_auth_routes

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:8501/oauth2callback"
cookie_secret = "{secret}"
client_id = "atlas"
client_secret = "none"
server_metadata_url = "http://127.0.0.1:1/.well-known/openid-configuration"
"""
GOOD = "0123456789abcdef0123456789abcdef"
USER = {"sub": "s-1", "name": "张某某", "provider": "default", "origin": "http://127.0.0.1:8501", "is_logged_in": True}


class Settings:
    """Writes secrets.toml and has Streamlit read it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def write(self, secret: str = GOOD, text: str = SECRETS) -> None:
        self.file.write_text(text.replace("{secret}", secret), encoding="utf-8")
        secrets_singleton._reset()


@contextmanager
def secrets_in(folder: Path) -> Iterator[Settings]:
    """Streamlit with a secrets.toml in this folder and no other; as before at the end."""
    before = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(folder / "secrets.toml")])
    own = Settings(folder / "secrets.toml")
    own.write()
    try:
        yield own
    finally:
        config.set_option("secrets.files", before)
        secrets_singleton._reset()


def cookies(user: dict[str, Any]) -> dict[str, str]:
    """What a browser sends back after Streamlit's callback has logged this user in."""
    response = Response()
    with suppress(StopIteration):  # it never waits, so it needs no loop; Playwright keeps one running in this thread
        starlette_auth_routes._set_auth_cookie(response, user, {}).send(None)
    jar: SimpleCookie = SimpleCookie()
    for name, value in response.raw_headers:
        if name == b"set-cookie" and b'=""' not in value:  # it clears older ones too
            jar.load(value.decode("latin-1"))
    return {name: morsel.value for name, morsel in jar.items()}
