"""The application as a process of its own, on a free port, for the browser tests and the benchmarks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STARTING_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    script: Path = ROOT / "app.py", store: Path | None = None, port: int | None = None, folder: Path = ROOT,
    access: Path | None = None, options: Sequence[str] = (),
) -> Iterator[str]:
    """Run `streamlit run <script>` and give its address; stop it at the end.

    Args:
        script: What to serve.
        store: A published store; by default the bundled sample.
        port: By default a free one.
        folder: Where it runs; the options are those of the `.streamlit` in it. Elsewhere they are Streamlit's own.
        access: The users file that says who may; by default none, so that the browser is the local user's.
        options: Further options of Streamlit; they go before the ones above.

    Raises:
        RuntimeError: it ended, or did not answer within a minute; the message holds what it printed.
    """
    port = port or free_port()
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "NO_PROXY": "127.0.0.1"}
    for name, path in (("CONSORTIUM_ATLAS_STORE", store), ("CONSORTIUM_ATLAS_ACCESS", access)):
        env.pop(name, None)
        if path is not None:
            env[name] = str(path)
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command += options
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, process, log)
            yield url
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: object) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with direct.open(url + "/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    log.seek(0)  # type: ignore[attr-defined]
    raise RuntimeError(f"The application did not start:\n{log.read()}")  # type: ignore[attr-defined]
