"""Whether a store is as old as what is recorded about it: put back from a backup, or ahead of it.

Each run leaves its newest mark in every store that it changed, and writes all of them on its
receipt. A store without the newest mark that is on record was put back from an older copy: what
went since stands in it again. A store with a mark that is on no record has seen a run that the
folder `.gestand` knows nothing of: then it is the folder that is older.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gestand.errors import CannotRun
from gestand.work.gist import gists_of
from gestand.work.intents import INTENTS
from gestand.work.said import Entry
from gestand.work.state import State

_SHOWN = 5


@dataclass(frozen=True)
class PutBack:
    """A store that was put back; `receipt` is the newest it knows of, None where it knows none.

    `since` are the numbers of the receipts that changed it after that.
    """

    store: str
    receipt: int | None
    since: tuple[int, ...]


    @property
    def told(self) -> str:
        """What is known of it, in words."""
        knows = f"it knows of nothing since receipt {self.receipt}"
        knows = knows if self.receipt is not None else "it knows of no receipt"
        numbers = ", ".join(map(str, self.since[:_SHOWN]))
        more = f" and {len(self.since) - _SHOWN} more" if len(self.since) > _SHOWN else ""
        gone = f"; changed since then by receipt {numbers}{more}" if self.since else ""
        gone = gone or "; a run that made it up to date did not end"
        return f"store `{self.store}` was put back from a backup: {knows}{gone}"


class Ahead(CannotRun):
    """A store has seen a run of which own records know nothing: they are older, or of others."""


class IsPutBack(CannotRun):
    """A store was put back from a backup: what went since stands in it again."""


def refuse_put_back(stores: Sequence[PutBack]) -> None:
    """Raise IsPutBack where a store was put back: what went since stands in it again."""
    if stores:
        told = ". ".join(each.told for each in stores)
        message = f"{told}. Before it opens, run `gestand apply --after-restore`"
        raise IsPutBack(message)


def put_back(
    state: State, marks: Mapping[str, frozenset[str] | None]
) -> tuple[PutBack, ...]:
    """Return the stores that were put back from a backup, and not made up to date since.

    `marks` are those that stand in each store, None where it has no table for them. Raises
    Ahead where a store has seen a run that the folder knows nothing of.
    """
    # The folder is read after the stores: another run may be at work, and tells of a mark before
    # it leaves it, and on its receipt before it forgets that.
    intents = list(state.lines(INTENTS))
    found: list[PutBack] = []
    with gists_of(state) as gists:
        tells = all(gist.tells for gist in gists)
        for store, there in marks.items():
            if there is None:
                continue
            told = [gist.marks.get(store, {}) for gist in gists] + [_intended(store, intents)]
            if tells and any(all(mark not in each for each in told) for mark in there):
                raise Ahead(_ahead(state, store))
            seen = (each[mark] for each in told for mark in there if mark in each)
            newest = max(seen, default=None)
            left = (n for gist in gists for n in gist.left.get(store, ()))
            since = tuple(n for n in left if newest is None or n > newest)
            if since or store in gists[1].unfinished:
                found.append(PutBack(store, newest, since))
    return tuple(found)


def _intended(store: str, intents: Sequence[Entry]) -> dict[str, int]:
    """Return the marks that a run was about to leave in a store: nobody knows if it did."""
    own = (one for one in intents if one["store"] == store and "mark" in one)
    return {one["mark"]: one["receipt"] for one in own}


def _ahead(state: State, store: str) -> str:
    return (
        f"store `{store}` has seen a run that {state.folder} knows nothing of: the folder is "
        "an older copy, or another one keeps this store. Restore its newest backup "
        "(docs/howto/restore-a-backup.md says what to do when there is none)"
    )
