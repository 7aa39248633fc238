"""Why a file is not read at all, as an exception inside the reading and as a flaw outside of it."""

from __future__ import annotations

from data.intake.grids import Contents, Flaw

SAVE_AS = "用 Excel 或 WPS 打开后另存为 .xlsx，再发送另存的文件"


class RefusedError(Exception):
    """A file, or a sheet of it, that cannot be read; carries what the flaw says, in Chinese."""

    def __init__(self, code: str, message: str, fix: str, sheet: str | None = None) -> None:
        """Keep what a flaw is made of."""
        super().__init__(message)
        self.code, self.message, self.fix, self.sheet = code, message, fix, sheet

    @property
    def flaw(self) -> Flaw:
        """Return the flaw (an error) it stands for."""
        return Flaw(self.code, "error", self.sheet, self.message, self.fix)

    def contents(self, file_format: str) -> Contents:
        """Return a file of which nothing was read, with the reason."""
        return Contents(file_format, (), (self.flaw,))


def damaged(detail: str) -> RefusedError:
    """Return the refusal of a file that is broken; ``detail`` says what is broken, in Chinese."""
    return RefusedError("file_damaged", f"文件已损坏：{detail}", f"重新导出或重新传送该文件；能打开的话，{SAVE_AS}")


def out_of_memory() -> RefusedError:
    """Return the refusal of a file whose reading took more memory than it may."""
    return RefusedError(
        "reading_memory", "读取这个文件要用的内存超过上限，已停止读取", "把内容复制到空白模板里（只粘贴数值）后重新发送"
    )


def out_of_time() -> RefusedError:
    """Return the refusal of a file whose reading took longer than it may."""
    return RefusedError(
        "reading_timeout", "读取这个文件用时超过上限，已停止读取", "把内容复制到空白模板里（只粘贴数值）后重新发送"
    )


def encrypted() -> RefusedError:
    """Return the refusal of a file that asks for a password."""
    return RefusedError("file_encrypted", "文件设有打开密码，无法读取", "取消密码后另存，再发送另存的文件")


def too_many_cells(count: int, limit: int, sheet: str, last: str) -> RefusedError:
    """Return the refusal of a sheet that spans more cells than one may; ``last`` names its last cell in use."""
    return RefusedError(
        "too_many_cells",
        f"从 A1 到最后一个有内容的单元格 {last} 共有 {count} 个格子，超过上限 {limit} 个",
        "删去远离表格的内容（多半是误填的），或把内容复制到空白模板里后重新发送",
        sheet,
    )


def unreadable() -> RefusedError:
    """Return the refusal of a file the system does not hand out."""
    return RefusedError("file_unreadable", "文件打不开：没有读取权限，或已被移走", "检查文件的位置和权限后再试")


def too_large(size: int, limit: int) -> RefusedError:
    """Return the refusal of a file with too many bytes."""
    return RefusedError(
        "file_too_large",
        f"文件有 {size / 1024 / 1024:.1f} MB，超过上限 {limit / 1024 / 1024:.1f} MB",
        "删去图片和无关的工作表；或把内容复制到空白模板里（只粘贴数值）后重新发送",
    )
