"""What must be true of a package that another controller hands over, before it is taken in.

Nothing in it is believed before its signature is that of a sender who is known here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MANIFEST, SIGNATURE, SCHEMA = "manifest.json", "manifest.sig", "schema.json"

SIGNED = b"gestand portability 1\n"
"""What a signature of a manifest is over stands behind this: it can be taken for nothing else."""

RECEIVED = b"gestand receipt 1\n"
"""The same, of a receipt."""

Signed = Callable[[str, bytes, str], bool]
"""Tells of a public key, a text and a signature whether they belong together."""


@dataclass(frozen=True)
class Receiver:
    """A controller to whom data go: its name, its address, and the public key of its receipts."""

    name: str
    url: str
    key: str


@dataclass(frozen=True)
class Handed:
    """A package that may be taken in: who sends it, and the day of which it tells."""

    sender: str
    as_of: str


def why_not(
    members: Mapping[str, tuple[str, int]],
    told: tuple[bytes, bytes],
    here: tuple[str, Mapping[str, str]],
    signed: Signed,
) -> str | Handed:
    """Return what a package is, or in words that repeat nothing of it why it is not taken in.

    `members` has the SHA-256 and the size of each, `told` the manifest and its signature; `here`
    are the name of this controller, and by their public keys the senders who are known.
    """
    manifest, mark = map(_read, told)
    public, signature = str(mark.get("public", "")), str(mark.get("signature", ""))
    sender = here[1].get(public)
    if sender is None:
        return "the key that signed it is not one of a sender who is known here"
    if not signed(public, SIGNED + told[0], signature):
        return "the manifest is not what was signed"
    if manifest.get("portability") != 1:
        return "it is of another version: send one that is `portability` 1"
    if manifest.get("to") != here[0]:
        return "it is for another controller"
    listed = manifest.get("members")
    if not isinstance(listed, dict):
        return "the manifest lists no members"
    expected = {n: (one.get("sha256"), one.get("bytes")) for n, one in listed.items()}
    if expected != {n: m for n, m in members.items() if n not in (MANIFEST, SIGNATURE)}:
        return "its members are not those of the manifest"
    return Handed(sender, str(manifest.get("as of", "")))


def why_no_receipt(
    receipt: bytes, expected: tuple[str, str], signed: Signed
) -> str | None:
    """Return why an answer is no receipt of a package; None where it is one.

    `expected` are the SHA-256 of the package, and the public key of whoever got it.
    """
    told = _read(receipt)
    said, public = told.get("receipt"), expected[1]
    if not isinstance(said, dict) or said.get("package") != expected[0]:
        return "the other side gave no receipt of this package"
    if not signed(public, RECEIVED + canonical(said), str(told.get("signature", ""))):
        return "the receipt is not signed with the key by which they are known here"
    return None


def canonical(told: Mapping[str, object]) -> bytes:
    """Return what a receipt says as it is signed."""
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def _read(text: bytes) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
