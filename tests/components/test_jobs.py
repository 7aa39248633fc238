"""Background jobs: progress, stop, turns, failures, and an end with the reader or the server; by events, no sleeps."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from components.jobs import Job, Jobs, Turns
from scenarios.proposing.proposal import CannotProposeError, Control, Progress

ROOT = Path(__file__).resolve().parents[2]
#: Far more than any of these take; whoever runs into it fails.
LONG = 20.0


class Work:
    """Something to be asked: it says when it has begun, and ends when it is let go or told to stop."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.control: Control | None = None

    def __call__(self, control: Control) -> str:
        self.control = control
        self.begun.set()
        while not self.go.wait(0.01):
            if control.stop and control.stop():
                return "目前最好"
        return "最好"


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_progress_is_seen_while_it_works_and_the_answer_when_it_has_ended():
    work, clock = Work(), Clock()
    job = Job(work, 7.0, turns=Turns(1), clock=clock)
    assert work.begun.wait(LONG)
    assert work.control.seconds == 7.0
    assert job.look().progress is None
    told = Progress("求最少增派人数", 1.5, 18.0, 0.1)
    work.control.progress(told)
    clock.now += 2.5
    seen = job.look()
    assert (seen.state, seen.seconds, seen.progress, seen.stopping) == ("working", 2.5, told, False)
    assert not job.ended
    work.go.set()
    assert job.wait(LONG)
    assert (job.made, job.problem, job.look().state) == ("最好", "", "ended")


def test_stopping_takes_the_best_so_far():
    work = Work()
    job = Job(work, LONG, turns=Turns(1))
    assert work.begun.wait(LONG)
    job.stop()
    assert job.look().stopping
    assert job.wait(LONG)
    assert job.made == "目前最好"


def test_only_so_many_work_and_the_others_come_in_their_order():
    turns, works = Turns(1), [Work(), Work(), Work()]
    jobs = []
    for at, work in enumerate(works):
        jobs.append(Job(work, LONG, turns=turns))
        assert work.begun.wait(LONG) if at == 0 else waits(jobs[-1], at - 1)
    assert [job.look().state for job in jobs] == ["working", "waiting", "waiting"]
    assert jobs[2].look().seconds == 0
    works[0].go.set()
    assert works[1].begun.wait(LONG)
    assert not works[2].begun.is_set()
    assert waits(jobs[2], 0)
    works[1].go.set()
    assert works[2].begun.wait(LONG)
    works[2].go.set()
    assert all(job.wait(LONG) for job in jobs)
    assert [job.made for job in jobs] == ["最好"] * 3


def waits(job: Job[str], ahead: int) -> bool:
    """Wait until a job stands in the queue behind so many."""
    until = threading.Event()
    for _ in range(2000):
        seen = job.look()
        if seen.state == "waiting" and job._turns.ahead(job) == ahead and job in job._turns._waiting:
            return True
        until.wait(0.01)
    return False


def test_one_that_is_stopped_while_it_waits_never_begins_and_makes_way():
    turns, first, second, third = Turns(1), Work(), Work(), Work()
    jobs = [Job(first, LONG, turns=turns)]
    assert first.begun.wait(LONG)
    jobs += [Job(second, LONG, turns=turns)]
    assert waits(jobs[1], 0)
    jobs += [Job(third, LONG, turns=turns)]
    jobs[1].stop()
    assert jobs[1].wait(LONG)
    assert (jobs[1].made, jobs[1].problem, second.begun.is_set()) == (None, "", False)
    first.go.set()
    assert third.begun.wait(LONG)
    third.go.set()
    assert jobs[2].wait(LONG)


@pytest.mark.parametrize(("unseen", "stops"), [(29.9, False), (30.0, False), (30.1, True)])
def test_it_stops_when_its_reader_has_gone(unseen, stops):
    work, clock = Work(), Clock()
    job = Job(work, LONG, turns=Turns(1), patience=30.0, clock=clock)
    assert work.begun.wait(LONG)
    clock.now += unseen
    assert work.control.stop() is stops
    work.go.set()
    assert job.wait(LONG)


def test_looking_keeps_it_going():
    work, clock = Work(), Clock()
    job = Job(work, LONG, turns=Turns(1), patience=30.0, clock=clock)
    assert work.begun.wait(LONG)
    for _ in range(3):
        clock.now += 20.0
        job.look()
    assert work.control.stop() is False
    work.go.set()
    assert job.wait(LONG)
    assert job.made == "最好"


def failing(error: Exception):
    def ask(_: Control) -> str:
        raise error

    return ask


def test_what_cannot_be_asked_is_said_in_its_own_words():
    job = Job(failing(CannotProposeError("派驻人员未报")), LONG, expected=(CannotProposeError,), turns=Turns(1))
    assert job.wait(LONG)
    assert (job.made, job.problem) == (None, "派驻人员未报")


def test_a_failure_is_logged_said_in_chinese_and_gives_its_turn_back(caplog):
    turns = Turns(1)
    job = Job(failing(RuntimeError("secret detail")), LONG, expected=(CannotProposeError,), turns=turns)
    assert job.wait(LONG)
    assert job.problem == "计算没有完成，详细原因已写入服务器日志"
    assert "secret detail" in caplog.text
    work = Work()
    after = Job(work, LONG, turns=turns)
    assert work.begun.wait(LONG)
    work.go.set()
    assert after.wait(LONG)


def test_a_session_has_one_job_and_an_ended_one_is_taken_once():
    jobs, first, second = Jobs[str](), Work(), Work()
    assert jobs.taken() is None
    one = jobs.start(first, LONG)
    assert first.begun.wait(LONG)
    assert jobs.taken() is None
    two = jobs.start(second, LONG)
    assert one.wait(LONG)
    assert one.made == "目前最好"
    assert second.begun.wait(LONG)
    second.go.set()
    assert two.wait(LONG)
    assert jobs.taken() is two
    assert jobs.taken() is None


def test_a_server_that_is_ended_does_not_wait_for_a_job_that_would_go_on():
    script = """
import threading
from components.jobs import Job
begun = threading.Event()
def ask(control):
    begun.set()
    while not control.stop():
        threading.Event().wait(0.01)
    print("stopped", flush=True)
Job(ask, 1e6)
begun.wait()
"""
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "stopped\n")
