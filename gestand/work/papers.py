"""The papers that prove what somebody signed: files below the folder that holds `privacy/`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gestand.core.policy.model import Policy

LARGEST = 50_000_000
"""Bytes of a paper that is read; a larger one is none."""


def paper(root: Path, file: str) -> bytes | None:
    """Return the bytes of a file below `root`; None where there is none to be read."""
    path = root / file
    try:
        if not path.resolve().is_relative_to(root.resolve()) or path.stat().st_size > LARGEST:
            return None
        return path.read_bytes()
    except OSError:
        return None


def papers(root: Path, policy: Policy) -> Iterator[tuple[str, bytes]]:
    """Yield each paper that the policy names and that is there, by its path below `root`."""
    named = [claim.file for claim in policy.attestations.values()]
    named += [claim.file for claim in policy.signatures.values()]
    for file in dict.fromkeys(filter(None, named)):
        found = paper(root, file)
        if found is not None:
            yield (root / file).resolve().relative_to(root.resolve()).as_posix(), found
