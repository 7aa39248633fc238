"""Uploads: a private folder, numbered names, limits, and nothing left behind."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.intake.uploads import UploadError, UploadLimits, Uploads


def send(uploads: Uploads, name: str, content: bytes = b"x") -> Path:
    return uploads.add(name, io.BytesIO(content)).path


def test_a_file_is_kept_under_a_number_for_this_user_alone(tmp_path: Path) -> None:
    with Uploads(tmp_path) as uploads:
        path = send(uploads, "330203海曙区_2022-12.XLSX", b"abc")
        (taken,) = uploads.files
        assert (path.name, path.read_bytes()) == ("001.xlsx", b"abc")
        assert (taken.name, taken.size) == ("330203海曙区_2022-12.XLSX", 3)
        assert taken.sha256 == hashlib.sha256(b"abc").hexdigest()
        assert uploads.names == {path: "330203海曙区_2022-12.XLSX"}
        if os.name != "nt":
            assert stat.S_IMODE(uploads.folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []


def test_the_folder_cannot_be_guessed(tmp_path: Path) -> None:
    with Uploads(tmp_path) as one, Uploads(tmp_path) as other:
        assert one.folder != other.folder
        assert len(one.folder.name.removeprefix("consortium-uploads-")) >= 8


@pytest.mark.parametrize(
    ("sent", "shown", "kept"),
    [
        ("../../x.xlsx", "x.xlsx", "001.xlsx"),
        ("/etc/passwd", "passwd", "001"),
        ("..\\..\\C:\\x.xls", "x.xls", "001.xls"),
        ("..", "未命名", "001"),
        ("", "未命名", "001"),
        ("a\x00b\n.csv", "ab.csv", "001.csv"),
        ("x.sh;rm", "x.sh;rm", "001"),
        ("x.超长", "x.超长", "001"),
        (".xlsx", ".xlsx", "001"),
        ("\ud800.ods", ".ods", "001"),
        ("CON.xlsx", "CON.xlsx", "001.xlsx"),
        ("<b>.xlsx", "<b>.xlsx", "001.xlsx"),
        ("=cmd.xlsx", "=cmd.xlsx", "001.xlsx"),
        ("\u202exslx.exe\u200f\u2066.xlsx", "xslx.exe.xlsx", "001.xlsx"),
        ("a" * 300 + ".xlsx", "a" * 140 + ".xlsx", "001.xlsx"),
        ("%2e%2e%2fx.xlsx", "%2e%2e%2fx.xlsx", "001.xlsx"),
    ],
)
def test_no_path_is_made_from_a_name(tmp_path: Path, sent: str, shown: str, kept: str) -> None:
    with Uploads(tmp_path / "up") as uploads:
        path = send(uploads, sent)
        assert (uploads.files[0].name, path.name, path.parent) == (shown, kept, uploads.folder)
        assert [one.name for one in tmp_path.iterdir()] == ["up"]


@given(st.text(max_size=400))
def test_any_name_is_only_text(name: str) -> None:
    with Uploads(limits=UploadLimits(files=1)) as uploads:
        path = send(uploads, name)
        assert path.parent == uploads.folder
        assert path.name.startswith("001")
        assert 0 < len(uploads.files[0].name) <= 150
        assert not set("/\\\n\x00") & set(uploads.files[0].name)


def test_two_of_one_name_are_told_apart(tmp_path: Path) -> None:
    with Uploads(tmp_path) as uploads:
        for name in ("a.xlsx", "x/a.xlsx", "a.xlsx"):
            send(uploads, name)
        assert [file.name for file in uploads.files] == ["a.xlsx", "a（2）.xlsx", "a（3）.xlsx"]


@pytest.mark.parametrize(("size", "taken"), [(9, True), (10, True), (11, False)])
def test_one_file_may_be_so_large(tmp_path: Path, size: int, taken: bool) -> None:
    with Uploads(tmp_path, UploadLimits(file_bytes=10)) as uploads:
        if taken:
            assert send(uploads, "a.xlsx", b"x" * size).stat().st_size == size
        else:
            with pytest.raises(UploadError, match="单个文件的上限"):
                send(uploads, "a.xlsx", b"x" * size)
            assert list(uploads.folder.iterdir()) == []
            assert send(uploads, "b.xlsx").name == "001.xlsx"


@pytest.mark.parametrize(("size", "taken"), [(5, True), (6, True), (7, False)])
def test_all_together_may_be_so_large(tmp_path: Path, size: int, taken: bool) -> None:
    with Uploads(tmp_path, UploadLimits(file_bytes=10, total_bytes=10)) as uploads:
        send(uploads, "a.xlsx", b"xxxx")
        if taken:
            send(uploads, "b.xlsx", b"x" * size)
        else:
            with pytest.raises(UploadError, match="合计超过上限"):
                send(uploads, "b.xlsx", b"x" * size)
        assert len(list(uploads.folder.iterdir())) == len(uploads.files) == 1 + taken


def test_so_many_files_are_taken(tmp_path: Path) -> None:
    with Uploads(tmp_path, UploadLimits(files=2)) as uploads:
        send(uploads, "a.xlsx")
        send(uploads, "b.xlsx")
        with pytest.raises(UploadError, match="一次最多上传 2 个文件"):
            send(uploads, "c.xlsx")
        assert len(uploads.files) == 2


def test_reading_stops_where_a_file_is_too_large(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    endless = Endless()
    with Uploads(tmp_path, UploadLimits(file_bytes=10)) as uploads, pytest.raises(UploadError):
        uploads.add("a.xlsx", endless)  # type: ignore[arg-type]
    assert endless.given < 10_000_000


def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    class Full(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with Uploads(tmp_path) as uploads:
        with pytest.raises(UploadError, match="磁盘空间不足"):
            uploads.add("a.xlsx", Full())  # type: ignore[arg-type]
        assert list(uploads.folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_link_that_lies_there_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept")
    with Uploads(tmp_path / "up") as uploads:
        (uploads.folder / "001.xlsx").symlink_to(tmp_path / "precious")
        with pytest.raises(UploadError, match="已有同名的文件"):
            send(uploads, "a.xlsx")
    assert (tmp_path / "precious").read_text() == "kept"


@pytest.mark.parametrize(("hours", "stays"), [(23, True), (25, False)])
def test_what_is_left_over_goes_after_a_day(tmp_path: Path, hours: int, stays: bool) -> None:
    left = Uploads(tmp_path)
    send(left, "a.xlsx")
    before = time.time() - hours * 3600
    os.utime(left.folder, (before, before))
    (tmp_path / "others").mkdir()
    os.utime(tmp_path / "others", (0, 0))
    with Uploads(tmp_path):
        assert left.folder.exists() == stays
    assert (tmp_path / "others").exists()


def test_no_place_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UploadError, match="没有地方存放"):
        Uploads(tmp_path / "file")


def test_closing_again_does_no_harm(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path)
    uploads.close()
    uploads.close()
    assert list(tmp_path.iterdir()) == []
