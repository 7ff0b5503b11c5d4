"""The words of the pages about a payment, in each language; `{}` marks what is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Words = Mapping[str, str]

NL: Words = MappingProxyType({
    "paid": "Uw bestelling is betaald",
    "paid lead": "Dank u wel. Wij gaan ermee aan de slag.",
    "open": "Uw betaling is nog niet binnen",
    "open lead": "Hebt u net betaald? Dan duurt het soms even. U hoeft niet nog een keer te "
                 "betalen. Blijft dit zo, schrijf dan naar {}.",
    "look again": "Kijk nog een keer",
    "lapsed": "Uw bestelling is niet betaald",
    "lapsed lead": "De betaling is gestopt. U hoeft niets te betalen, en wij leveren niets.",
    "again": "Bestel opnieuw",
    "number": "Bestelnummer",
    "product": "Wat u bestelde",
    "price": "Bedrag",
    "kept": "Hoe lang wij het bewaren",
    "trial": "Proefbetaling",
    "trial lead": "Dit is een proef. Er wordt niets betaald.",
    "pay": "Doe alsof ik betaal",
    "cancel": "Betaal niet",
    "done": "Deze proefbetaling is al klaar.",
    "back": "Ga terug",
})

EN: Words = MappingProxyType({
    "paid": "Your order is paid",
    "paid lead": "Thank you. We start on it.",
    "open": "Your payment has not arrived yet",
    "open lead": "Did you pay just now? Then it may take a moment. You need not pay again. If this "
                 "stays so, write to {}.",
    "look again": "Look again",
    "lapsed": "Your order is not paid",
    "lapsed lead": "The payment was stopped. You need not pay anything, and we deliver nothing.",
    "again": "Order again",
    "number": "Order number",
    "product": "What you ordered",
    "price": "Amount",
    "kept": "How long we keep it",
    "trial": "Trial payment",
    "trial lead": "This is a trial. Nothing is paid.",
    "pay": "Act as if I pay",
    "cancel": "Do not pay",
    "done": "This trial payment is done already.",
    "back": "Go back",
})

ORDER_WORDS: Mapping[str, Words] = {"nl": NL, "en": EN}
