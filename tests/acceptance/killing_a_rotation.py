"""Kill a rotation of the master key at each moment at which it touches the disk.

Use: python -m tests.acceptance.killing_a_rotation FOLDER. Prints a JSON object: how many moments
there were, and at which of them something was wrong afterwards.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from gestand.core.datamap.model import OwnRecords
from gestand.wiring.recording import keyring_in
from gestand.work.heads import Heads
from gestand.work.keyring import ROTATED
from gestand.work.verify import look_through
from tests.acceptance.killing import MOST, Countdown, in_a_child
from tests.undoing import key_in

RECORDS = OwnRecords(key="keys/master.key")
LATER = "2999-01-01T00:00:00+00:00"


class Moments(Countdown):
    """Counts what is done to the files of keys as well."""

    def audited(self, event: str, about: tuple[object, ...]) -> None:
        """Count a moment at which a file of ours or of the master key is touched."""
        if event == "open" and "master.key" in str(about[0]):
            self.tick()
        super().audited(event, about)


def rotate(folder: Path, countdown: Countdown) -> None:
    """Change the master key."""
    with keyring_in(Heads.of(folder, RECORDS), RECORDS) as keyring:
        countdown.on = True
        keyring.rotate(None)
        countdown.on = False


def main(folder: Path) -> None:
    """Try the moments one after another, and print what came of it."""
    wrong, moment = list[str](), 0
    for moment in range(1, MOST):
        own = folder / str(moment)
        (own / "keys").mkdir(parents=True)
        key_in(own / "keys")
        with keyring_in(Heads.of(own, RECORDS), RECORDS) as keyring:
            kept = keyring.new("a", LATER)
        countdown = Moments(moment, int(signal.SIGKILL))
        stopped = in_a_child(partial(rotate, own, countdown), countdown)
        wrong += [f"{moment}: {told}" for told in _wrong(own, kept)]
        if not stopped:
            break
    sys.stdout.write(json.dumps({"moments": moment, "wrong": wrong}))


def _wrong(folder: Path, kept: bytes) -> Iterator[str]:
    with keyring_in(Heads.of(folder, RECORDS), RECORDS) as keyring:
        if keyring.key("a") != kept:
            yield "the key is another one"
        keyring.rotate(None)
        if keyring.key("a") != kept:
            yield "the key is another one after all"
        kinds = [entry.kind for entry in keyring.journal.ledger.entries()]
        if kinds.count(ROTATED) not in (1, 2):
            yield "the ledger tells of other rotations"
        yield from look_through(keyring.journal).wrong
    left = sorted(path.name for path in (folder / "keys").iterdir())
    if left != ["master.key"]:
        yield f"something is left: {left}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
