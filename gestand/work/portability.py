"""Give somebody what they provided, to take along: as JSON and CSV, with a schema and a manifest.

The rows are those of an answer to access, read by the same plan; of each only the values that the
person provided and that a purpose holds today which rests on consent or a contract. The manifest
has a digest of every file and is signed: whoever gets the package can tell that it is whole.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from gestand import __version__
from gestand.core.access.told import ColumnTold, columns_told
from gestand.core.datamap.holdings import Holdings
from gestand.core.handing import MANIFEST, SCHEMA, SIGNATURE, SIGNED
from gestand.core.plan.steps import Read
from gestand.core.policy.model import Policy
from gestand.core.portable import columns, purposes, schema, type_of
from gestand.errors import CannotRun
from gestand.records.kept import STARTED
from gestand.settings import now
from gestand.stores.base import RowTold
from gestand.work.answer.archive import Archive, Spool, archive, beside, digest_of, put_in_place
from gestand.work.answer.disk import FilesOnDisk
from gestand.work.answer.rows import raw, shown, spreadsheet_cell
from gestand.work.answer.tables import BOM, encoded
from gestand.work.company import Company
from gestand.work.keyring import Keyring
from gestand.work.memory import facts_so_far
from gestand.work.put_back import refuse_put_back
from gestand.work.settling import settle
from gestand.work.sweep import Opened, Request, in_force, opened

GIVEN = "portability given"
"""The kind of a receipt of a package to take along."""


@dataclass
class Taken:
    """What was given: rows by table, of which categories, how many files, and its receipt."""

    rows: dict[str, int] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)
    files: int = 0
    receipt: int = 0


@dataclass(frozen=True)
class Along:
    """Where a package goes: to which file, and `to` whom, where it is not for the person."""

    out: Path
    to: str = ""
    replace: bool = False


def made_for(out: Path) -> str | None:
    """Return for whom the package in a file was made; None where there is no package."""
    try:
        with ZipFile(out) as package:
            found: str = json.loads(package.read(MANIFEST))["to"]
    except (OSError, BadZipFile, KeyError, ValueError):
        return None
    return found


def take_along(company: Company, asked: Request, along: Along, keyring: Keyring) -> Taken:
    """Write the package of one person to a zip archive, and a receipt without personal data.

    Raises CannotRun where a store, own records or the file cannot be read or written, where nothing
    can be taken along, or while another run is at work.
    """
    state, journal = company.state, keyring.journal
    out, to = along.out, along.to
    with state.alone(), beside(out, replace=along.replace) as path:
        state.key()  # without it nothing that is done can be recorded
        journal.refuse_doubts()
        with opened(company, asked) as ready, archive(path, out) as zipped:
            refuse_put_back(ready.put_back)
            taken = _Package(company, asked, ready, zipped).write(keyring, to)
        if not taken.rows:
            message = (
                "nothing that this person provided rests on consent or a contract today: decide "
                "on the request anew, `refused` with `--ground 20.1-not-given`"
            )
            raise CannotRun(message)
        with journal.recording():
            settle(company)
            taken.receipt = state.next_receipt()
            entry = _entry(company, asked, taken, digest_of(path), to)
            state.write_receipt(taken.receipt, {**entry, "status": STARTED})
        put_in_place(path, out, replace=along.replace)
        with journal.recording():
            state.write_receipt(taken.receipt, entry)
    return taken


@dataclass
class _Package:
    company: Company
    asked: Request
    ready: Opened
    archive: Archive
    schema: dict[str, dict[str, tuple[str, set[str]]]] = field(default_factory=dict)
    categories: set[str] = field(default_factory=set)

    @property
    def policy(self) -> Policy:
        return in_force(self.company.versions, self.asked.as_of)[-1]

    def write(self, keyring: Keyring, to: str) -> Taken:
        """Write every member, the manifest and its signature last."""
        taken, portable = Taken(), purposes(self.policy)
        disk = FilesOnDisk(self.company.root, self.archive)
        for name in self.ready.runs:
            taken.rows |= self._store(name, portable, disk)
        taken.files, taken.categories = disk.copied, self.categories
        self._member(SCHEMA, schema(self.schema))
        manifest = self._member(MANIFEST, self._manifest(to))
        seal = keyring.journal.seal
        signed = {"algorithm": "Ed25519", "public": seal.public,
                  "signature": seal.sign(SIGNED + manifest)}
        self._member(SIGNATURE, signed)
        return taken

    def _store(
        self, name: str, portable: Collection[str], disk: FilesOnDisk
    ) -> dict[str, int]:
        """Write what a store holds, read in one state of it; return the rows by table."""
        run, holdings = self.ready.runs[name], self.company.holdings
        steps = [step for step in self.ready.program.of_store(name) if isinstance(step, Read)]
        told = run.told(steps)
        with run.transaction(writing=False):
            counts = {
                step.table: self._table(
                    step, _rows(holdings, step, told.rows(step), portable, disk)
                )
                for step in steps
            }
        return {table: count for table, count in counts.items() if count}

    def _table(self, step: Read, rows: Iterator[list[tuple[ColumnTold, Any]]]) -> int:
        """Write the rows of a table, where there are any, and return how many."""
        files: _Files | None = None
        names = [c.name for c in columns(columns_told(self.company.holdings, step))]
        for row in rows:
            files = files or _Files(self.archive, step.table, names)
            files.add({column.name: raw(value) for column, value in row})
            for column, value in row:
                self.categories.add(column.category)
                words = self.policy.categories[column.category].words
                title = words.get(self.policy.controller.languages[0], column.category)
                found = self.schema.setdefault(step.table, {}).setdefault(
                    column.name, (title, set())
                )
                found[1].add(type_of(raw(value)))
        return files.close() if files else 0

    def _member(self, name: str, told: Mapping[str, Any]) -> bytes:
        content = encoded(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        spool = self.archive.spool()
        spool.write(content)
        self.archive.add_spool(self.archive.name(name), spool)
        return content

    def _manifest(self, to: str) -> dict[str, Any]:
        policy = self.policy
        return {
            "portability": 1,
            "gestand": __version__,
            "from": policy.controller.name,
            **({"to": to} if to else {}),
            "as of": self.asked.as_of.isoformat(),
            "statement": policy.effective.isoformat(),
            "rests on": sorted(purposes(policy)),
            # Whoever gets the package may ask for what stands there.
            "not mapped": list(self.company.unmapped),
            "members": {
                name: {"sha256": digest, "bytes": size}
                for name, (digest, size) in self.archive.members.items()
            },
        }


class _Files:
    """The two files of a table: JSON for programs, CSV for spreadsheets."""

    def __init__(self, zipped: Archive, table: str, names: list[str]) -> None:
        self.archive, self.names, self.count = zipped, names, 0
        self.json_name = zipped.name("data", f"{table}.json")
        self.csv_name = zipped.name("data", f"{table}.csv")
        self._json, self._csv = zipped.spool(), zipped.spool()
        self._json.write(encoded(f'{{"table": {json.dumps(table)}, "rows": ['))
        self._csv.write(BOM)
        self._line(names)

    def add(self, row: Mapping[str, Any]) -> None:
        said = json.dumps(row, ensure_ascii=False, default=str)
        self._json.write(encoded(f"{',' if self.count else ''}\n {said}"))
        self._line([row.get(name) for name in self.names])
        self.count += 1

    def close(self) -> int:
        self._json.write(b"\n]}\n")
        self.archive.add_spool(self.json_name, self._json)
        self.archive.add_spool(self.csv_name, self._csv)
        return self.count

    def _line(self, values: Collection[Any]) -> None:
        csv.writer(_Encoding(self._csv), quoting=csv.QUOTE_ALL).writerow(
            [spreadsheet_cell(value) for value in values]
        )


@dataclass(frozen=True)
class _Encoding:
    spool: Spool

    def write(self, text: str) -> int:
        return self.spool.write(encoded(text))


def _rows(
    holdings: Holdings,
    step: Read,
    rows: Iterator[RowTold],
    portable: Collection[str],
    disk: FilesOnDisk,
) -> Iterator[list[tuple[ColumnTold, Any]]]:
    """Yield of each row the values that may be taken along, where there are any.

    What somebody else provided is not theirs, where they may see it as well.
    """
    told = columns_told(holdings, step)
    possible = {column.name for column in columns(told)}
    for number, row in enumerate(rows, start=1):
        one = shown(step, told, row, number, {})
        found = [
            cell.column
            for cell in one.cells
            if row.own and cell.column.name in possible and cell.holds_data
            and any(step.keeps[n].purpose in portable for n in cell.why.held_by)
        ]
        files = disk.of(step, found, row)
        values = {cell.column.name: cell.value for cell in one.cells}
        if found:
            yield [
                (c, files[c.name].member if c.name in files else values[c.name]) for c in found
            ]


def _entry(
    company: Company, asked: Request, taken: Taken, digest: str, to: str
) -> Mapping[str, Any]:
    state = company.state
    return {
        "entry": taken.receipt,
        "previous": state.previous_digest(taken.receipt),
        "kind": GIVEN,
        "status": "done",
        "at": now().isoformat(timespec="seconds"),
        "as_of": asked.as_of.isoformat(),
        "people": [state.digest(person.kind, person.key) for person in asked.people],
        "to": sha256(to.encode()).hexdigest() if to else None,
        "schemas": company.digests(),
        "recorded": facts_so_far(state),
        "files": taken.files,
        "package": state.digest("package", digest),
        "tables": dict(taken.rows),
        "categories": sorted(taken.categories),
        **({"not_mapped": list(company.unmapped)} if company.unmapped else {}),
    }
