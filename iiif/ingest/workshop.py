"""The workshop: a few child processes that press masters; one that dies takes down only the file that killed it."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from catalog.words import gettext_noop
from iiif.ingest.press import Limits, Pressed, Refused, confine, press

KILLED = gettext_noop(
    "Decoding it took more time or memory than a picture may take, so it was stopped."
)
AHEAD = 2


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=confine
    )


def press_all(
    jobs: Iterable[tuple[Path, frozenset]], *, target: Path, limits: Limits, workers: int
) -> Iterator[tuple[Path, Pressed | Refused]]:
    """Press masters in parallel and yield each as it is finished, with its pages or the reason of its refusal.

    ``jobs`` gives a path and the pages known already. Only a few files are ahead of the consumer, so memory stays
    flat however many come.
    """
    jobs = iter(jobs)
    with _pool(workers) as pool:
        yield from _feed(pool, jobs, target=target, limits=limits, workers=workers)


def _feed(pool, jobs, *, target, limits, workers):
    running: dict[Future, tuple[Path, frozenset]] = {}
    more = True
    while more or running:
        while more and len(running) < workers + AHEAD:
            job = next(jobs, None)
            more = job is not None
            if job:
                running[pool.submit(press, job[0], target=target, limits=limits, known=job[1])] = (
                    job
                )
        if not running:
            return
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            job = running.pop(future)
            try:
                yield job[0], future.result()
            except Refused as reason:
                yield job[0], reason
            except BrokenProcessPool:
                yield from _one_by_one([job, *running.values()], target=target, limits=limits)
                yield from press_all(jobs, target=target, limits=limits, workers=workers)
                return


def _one_by_one(jobs, *, target, limits):
    """After a death: each suspect alone, so that the guilty one is named and the others go on."""
    for path, known in jobs:
        with _pool(1) as pool:
            try:
                yield (
                    path,
                    pool.submit(press, path, target=target, limits=limits, known=known).result(),
                )
            except Refused as reason:
                yield path, reason
            except BrokenProcessPool:
                yield path, Refused(KILLED)
