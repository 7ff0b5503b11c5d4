"""Rules on lawful bases, and on rights that follow from them."""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.lint.reading import Place, Reading, because, of_purpose
from gestand.core.policy.model import Basis

WAYS = frozenset({"controller.email", "controller.phone", "controller.post"})
"""The placeholders by which a reader reaches the controller from where they stand."""


def contract_with_nobody(reading: Reading) -> Iterator[Place]:
    """Yield the purposes on a contract about people who have none and ask for none."""
    for one in reading.resting_on(Basis.CONTRACT):
        if reading.whose_contract(one, "none"):
            yield of_purpose(one)


def contract_for_publicity(reading: Reading) -> Iterator[Place]:
    """Yield the purposes on a contract that show something to everybody, or promote something."""
    for one in reading.resting_on(Basis.CONTRACT):
        if one.published or one.marketing or reading.is_listed(one, "publicity"):
            yield of_purpose(one)


def contract_of_another(reading: Reading) -> Iterator[Place]:
    """Yield the purposes on a contract about people who act for whoever has it."""
    for one in reading.resting_on(Basis.CONTRACT):
        if reading.whose_contract(one, "other"):
            yield of_purpose(one)


def interest_without_name(reading: Reading) -> Iterator[Place]:
    """Yield where a legitimate interest is used that no purpose names."""
    interests = reading.resting_on(Basis.INTEREST)
    if not interests:
        yield from reading.says("sharing.interest")
    yield from (of_purpose(one) for one in interests if not one.basis_words)


def duty_without_basis(reading: Reading) -> Iterator[Place]:
    """Yield where a legal duty is used while no purpose rests on one."""
    laws = reading.resting_on(Basis.LAW)
    if not laws:
        yield from reading.says("sharing.law")
    for one in reading.policy.purposes.values():
        if one.keep.chosen_by == "law" and one.basis is not Basis.LAW:
            yield of_purpose(one, one.keep.span)


def right_without_purpose(reading: Reading) -> Iterator[Place]:
    """Yield the rights to object that no purpose gives anything to object to."""
    marketing = any(one.marketing for one in reading.policy.purposes.values())
    if not marketing:
        for place in reading.missing(("rights.object-marketing",), ("marketing.none",)):
            yield because(place, "marketing")
    if not reading.resting_on(Basis.INTEREST):
        yield from (because(place, "interest") for place in reading.says("rights.object"))


def withdrawal_changes_nothing_past(reading: Reading) -> Iterator[Place]:
    """Yield the statements that do not say that what was done before a withdrawal stays lawful."""
    if reading.resting_on(Basis.CONSENT):
        yield from reading.silent("rights.withdraw-past")


def consent_without_words(reading: Reading) -> Iterator[Place]:
    """Yield the purposes on consent that do not say how somebody is asked for it.

    And where somebody may withdraw it, without an address at that place, or by mail alone: to
    withdraw is as easy as to give.
    """
    on_consent = reading.resting_on(Basis.CONSENT)
    yield from (of_purpose(one, None, "words") for one in on_consent if not one.asks)
    for sentence, together in reading.beside("rights.withdraw") if on_consent else ():
        ways = {call.form.name for one in together for call in one.placeholders()} & WAYS
        linked = any("](#" in one.source for one in together)
        if not linked and ways <= {"controller.email"}:
            yield Place(sentence.span, "", {}, ("mail" if ways else "way",))


def always_explicit(reading: Reading) -> Iterator[Place]:
    """Yield where every consent is promised to be explicit, which only some data ask."""
    if not any(one.sensitive == "special" for one in reading.policy.categories.values()):
        yield from reading.says("principles.explicit-consent")


RULES = {
    "L06": contract_with_nobody,
    "L07": contract_for_publicity,
    "L08": contract_of_another,
    "L09": interest_without_name,
    "L10": duty_without_basis,
    "L11": right_without_purpose,
    "L19": withdrawal_changes_nothing_past,
    "L37": consent_without_words,
    "L41": always_explicit,
}
