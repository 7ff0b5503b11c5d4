"""How `gestand request --fulfil --queue` acts: it carries out a list, beside others that do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click

from gestand.core.counting import counted
from gestand.core.request import What
from gestand.core.rights import possible
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun, GestandError, StoreBusy, StoreLost
from gestand.surfaces.cli.below import Several
from gestand.surfaces.cli.edge import COULD_NOT_RUN
from gestand.surfaces.cli.fulfilling import Fulfilling, fulfilled
from gestand.wiring import kept_open as company_kept_open
from gestand.wiring.recording import kept_open as keyring_kept_open
from gestand.wiring.spreading import queue_of, send
from gestand.work.claims import claimed
from gestand.work.collecting import collecting_seldom
from gestand.work.durable import Work
from gestand.work.keyring import Keyring
from gestand.work.lists import LEFT, WAITS, How, Listed, carry_out_part, hand_out
from gestand.work.open_requests import AllTerms
from gestand.work.project import Project
from gestand.work.rights_kept import Kept, request_known

TAKEN = frozenset({Right.ACCESS, Right.ERASURE, Right.PORTABILITY})
"""The rights of which a list may be carried out; what needs a value is done one by one."""

_DONE, _BY_OTHERS = "carried out", "carried out by another program"


def queue(stream: TextIO) -> Iterator[Listed]:
    """Yield what stands in a list; CannotRun for a line that is none, which is not repeated."""
    for place, line in enumerate(stream, start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != 2 or not words[0].isdecimal() or ":" not in words[1]:
            message = f"line {place} of the list is no `NUMBER KIND:KEY`"
            raise CannotRun(message)
        yield Listed(int(words[0]), words[1])


def carry_out_all(keyring: Keyring, typed: Fulfilling, terms: AllTerms, stream: TextIO) -> bool:
    """Carry out the requests of a list, one after the other; tell whether none was left.

    What a store was in the way of is tried again once the others were, as long as some of it ends.
    """
    waiting, state = list(queue(stream)), keyring.journal.state
    number, left, found = len(waiting), -1, Counter[str]()
    with _at_work(keyring, typed.directory) as several, state.waiting():
        typed = replace(typed, several=several)
        while waiting and len(waiting) != left:
            left = len(waiting)
            told = [(one, _claimed(keyring, typed, terms, one)) for one in waiting]
            found.update(what for _, what in told if what != WAITS)
            waiting = [one for one, what in told if what == WAITS]
    found[LEFT] += len(waiting)
    numbers = ", ".join(f"{found[what]:,} {what}" for what in (_DONE, _BY_OTHERS, LEFT))
    click.echo(f"{counted(number, 'request')}: {numbers}.")
    return not found[LEFT]


def hand_to_workers(keyring: Keyring, typed: Fulfilling, country: str, stream: TextIO) -> None:
    """Hand a list to the workers, who carry it out as `carry_out_all` does."""
    lines = list(queue(stream))
    to = queue_of(keyring.journal.state)
    send(to, ())
    out = "" if typed.out is None else str(typed.out.resolve())
    names = hand_out(keyring, lines, How(out, typed.language, country))
    send(to, names)
    click.echo(f"{counted(len(lines), 'request')}: handed to the workers.")


def carry_out_listed(keyring: Keyring, project: Project, work: Work) -> Mapping[str, int]:
    """Carry out a part of a list that was handed to workers; return how many became what."""
    terms: dict[str, AllTerms] = {}

    def do(one: Listed, how: How) -> str:
        out = folder_of(Path(how.out)) if how.out else None
        known = terms.setdefault(how.country, AllTerms(project, project.zone, how.country))
        acts = Fulfilling(project.root, None, out, how.language, True, True, several=several)
        return _claimed(keyring, acts, known, one)

    with _at_work(keyring, project.root) as several:
        return carry_out_part(keyring, work, do)


@contextmanager
def _at_work(keyring: Keyring, directory: Path) -> Iterator[Several]:
    """Keep all open that each request of a list needs, and do at its end what is done once."""
    several = Several()
    with collecting_seldom(), company_kept_open(directory) as company, keyring_kept_open(keyring):
        try:
            yield several
        finally:
            several.end(company)


def _claimed(keyring: Keyring, typed: Fulfilling, terms: AllTerms, one: Listed) -> str:
    with claimed(keyring.journal.state, one.number) as mine:
        became = _one(keyring, typed, terms, one) if mine else _BY_OTHERS
    if mine and typed.several:
        typed.several.count()
    return became


def _one(keyring: Keyring, typed: Fulfilling, terms: AllTerms, one: Listed) -> str:
    """Carry out one request, and return what became of it; why it was left is told."""
    try:
        seen = request_known(keyring.journal.state, one.number)
        if seen.request.carried_out is not None and What.CARRY_OUT not in possible(seen.request):
            return _BY_OTHERS
        _refuse_other_right(seen)
        out = typed.out / f"{one.number}.zip" if typed.out else None
        # A program that was killed may have left an answer that was not written down.
        acts = replace(typed, person=one.person, out=out, force=True)
        fulfilled(keyring, seen, acts, terms.on(seen.request.clock_from))
    except GestandError as error:
        which, why = f"request {one.number}", str(error)
        click.echo(f"gestand: {why if which in why else f'{which}: {why}'}", err=True)
        return WAITS if isinstance(error, StoreBusy | StoreLost) else LEFT
    except SystemExit as ended:
        # A store has to be waited for, or a person to decide: the plan told so.
        return WAITS if ended.code == COULD_NOT_RUN else LEFT
    return _DONE


def _refuse_other_right(seen: Kept) -> None:
    if seen.request.right not in TAKEN:
        message = "this right is carried out by itself: `--number` without --queue"
        raise CannotRun(message)


def folder_of(out: Path | None) -> Path | None:
    """Return the folder for answers; CannotRun where it is none."""
    if out is not None and not out.is_dir():
        message = "with --queue the answers go into a folder: --out names one that is there"
        raise CannotRun(message)
    return out
