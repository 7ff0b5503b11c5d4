"""What must be done about what people signed for: somebody renews it before it lapses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gestand.core.counting import counted
from gestand.core.policy.model import Policy
from gestand.core.ringing import Rings, press

_SOON = 90


def of_claims(policy: Policy, day: date) -> Iterator[Rings]:
    """Yield each certificate and each signature with its last day; who signed is not told."""
    for one in policy.attestations.values():
        what = f"certificate `{one.id}` is renewed, or lapses after this day"
        if day > one.until:
            what = f"certificate `{one.id}` lapsed: `gestand publish` leaves its sentence out"
        which, due = f"certificate-{one.id}", one.until
        act = "edit `attestations` in privacy/policy.yaml"
        yield Rings("claim", which, what, due, press(due, day, _SOON), act)
    for signed in policy.signatures.values():
        number = counted(len(signed.promises), "promise", "rest")
        how = "lapsed" if day > signed.until else "is signed anew, or lapses after this day"
        what, due = f"`{signed.id}`, on which {number}, {how}", signed.until
        act = "edit `signed` in privacy/policy.yaml"
        yield Rings("claim", f"signature-{signed.id}", what, due, press(due, day, _SOON), act)
