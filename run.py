#!/usr/bin/env python3
"""One command to start 医共体一张图 (Consortium Atlas) on a bare machine; see USAGE below.

Standard library only. The file parses on Python 3.6, so that an old interpreter gets a sentence and not a traceback.
"""

import sys

NEEDED = (3, 11)


def say(chinese, english, stream=None):
    """Print one message in both languages, the Chinese first."""
    print(chinese + "\n" + english, file=stream or sys.stdout, flush=True)


if tuple(sys.version_info[:2]) < NEEDED:
    _found = "%d.%d" % tuple(sys.version_info[:2])  # noqa: UP031  (an old interpreter runs this line)
    say(
        "需要 Python 3.11 或更新的版本，当前是 %s。请安装新版本后再运行 run.py。" % _found,  # noqa: UP031
        "Python 3.11 or newer is needed; this is %s. Install a newer one, then run run.py again." % _found,  # noqa: UP031
        sys.stderr,
    )
    sys.exit(2)

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: What each way of running installs; constraints.txt fixes everything these pull in.
REQUIREMENTS = {"app": "requirements.txt", "dev": "requirements-dev.txt"}
DEFAULT_PORT = 8501
#: Tells the application, and run.py itself, which users file counts.
ACCESS_VARIABLE = "CONSORTIUM_ATLAS_ACCESS"

USAGE = """\
python3 run.py                    启动看板 (start the dashboard)
python3 run.py --store DIR        用自己发布的数据目录 (a published store of one's own)
python3 run.py --host 0.0.0.0 --access FILE   供其他电脑访问，按权限文件登录 (for others, who log in; docs/access.md)
python3 run.py test [pytest 参数]  运行全部检查和测试 (all checks and tests)
python3 run.py data ...           检查、发布、回退数据 (check, publish, list, rollback, diff, sample)
python3 run.py indicators ...     在终端里查看指标 (figures in the terminal)
python3 run.py scenarios ...      在终端里推演情景 (what-if in the terminal)
python3 run.py briefing ...       生成汇报文件 (slides, brief, tables and page as files)"""


class Stop(Exception):  # noqa: N818  (not an error of the program: a thing to say)
    """A failure that a person can mend: one message in each language, and the exit code."""

    def __init__(self, chinese: str, english: str, code: int = 1):
        """Keep both messages and the exit code."""
        super().__init__(english)
        self.chinese, self.english, self.code = chinese, english, code


# --- the environment -------------------------------------------------------------------------------------------------


