"""Background jobs (后台计算): one for each session, a few at a time on one server, to be looked at and stopped.

A job is a thread that never touches Streamlit: whoever draws the page looks at it (:meth:`Job.look`), and a job that
nobody has looked at for a while stops, as its reader has gone. So it ends with the session, whichever way that ends.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

from scenarios.proposing.proposal import Control, Progress

#: Jobs that work at the same time in one process; more would make each of them late.
AT_ONCE: Final = 2
#: Seconds after which a job that nobody has looked at is stopped.
PATIENCE: Final = 30.0
#: How often a job that waits for its turn asks whether it still should, in seconds.
_POLL = 0.1
_LOG = logging.getLogger(__name__)
Made = TypeVar("Made")


class Turns:
    """Whose turn it is (排队): so many work, the others wait in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        """Nobody works yet."""
        self._free = at_once
        self._waiting: deque[object] = deque()
        self._changed = threading.Condition()

    def ahead(self, who: object) -> int:
        """Return how many wait before somebody who waits; 0 for anybody else."""
        with self._changed:
            return self._waiting.index(who) if who in self._waiting else 0

    def take(self, who: object, gone: Callable[[], bool]) -> bool:
        """Wait for a turn and take it; false when ``gone`` was true before it came."""
        with self._changed:
            self._waiting.append(who)
            try:
                while not gone():
                    if self._free and self._waiting[0] is who:
                        self._free -= 1
                        return True
                    self._changed.wait(_POLL)
                return False
            finally:
                self._waiting.remove(who)
                self._changed.notify_all()

    def give(self) -> None:
        """Give a turn back."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()


TURNS: Final = Turns(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Look:
    """What can be seen of a job: whether it waits, works or has ended, and how far it is."""

    state: Literal["waiting", "working", "ended"]
    #: Jobs that wait before it.
    ahead: int
    #: Seconds it has worked, waiting not counted.
    seconds: float
    #: What it told last; null before it told anything.
    progress: Progress | None
    #: Whether it was asked to stop.
    stopping: bool


class Job(Generic[Made]):
    """One question that is worked on beside the page. ``made`` or ``problem`` is there when it has ended.

    A job that was stopped while it waited has neither.
    """

    def __init__(
        self, ask: Callable[[Control], Made], seconds: float, *, expected: tuple[type[Exception], ...] = (),
        turns: Turns = TURNS, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin at once.

        Args:
            ask: Does the work; must not touch Streamlit, and should mind the control it is given.
            seconds: How long it may work.
            expected: Exceptions whose message is a Chinese sentence for the reader.
            turns: With whom it shares the server.
            patience: Seconds without a look after which it stops.
            clock: Seconds, whatever they count from.
        """
        self.made: Made | None = None
        #: Why there is no answer, as a Chinese sentence without a full stop; empty where there is one.
        self.problem = ""
        self._ask, self._seconds, self._expected = ask, seconds, expected
        self._turns, self._patience, self._clock = turns, patience, clock
        self._lock = threading.Lock()
        self._stop, self._ended = threading.Event(), threading.Event()
        self._progress: Progress | None = None
        self._began: float | None = None
        self._looked = clock()
        # No daemon: one that is torn down inside HiGHS takes the whole process with it. See _gone for its end.
        self._thread = threading.Thread(target=self._run, name="job")
        self._thread.start()

    def look(self) -> Look:
        """Return how far it is; whoever looks wants it to go on."""
        with self._lock:
            now = self._looked = self._clock()
            progress, began = self._progress, self._began
        state: Literal["waiting", "working", "ended"] = "waiting" if began is None else "working"
        if self._ended.is_set():
            state = "ended"
        worked = 0.0 if began is None else now - began
        return Look(state, self._turns.ahead(self), worked, progress, self._stop.is_set())

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._ended.is_set()

    def stop(self) -> None:
        """Ask it to end with the best that was found so far."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended; false when it has not after so many seconds."""
        return self._ended.wait(seconds)

    def _gone(self) -> bool:
        """Tell whether to stop: somebody asked, nobody looks any more, or the server is being ended."""
        with self._lock:
            unseen = self._clock() - self._looked
        return self._stop.is_set() or unseen > self._patience or not threading.main_thread().is_alive()

    def _tell(self, progress: Progress) -> None:
        with self._lock:
            self._progress = progress

    def _run(self) -> None:
        try:
            if not self._turns.take(self, self._gone):
                return
            try:
                with self._lock:
                    self._began = self._clock()
                self.made = self._ask(Control(self._seconds, self._tell, self._gone))
            finally:
                self._turns.give()
        except self._expected as why:
            self.problem = str(why)
        except Exception:
            _LOG.exception("a job failed")
            self.problem = "计算没有完成，详细原因已写入服务器日志"
        finally:
            self._ended.set()


@dataclass
class Jobs(Generic[Made]):
    """The job of one session: a new one stops the one before."""

    current: Job[Made] | None = None

    def start(self, ask: Callable[[Control], Made], seconds: float, *, expected: tuple[type[Exception], ...] = ()
              ) -> Job[Made]:
        """Begin a job in place of the one that is there."""
        if self.current is not None:
            self.current.stop()
        self.current = Job(ask, seconds, expected=expected)
        return self.current

    def taken(self) -> Job[Made] | None:
        """Return the job once, when it has ended; null before and after."""
        done = self.current
        if done is None or not done.ended:
            return None
        self.current = None
        return done
