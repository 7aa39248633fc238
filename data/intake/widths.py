"""Signs that are the same to a reader (全角半角): full-width and half-width, kinds of dashes and spaces, the unseen."""

from __future__ import annotations

#: Characters without width, and marks of the direction of writing, that copying from pages leaves behind.
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
#: Full-width letters, digits and signs, one character for one. Only these: NFKC would also turn 10² into 102 and ① into
#: 1.
HALF_WIDTH = (
    {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " ")
    | DASHES
)
