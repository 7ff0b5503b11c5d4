"""The ledger knows each version that was published, and signs for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gestand.core.ledger import canonical
from gestand.records.base import News
from gestand.work.journal import Journal
from gestand.work.kept_versions import FOLDER, SIGNED, files_in
from gestand.work.state import plainly

KIND = "version published"
ENDING = ".signature"


@dataclass(frozen=True)
class Versions:
    """What became of the versions of which the ledger tells: how many hold, and what is wrong.

    `unsigned` are files of which no entry tells: they were published before there was a ledger.
    """

    held: int
    wrong: tuple[str, ...]
    unsigned: tuple[str, ...]


def sign_versions(journal: Journal, privacy: Path) -> list[str]:
    """Tell the ledger of every kept version that it does not know, and sign each; return those.

    A crash in between leaves a version that the next publication tells of. Raises CannotRun as
    `recording` does, or where a signature cannot be written.
    """
    known, new = _told(journal), []
    news: list[News] = []
    for path in files_in(privacy):
        content = path.read_bytes()
        digest = sha256(content).hexdigest()
        if known.get(path.name) is None:
            news.append((KIND, {"file": path.name, "digest": digest, **_named(content)}))
            new.append(path.name)
    if news:
        with journal.recording(*news):
            pass
    for path in files_in(privacy):
        _write_signature(journal, path)
    return new


def look_at_versions(journal: Journal, privacy: Path) -> Versions:
    """Return whether every version of which the ledger tells is there as it was published."""
    known = _told(journal)
    wrong = [*_wrong(journal, privacy, known)]
    there = [path.name for path in files_in(privacy)]
    unsigned = tuple(name for name in there if name not in known)
    return Versions(len(known) - len(wrong), tuple(wrong), unsigned)


def _wrong(journal: Journal, privacy: Path, known: dict[str, str]) -> Iterator[str]:
    for name, digest in known.items():
        path = privacy / FOLDER / name
        where = f"`{privacy.name}/{FOLDER}/{name}`"
        try:
            content = path.read_bytes()
        except OSError:
            yield f"{where}, a version that was published, is gone"
            continue
        if sha256(content).hexdigest() != digest:
            yield f"{where} is not the version that was published"
        elif not _is_signed(journal, path, content):
            yield f"{where} has no signature of this ledger: `gestand publish` signs it again"


def _told(journal: Journal) -> dict[str, str]:
    """Return the digest of each file of which the ledger tells."""
    entries = (json.loads(entry.told) for entry in journal.ledger.of_kind(KIND))
    return {told["file"]: told["digest"] for told in entries}


def _named(content: bytes) -> dict[str, str]:
    told = json.loads(content)
    return {"effective": str(told["effective"]), "version": str(told["version"])}


def _signature(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def _is_signed(journal: Journal, path: Path, content: bytes) -> bool:
    try:
        told = json.loads(_signature(path).read_bytes())
        return journal.seal.holds(SIGNED + content, str(told["signature"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_signature(journal: Journal, path: Path) -> None:
    content, seal = path.read_bytes(), journal.seal
    if _is_signed(journal, path, content):
        return
    told = {"algorithm": "Ed25519", "public": seal.public, "signature": seal.sign(SIGNED + content)}
    with plainly(path.parent):
        _signature(path).write_text(canonical(told) + "\n", "ascii")
