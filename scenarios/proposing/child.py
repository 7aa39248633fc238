"""``python -m scenarios.proposing.child``: programs in, answers out, until the input ends; made to be killed."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time

from scenarios.proposing.program import solved

#: Seconds that HiGHS has at any rate.
_LEAST = 0.02


def main() -> None:
    """Answer what comes over the standard input."""
    # Ctrl+C is for whoever asked: that one decides what becomes of this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nothing that a library prints may come between the answers.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        try:
            program, until = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump(solved(program, max(_LEAST, until - time.time())), out)
        out.flush()


if __name__ == "__main__":
    main()
