"""Read what people sign for: certificates, and promises for which somebody answers."""

from __future__ import annotations

from datetime import date

from gestand.core.document import Node
from gestand.core.entries import Reader
from gestand.core.found import Found, Word, shown
from gestand.core.policy import keys
from gestand.core.policy.model import Attestation, Policy, Signature
from gestand.core.promises import promises_of

CODES = {
    "G246": "what somebody signed ends before it begins",
}


def read_attestations(reader: Reader, node: Node | None) -> dict[str, Attestation]:
    """Return the certificates and the like, by name."""
    named = reader.named(node, "attestation")
    return {name: _attestation(reader, name, value) for name, value in named.items()}


def read_signatures(reader: Reader, node: Node | None) -> dict[str, Signature]:
    """Return what people answer for, by name."""
    named = reader.named(node, "signature")
    return {name: _signature(reader, name, value) for name, value in named.items()}


def check_signed(policy: Policy, found: Found) -> None:
    """Check that what was signed is there, and begins before it ends."""
    signed = policy.signatures.values()
    used = ((name, one.span) for one in signed for name in one.promises)
    found.known("promise", used, promises_of(policy))
    every: list[Attestation | Signature] = [*policy.attestations.values(), *signed]
    for one in every:
        if one.begins is not None and one.begins > one.until:
            message = f"`{shown(one.id)}` ends on {one.until}, before it begins on {one.begins}"
            found.add(one.span, "G246", message, one.id, "mend one of the two days")


def _attestation(reader: Reader, name: Word, node: Node) -> Attestation:
    what = f"attestation `{name}`"
    entry = reader.entry(node, what, keys.ATTESTATION)
    begins = entry.get("from")
    return Attestation(
        id=name,
        claim=reader.phrases(entry.need("claim"), f"the claim of {what}"),
        body=reader.text(entry.need("body")) or "",
        number=reader.text(entry.need("number")) or "",
        until=reader.day(entry.need("until")) or date.min,
        begins=reader.day(begins) if begins else None,
        scope=entry.word("scope") or "",
        edition=entry.word("edition") or "",
        signed_by=entry.word("signed by") or "",
        file=entry.word("file") or "",
        digest=entry.word("digest") or "",
        span=name.span,
    )


def _signature(reader: Reader, name: Word, node: Node) -> Signature:
    entry = reader.entry(node, f"signature `{name}`", keys.SIGNATURE)
    return Signature(
        id=name,
        promises=reader.texts(entry.need("promises"), "promise"),
        by=reader.text(entry.need("by")) or "",
        begins=reader.day(entry.need("from")) or date.min,
        until=reader.day(entry.need("until")) or date.min,
        file=entry.word("file") or "",
        digest=entry.word("digest") or "",
        span=name.span,
    )
