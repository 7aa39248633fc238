"""The application as its server starts it: by Streamlit's command and by uvicorn, from any folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parent.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _started(arguments: list[str], folder: Path, port: int) -> Iterator[httpx.Client]:
    """Start the application and wait until it answers; it is stopped afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], cwd=folder, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for _ in range(240):
                if process.poll() is not None:
                    pytest.fail(f"the server ended: {process.stdout.read() if process.stdout else ''}")
                try:
                    if client.get("/_stcore/health").text == "ok":
                        break
                except httpx.TransportError:
                    time.sleep(0.25)
            else:
                pytest.fail("the server did not answer within a minute")
            yield client
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    port = _free_port()
    arguments = ["streamlit", "run", str(ROOT / "app.py"), "--server.port", str(port)]
    with _started(arguments, tmp_path_factory.mktemp("elsewhere"), port) as answering:
        yield answering


def test_the_page_comes_in_chinese_and_small(client: httpx.Client) -> None:
    answer = client.get("/posting", headers={"Accept": "text/html"})
    assert 'lang="zh-CN"' in answer.text and "window.__streamlit" in answer.text
    assert answer.headers["content-encoding"] in ("br", "gzip")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_front_ends_scripts_are_compressed_and_kept_for_good(client: httpx.Client) -> None:
    page = client.get("/", headers={"Accept": "text/html"}).text
    script = page.split('src="./')[1].split('"')[0]
    with client.stream("GET", f"/{script}", headers={"Accept-Encoding": "br"}) as answer:
        sent = len(b"".join(answer.iter_raw()))
        assert answer.headers["content-encoding"] == "br"
        assert "immutable" in answer.headers["cache-control"]
    whole = client.get(f"/{script}", headers={"Accept-Encoding": "identity"})
    assert len(whole.content) > 2.5 * sent


def test_the_default_page_has_an_address(client: httpx.Client) -> None:
    answer = client.get("/overview?scope=1307", follow_redirects=False)
    assert answer.status_code == 307 and answer.headers["location"] == "/?scope=1307"


def test_the_map_is_served_beside_the_pages(client: httpx.Client) -> None:
    assert client.get("/map/none/3302/2022-06-30/land.json").status_code == 404
    assert client.get("/map", headers={"Accept": "text/html"}).status_code == 200


def test_it_also_runs_under_uvicorn(tmp_path: Path) -> None:
    port = _free_port()
    arguments = ["uvicorn", "app:app", "--app-dir", str(ROOT), "--port", str(port)]
    with _started(arguments, tmp_path, port) as answering:
        assert "window.__streamlit" in answering.get("/", headers={"Accept": "text/html"}).text
        refused = answering.get("/map/icons/light.png", headers={"X-Forwarded-For": "192.168.1.7"})
        assert refused.status_code == 403 and "docs/access.md" in refused.json()["error"]
