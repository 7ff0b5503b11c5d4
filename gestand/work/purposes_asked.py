"""To which purposes somebody may object, or withdraw consent, who names none: all of that basis."""

from __future__ import annotations

from collections.abc import Sequence

from gestand.core.policy.model import Basis, Policy
from gestand.core.rights_rules import Right

_BASES = {Right.OBJECTION: Basis.INTEREST, Right.WITHDRAWAL: Basis.CONSENT}


def purposes_asked(policy: Policy, rights: Sequence[Right]) -> dict[Right, Sequence[str]]:
    """Return by the right the purposes of its basis; marketing has a right of its own."""
    return {
        right: [
            purpose.id
            for purpose in policy.purposes.values()
            if purpose.basis is basis and not purpose.marketing
        ]
        for right, basis in _BASES.items()
        if right in rights
    }
