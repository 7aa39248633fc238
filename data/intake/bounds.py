"""What a reading process (读取进程) holds itself to: processor time, memory, nothing written, no core dump."""

from __future__ import annotations

import math

from data.intake.limits import Limits

try:
    import resource
except ImportError:  # Windows has no such limits; see Limits.memory_bytes
    resource = None  # type: ignore[assignment]


def hold_to(limits: Limits) -> None:
    """Bound what this process may cost from now on; time it has used already does not count."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + limits.seconds) + 1
    for name, most in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", limits.memory_bytes),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (ValueError, OSError):
            # macOS refuses a bound on address space below what is mapped already; the clock still bounds the reading.
            continue
