"""The keys of what Gestand keeps encrypted: each wrapped by the master key, in own records.

To destroy a key is to destroy what it encrypts, wherever a copy of that may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

from gestand.core.calendar import Period
from gestand.core.datamap.model import OwnRecords
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened, Cipher, Keys, News, Wrapped
from gestand.settings import now
from gestand.work.durable import (
    Outside,
    Own,
    Step,
    Unfinished,
    Work,
    carry_out,
    twice_is_once,
    unfinished,
)
from gestand.work.journal import Journal
from gestand.work.masterkey import MasterKey

ROTATED, DESTROYED = "master key changed", "key destroyed"
_OVERWRITE = "removed from own records"
_ABOUT = "gestand key 1: {} until {}"


@dataclass(frozen=True)
class Health:
    """What can be told of the keys without any secret: how many there are, and what is wrong.

    `kinds` counts the keys by what they are for, `wrapped` tells whether anything was ever wrapped,
    `first` is when the next key is destroyed.
    """

    keys: int
    kinds: Mapping[str, int]
    first: str | None
    wrapped: bool
    wrong: str | None


@dataclass(frozen=True)
class Keyring:
    """The keys of an organisation, and the master key that opens them; None where none is named.

    `keep` is for how long the words of a decision can be read.
    """

    journal: Journal
    cipher: Cipher
    master: MasterKey | None
    keep: Period = field(default=OwnRecords.keep, kw_only=True)

    def ready(self) -> None:
        """Raise CannotRun where the master key cannot be read, or is another than it was."""
        self._master_key()

    def new(self, name: str, until: str) -> bytes:
        """Make and keep a key for `name`, which is destroyed at the moment `until`; return it."""
        key = self.cipher.new_key()
        self.put(name, until, key)
        return key

    def put(self, name: str, until: str, key: bytes) -> None:
        """Keep a key that somebody else made, as `new` does with one of its own."""
        master = self._master_key()
        if self._keys.master() is None:
            self._keys.be_wrapped_by(self.cipher.which(master))
        self._keys.keep(self._wrapped(master, name, until, key))

    def own(self, start: str, until: str) -> tuple[str, bytes]:
        """Return the name and the key that begin with `start`; they are made where there are none.

        It is not destroyed before the moment `until`. What follows on `start` in the name is by
        chance: a key that is made after another was destroyed does not pass for that one.
        """
        for kept in self._keys.beginning(f"{start} "):
            key = self.key(kept.name)
            if kept.until < until:
                self._keys.keep(self._wrapped(self._master_key(), kept.name, until, key))
            return kept.name, key
        name = f"{start} {token_hex(8)}"
        return name, self.new(name, until)

    def names(self, *starts: str) -> list[str]:
        """Return the names of the keys that begin with one of `starts`, and a space."""
        return self.beginning(*(f"{start} " for start in starts))

    def beginning(self, *starts: str) -> list[str]:
        """Return the names of the keys that begin with one of `starts`."""
        return [kept.name for kept in self._keys.beginning(*starts)]

    def key(self, name: str) -> bytes:
        """Return the key for `name`; CannotRun where it was destroyed or cannot be opened."""
        kept = self._keys.one(name)
        if kept is None:
            message = f"the key of {name} was destroyed: what it encrypted is gone for good"
            raise CannotRun(message)
        return self._unwrapped(self._master_key(), kept)

    def until(self, name: str) -> str | None:
        """Return the moment at which the key for `name` is destroyed; None where there is none."""
        kept = self._keys.one(name)
        return None if kept is None else kept.until

    def keep_until(self, name: str, until: str) -> None:
        """Let the key for `name` be destroyed at another moment; CannotRun as `key` does."""
        if self.until(name) != until:
            self.put(name, until, self.key(name))

    def has(self, name: str) -> bool:
        """Tell whether there is a key for `name`."""
        return self._keys.one(name) is not None

    def destroy(self, name: str, why: str, told: Mapping[str, Any]) -> None:
        """Destroy a key, in one transaction with an entry of the ledger that says why."""
        self.destroy_all([name], why, told)

    def destroy_all(self, names: Sequence[str], why: str, told: Mapping[str, Any]) -> None:
        """Destroy keys, in one transaction with an entry of the ledger for each."""
        if not names:
            return
        def destroy(news: list[News]) -> None:
            news += [(DESTROYED, {"key": name, "why": why, **told}) for name in names]
            self._keys.destroy(names)

        self.and_overwrite(Own("destroy", destroy))

    def and_overwrite(self, own: Own, *lists: str) -> None:
        """Carry out a step that removes something, and see to it that no file has it any more.

        `lists` are those whose lines it replaced. Where a crash comes in between, the next command
        that opens own records does the rest.
        """
        work = Work(f"{_OVERWRITE} {token_hex(8)}", {"after": own.name, "lists": [*lists]})
        carry_out(self.journal, work, [own, self._overwrite(lists)])

    def go_on(self) -> None:
        """Overwrite what was removed before a crash came in between."""
        for found in list(unfinished(self.journal.state)):
            work = found.work
            if work.name.startswith(_OVERWRITE):
                # The step before stands on record with the work: it is there, and not done again.
                before = Own(str(work.told["after"]), lambda _news: None)
                carry_out(self.journal, work, [before, self._overwrite(work.told["lists"])])

    def _overwrite(self, lists: Sequence[str]) -> Outside:
        return Outside("overwrite", lambda _mark: self._keys.overwrite(*lists), twice_is_once)

    def lapse(self) -> Sequence[str]:
        """Destroy every key whose time is over, and return what they were for."""
        over = self._keys.over(moment())
        self.destroy_all(over, "expired", {})
        return over

    def rotate(self, to: MasterKey | None) -> int:
        """Wrap every key with another master key, in one transaction; return how many there are.

        `to` is where the next master key is. Without it one is made beside the file of this one,
        and takes its place. A rotation that was stopped goes on when it is run again.
        """
        old = self.named()
        new = old.next if to is None else to
        work = Work(ROTATED, {"to": None if to is None else to.reference})
        steps: list[Step] = [
            Outside("make the next one", lambda _mark: self._make(new), twice_is_once),
            Own("wrap every key", lambda news: self._wrap_anew(new, news)),
            self._overwrite(()),
        ]
        if to is None:
            put = Outside("take its place", lambda _: self._put(new, old), twice_is_once)
            steps.append(put)
        with self.journal.state.alone():
            if (stopped := self.stopped()) is not None and stopped.work.told != work.told:
                message = "another change of the master key was stopped: run that one again first"
                raise CannotRun(message)
            carry_out(self.journal, work, steps)
        return len(self._keys.all())

    def stopped(self) -> Unfinished | None:
        """Return the rotation that was begun and has not ended."""
        every = unfinished(self.journal.state)
        return next((found for found in every if found.work.name == ROTATED), None)

    def health(self) -> Health:
        """Return what can be told of the keys."""
        kept, which = self._keys.all(), self._keys.master()
        first = min((key.until for key in kept), default=None)
        wrong = None
        if self.master is not None or which is not None:
            try:
                self.ready()
            except CannotRun as error:
                wrong = str(error)
        kinds = Counter(key.name.split(" ")[0] for key in kept)
        return Health(len(kept), dict(sorted(kinds.items())), first, which is not None, wrong)

    @property
    def _keys(self) -> Keys:
        return self.journal.ledger.keys

    def _make(self, new: MasterKey) -> None:
        if not new.is_there():
            self._master_key()  # another key than it was is not replaced by a third
            new.make(self.cipher.new_key())

    def _put(self, new: MasterKey, old: MasterKey) -> None:
        if new.is_there():
            new.take_the_place_of(old)
        self._master_key()  # it has taken that place already, or somebody took it away

    def _wrap_anew(self, new: MasterKey, news: list[News]) -> None:
        master = new.read()
        which = self.cipher.which(master)
        if which == self._keys.master():
            return  # an earlier rotation, of which nobody has heard the end, came so far
        old = self._master_key()
        keys = [(each, self._unwrapped(old, each)) for each in self._keys.all()]
        for each, key in keys:
            self._keys.keep(self._wrapped(master, each.name, each.until, key))
        self._keys.be_wrapped_by(which)
        news.append((ROTATED, {"keys": len(keys), "which": which}))

    def named(self) -> MasterKey:
        if self.master is None:
            message = (
                "the data map names no master key: add `key: ${NAME}` or the path of a file to "
                "`records:`"
            )
            raise CannotRun(message)
        return self.master

    def _master_key(self) -> bytes:
        """Return the master key that wraps the keys; any where nothing was wrapped yet."""
        named, which = self.named(), self._keys.master()
        key = named.read()
        if which in (None, self.cipher.which(key)):
            return key
        if named.file is not None and named.next.is_there():
            # A rotation was stopped after its transaction: this one wraps the keys by now.
            following = named.next.read()
            if which == self.cipher.which(following):
                return following
        message = (
            f"the key at {named.place} is not the one that wraps the keys in "
            f"{self.journal.ledger.place}: it was changed by a rotation, or belongs to another "
            "organisation. Put the right one there, or the backup of these records that fits it"
        )
        raise CannotRun(message)

    def _wrapped(self, master: bytes, name: str, until: str, key: bytes) -> Wrapped:
        return Wrapped(name, self.cipher.seal(master, key, _ABOUT.format(name, until)), until)

    def _unwrapped(self, master: bytes, kept: Wrapped) -> bytes:
        try:
            return self.cipher.opened(master, kept.sealed, _ABOUT.format(kept.name, kept.until))
        except CannotBeOpened as error:
            message = (
                f"the key of {kept.name} in {self.journal.ledger.place} is not what it was; "
                "restore these records from a backup"
            )
            raise CannotRun(message) from error


def moment() -> str:
    """Return this moment as own records write it: moments are compared as texts."""
    return now().isoformat(timespec="seconds")
