"""What is wrong with what somebody filled in: each field is looked at, and no other is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from unicodedata import category

from gestand.core.forms.model import Field, Form, Kind, Sale


class Wrong(Enum):
    """Why an answer is not taken."""

    TWICE = "sent twice"
    MISSING = "missing"
    LONG = "too long"
    ODD = "characters that cannot be shown"
    NO_EMAIL = "no e-mail address"
    NO_PHONE = "no telephone number"
    NO_DAY = "no day"
    NO_NUMBER = "no whole number"
    NO_CONSENT = "no consent"
    NO_CHOICE = "no choice, or one that is not there any more"


YES = "yes"
"""What a browser sends for a consent that was ticked; nothing stands for one that was not."""


@dataclass(frozen=True)
class Judged:
    """What was sent: the answers by field, as they may be shown again, and what is wrong with each.

    With `undeclared` something came along that the form does not ask. `agreed` are the purposes to
    which somebody consents.
    """

    answers: Mapping[str, str] = field(repr=False)
    wrong: Mapping[str, Wrong]
    undeclared: bool
    agreed: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether all of it may be taken."""
        return not self.wrong and not self.undeclared


_NONE: Mapping[str, Mapping[str, str]] = {}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+?[0-9 ().\/-]+")
_FEWEST_DIGITS = 6
_NUMBER = re.compile(r"-?[0-9]+")
_UNSEEN = ("Zs", "Zl", "Zp", "Cf")
_TURNED_ROUND = "\u202d\u202e"
"""Signs that let what follows be read backwards, whatever it is."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Options = Mapping[str, Mapping[str, str]]
"""By the name of a choice what may be chosen today: the key of each row, and its words."""


def judged(form: Form, sent: Mapping[str, Sequence[str]], options: Options = _NONE) -> Judged:
    """Judge what a browser sent, by the name of each field."""
    answers: dict[str, str] = {}
    wrong: dict[str, Wrong] = {}
    for one in form.fields:
        values = [text for text in sent.get(one.name, ()) if text]
        answers[one.name] = _even(one, values[0]) if values else ""
        found = Wrong.TWICE if len(values) > 1 else _wrong(one, answers[one.name])
        if found is not None:
            wrong[one.name] = found
    for choice in form.choices:
        chosen = [text for text in sent.get(choice.name, ()) if text]
        answers[choice.name] = chosen[0] if chosen else ""
        if len(chosen) > 1 or not set(chosen) <= options.get(choice.name, {}).keys():
            wrong[choice.name] = Wrong.NO_CHOICE
        elif not chosen and not choice.none:
            wrong[choice.name] = Wrong.NO_CHOICE
    if form.sale:
        _look_at_order(form.sale, sent.get(form.sale.name, ()), answers, wrong)
    agreed = _agreed(form, sent, wrong)
    known = {one.name for one in form.fields} | {one.name for one in form.consents}
    known |= {one.name for one in form.choices} | ({form.sale.name} if form.sale else set())
    return Judged(answers, wrong, not set(sent) <= known, agreed)


def _look_at_order(
    sale: Sale, sent: Sequence[str], answers: dict[str, str], wrong: dict[str, Wrong]
) -> None:
    """Add the product that was chosen to the answers; nothing but one that is sold counts."""
    chosen = [text for text in sent if text]
    answers[sale.name] = chosen[0] if chosen else ""
    if len(chosen) != 1 or chosen[0] not in {one.name for one in sale.products}:
        wrong[sale.name] = Wrong.NO_CHOICE


def _agreed(
    form: Form, sent: Mapping[str, Sequence[str]], wrong: dict[str, Wrong]
) -> tuple[str, ...]:
    """Return the purposes to which somebody consents; what is wrong with that is added."""
    agreed = []
    for one in form.consents:
        told = [text for text in sent.get(one.name, ()) if text]
        if told not in ([], [YES]):
            wrong[one.name] = Wrong.ODD
        elif told:
            agreed.append(one.purpose)
        elif one.required:
            wrong[one.name] = Wrong.NO_CONSENT
    return tuple(agreed)


def _even(one: Field, text: str) -> str:
    """Return an answer with its white space made even; of a text its lines stay."""
    if one.kind is Kind.TEXT:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return " ".join(text.split())


def _wrong(one: Field, answer: str) -> Wrong | None:
    if not answer:
        return Wrong.MISSING if one.required else None
    if len(answer) > one.longest:
        return Wrong.LONG
    if not all(map(_may_stand, answer)):
        return Wrong.ODD
    return _of_another_kind(one.kind, answer)


def _may_stand(sign: str) -> bool:
    """Tell whether people write a sign: also hard spaces, and what joins an emoji or a script."""
    return sign.isprintable() or sign in "\n\t" or (
        category(sign) in _UNSEEN and sign not in _TURNED_ROUND
    )


def _of_another_kind(kind: Kind, answer: str) -> Wrong | None:
    if kind is Kind.EMAIL:
        return None if _EMAIL.fullmatch(answer) else Wrong.NO_EMAIL
    if kind is Kind.PHONE:
        enough = sum(c.isdecimal() for c in answer) >= _FEWEST_DIGITS
        return None if enough and _PHONE.fullmatch(answer) else Wrong.NO_PHONE
    if kind is Kind.DAY:
        return None if _is_day(answer) else Wrong.NO_DAY
    if kind is Kind.NUMBER:
        return None if _NUMBER.fullmatch(answer) else Wrong.NO_NUMBER
    return None


def _is_day(answer: str) -> bool:
    try:
        return bool(_DAY.fullmatch(answer) and date.fromisoformat(answer))
    except ValueError:
        return False


def row_of(form: Form, answers: Mapping[str, str], moments: Mapping[str, str]) -> dict[str, str]:
    """Return the row that answers become, by column; `moments` are the columns that tell of now.

    A field that was left empty is not in it, so that the column stays NULL; where it may not be
    NULL it is an empty text.
    """
    row = {one.column: answers.get(one.name, "") for one in form.fields}
    nullable = {one.column for one in form.fields if one.nullable}
    filled = {name: text for name, text in row.items() if text or name not in nullable}
    chosen = {one.column: answers.get(one.name, "") for one in form.choices}
    filled |= {name: text for name, text in chosen.items() if text}
    return {**filled, **form.sets, **_ordered(form, answers), **moments}


def _ordered(form: Form, answers: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen and what it costs, as it is declared: no browser says a price."""
    sale = form.sale
    if sale is None or not answers.get(sale.name):
        return {}
    product = sale.product_of(answers)
    return {sale.product: product.title[sale.language], sale.price: str(product.cents)}
