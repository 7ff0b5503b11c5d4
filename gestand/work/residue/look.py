"""Look for what is left of a person: in every table of every store, mapped or not, and in files.

1. Every store is looked through, whatever the data map says of its tables; then every folder
   with files.
2. The rows that were found, and those that name such a file, are asked by what they are held today.
3. Each store tells what is left below its tables.
4. The outcome goes into a receipt and the ledger: places and counts, and never a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from gestand.core.names import bare, store_of
from gestand.core.residue import physical
from gestand.core.residue.forms import Sought
from gestand.core.residue.grades import Place
from gestand.errors import CannotRun
from gestand.settings import now
from gestand.work.intents import reconcile
from gestand.work.journal import Journal
from gestand.work.memory import facts_so_far
from gestand.work.residue.files import columns_with_files, look_through
from gestand.work.residue.outcome import Outcome
from gestand.work.residue.premises import Premises
from gestand.work.residue.removals import NEVER, removals
from gestand.work.residue.rows import FoundIn, FoundRow, judged, rows_found
from gestand.work.settling import settle
from gestand.work.sweep import Progress, silently
from gestand.work.undo_files import records


def look_for(
    premises: Premises,
    sought: Sequence[Sought],
    as_of: date,
    journal: Journal,
    progress: Progress = silently,
) -> Outcome:
    """Look for identifiers in every store and folder, and return where they stand and why.

    Raises CannotRun where a store, a file or the journal cannot be read, or where an identifier
    is too short or stands nearly everywhere.
    """
    _refuse_short(sought)
    journal.refuse_doubts()
    found = rows_found(premises, sought, progress)
    outcome = Outcome(sought, len(premises.tables))
    _look_at_files(premises, sought, found, outcome, progress)
    for judgement in judged(premises, found, as_of):
        outcome.add_row(*judgement)
    outcome.below = tuple(_below(premises, sought, outcome.held_in))
    kept = records(premises.heads.state)
    outcome.undoable = {one.receipt: until for one in kept if (until := one.until())}
    _record(premises, sought, as_of, journal, outcome)
    return outcome


def _refuse_short(sought: Sequence[Sought]) -> None:
    short = [str(n) for n, one in enumerate(sought, start=1) if one.too_short and not one.whole]
    if short:
        # What was typed is not repeated.
        message = (
            f"identifier {', '.join(short)} is too short: it would stand in texts about anybody. "
            "Give a longer one, or `--whole` to look for it as the whole of a value"
        )
        raise CannotRun(message)


def _look_at_files(
    premises: Premises,
    sought: Sequence[Sought],
    found: FoundIn,
    outcome: Outcome,
    progress: Progress,
) -> None:
    """Look through every folder; add the rows that name a file in which an identifier stands."""
    folders = columns_with_files(premises.datamap)
    for number, (folder, columns) in enumerate(folders.items(), start=1):
        seen = look_through(premises.project.root, folder, sought)
        outcome.files += seen.files
        outcome.closed += seen.closed
        unnamed = dict(seen.forms)
        for table, column in columns:
            for name, key in premises.naming(table, column, list(seen.forms)):
                form = seen.forms[name]
                found.setdefault(table, []).append(FoundRow(key, {column: form}, folder))
                unnamed.pop(name, None)
        for name, form in unnamed.items():
            outcome.add_file(folder, name, form)
        progress(folder, number, len(folders))


def _below(
    premises: Premises, sought: Sequence[Sought], held: frozenset[str]
) -> Iterator[physical.Grade]:
    """Yield what is left below the tables of each store."""
    removed, backups = removals(premises.heads.state), premises.datamap.backups
    for name, store in premises.stores.items():
        # Where a row holds it, its bytes must be there: nothing could be told by them.
        told = store.below(() if name in held else sought)
        yield physical.grade(
            name, told, removed.get(name, NEVER), backups.get(name), held=name in held
        )


def _record(
    premises: Premises, sought: Sequence[Sought], as_of: date, journal: Journal, outcome: Outcome
) -> None:
    """Write a receipt: places and counts, and a keyed digest for each identifier."""
    state = premises.heads.state
    with state.alone():
        state.key()
        with journal.recording():
            # Of an organisation that cannot be matched no store can be opened to be asked.
            settle(premises.company) if premises.company else reconcile(state)
            outcome.receipt = number = state.next_receipt()
            entry = {
                "entry": number,
                "previous": state.previous_digest(number),
                "kind": "residue looked for",
                "status": "done",
                "at": now().isoformat(timespec="seconds"),
                "as_of": as_of.isoformat(),
                "recorded": facts_so_far(state),
                "identifiers": [state.digest("residue", one.text) for one in sought],
                "stores": sorted(premises.stores),
                "tables": outcome.tables,
                "settled": outcome.settled,
                "below": [
                    {"store": each.store, "is": each.word, "said": list(each.said)}
                    for each in outcome.below
                ],
                "files": outcome.files,
                "files_closed": outcome.closed,
                "undoable": list(outcome.undoable),
                "places": [_place_entry(place, outcome.counts[place]) for place in outcome.places],
            }
            state.write_receipt(number, entry)


def _place_entry(place: Place, rows: int) -> dict[str, Any]:
    return {
        "store": store_of(place.table),
        "table": bare(place.table),
        "column": place.column,
        "folder": place.folder,
        "form": place.form.value,
        "grade": place.why.grade.name.lower(),
        "purpose": place.why.purpose,
        "until": place.why.until.isoformat() if place.why.until else None,
        "rows": rows,
    }
