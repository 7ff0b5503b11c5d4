"""Opens the journal and the keys: apart from the rest, since Django takes long to start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from gestand.core.datamap.model import OwnRecords
from gestand.records.ledger import ledger_in
from gestand.records.sealing import AesCipher
from gestand.records.signing import OwnSeal
from gestand.work.company import Company
from gestand.work.corrections import drop_lapsed
from gestand.work.handing_over import clear as clear_handed
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.masterkey import MasterKey
from gestand.work.packages import clear
from gestand.work.state import DATABASE, State
from gestand.work.way_back import lapse
from gestand.work.words import hide

_NONE: Mapping[State, Keyring] = MappingProxyType({})
_OPEN: ContextVar[Mapping[State, Keyring]] = ContextVar("keyrings kept open", default=_NONE)


@contextmanager
def journal_of(company: Company) -> Iterator[Journal]:
    """Open the journal of an organisation, to write in; it is made where there is none."""
    with journal_in(company.heads, company.records) as journal:
        yield journal


@contextmanager
def journal_in(heads: Heads, records: OwnRecords) -> Iterator[Journal]:
    """Open the journal whose heads are kept there, to write in; it is made where there is none."""
    with keyring_in(heads, records) as keyring:
        yield keyring.journal


@contextmanager
def keyring_of(company: Company) -> Iterator[Keyring]:
    """Open the journal of an organisation with its keys, as `keyring_in` does."""
    with keyring_in(company.heads, company.records) as keyring:
        yield keyring


@contextmanager
def keyring_in(heads: Heads, records: OwnRecords) -> Iterator[Keyring]:
    """Open the journal of an organisation with its keys; they are made where there are none.

    What may be kept no longer is destroyed first, whatever the command is for, and what stands
    in clear is encrypted where it can be by now. One that is `kept_open` is given as it is.
    """
    if (found := _OPEN.get().get(heads.state)) is not None:
        yield found
        return
    with _opened(heads, make=True) as journal:
        if journal is None:
            message = "a ledger that is made on opening is there"
            raise AssertionError(message)
        master = MasterKey(heads.state.folder.parent, records.key) if records.key else None
        keyring = Keyring(journal, AesCipher(), master, keep=records.keep)
        keyring.go_on()
        hide(keyring)
        lapse(keyring)
        drop_lapsed(keyring)
        clear(journal.state)
        clear_handed(journal.state)
        yield keyring


@contextmanager
def kept_open(keyring: Keyring) -> Iterator[None]:
    """Let all that is done within the block use this keyring, and open none."""
    before = _OPEN.set({**_OPEN.get(), keyring.journal.state: keyring})
    try:
        yield
    finally:
        _OPEN.reset(before)


@contextmanager
def journal_to_read(heads: Heads) -> Iterator[Journal | None]:
    """Open the journal of an organisation as it stands; None where there is none."""
    with _opened(heads, make=False) as journal:
        yield journal


@contextmanager
def _opened(heads: Heads, *, make: bool) -> Iterator[Journal | None]:
    state = heads.state
    with ledger_in(state.folder / DATABASE, state.url, make=make) as ledger:
        if ledger is None:
            yield None
            return
        make_key = make and ledger.newest() is None
        seal = OwnSeal(state.signing_key(make=make_key))
        with state.opened(ledger.kept):
            journal = Journal(state, ledger, seal, heads)
            if make:
                journal.take_over()
            yield journal
