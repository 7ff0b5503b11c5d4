"""The papers that prove what somebody signed: files below the folder that holds `privacy/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path

from gestand.core.policy.model import Policy


def digest_of_paper(root: Path, file: str) -> str | None:
    """Return the SHA-256 of a file below `root`; None where there is none to be read."""
    try:
        with _opened(root, file) as paper:
            return file_digest(paper, "sha256").hexdigest()
    except OSError:
        return None


def _opened(root: Path, file: str) -> BufferedReader:
    """Open a file below `root`; OSError where there is none."""
    path = root / file
    if not path.resolve().is_relative_to(root.resolve()):
        raise FileNotFoundError(file)
    return path.open("rb")


def papers(root: Path, policy: Policy) -> Iterator[tuple[str, bytes]]:
    """Yield each paper that the policy names and that is there, by its path below `root`."""
    named = [claim.file for claim in policy.attestations.values()]
    named += [claim.file for claim in policy.signatures.values()]
    for file in dict.fromkeys(filter(None, named)):
        with suppress(OSError), _opened(root, file) as paper:
            name = (root / file).resolve().relative_to(root.resolve()).as_posix()
            yield name, paper.read()