def venv_python(venv: Path = VENV) -> Path:
    """The interpreter inside the environment, where this system puts it."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp(kind: str, root: Path = ROOT) -> dict[str, str]:
    """What a finished environment of this kind was built from: interpreter, and the text of every file that pins."""
    digest = hashlib.sha256()
    names = {"requirements.txt", REQUIREMENTS[kind], "constraints.txt"}
    for name in sorted(names):
        digest.update(name.encode() + b"\0" + (root / name).read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return {"python": ".".join(map(str, sys.version_info[:3])), kind: digest.hexdigest()}


def read_stamp(venv: Path) -> dict[str, str]:
    """The stamp left by the last install that finished; empty when there is none or it cannot be read."""
    try:
        found = json.loads((venv / "atlas-stamp.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def is_ready(kind: str, venv: Path = VENV, root: Path = ROOT) -> bool:
    """True if the environment was finished with these very requirements and its interpreter still runs."""
    found, wanted = read_stamp(venv), wanted_stamp(kind, root)
    return all(found.get(key) == value for key, value in wanted.items()) and _runs(venv_python(venv))


def _runs(python: Path) -> bool:
    try:
        return subprocess.run([str(python), "-c", "pass"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def prepare(kind: str, venv: Path = VENV, root: Path = ROOT) -> Path:
    """Make the environment ready, doing only what is missing, and return its interpreter.

    An environment whose install did not finish is made anew: half a package cannot be told from a whole one.
    """
    if is_ready(kind, venv, root):
        return venv_python(venv)
    stamp = venv / "atlas-stamp.json"
    before = read_stamp(venv)
    kept = before.get("python") == wanted_stamp(kind, root)["python"] and _runs(venv_python(venv))
    if not kept:
        if venv.exists():
            say("[1/2] .venv 不完整，重新创建 ……", "[1/2] .venv is not complete; making it anew ...")
        else:
            say("[1/2] 创建 .venv ……", "[1/2] Creating .venv ...")
        _create(venv)
        before = {}
    stamp.unlink(missing_ok=True)
    say(
        "[2/2] 安装依赖（首次约需几分钟，下次启动不再安装）……",
        "[2/2] Installing requirements (some minutes the first time; never again after that) ...",
    )
    _install(venv_python(venv), root / REQUIREMENTS[kind])
    # Installing the test tools leaves the application's own pins as they were: both are then satisfied.
    done = {**before, **wanted_stamp("app", root), **wanted_stamp(kind, root)}
    if kind == "app" and before.get("app") != done["app"]:
        done.pop("dev", None)
    partial = stamp.with_suffix(".tmp")
    partial.write_text(json.dumps(done), encoding="utf-8")
    partial.replace(stamp)
    return venv_python(venv)


def _create(venv: Path) -> None:
    try:
        if venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise Stop(
            f"无法删除旧的 {venv}（{error}）。请先关闭正在运行的看板，再重试。",
            f"Cannot remove the old {venv} ({error}). Close the running dashboard and try again.",
        ) from error
    if subprocess.run([sys.executable, "-m", "venv", str(venv)]).returncode:
        raise Stop(
            "无法创建 .venv。Debian/Ubuntu 请先运行: apt-get install python3-venv；并检查磁盘空间和目录权限。",
            "Cannot create .venv. On Debian/Ubuntu run: apt-get install python3-venv; check disk space, permissions.",
        )


def _install(python: Path, requirements: Path) -> None:
    options = ["--no-input", "--disable-pip-version-check", "-r", str(requirements)]
    if subprocess.run([str(python), "-m", "pip", "install", *options], cwd=requirements.parent).returncode:
        raise Stop(
            "依赖安装失败，原因见上方 pip 的输出。请检查网络；内网可设置 PIP_INDEX_URL 指向镜像，"
            "或设置 PIP_NO_INDEX=1 和 PIP_FIND_LINKS=离线安装包目录。然后重新运行，会从头修复。",
            "Installing the requirements failed; pip says why above. No network? On an intranet set PIP_INDEX_URL "
            "(a mirror), or PIP_NO_INDEX=1 and PIP_FIND_LINKS=<folder of wheels>. Then run again: it mends itself.",
        )


# --- the server ------------------------------------------------------------------------------------------------------


def port_is_free(host: str, port: int) -> bool:
    """True if a server can listen there: nothing answers, and the address can be bound.

    Raises:
        Stop: the address does not belong to this machine, or the port is reserved to the administrator.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    with socket.socket(family, socket.SOCK_STREAM) as caller:
        caller.settimeout(0.5)
        if caller.connect_ex((near, port)) == 0:
            return False
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        if os.name != "nt":  # on Windows this option would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except PermissionError as error:
            if os.name == "nt":  # Windows says so of ports that Hyper-V and others have reserved
                return False
            raise Stop(
                f"没有权限使用端口 {port}，请用 --port 换一个 1024 以上的端口。",
                f"No permission to use port {port}; choose one above 1024 with --port.",
            ) from error
        except socket.gaierror as error:
            raise _wrong_host(host) from error
        except OSError as error:
            if error.errno in (99, 49, 10049):  # "cannot assign requested address" on Linux, macOS, Windows
                raise _wrong_host(host) from error
            return False
    return True


def _wrong_host(host: str) -> Stop:
    return Stop(
        f"--host {host} 不是本机的地址。本机使用请用 127.0.0.1；供局域网访问请用 0.0.0.0。",
        f"--host {host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for the local network.",
    )


def require_port(host: str, port: int) -> None:
    """Stop with the next free port in the message when the port is taken."""
    if port_is_free(host, port):
        return
    following = next((p for p in range(port + 1, min(port + 100, 65536)) if port_is_free(host, p)), None)
    hint = f"python3 run.py --port {following}" if following else "python3 run.py --port <端口>"
    raise Stop(
        f"端口 {port} 已被占用（看板可能已在运行，可直接打开 http://{_shown(host)}:{port} ）。换端口请运行: {hint}",
        f"Port {port} is taken (the dashboard may already be running there). To use another: {hint}",
    )


def _shown(host: str) -> str:
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{name}]" if ":" in name else name


def require_store(store: str | None) -> Path | None:
    """The store's full path, or None for the bundled sample.

    Raises:
        Stop: there is no published snapshot in that folder.
    """
    if store is None:
        return None
    path = Path(store).expanduser().resolve()
    if not (path / "CURRENT").is_file():
        raise Stop(
            f"{path} 里没有已发布的数据（缺 CURRENT）。请先运行: python3 run.py data publish --help",
            f"There is no published snapshot in {path} (no CURRENT). First see: python3 run.py data publish --help",
        )
    return path


def require_access(host: str, access: str | None) -> Path | None:
    """The full path of the users file (权限文件), or None where this machine's own user is the only one.

    Raises:
        Stop: there is no such file, or others can reach the address and there is none.
    """
    named = access or os.environ.get(ACCESS_VARIABLE, "").strip()
    if named:
        path = Path(named).expanduser().resolve()
        if not path.is_file():
            raise Stop(
                f"找不到权限文件 {path}。写法见 docs/access.md。",
                f"There is no users file {path}. docs/access.md says how to write one.",
            )
        return path
    if host not in LOOPBACK:
        raise Stop(
            f"--host {host} 使其他电脑也能打开看板，须先用 --access 文件 指明谁可以查看、谁可以管理数据，"
            "写法见 docs/access.md。只供查看、不必登录的，文件里写一行 public_view = true 即可。",
            f"--host {host} lets other machines open the dashboard: --access FILE must say first who may view and who "
            "may manage data; docs/access.md tells how. For viewing without a login one line is enough: "
            "public_view = true",
        )
    return None


