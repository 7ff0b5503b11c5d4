"""Keep an answer until its person fetches it, encrypted under the code with which they do.

The code is shown once and not kept, so own records and their backups cannot open what waits: they
hold a keyed digest by which a code is known. What cannot be fetched any more is removed.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gestand.core.codes import plain
from gestand.core.packages import ALPHABET, FETCHED, LENGTH, PUT, REMOVED, Package
from gestand.core.request import GIVES
from gestand.errors import CannotRun
from gestand.records.base import CannotBeOpened
from gestand.settings import now
from gestand.work.journal import Journal
from gestand.work.keyring import Keyring
from gestand.work.registers import PACKAGES, Refused, add_line, go_on, lines_about
from gestand.work.rights import NotPossible
from gestand.work.rights_kept import Kept
from gestand.work.state import State

PART = 1 << 20
_KEY = b"gestand package 1: key"
_ABOUT = "gestand package 1: {} part {} of {}"
_LENGTH = 4


@dataclass(frozen=True)
class Fetched:
    """What whoever has the code gets: its length, and its content part by part."""

    size: int
    parts: Iterator[bytes]


def packages(state: State) -> dict[int, Package]:
    """Return every package by its number."""
    found: dict[int, Package] = {}
    for line in state.lines(PACKAGES):
        number = line["parcel"]
        if line["event"] == PUT:
            until = datetime.fromisoformat(line["until"])
            told = (line["times"], line["parts"], line["size"])
            found[number] = Package(number, line["request"], line["digest"], until, *told)
        else:
            found[number] = found[number].after(line["event"])
    return found


def put(keyring: Keyring, kept: Kept, file: Path, until: datetime, times: int) -> tuple[int, str]:
    """Keep a file for the person of a request, and return its number and the code that opens it.

    Raises NotPossible for a request by which nothing is given, or before it was carried out, and
    CannotRun where the file cannot be read or kept.
    """
    number, request = kept.row.number, kept.request
    if request.right not in GIVES or request.carried_out is None:
        message = (
            f"request {number}: a package is what access or portability gave, once that was "
            "carried out"
        )
        raise NotPossible(message)
    return keep(keyring, number, file, until, times)


def keep(
    keyring: Keyring, number: int, file: Path, until: datetime, times: int
) -> tuple[int, str]:
    """Keep a file for the person of a request by its number, as `put` does.

    It may be done before the request is on record as carried out: a crash in between then loses no
    code, as the answer is made and kept anew.
    """
    state = keyring.journal.state
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    package = max(packages(state), default=0) + 1
    size = file.stat().st_size
    parts = max(1, -(-size // PART))
    told = {
        "request": number, "digest": _digest(state, text), "times": times, "parts": parts,
        "until": until.isoformat(timespec="seconds"), "size": size,
    }  # fmt: skip
    # On record first: another command removes what no package on record waits for.
    go_on(keyring.journal, PACKAGES, (package, 0), PUT, told)
    try:
        _seal(keyring, file, _place(state, package), (package, parts), text)
    except OSError as error:
        go_on(keyring.journal, PACKAGES, (package, 1), REMOVED, {})
        message = f"{file} cannot be kept: {(error.strerror or 'no reason given').lower()}"
        raise CannotRun(message) from error
    return package, text


def fetch(keyring: Keyring, typed: str) -> Fetched | None:
    """Return what the code opens, and count it; None for a code that does not count.

    That is the same for one that never was, one that ran out and one that was used up. Raises
    CannotRun where what is kept is not what was put there.
    """
    state, digest = keyring.journal.state, _digest(keyring.journal.state, plain(typed))
    found = next((p for p in packages(state).values() if p.digest == digest), None)
    if found is None or not found.waits(now()):
        return None
    for _ in _opened(keyring, found, plain(typed)):
        pass  # what cannot be opened as a whole is not begun, and does not count
    seen = (found.number, lines_about(state, PACKAGES, found.number))
    with keyring.journal.recording() as news:
        add_line(state, news, PACKAGES, seen, (FETCHED, {}))
    return Fetched(found.size, _opened(keyring, found, plain(typed)))


def remove(journal: Journal, number: int) -> None:
    """Take a package away before its time; Refused where there is none that waits."""
    take_away(journal, number)
    clear(journal.state)


def take_away(journal: Journal, number: int) -> Package:
    """Let nobody fetch a package any more, as `remove` does; what stands on disk is left to it."""
    found = packages(journal.state).get(number)
    if found is None or not found.waits(now()):
        message = f"no package {number} waits: `gestand package` lists them"
        raise Refused(message)
    go_on(journal, PACKAGES, (number, lines_about(journal.state, PACKAGES, number)), REMOVED, {})
    return packages(journal.state)[number]


def clear(state: State) -> None:
    """Remove from disk what nobody can fetch any more."""
    folder = state.folder / "packages"
    if not folder.is_dir():
        return
    waiting = {str(p.number) for p in packages(state).values() if p.waits(now())}
    with suppress(OSError):  # the next command tries it again
        for path in folder.iterdir():
            if path.name not in waiting:
                path.unlink()


def _seal(keyring: Keyring, file: Path, place: Path, which: tuple[int, int], code: str) -> None:
    """Write a file encrypted, part by part, and flush it: only its owner can read it."""
    (number, parts), key = which, _key(code)
    place.parent.mkdir(mode=0o700, exist_ok=True)
    place.unlink(missing_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with file.open("rb") as content, os.fdopen(handle, "wb") as to:
        for part in range(parts):
            about = _ABOUT.format(number, part, parts)
            sealed = keyring.cipher.seal(key, content.read(PART), about)
            to.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        to.flush()
        os.fsync(to.fileno())


def _opened(keyring: Keyring, package: Package, code: str) -> Iterator[bytes]:
    key = _key(code)
    try:
        with _place(keyring.journal.state, package.number).open("rb") as content:
            for part in range(package.parts):
                sealed = content.read(int.from_bytes(content.read(_LENGTH), "big"))
                about = _ABOUT.format(package.number, part, package.parts)
                yield keyring.cipher.opened(key, sealed, about)
    except (OSError, CannotBeOpened) as error:
        message = f"package {package.number} is not what was put there: put it there again"
        raise CannotRun(message) from error


def _place(state: State, number: int) -> Path:
    return state.folder / "packages" / str(number)


def _key(code: str) -> bytes:
    return hmac.digest(code.encode(), _KEY, "sha256")


def _digest(state: State, code: str) -> str:
    return state.digest("code of a package", code)
