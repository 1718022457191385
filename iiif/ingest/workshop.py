"""The workshop: a few child processes that press masters; one that dies takes down only the file that killed it."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from catalog.words import gettext_noop
from iiif.ingest.press import Limits, PressedMaster, Refused, confine, press

KILLED = gettext_noop("Decoding it took more time or memory than a picture may take, so it was stopped.")
AHEAD = 2


# children are forked from a process that has read the decoders once and has decoded nothing: none is older than its
# delivery, and none waits for imports
FORKSERVER = multiprocessing.get_context("forkserver")
FORKSERVER.set_forkserver_preload(["iiif.ingest.press"])


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=FORKSERVER, initializer=confine)


@dataclass(frozen=True)
class Job:
    """One master to press: its place in the delivery, its path, its pages that are there already, and whether an
    archivist takes it whatever looks wrong with it."""

    number: int
    path: Path
    known: frozenset[tuple[str, int]] = frozenset()
    is_accepted: bool = False


Outcome = tuple[int, PressedMaster | Refused]


class Workshop(Protocol):
    """Whoever presses masters as ``press_all`` does."""

    def __call__(
        self, jobs: Iterable[Job], *, target: Path | None, limits: Limits, workers: int
    ) -> Iterator[Outcome]: ...


def press_all(jobs: Iterable[Job], *, target: Path | None, limits: Limits, workers: int) -> Iterator[Outcome]:
    """Press masters in parallel; yield each job's number with its pages or the reason of its refusal, as it ends.

    Without a ``target`` they are looked at and nothing is made.
    Only a few files are ahead of the consumer, so memory stays flat however many come.
    """
    jobs = iter(jobs)
    suspects: list[Job] = []
    while True:
        with _pool(workers) as pool:
            yield from _feed(pool, jobs, suspects, target=target, limits=limits, ahead=workers + AHEAD)
        if not suspects:
            return
        # a child died: each file that was under way is tried alone, so that the guilty one is named
        for job in suspects:
            yield _alone(job, target=target, limits=limits)
        suspects.clear()


def _feed(
    pool: ProcessPoolExecutor,
    jobs: Iterator[Job],
    suspects: list[Job],
    *,
    target: Path | None,
    limits: Limits,
    ahead: int,
) -> Iterator[Outcome]:
    """Run jobs until none is left, or until a child dies; then leave what was under way in ``suspects``."""
    running: dict[Future, Job] = {}
    while True:
        while len(running) < ahead and (job := next(jobs, None)):
            try:
                running[_submit(pool, job, target, limits)] = job
            except BrokenProcessPool:
                suspects.extend([*running.values(), job])
                return
        if not running:
            return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            if isinstance(future.exception(), BrokenProcessPool):
                suspects.extend(running.values())
                return
            yield running.pop(future).number, _outcome(future)


def _submit(pool: ProcessPoolExecutor, job: Job, target: Path | None, limits: Limits) -> Future:
    return pool.submit(
        press,
        job.path,
        target=target,
        limits=limits,
        known=job.known,
        is_accepted=job.is_accepted,
    )


def _outcome(future: Future) -> PressedMaster | Refused:
    try:
        return future.result()
    except Refused as reason:
        return reason


def _alone(job: Job, *, target: Path | None, limits: Limits) -> Outcome:
    with _pool(1) as pool:
        try:
            return job.number, _outcome(_submit(pool, job, target, limits))
        except BrokenProcessPool:
            return job.number, Refused(KILLED)
