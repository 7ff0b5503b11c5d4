"""The part of a case by which somebody's data go straight to another controller, and what came.

A package of which nobody knows whether it arrived is never sent again by itself: the page says it,
and an officer who asked the other side sends the same package once more, or gives it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.console_fulfil import would_do
from gestand.surfaces.web.console_steps import PERSON, Asking, field_of
from gestand.surfaces.web.page import Around
from gestand.work.by_right import Shown
from gestand.work.disclosures import FAILED, INTENDED, MADE
from gestand.work.handing_over import Went

HAND_OVER = "hand-over"
"""What the form does: the right is carried out by it."""

ASKS = (PERSON, "receiver")
"""The fields of the form; the person is named once more."""

HAND_OVER_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "title": "Rechtstreeks overdragen aan een andere organisatie",
        "none": "Moet het rechtstreeks naar een andere organisatie? Uw beheerder noemt die dan "
                "eerst: gestand web --receivers.",
        "lead": "De gegevens gaan dan via een beveiligde verbinding naar die organisatie. Wij "
                "krijgen er een getekend ontvangstbewijs voor terug.",
        "goes": "Dit gaat naar {}, op het adres {}.",
        "went": "Overgedragen aan een andere organisatie",
        MADE: "{1} kreeg dit op {0}, en heeft de ontvangst getekend.",
        FAILED: "{1} nam dit op {0} niet aan. Er ging niets over.",
        INTENDED: "{1} kreeg dit misschien op {0}: wij weten niet of het aankwam. Vraag het hun. "
                  "Het gaat niet vanzelf opnieuw. Stuurt u het nog een keer, dan is dat hetzelfde "
                  "pakket: zij leggen het één keer weg.",
        "receipt": "Het ontvangstbewijs",
        "from": "Van", "to": "Aan", "at": "Ontvangen op", "is": "Wat ermee gebeurde",
        "quarantined": "apart gezet, tot iemand daar het bekijkt",
        "package": "Kenmerk van het pakket (SHA-256)", "public": "Sleutel waarmee is getekend",
        "signature": "Handtekening (Ed25519)",
    },
    "en": {
        "title": "Hand over straight to another organisation",
        "none": "Does it have to go straight to another organisation? Whoever runs this names it "
                "first: gestand web --receivers.",
        "lead": "The data then go to that organisation over a safe connection. It gives back a "
                "receipt that it signed.",
        "goes": "This goes to {}, at the address {}.",
        "went": "Handed over to another organisation",
        MADE: "{1} got this on {0}, and signed that they received it.",
        FAILED: "{1} did not take this on {0}. Nothing went over.",
        INTENDED: "{1} may have got this on {0}: nobody knows whether it arrived. Ask them. It is "
                  "not sent again by itself. If you send it once more, that is the same package: "
                  "they set it aside once.",
        "receipt": "The receipt",
        "from": "From", "to": "To", "at": "Received at", "is": "What became of it",
        "quarantined": "set aside, until somebody there looks at it",
        "package": "What the package is known by (SHA-256)", "public": "Key that signed it",
        "signature": "Signature (Ed25519)",
    },
}  # fmt: skip

_SAID = ("from", "to", "at", "is", "package")


def hand_over_form(asking: Asking, hidden: str, shown: Shown | None, *, unsure: bool) -> str:
    """Return the form, with what would be handed over once somebody asked to see it.

    `hidden` are its hidden fields, and it is open where something was typed.
    """
    words, own = HAND_OVER_WORDS[asking.language], asking.words
    told = [f'<p class="hint">{escape(words["lead"])}</p>', hidden]
    told += [field_of(asking, name) for name in ASKS]
    if shown is not None and shown.receiver is not None:
        goes = words["goes"].format(shown.receiver.name, shown.receiver.url)
        told += [f"<p><strong>{escape(goes)}</strong></p>", would_do(asking, shown, unsure=unsure)]
    button = escape(own["carry out" if shown is not None else "preview"])
    title, is_open = escape(words["title"]), " open" if asking.filled else ""
    return (
        f'<details class="step"{is_open}><summary>{title}</summary>'
        f'<form method="post" action="#shown" class="acts" novalidate>{"".join(told)}'
        f'<button aria-label="{title}: {button}">{button}</button></form></details>'
    )


def handed_part(around: Around, handed: Sequence[Went]) -> Iterator[str]:
    """Yield what went straight to others by a case, and what they signed for it."""
    if not handed:
        return
    words, day = HAND_OVER_WORDS[around.language], GRAMMARS[around.language].day
    yield f'<h2 id="handed">{escape(words["went"])}</h2>'
    for one in handed:
        told = escape(words[one.event].format(day(one.on), one.to))
        yield f"<p><strong>{told}</strong></p>" if one.event == INTENDED else f"<p>{told}</p>"
        if one.receipt:
            yield _receipt(words, one.receipt)


def _receipt(words: Mapping[str, str], receipt: Mapping[str, object]) -> str:
    said = receipt["receipt"]
    found = dict(said) if isinstance(said, Mapping) else {}
    told = [(name, str(found[name])) for name in _SAID if name in found]
    told += [(name, str(receipt[name])) for name in ("public", "signature")]
    rows = "".join(
        f"<div><dt>{escape(words[name])}</dt>"
        f"<dd>{escape(words.get(value, value) if name == 'is' else value)}</dd></div>"
        for name, value in told
    )
    return f"<details><summary>{escape(words['receipt'])}</summary><dl>{rows}</dl></details>"
