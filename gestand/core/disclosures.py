"""Whether data of a person may be given to a recipient: refused unless all of five hold.

Purpose, categories, ground, agreement and tool: each must hold on the day itself. What an order of
an authority adds is told in `core/orders.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from gestand.core.findings import did_you_mean
from gestand.core.found import shown
from gestand.core.orders import Order, why_not_released
from gestand.core.policy.law import Law
from gestand.core.policy.model import Agreement, Basis, Policy, Recipient, Role
from gestand.core.policy.safeguards import safeguard
from gestand.core.recipients import agreement_on, stands
from gestand.core.sayings import Saying, declared, say


class Condition(Enum):
    """What must hold for data to be given; and a declaration that can be relied on."""

    PURPOSE = "purpose"
    CATEGORIES = "categories"
    GROUND = "ground"
    AGREEMENT = "agreement"
    TOOL = "tool"
    DECLARATION = "declaration"


class Ground(Enum):
    """On what data may be given to somebody else; there are no others."""

    PROCESSOR = "processor agreement"
    CONTRACT = "contract"
    CONSENT = "consent"
    INTEREST = "legitimate interest"
    LAW = "legal obligation"


BY_REQUEST = "request of the person"
"""The ground of what was handed over to another controller, whom the person named (article 20)."""

_OF_BASIS = {
    Basis.CONTRACT: Ground.CONTRACT,
    Basis.CONSENT: Ground.CONSENT,
    Basis.INTEREST: Ground.INTEREST,
    Basis.LAW: Ground.LAW,
}


@dataclass(frozen=True)
class Asked:
    """What is to be given: to whom, for which purpose, and on which order of an authority."""

    recipient: str
    purpose: str
    order: Order | None = None


@dataclass(frozen=True)
class Reason:
    """Why nothing is given: which of the five does not hold, in which way, and what now."""

    condition: Condition
    why: Saying
    hint: str = ""

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.condition.value}: {self.why}{hint}"


@dataclass(frozen=True)
class Allowed:
    """What may be given: these categories, on this ground; `found_in` says where that stands."""

    recipient: Recipient
    purpose: str
    categories: tuple[str, ...]
    ground: Ground
    found_in: Saying
    protected_by: str
    order: Order | None = None

    @property
    def reference(self) -> str:
        """Where the ground is found, in English."""
        return str(self.found_in)


@dataclass(frozen=True)
class Refused:
    """Why nothing may be given; there is a reason at least."""

    reasons: tuple[Reason, ...]


def verdict(
    policy: Policy, law: Law, asked: Asked, day: date, unnamed: frozenset[str] = frozenset()
) -> Allowed | Refused:
    """Return what of a person may be given to a recipient on a day, or why nothing may.

    `unnamed` are kinds of recipients that a statement leaves out of its list.
    """
    recipient = policy.recipients.get(asked.recipient)
    if recipient is None:
        why = say("no such recipient", recipient=shown(asked.recipient))
        hint = did_you_mean(asked.recipient, policy.recipients)
        return Refused((Reason(Condition.PURPOSE, why, hint),))
    categories = _categories(policy, recipient, asked)
    grounded = _ground(policy, recipient, asked, day)
    standing = stands(recipient, law, day, unnamed)
    reasons = [
        *_of_purpose(policy, recipient, asked.purpose),
        *_of_categories(recipient, asked, categories),
        *(one for one in grounded if isinstance(one, Reason)),
        *(Reason(Condition.AGREEMENT, lack.why, lack.hint) for lack in standing.agreement),
        *(Reason(Condition.TOOL, lack.why, lack.hint) for lack in standing.transfer),
        *(Reason(Condition.DECLARATION, lack.why, lack.hint) for lack in standing.kind),
    ]
    grounds = [one for one in grounded if not isinstance(one, Reason)]
    if reasons or len(grounds) != 1:
        unsure = Reason(Condition.GROUND, say("no ground"))
        return Refused(tuple(reasons) or (unsure,))
    protected = safeguard(recipient).get("en", "")
    ((ground, found_in),) = grounds
    return Allowed(
        recipient, asked.purpose, categories, ground, found_in, protected, asked.order
    )


def _of_purpose(policy: Policy, recipient: Recipient, purpose: str) -> Iterator[Reason]:
    if purpose not in policy.purposes:
        why = say("no such purpose", purpose=shown(purpose))
        hint = did_you_mean(purpose, policy.purposes)
        yield Reason(Condition.PURPOSE, why, hint or _gets_for(recipient))
    elif purpose not in recipient.purposes:
        why = say("other purpose", recipient=recipient.id, purpose=purpose)
        yield Reason(Condition.PURPOSE, why, _gets_for(recipient))


def _gets_for(recipient: Recipient) -> str:
    listed = ", ".join(f"`{name}`" for name in recipient.purposes)
    return f"it gets data for {listed}" if listed else "`for:` names no purpose of it"


def _categories(policy: Policy, recipient: Recipient, asked: Asked) -> tuple[str, ...]:
    """Return what the recipient gets, the purpose declares and, of an order, was given."""
    if asked.purpose not in policy.purposes:
        return ()
    found = policy.expand(*recipient.gets) & policy.declared_categories(asked.purpose)
    if asked.order is not None:
        found &= policy.expand(*asked.order.given)
    return tuple(name for name in policy.categories if name in found)


def _of_categories(
    recipient: Recipient, asked: Asked, categories: tuple[str, ...]
) -> Iterator[Reason]:
    if not categories:
        code = "no category of the order" if asked.order else "no category"
        gets = ", ".join(f"`{name}`" for name in recipient.gets)
        why = say(code, recipient=recipient.id)
        yield Reason(Condition.CATEGORIES, why, f"it gets {gets or 'nothing'}")


def _ground(
    policy: Policy, recipient: Recipient, asked: Asked, day: date
) -> list[tuple[Ground, Saying] | Reason]:
    """Return on what it may be given, with where that is found; or why on nothing."""
    if recipient.role is Role.AUTHORITY:
        return _of_order(recipient, asked.order, day)
    if asked.order is not None:
        return [Reason(Condition.GROUND, say("no authority", recipient=recipient.id))]
    agreement = agreement_on(recipient, day)
    if recipient.role is Role.PROCESSOR:
        missing = Reason(Condition.GROUND, say("no agreement today", recipient=recipient.id))
        return [(Ground.PROCESSOR, _named(agreement)) if agreement else missing]
    purpose = policy.purposes.get(asked.purpose)
    ground = _OF_BASIS.get(purpose.basis) if purpose else None
    if purpose is None or ground is None:
        return [Reason(Condition.GROUND, say("no ground of a purpose"))]
    if purpose.basis_words:  # the law or the interest that it names
        return [(ground, declared(purpose.basis_words))]
    return [(ground, _named(agreement) if agreement else say("purpose", purpose=purpose.id))]


def _named(agreement: Agreement) -> Saying:
    if agreement.reference:
        return say("named", name=agreement.reference)
    return say("signed", day=agreement.signed)


def _of_order(
    recipient: Recipient, order: Order | None, day: date
) -> list[tuple[Ground, Saying] | Reason]:
    if order is None:
        return [Reason(Condition.GROUND, say("without an order", recipient=recipient.id))]
    against = list(why_not_released(order, recipient.id, day))
    if against:
        return [Reason(Condition.GROUND, why) for why in against]
    told = {"order": order.number, "article": order.article, "reference": order.reference}
    # Whoever is not compelled helps for an interest, which somebody weighed (6(1)(f)).
    if order.voluntary:
        return [(Ground.INTEREST, say("voluntary order", **told))]
    return [(Ground.LAW, say("order", **told))]
