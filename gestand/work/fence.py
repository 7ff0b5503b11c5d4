"""The fence of a run that workers on several machines may have: only one of them may write.

Who takes a run gives it a token of its own. Whatever is written in own records for a run asks,
in the same transaction, whether the run still has that token. A worker that was slow, or cut off,
and came back finds another one there: what it does then is refused, and nothing of it stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from gestand.errors import CannotRun
from gestand.records.kept import Kept
from gestand.settings import token_of_run

_TAKEN = "taken by "


@dataclass(frozen=True)
class Fence:
    """A run, and the token by which a worker has it."""

    work: str
    token: str

    @property
    def state(self) -> str:
        """What stands on record of the run while it has this token."""
        return _TAKEN + self.token

    @property
    def environment(self) -> dict[str, str]:
        """What tells a program that it is a part of this run."""
        return {"GESTAND_RUN": f"{self.token} {self.work}"}


@contextmanager
def behind(fence: Fence) -> Iterator[None]:
    """Let what is written within the block be written for a run."""
    before = _BEHIND.set(fence)
    try:
        yield
    finally:
        _BEHIND.reset(before)


def fence() -> Fence | None:
    """Return the fence of the run that this program is at, or a part of; None outside of runs."""
    if (here := _BEHIND.get()) is not None:
        return here
    told = token_of_run()
    return Fence(told[1], told[0]) if told else None


def refuse_overtaken(kept: Kept) -> None:
    """Raise CannotRun where another worker has the run by now; to be called in a transaction."""
    here = fence()
    if here is not None and not kept.is_taken(here.work, here.state):
        message = f"another worker goes on with `{here.work}`: this one lets it"
        raise CannotRun(message)


_BEHIND: ContextVar[Fence | None] = ContextVar("the run that is gone on with", default=None)
