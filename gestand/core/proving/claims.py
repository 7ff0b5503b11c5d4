"""What people signed for, by the promise it is about; and why it is no claim after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from gestand.core.policy.model import Attestation, Policy
from gestand.core.promises import slug
from gestand.core.proving.verdict import Signed

Ended = Iterable[tuple[str, str, date]]
"""Editions of standards that ended: the number, the edition, and the last day that they counted."""

Digest = Callable[[str], str | None]
"""Tells the SHA-256 of a file of the organisation; None where it cannot be read."""


def claims(policy: Policy, ended: Ended, digest: Digest, today: date) -> dict[str, list[Signed]]:
    """Return the claims of a policy by promise, as they are on a day."""
    found: dict[str, list[Signed]] = defaultdict(list)
    for one in policy.attestations.values():
        broken = _paper(one.file, one.digest, digest) or ended_edition(one, ended, today)
        by = one.signed_by or one.body
        found[f"attested.{slug(one.id)}"].append(Signed(one.id, by, one.begins, one.until, broken))
    for signature in policy.signatures.values():
        broken = _paper(signature.file, signature.digest, digest)
        claim = Signed(signature.id, signature.by, signature.begins, signature.until, broken)
        for promise in signature.promises:
            found[promise].append(claim)
    return dict(found)


def _paper(file: str, wanted: str, digest: Digest) -> str:
    """Return what is wrong with the paper behind a claim; nothing where none is named."""
    if not file:
        return ""
    found = digest(file)
    if found is None:
        return "gone"
    return "" if wanted in ("", found) else "changed"


def ended_edition(one: Attestation, ended: Ended, today: date) -> str:
    """Return that a certificate is of an edition that ended."""
    claimed = " ".join(one.claim.values())
    for standard, edition, last in ended:
        named = one.edition == edition or f"{standard}:{edition}" in claimed
        if standard in claimed and named and last < today:
            return "edition"
    return ""
