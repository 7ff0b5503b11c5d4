"""Take in a package that another controller hands over: checked, set aside, and receipted.

What comes in is quarantined: it stands in a folder of its own, for its owner only, until a person
looks at it. Nothing of it reaches a store by itself.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from gestand.core.handing import MANIFEST, RECEIVED, SIGNATURE, Handed, canonical, why_not
from gestand.core.ledger import Seal
from gestand.errors import GestandError
from gestand.settings import now
from gestand.work.journal import Journal
from gestand.work.key_files import keyed_lines
from gestand.work.state import State, keep_names, plainly

LARGEST = 20_000_000
"""Bytes of a package."""

UNPACKED, MEMBERS = 10 * LARGEST, 10_000
QUARANTINED = "package quarantined"
"""An entry of the ledger: a package came in, and was set aside."""

_BLOCK = 1 << 16


class NotTaken(GestandError):
    """A package is not taken in; the words repeat nothing of it."""


@dataclass(frozen=True)
class Door:
    """Who may hand something over: by public key the senders, and the name of this controller.

    `unpacked` is how many bytes the members of a package may be together.
    """

    controller: str
    senders: Mapping[str, str]
    unpacked: int = UNPACKED


def senders_in(path: Path) -> dict[str, str]:
    """Return by public key the names in a file: each line a key in hex, a space, and a name."""
    return {key: name for _, key, name in keyed_lines(path, "a space and a name")}


def take_in(journal: Journal, door: Door, package: bytes) -> dict[str, object]:
    """Set a package aside, and return a signed receipt; the same one twice is set aside once.

    Raises NotTaken where it is not whole, not from a known sender, or not for us.
    """
    found = _checked(package, door, journal.seal)
    state, digest = journal.state, sha256(package).hexdigest()
    folder = state.folder / "quarantine"
    path = folder / f"{digest}.zip"
    if not path.exists():
        _put(state, path, package)
    entries = journal.ledger.of_kind(QUARANTINED)
    if not any(json.loads(entry.told)["package"] == digest for entry in entries):
        told = {"package": digest, "sender": found.sender, "bytes": len(package)}
        with journal.recording((QUARANTINED, told)):
            pass
    said = {
        "package": digest,
        "from": found.sender,
        "to": door.controller,
        "at": now().isoformat(timespec="seconds"),
        "is": "quarantined",
    }
    seal = journal.seal
    signature = seal.sign(RECEIVED + canonical(said))
    return {"receipt": said, "public": seal.public, "signature": signature}


def _checked(package: bytes, door: Door, seal: Seal) -> Handed:
    members, told = _members(package, door.unpacked)
    found = why_not(members, told, (door.controller, door.senders), seal.is_of)
    if isinstance(found, str):
        raise NotTaken(found)
    return found


def _members(
    package: bytes, most: int
) -> tuple[dict[str, tuple[str, int]], tuple[bytes, bytes]]:
    """Return the digest and the size of each member, and the manifest with its signature.

    A member is read in parts and counted: what unpacks to more than a package may be is refused.
    """
    found: dict[str, tuple[str, int]] = {}
    left = most
    try:
        with ZipFile(BytesIO(package)) as zipped:
            names = zipped.namelist()
            if len(names) > MEMBERS or len({*names}) < len(names):
                message = "it has too many members, or one of them twice"
                raise NotTaken(message)
            for name in names:
                found[name] = _counted(zipped, name, left)
                left -= found[name][1]
            _refuse_large(found)
            return found, (zipped.read(MANIFEST), zipped.read(SIGNATURE))
    except (BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        message = "it is no package: a zip archive with a manifest and its signature"
        raise NotTaken(message) from error


def _counted(zipped: ZipFile, name: str, left: int) -> tuple[str, int]:
    """Return the digest and the size of a member; NotTaken where more than `left` is in it."""
    digest, size = sha256(), 0
    with zipped.open(name) as member:
        while block := member.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if size > left:
                message = "it unpacks to more than a package may be"
                raise NotTaken(message)
    return digest.hexdigest(), size


def _refuse_large(members: Mapping[str, tuple[str, int]]) -> None:
    if any(members.get(name, ("", 0))[1] > LARGEST // 10 for name in (MANIFEST, SIGNATURE)):
        message = "its manifest is too large"
        raise NotTaken(message)


def _put(state: State, path: Path, package: bytes) -> None:
    """Write a package for its owner only; it is there whole or not at all."""
    with plainly(path):
        state.folder.mkdir(mode=0o700, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.half-written")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(handle, "wb") as stream:
            stream.write(package)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        keep_names(path.parent)
