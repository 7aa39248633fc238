"""Texts packed into an address (链接): compressed, in letters that need no escaping, never longer than links may be."""

from __future__ import annotations

import base64
import binascii
import zlib

#: Longest text that goes into an address.
LONGEST = 2_000


class NotPackedError(ValueError):
    """What stands in an address was cut off, altered, or never packed; ``long`` where it is only too long."""

    def __init__(self, *, long: bool = False) -> None:
        """Keep why."""
        super().__init__("too long" if long else "broken")
        self.long = long


def pack(text: str) -> str | None:
    """Return a text as letters, digits, ``-`` and ``_``; null where that would be longer than :data:`LONGEST`."""
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    return packed if len(packed) <= LONGEST else None


def unpack(packed: str, largest: int) -> bytes:
    """Return what :func:`pack` packed, unless it unpacks to more than ``largest`` bytes.

    Raises:
        NotPackedError: It is too long, cut off, altered, or claims to be more than is read.
    """
    if len(packed) > LONGEST:
        raise NotPackedError(long=True)
    try:
        squeezed = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        # A short text can claim to unpack into gigabytes.
        text = unpacker.decompress(squeezed, largest)
    except (binascii.Error, zlib.error, ValueError):
        raise NotPackedError from None
    if not unpacker.eof:
        raise NotPackedError
    return text
