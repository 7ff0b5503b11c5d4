"""The page to which somebody comes back who ordered, and the page of the stand-in for a provider.

What became of a payment is asked of whoever takes it, each time while it is open. The number of an
order opens nothing but whether it is paid, and of what: no name, and no address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs

from gestand.core.forms.model import Sale
from gestand.core.promises import slug
from gestand.errors import GestandError
from gestand.pay.base import State
from gestand.pay.stand_in import StandIn, Trial
from gestand.surfaces.web.asked import READS, WITHIN, Asked, Door, Refused, sent
from gestand.surfaces.web.form_page import euros
from gestand.surfaces.web.guard import Limit, Seal
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.order_words import ORDER_WORDS
from gestand.surfaces.web.page import Answer, Around, address, page, see_other
from gestand.wiring.paying import stand_in_of
from gestand.work.forms.paying import Order

LOOKS = 30
"""So many times somebody may look from one address within ten minutes: a provider is asked."""

_SEAL, _LIFE = "_trial", 3600


def payment_address(language: str, purpose: str) -> str:
    """Return the address to which whoever ordered comes back; `{}` stands for the number."""
    return f"{address(language, 'payment', f'/{slug(purpose)}')}?number={{}}"


@dataclass
class Orders:
    """Answers about payments for one organisation; `limit` counts what an address sends."""

    office: Office
    door: Door
    seal: Seal
    limit: Limit
    _looks: Limit = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self._looks = Limit(LOOKS, WITHIN, self.door.clock)

    def payment(self, asked: Asked) -> Answer:
        """Tell how far the payment of an order is, and write that down once."""
        form = self.office.forms().get(asked.ending.removeprefix("/"))
        if form is None or form.sale is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        if not self._looks.allows(str(asked.told.get("REMOTE_ADDR", ""))):
            raise Refused(HTTPStatus.TOO_MANY_REQUESTS, ("Retry-After", str(WITHIN)))
        order = self.office.order(form, _query(asked, "number"))
        if order is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        state = self._state(form.sale, order)
        around = self._around(asked, f"?number={order.number}")
        lead = ORDER_WORDS[asked.language][f"{state.value} lead"]
        lead = lead.format(self.office.policy.controller.email)
        title = ORDER_WORDS[asked.language][state.value]
        return Answer(HTTPStatus.OK, page(around, title, lead, self._told(asked, order, state)))

    def _state(self, sale: Sale, order: Order) -> State:
        """Ask the provider about an order that is open; it stays so where nobody can tell now."""
        if order.state is not State.OPEN:
            return order.state
        try:
            found = self.office.payments(sale).found(order.reference)
            return self.office.settle_order(order, found)
        except GestandError as error:
            self.door.tell(str(error))
            return State.OPEN

    def _told(self, asked: Asked, order: Order, state: State) -> Iterator[str]:
        words = ORDER_WORDS[asked.language]
        notice = self.office.notice(asked.language, order.form)
        yield _rows((
            (words["product"], order.product),
            (words["price"], euros(asked.language, order.cents)),
            (words["number"], order.number),
            (words["kept"], notice.how_long),
        ))
        here = f"{address(asked.language, asked.place, asked.ending)}?number={order.number}"
        ways = {
            State.OPEN: (here, words["look again"]),
            State.LAPSED: (address(asked.language, "form", asked.ending), words["again"]),
        }
        if state in ways:
            href, text = ways[state]
            yield f'<p><a href="{escape(href)}">{escape(text)}</a></p>'

    def trial(self, asked: Asked) -> Answer:
        """Let somebody pay, or not, as if it were at a provider; nothing is paid."""
        stand_in = self._stand_in()
        if stand_in is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        reference = _query(asked, "payment")
        trial = stand_in.trial(reference)
        if trial is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        if asked.method in READS:
            return self._trial(asked, trial, reference, HTTPStatus.OK)
        fields = sent(asked.told, self.door, self.limit)
        word, does = fields.get(_SEAL, [""])[0], fields.get("do", [""])[0]
        if does not in ("pay", "cancel") or self.seal.once(_SEAL, word, _LIFE, reference) is None:
            return self._trial(asked, trial, reference, HTTPStatus.FORBIDDEN)
        stand_in.settle(reference, paid=does == "pay")
        return see_other(trial.back)

    def _stand_in(self) -> StandIn | None:
        """Return the stand-in, where it may be and takes the payments."""
        pays = self.office.pays
        if pays is None:
            return stand_in_of(self.office.project, lambda *_: "")
        return pays if isinstance(pays, StandIn) else None

    def _trial(self, asked: Asked, trial: Trial, reference: str, status: HTTPStatus) -> Answer:
        words, found = ORDER_WORDS[asked.language], trial.found
        rows = _rows((
            (words["price"], euros(asked.language, found.cents)), (words["number"], found.number)
        ))
        if found.state is State.OPEN:
            word = self.seal.signed(_SEAL, reference)
            buttons = (
                f'<button name="do" value="pay">{escape(words["pay"])}</button>'
                f'<button class="plain" name="do" value="cancel">{escape(words["cancel"])}</button>'
            )
            more = (
                f'<form method="post" class="asked">'
                f'<input type="hidden" name="{_SEAL}" value="{escape(word)}">'
                f'<p class="send">{buttons}</p></form>'
            )
        else:
            link = f'<a href="{escape(trial.back)}">{escape(words["back"])}</a>'
            more = f"<p>{escape(words['done'])} {link}</p>"
        around = self._around(asked, f"?payment={reference}")
        body = page(around, words["trial"], words["trial lead"], (rows, more))
        return Answer(status, body, form=True)

    def _around(self, asked: Asked, query: str) -> Around:
        name = self.office.policy.controller.name
        ending = asked.ending + query
        return Around(asked.language, self.office.languages, name, asked.place, ending)


def _query(asked: Asked, name: str) -> str:
    return parse_qs(str(asked.told.get("QUERY_STRING", ""))).get(name, [""])[0]


def _rows(rows: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(text)}</dd></div>" for name, text in rows
    )
    return f'<dl class="ordered">{told}</dl>'
