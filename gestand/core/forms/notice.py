"""What stands beside a form: the notice of article 13 GDPR, from the policy.

Every fact is one that the statement gives as well, in the same words. What the law asks, in our
own words: why, on what ground, for how long, who gets it and where, who answers for it, which
rights there are and where to complain, and whether one must give it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from gestand.core import portable
from gestand.core.forms.model import Form
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Basis, Party, Recipient
from gestand.core.policy.words import capitalised


class Must(Enum):
    """Whether somebody has to fill a form in (article 13(2)(e))."""

    NOTHING = "nothing"
    NEEDED = "needed"
    LAW = "law"


@dataclass(frozen=True)
class Notice:
    """What somebody must know before they fill in a form, in one language.

    `may_object`, `may_withdraw` and `may_take` say which rights go with the ground. An objection
    that `ends_at_once` is not weighed: it is to direct marketing (article 21(2) and (3)).
    """

    why: str
    ground: str
    terms: tuple[str, ...]
    how_long: str
    who: tuple[str, ...]
    controller: str
    officer: Party | None
    may_object: bool
    may_withdraw: bool
    may_take: bool
    ends_at_once: bool
    must: Must


def notice_of(filler: Filler, form: Form) -> Notice:
    """Return the notice beside a form of a policy without findings."""
    policy = filler.policy
    purpose = policy.purposes[form.purpose]
    kept = filler.labels.erased_exactly if purpose.keep.exactly else filler.labels.erased
    receivers = tuple(_receives(filler, one) for one in filler.recipients_of(purpose.id))
    return Notice(
        why=_sentence(filler.title(purpose.id) or ""),
        ground=_sentence(filler.ground(purpose.id) or ""),
        terms=tuple(words for _, words in filler.terms(purpose)),
        how_long=kept.format(filler.keep(purpose.id) or ""),
        who=receivers or (filler.labels.nobody,),
        controller=policy.controller.name,
        officer=policy.controller.officer,
        may_object=purpose.basis is Basis.INTEREST,
        may_withdraw=purpose.basis is Basis.CONSENT,
        may_take=purpose.basis in portable.BASES,
        ends_at_once=purpose.marketing,
        must=_must(purpose.basis, form),
    )


def _must(basis: Basis, form: Form) -> Must:
    if not any(field.required for field in form.fields):
        return Must.NOTHING
    return Must.LAW if basis is Basis.LAW else Must.NEEDED


def _receives(filler: Filler, one: Recipient) -> str:
    named, country, tool = filler.named(one) or one.name, filler.country(one), filler.tool(one)
    if country:
        named = filler.labels.placed.format(name=named, country=country)
    if country and tool:
        named = filler.labels.secured.format(place=named, tool=tool)
    gets = filler.grammar.all_of(filler.category(name) or name for name in one.gets)
    return filler.labels.receives.format(named=named, data=gets)


def _sentence(words: str) -> str:
    return capitalised(words) + ("" if words.endswith(".") else ".")
