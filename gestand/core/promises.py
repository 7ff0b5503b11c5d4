"""Which promises there are, and what keeps each of them.

Three kinds: those that follow from the policy (a purpose has a period, a set of data and a
basis), those built in because nearly every statement makes them, and those that the policy
names itself under `promises:`. Each says how it is kept:

    enforced   the software prevents the breach
    measured   the software measures it
    attested   only a person can say it
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from gestand.core.policy.model import Basis, CookieClass, Policy, Promise, Purpose

ENFORCED, MEASURED, ATTESTED = "enforced", "measured", "attested"

Condition = Callable[[Policy], bool]


@dataclass(frozen=True)
class BuiltIn:
    """A promise that statements make: what keeps it, when it is a duty, when it is untrue."""

    mode: str
    by: str
    required: Condition | None = None
    untrue: Condition | None = None


def _always(_: Policy) -> bool:
    return True


def _rests_on(*bases: Basis) -> Condition:
    return lambda policy: any(purpose.basis in bases for purpose in policy.purposes.values())


def _has_recipients(policy: Policy) -> bool:
    return bool(policy.regular_recipients or policy.processors)


def _has_transfers(policy: Policy) -> bool:
    return any(recipient.tools for recipient in policy.regular_recipients.values())


def _has_cookies(policy: Policy) -> bool:
    return bool(policy.cookies)


def _cookies_of(*classes: CookieClass) -> Condition:
    return lambda policy: any(cookie.kind in classes for cookie in policy.cookies.values())


def _waits_for_consent(policy: Policy) -> bool:
    return any(cookie.waits_for_consent for cookie in policy.cookies.values())


def _has_marketing(policy: Policy) -> bool:
    return any(purpose.marketing for purpose in policy.purposes.values())


_BY_HAND = "the person who answers requests"
_CLOCK = "`gestand request` counts the days, `gestand alarms` warns"
_LOG = "`gestand disclose` refuses what is outside the policy, and logs what was given"
_PUBLISH = "`gestand publish` fills it from the policy"
_CHECK = "`gestand check` refuses what is outside the policy"
_CRAWL = "`gestand crawl` looks as a visitor who agreed to nothing"

BUILT_IN: Mapping[str, BuiltIn] = {
    "contact.controller": BuiltIn(ENFORCED, _PUBLISH, required=_always),
    "contact.questions": BuiltIn(ATTESTED, "the contact point of the controller"),
    "contact.accessible": BuiltIn(ATTESTED, "the contact point of the controller"),
    "contact.officer": BuiltIn(ATTESTED, "the controller's decision on a data protection officer"),
    "contact.processor": BuiltIn(ATTESTED, "the agreements with customers about their own content"),
    "principles.law": BuiltIn(ATTESTED, "the management of the controller"),
    "principles.purposes": BuiltIn(ENFORCED, _CHECK),
    "principles.minimal": BuiltIn(ENFORCED, _CHECK),
    "principles.consent": BuiltIn(ENFORCED, "`gestand apply` erases what no consent holds"),
    "principles.explicit-consent": BuiltIn(ATTESTED, "the owner of each form"),
    "principles.periods": BuiltIn(ENFORCED, "`gestand apply` erases what no ground holds"),
    "principles.security": BuiltIn(ATTESTED, "the person responsible for security"),
    "principles.rights": BuiltIn(MEASURED, _CLOCK),
    "data.required": BuiltIn(
        ATTESTED, "the owner of each form", required=_rests_on(Basis.CONTRACT, Basis.LAW)
    ),
    "data.optional": BuiltIn(ATTESTED, "the owner of each form"),
    "data.others": BuiltIn(MEASURED, "the data map names the source of every column"),
    "data.sensitive": BuiltIn(ATTESTED, "the person who reads what was sent"),
    "data.decisions": BuiltIn(ATTESTED, "the owner of each process"),
    "data.account": BuiltIn(ATTESTED, "the owner of the portal"),
    "data.account-limits": BuiltIn(ATTESTED, "the owner of the portal"),
    "data.children": BuiltIn(ATTESTED, "the owner of each form"),
    "data.portal": BuiltIn(MEASURED, "`together` in the data map says what comes with what"),
    "data.reviews": BuiltIn(ATTESTED, "the owner of the site"),
    "data.reviews-withdrawn": BuiltIn(ATTESTED, "the owner of the site"),
    "data.calls": BuiltIn(ATTESTED, "the head of the support desk"),
    "data.signing-in": BuiltIn(ATTESTED, "the owner of the portal"),
    "data.attachments": BuiltIn(ENFORCED, "`gestand apply` erases it with what it belongs to"),
    "data.colleagues": BuiltIn(ENFORCED, "`gestand access` tells nothing about somebody else"),
    "data.hired": BuiltIn(ENFORCED, "`gestand plan` holds the application for the personnel file"),
    "data.pool": BuiltIn(ENFORCED, "`gestand apply` erases an application without its consent"),
    "data.guests": BuiltIn(ENFORCED, "`gestand plan` treats a guest as a person of their own"),
    "marketing.none": BuiltIn(ENFORCED, _CHECK, untrue=_has_marketing),
    "periods.chosen": BuiltIn(ATTESTED, "the controller, who chose them"),
    "periods.start": BuiltIn(ENFORCED, "`gestand plan` counts from the moment itself"),
    "periods.longest": BuiltIn(ENFORCED, "`gestand plan` keeps a value while a ground holds"),
    "periods.table": BuiltIn(ENFORCED, _PUBLISH),
    "sharing.only": BuiltIn(MEASURED, _LOG),
    "sharing.sale": BuiltIn(ATTESTED, "the management of the controller"),
    "sharing.processor": BuiltIn(MEASURED, _LOG),
    "sharing.contract": BuiltIn(MEASURED, _LOG),
    "sharing.consent": BuiltIn(MEASURED, _LOG),
    "sharing.interest": BuiltIn(MEASURED, _LOG),
    "sharing.law": BuiltIn(MEASURED, "`gestand order` asks for an article and two people"),
    "sharing.orders": BuiltIn(ATTESTED, "the person who examines an order"),
    "sharing.processors": BuiltIn(ENFORCED, _CHECK),
    "sharing.agreements": BuiltIn(MEASURED, "`gestand recipients` tells which have ended"),
    "sharing.recipients": BuiltIn(ENFORCED, _PUBLISH, required=_has_recipients),
    "sharing.named": BuiltIn(ATTESTED, "`gestand access` names whom `gestand disclose` gave data"),
    "sharing.transfers": BuiltIn(ENFORCED, _PUBLISH, required=_has_transfers),
    "sharing.safeguards": BuiltIn(ENFORCED, _CHECK),
    "sharing.copy": BuiltIn(ATTESTED, _BY_HAND),
    "sharing.no-transfers": BuiltIn(ENFORCED, _CHECK, untrue=_has_transfers),
    "security.measures": BuiltIn(ATTESTED, "the person responsible for security"),
    "security.review": BuiltIn(ATTESTED, "the person responsible for security"),
    "security.breach": BuiltIn(ATTESTED, "the person responsible for security"),
    "cookies.functional": BuiltIn(
        ATTESTED,
        "the owner of the site",
        untrue=_cookies_of(CookieClass.ANALYTICS, CookieClass.TRACKING),
    ),
    "cookies.consent": BuiltIn(MEASURED, _CRAWL, required=_waits_for_consent),
    "cookies.list": BuiltIn(ENFORCED, _PUBLISH, required=_has_cookies),
    "cookies.readers": BuiltIn(ATTESTED, "the owner of the site"),
    "cookies.expiry": BuiltIn(MEASURED, _CRAWL),
    "cookies.removal": BuiltIn(MEASURED, _CRAWL),
    "cookies.others": BuiltIn(ATTESTED, "the owner of the site"),
    "cookies.none": BuiltIn(ENFORCED, _CHECK, untrue=_has_cookies),
    "rights.access": BuiltIn(MEASURED, _CLOCK, required=_always),
    "rights.rectify": BuiltIn(MEASURED, _CLOCK, required=_always),
    "rights.erase": BuiltIn(ENFORCED, "`gestand apply --erase`", required=_always),
    "rights.erase-limits": BuiltIn(ENFORCED, "`gestand plan` shows what stays, why and how long"),
    "rights.restrict": BuiltIn(MEASURED, _CLOCK, required=_always),
    "rights.restrict-grounds": BuiltIn(ATTESTED, _BY_HAND),
    "rights.decisions": BuiltIn(ATTESTED, "the owner of each process"),
    "rights.object": BuiltIn(MEASURED, _CLOCK, required=_rests_on(Basis.INTEREST)),
    "rights.object-marketing": BuiltIn(MEASURED, _CLOCK, required=_has_marketing),
    "rights.withdraw": BuiltIn(MEASURED, _CLOCK, required=_rests_on(Basis.CONSENT)),
    "rights.withdraw-past": BuiltIn(ATTESTED, _BY_HAND),
    "rights.port": BuiltIn(MEASURED, _CLOCK, required=_rests_on(Basis.CONSENT, Basis.CONTRACT)),
    "rights.port-scope": BuiltIn(ATTESTED, _BY_HAND),
    "rights.port-direct": BuiltIn(ATTESTED, _BY_HAND),
    "rights.told": BuiltIn(ATTESTED, _BY_HAND),
    "rights.ask": BuiltIn(ATTESTED, _BY_HAND),
    "rights.free": BuiltIn(ATTESTED, _BY_HAND),
    "rights.identify": BuiltIn(ATTESTED, _BY_HAND),
    "rights.identify-copy": BuiltIn(ATTESTED, _BY_HAND),
    "rights.identify-only": BuiltIn(ATTESTED, _BY_HAND),
    "rights.answer": BuiltIn(MEASURED, _CLOCK, required=_always),
    "rights.extend": BuiltIn(MEASURED, _CLOCK),
    "rights.extend-told": BuiltIn(MEASURED, _CLOCK),
    "rights.refuse": BuiltIn(MEASURED, _CLOCK),
    "complaint.us": BuiltIn(ATTESTED, _BY_HAND),
    "complaint.authority": BuiltIn(ENFORCED, _PUBLISH, required=_always),
    "complaint.elsewhere": BuiltIn(ATTESTED, "the law"),
    "complaint.court": BuiltIn(ATTESTED, "the law"),
    "change.version": BuiltIn(ENFORCED, _PUBLISH),
    "change.reasons": BuiltIn(ATTESTED, "the controller"),
    "change.notice": BuiltIn(ATTESTED, "the controller"),
    "change.history": BuiltIn(ENFORCED, "`gestand publish` tells what each version changed"),
}


def slug(name: str) -> str:
    """Return a name of the policy as it stands in a promise id."""
    return name.replace(" ", "-")


def promises_of_purpose(purpose: Purpose) -> Iterator[Promise]:
    """Yield what a purpose promises by being declared."""
    name = slug(purpose.id)
    span = purpose.span
    yield Promise(f"{name}.kept", ENFORCED, "`gestand apply`, every time it runs", span)
    yield Promise(f"{name}.data", ENFORCED, _CHECK, span)
    yield Promise(f"{name}.ground", ENFORCED, "`gestand plan` gives each value its ground", span)
    yield Promise(f"{name}.shared", MEASURED, _LOG, span)
    if purpose.soft_opt_in:
        yield Promise(f"{name}.soft-opt-in", ATTESTED, "the owner of the mailings", span)
    if purpose.condition:
        yield Promise(f"{name}.condition", ATTESTED, "whoever decided on the condition", span)
    if purpose.guardian_below:
        yield Promise(f"{name}.guardian", MEASURED, "the data map says who gave a consent", span)
    if purpose.tail_use:
        yield Promise(f"{name}.tail", ATTESTED, "the people with access to the data", span)


def promises_of(policy: Policy) -> dict[str, Promise]:
    """Return every promise that a statement of this policy can make, by its id."""
    found = {id_: Promise(id_, one.mode, one.by) for id_, one in BUILT_IN.items()}
    for purpose in policy.purposes.values():
        found |= {promise.id: promise for promise in promises_of_purpose(purpose)}
    for claim in policy.attestations.values():
        id_ = f"attested.{slug(claim.id)}"
        found[id_] = Promise(id_, ATTESTED, f"{claim.body}, until {claim.until}", claim.span)
    return {**found, **policy.promises}


_DERIVED_DUTIES = ("kept", "data", "ground")


def required_promises(policy: Policy) -> list[Promise]:
    """Return the promises that a statement must not leave out."""
    known = promises_of(policy)
    ids = [id_ for id_, one in BUILT_IN.items() if one.required and one.required(policy)]
    for purpose, declared in policy.purposes.items():
        terms = {
            "soft-opt-in": declared.soft_opt_in,
            "condition": declared.condition,
            "guardian": declared.guardian_below,
        }
        ids += [f"{slug(purpose)}.{part}" for part, term in terms.items() if term]
        ids += [f"{slug(purpose)}.{part}" for part in _DERIVED_DUTIES]
    ids += [f"attested.{slug(claim)}" for claim in policy.attestations]
    return [known[id_] for id_ in [*ids, *policy.promises]]


def untrue_promises(policy: Policy) -> frozenset[str]:
    """Return the built-in promises that this policy makes untrue."""
    return frozenset(id_ for id_, one in BUILT_IN.items() if one.untrue and one.untrue(policy))
