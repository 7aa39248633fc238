"""What the operating system complains about, in Chinese."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘空间不足",
    errno.EFBIG: "文件太大，超过系统的限制",
    errno.EBUSY: "正被别的程序占用",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "路径太长",
}
# Windows has no disk quota error of this name.
if hasattr(errno, "EDQUOT"):
    _REASONS[errno.EDQUOT] = "磁盘配额用完了"


def reason(problem: OSError) -> str:
    """Return why a file operation failed, as a few Chinese words without a full stop."""
    if problem.errno is None:
        return str(problem) or "读写失败"
    return _REASONS.get(problem.errno, f"读写失败（系统错误 {problem.errno}）")