def check_access(python: Path, access: Path | None) -> None:
    """Stop when the users file cannot be used; the reason has then been printed above."""
    if access is None:
        return
    command = [str(python), "-m", "data.access_file", str(access)]
    if subprocess.run(command, cwd=ROOT, env=child_environment()).returncode:
        raise Stop(
            f"权限文件 {access} 不能用，原因见上方。请改正后再启动。",
            f"The users file {access} cannot be used; see above why. Mend it and start again.",
        )


def serve(python: Path, host: str, port: int, store: Path | None, browser: bool, access: Path | None = None) -> int:
    """Run the dashboard until it is stopped; return its exit code."""
    env = child_environment()
    if access is not None:
        env[ACCESS_VARIABLE] = str(access)
    if store is not None:
        env["CONSORTIUM_ATLAS_STORE"] = str(store)
    url = f"http://{_shown(host)}:{port}"
    command = [
        str(python), "-m", "streamlit", "run", "app.py",
        "--server.port", str(port), "--server.address", host,
        "--logger.hideWelcomeMessage", "true",  # we print our own; its own asks the network for our address
    ]  # fmt: skip
    say("正在启动 ……", "Starting ...")
    server = subprocess.Popen(command, cwd=ROOT, env=env)
    stopping = threading.Event()
    threading.Thread(target=_announce, args=(server, url, browser, stopping), daemon=True).start()
    with contextlib.suppress(ValueError):  # only the main thread may set it; a test may run elsewhere
        signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        code = server.wait()
    except KeyboardInterrupt:
        code = _stop(server)
    stopping.set()
    if code not in (0, -signal.SIGTERM, -signal.SIGINT):
        raise Stop(f"看板意外退出（代码 {code}），原因见上方。", f"The dashboard ended with code {code}; see above.")
    say("已停止。", "Stopped.")
    return 0


def _stop(server: subprocess.Popen) -> int:
    """Wait for the server, which the same Ctrl-C has reached; after ten seconds end it."""
    for end in (lambda: None, server.terminate, server.kill):
        end()
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            server.wait(10)
            return 0
    return 0


def _announce(server: subprocess.Popen, url: str, browser: bool, stopping: threading.Event) -> None:
    """Once the server answers, print its address and open the browser."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never by a proxy: it is this machine
    while server.poll() is None and not stopping.is_set():
        try:
            with direct.open(url + "/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.2)
    else:
        return
    say(f"看板已启动: {url}    停止请按 Ctrl+C", f"The dashboard is running at {url}    Ctrl+C stops it")
    if browser:
        with contextlib.suppress(webbrowser.Error):
            webbrowser.open(url)


def has_display() -> bool:
    """True where a browser window can open."""
    return sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


# --- the commands ----------------------------------------------------------------------------------------------------


def child_environment() -> dict[str, str]:
    """The environment for programs run inside .venv: Chinese in and out on every system."""
    env = {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
    env.pop("PYTHONHOME", None)
    env["PYTHONPATH"] = str(ROOT)  # `data` is found from any folder; relative paths stay the user's
    return env


def run_inside(kind: str, arguments: list[str]) -> int:
    """Run a program of this repository in its environment, in the folder one stands in; return its exit code."""
    child = subprocess.Popen([str(prepare(kind)), *arguments], env=child_environment())
    try:
        return child.wait()
    except KeyboardInterrupt:
        _stop(child)
        return 130


def parse(arguments: list[str]) -> argparse.Namespace:
    """Options of the dashboard itself."""
    parser = argparse.ArgumentParser(prog="run.py", usage="\n" + USAGE, add_help=True)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="端口 (port), 默认 %(default)s")
    parser.add_argument("--host", default=LOOPBACK[0], help="监听地址 (address to listen on), 默认只限本机 (loopback)")
    parser.add_argument("--store", metavar="DIR", help="已发布数据的目录 (published store), 默认自带示例数据 (sample)")
    parser.add_argument("--access", metavar="FILE", help="权限文件 (who may view and manage data), 见 docs/access.md")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器 (do not open a browser)")
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        raise Stop(f"端口 {options.port} 应在 1～65535 之间。", f"Port {options.port} is not within 1 to 65535.", 2)
    return options


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    if arguments[:1] == ["test"]:
        return run_inside("dev", [str(ROOT / "tests" / "suite.py"), *arguments[1:]])
    if arguments[:1] in (["data"], ["indicators"], ["scenarios"], ["briefing"]):
        return run_inside("app", ["-m", *arguments])
    options = parse(arguments)
    store = require_store(options.store)
    access = require_access(options.host, options.access)
    require_port(options.host, options.port)
    python = prepare("app")
    check_access(python, access)
    return serve(python, options.host, options.port, store, has_display() and not options.no_browser, access)


if __name__ == "__main__":
    for _stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            _stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as problem:
        say(problem.chinese, problem.english, sys.stderr)
        sys.exit(problem.code)
    except KeyboardInterrupt:
        say("已取消。", "Cancelled.", sys.stderr)
        sys.exit(130)
