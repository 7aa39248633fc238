"""How much a file that was sent may cost before it is given up: size, unpacked size, time, memory and cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for the reading of one file; far above what a county's workbook needs, far below what harms a machine."""

    #: Bytes of the file as it was sent.
    file_bytes: int = 20 * 1024 * 1024
    #: Bytes of all parts of a zip container (.xlsx, .xlsm, .ods) once unpacked.
    unpacked_bytes: int = 400 * 1024 * 1024
    #: How many times larger a part of 10 MB or more may be than it is packed; a million empty formatted rows come
    #: to about 50, a zip bomb to 1000.
    ratio: int = 250
    #: Parts of a zip container.
    entries: int = 5_000
    #: Seconds by the clock until the reading process is killed; the same of processor time, where the system counts it.
    seconds: float = 30.0
    #: Bytes of address space of the reading process. Linux holds to it; macOS does not enforce it and Windows has no
    #: such limit: there only the size of the file, the unpacked size and the time are bounded.
    memory_bytes: int = 1024 * 1024 * 1024
    #: Cells from A1 to the last value, of all sheets together.
    cells: int = 2_000_000
    #: Characters of one cell; Excel itself holds no more.
    text: int = 32_767
    #: Bytes of what the reading process may answer.
    answer_bytes: int = 64 * 1024 * 1024
