"""Work that takes longer than a request: one at a time, with how far it is, and what came of it.

What a job found is kept in memory until the pages are started again, the newest `MOST` jobs of them.
"""

import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from api.errors import ApiError, Busy
from api.texts.text import Text
from domain.errors import NoSuchThing, WrongStage
from keys.errors import KeysError
from registry.errors import RegistryError

MOST = 50
WAITING = 5
"""Jobs that may wait."""

Progress = Callable[[int, int], None]
Work = Callable[[Progress], dict[str, object]]


class State(Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it is now."""

    job: UUID
    kind: str
    account: str
    asked_at: datetime
    state: State = State.WAITING
    done: int = 0
    all: int = 0
    """Of how many; 0 while nobody knows."""
    found: dict[str, object] = field(default_factory=dict)
    """What came of it."""
    failure: Text | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {State.DONE, State.FAILED}


class TooManyJobs(Busy):
    """Several jobs wait already."""


class Jobs:
    """The jobs of one process."""

    def __init__(self, sentence: Callable[[Exception], str]) -> None:
        """Let *sentence* say in Thai why a job failed."""
        self._sentence = sentence
        self._worker: ThreadPoolExecutor | None = None
        self._known: OrderedDict[UUID, Job] = OrderedDict()
        self._changed = threading.Condition()

    def begin(self, job: Job, work: Work, *, alone: bool = False) -> Job:
        """Let *work* be done when those before it are.

        Raises:
            TooManyJobs: enough are waiting.
            WrongStage: it has to be *alone* of its kind, and another one is not over yet.
        """
        with self._changed:
            if alone and any(one.kind == job.kind and not one.over for one in self._known.values()):
                raise WrongStage("job-under-way", "Another job of this kind is not done yet: wait for it.")
            if sum(not one.over for one in self._known.values()) > WAITING:
                raise TooManyJobs("too-many-jobs", "Several jobs wait already: come again when they are done.")
            self._known[job.job] = job
            while len(self._known) > MOST:
                self._known.popitem(last=False)
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, thread_name_prefix="job")
            self._worker.submit(self._run, job.job, work)
        return job

    def of(self, job: UUID, account: str) -> Job:
        """Return an account's job as it is now.

        Raises:
            NoSuchThing: the account has none of that id, or it is forgotten.
        """
        with self._changed:
            known = self._known.get(job)
        if known is None or known.account != account:
            raise NoSuchThing("no-such-job", f"There is no job {job}.", job=str(job))
        return known

    def known(self, job: UUID) -> Job | None:
        """Return anybody's job as it is now; None of one that is forgotten."""
        with self._changed:
            return self._known.get(job)

    def unfinished(self) -> list[Job]:
        """Return the jobs that wait or run, of all accounts, in the order in which they were asked for."""
        with self._changed:
            return [job for job in self._known.values() if not job.over]

    def wait(self, before: Job, seconds: float) -> Job:
        """Return the job once it is otherwise than *before*, or as it is after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._known.get(before.job, before) != before, seconds)
            return self._known.get(before.job, before)

    def close(self) -> None:
        """Take no more jobs; the one that runs is waited for."""
        with self._changed:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.shutdown(cancel_futures=True)

    def _run(self, job: UUID, work: Work) -> None:
        self._set(job, state=State.RUNNING)
        try:
            found = work(lambda done, of: self._set(job, done=done, all=of))
        except (RegistryError, KeysError, ApiError, NoSuchThing) as refusal:
            self._set(job, state=State.FAILED, failure=Text(self._sentence(refusal), str(refusal)))
        except Exception as mistake:  # noqa: BLE001 - a mistake of ours ends the job, not the worker
            traceback.print_exception(mistake)
            said = Text("ระบบทำงานผิดพลาด", "Something went wrong inside.")
            self._set(job, state=State.FAILED, failure=said)
        else:
            self._set(job, state=State.DONE, found=found)

    def _set(self, job: UUID, **changes: object) -> None:
        with self._changed:
            if job in self._known:
                self._known[job] = replace(self._known[job], **changes)  # type: ignore[arg-type] # named by this module
                self._changed.notify_all()
