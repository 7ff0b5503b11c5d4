"""What holds of what is kept of a run: it names nobody, and what can be undone cannot for ever."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gestand.core.calendar import Period
from gestand.core.datamap.model import OwnRecords
from gestand.errors import CannotRun
from gestand.wiring.recording import keyring_of
from gestand.work.carry_out import carry_out
from gestand.work.sweep import prepare
from gestand.work.undo_files import PartReader, UndoRecord, name_of
from gestand.work.way_back import WayBack
from tests.laws.erasing import TEXT, rows_of
from tests.laws.registry import law
from tests.laws.scenes import Branch, Scene
from tests.recording import undone
from tests.undoing import key_in

AT_ONCE = Period()
"""A record that is kept for no time at all is over when the next command begins."""
FEW = 3
"""Rows in a transaction, so that a run has several of them."""


@dataclass(frozen=True)
class Record:
    """An undo record: its files, the key that opens them, and that key as it was kept."""

    files: dict[Path, bytes]
    key: bytes
    sealed: bytes


def on_disk(folder: Path) -> list[bytes]:
    """Return the bytes of all that is kept in a project."""
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def kept(scene: Scene, branch: Branch) -> Record | None:
    """Carry out the first request, and return its undo record, if anything went."""
    company, asked = branch.company, scene.erasing(*scene.people)
    with prepare(company, asked) as prepared, keyring_of(company) as keyring:
        carry_out(prepared, keyring.journal, back=WayBack(keyring, AT_ONCE, rows=FEW))
        record, name = UndoRecord(company.state, 1), name_of(1)
        if not record.transactions():
            return None
        key, wrapped = keyring.key(name), keyring.journal.ledger.keys.one(name)
        assert wrapped is not None
        for number in record.transactions():
            assert PartReader(record, number, key, keyring.cipher).sections()
        files = [record.file(number) for number in record.transactions()]
        return Record({path: path.read_bytes() for path in files}, key, wrapped.sealed)


def recording(scene: Scene, name: str) -> Branch:
    """Return a copy of the project that has own records and a master key."""
    branch = scene.branch(name)
    key_in(branch.folder)
    branch.opened = replace(branch.opened, records=OwnRecords(key="master.key"))
    return branch


@law("V2", "Over: once an undo record is over, nothing on the disk opens it, wherever a copy is.")
def what_is_over_cannot_be_read(scene: Scene) -> None:
    branch = recording(scene, "over")
    record = kept(scene, branch)
    if record is None:
        return
    assert any(record.sealed in each for each in on_disk(branch.folder))
    with keyring_of(branch.company) as keyring:
        assert not keyring.has(name_of(1))
    assert not [path for path in record.files if path.exists()]
    for each in on_disk(branch.folder):
        assert record.sealed not in each and record.key not in each
    for path, text in record.files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
    before = branch.rows()
    with pytest.raises(CannotRun):
        undone(branch.company, 1)
    assert branch.rows() == before


@law("B2", "Nameless: nothing that stands in a row stands in what is kept of a run.")
def what_is_kept_names_nobody(scene: Scene) -> None:
    branch = recording(scene, "nameless")
    kept(scene, branch)
    rows = [str(value) for rid in rows_of(scene.naive) for value in scene.naive.row(rid).values()]
    texts = {text for value in rows for text in TEXT.findall(value)}
    texts |= {str(key) for _, key in scene.people if not isinstance(key, int)}
    told = b"".join(on_disk(branch.folder / ".gestand"))
    assert told
    assert [text for text in texts if text.encode() in told] == []
