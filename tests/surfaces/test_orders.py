"""Orders with a payment: what is paid follows from the list, that it is paid from the provider."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gestand.errors import CannotRun
from gestand.pay.base import Found, Started, State, Wanted
from gestand.pay.stand_in import LIFE, StandIn
from gestand.surfaces.web.application import Application
from gestand.surfaces.web.asked import FORMS, Door
from gestand.surfaces.web.form_page import euros
from gestand.surfaces.web.forms import SOONEST
from gestand.surfaces.web.order_words import ORDER_WORDS
from gestand.surfaces.web.orders import LOOKS
from gestand.surfaces.web.serve import office_of
from gestand.wiring.paying import payments_of, stand_in_of
from tests.databases import Database, empty, together
from tests.demo.test_load import moved
from tests.surfaces.commands import gestand
from tests.surfaces.test_web import ORIGIN, Reply, Visitor
from tests.undoing import key_in

FORM = "/nl/formulier/order"
ASKED = {
    "name": "Ann Aal", "email": "ann.aal@customer.example", "billing-address": "Kade 1",
    "company": "Bakkerij Aal", "_ordered": "vps",
}  # fmt: skip
COLUMNS = "buyer_name, company, product, price_cents, paid_on, lapsed_on"


def keyed(folder: Path) -> Path:
    key_in(folder)
    with (folder / "privacy" / "datamap.yaml").open("a", encoding="utf-8") as datamap:
        datamap.write("\nrecords: {key: master.key}\n")
    return folder


@pytest.fixture(scope="module")
def company(founding: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("orders") / "noorderlicht"
    shutil.copytree(founding, folder)
    return keyed(folder)


@pytest.fixture
def visitor(company: Path) -> Iterator[Visitor]:
    found = visiting(company)
    yield found
    assert found.heard == []


def visiting(company: Path) -> Visitor:
    clock, heard = [1000.0], list[str]()
    door = Door(frozenset({ORIGIN}), "", lambda: clock[0], heard.append)
    return Visitor(Application(office_of(company, "nl"), door), clock, heard=heard)


def order(visitor: Visitor, **more: str) -> tuple[Reply, str]:
    """Fill in the form as a person does; return the answer, and the word of that form."""
    found = re.search(r'name="_form" value="([^"]+)"', visitor.ask(FORM).text)
    assert found
    visitor.clock[0] += SOONEST
    return visitor.ask(FORM, {"_form": found[1], **ASKED, **more}), found[1]


def follow(visitor: Visitor, reply: Reply) -> Reply:
    """Open where an answer leads to; on the page of the stand-in, as a browser does."""
    parts = urlsplit(reply.headers["Location"])
    return visitor.ask(parts.path, QUERY_STRING=parts.query)


def at_stand_in(visitor: Visitor, reply: Reply, do: str) -> Reply:
    parts = urlsplit(reply.headers["Location"])
    word = re.search(r'name="_trial" value="([^"]+)"', follow(visitor, reply).text)
    fields = {"_trial": word[1] if word else "", "do": do}
    return visitor.ask(parts.path, fields, QUERY_STRING=parts.query)


def orders(company: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(company / "shop.db")) as connection:
        asked = f"SELECT {COLUMNS} FROM guest_orders WHERE order_number IS NOT NULL ORDER BY id"
        return connection.execute(asked).fetchall()


def told(company: Path) -> str:
    return gestand("form", company).output.partition("\nrecruitment")[0].rpartition("took in ")[2]


def test_an_order_is_paid_once_for_what_the_list_says(visitor: Visitor, company: Path) -> None:
    before, today = orders(company), visitor.application.office.day().isoformat()
    shown = visitor.ask(FORM)
    assert "VPS, een jaar · € 239,88" in shown.text and "Bestellen en betalen" in shown.text
    reply, word = order(visitor)
    again = visitor.ask(FORM, {"_form": word, **ASKED})
    assert [reply.status, again.status] == [303, 303]
    assert reply.headers["Location"] == again.headers["Location"]
    row = ("Ann Aal", "Bakkerij Aal", "VPS, een jaar", 23988, None, None)
    assert orders(company) == [*before, row]
    assert "€ 239,88" in follow(visitor, reply).text
    paid = at_stand_in(visitor, reply, "pay")
    with ThreadPoolExecutor(3) as several:
        pages = list(several.map(lambda _: follow(visitor, paid).text, range(3)))
    assert all("Uw bestelling is betaald" in page for page in pages)
    assert "Ann" not in pages[0] and "Kade" not in pages[0]
    assert at_stand_in(visitor, reply, "cancel").status == 403  # there is no button any more
    assert follow(visitor, paid).text == pages[0]
    assert orders(company) == [*before, (*row[:4], today, None)]
    assert "1 order is paid, 0 lapsed" in told(company)
    assert gestand("verify", company).exit_code == 0
    assert b"Ann Aal" not in (company / ".gestand" / "records.db").read_bytes()


def test_what_is_not_paid_lapses_and_is_let_go(visitor: Visitor, company: Path) -> None:
    before, today = orders(company), visitor.application.office.day().isoformat()
    replies = [order(visitor, _ordered="domain")[0] for _ in range(2)]
    opened = at_stand_in(visitor, replies[0], "cancel")
    lapsed = follow(visitor, opened)
    assert "Uw bestelling is niet betaald" in lapsed.text and f'href="{FORM}"' in lapsed.text
    office = visitor.application.office
    office.pays = StandIn(office.pays._folder, lambda *_: "", later)  # as after a start, later on
    reference = urlsplit(replies[1].headers["Location"]).query.partition("=")[2]
    trial = office.pays.trial(reference)
    assert trial and trial.found.state is State.LAPSED
    assert "lapsed" in gestand("form", company, "--settle-all").output
    found = follow(visitor, opened_at(trial.back))
    assert "Uw bestelling is niet betaald" in found.text
    gone = ("Ann Aal", "Bakkerij Aal", "Domeinnaam, een jaar", 1195, None, today)
    assert orders(company) == [*before, gone, gone]
    assert office.pays.settle(reference, paid=True) == trial


def later() -> datetime:
    return datetime.now(UTC) + LIFE + timedelta(seconds=1)


def opened_at(address: str) -> Reply:
    return Reply(303, "", {"Location": address})


WRONG = [
    ({"_ordered": "gold"}, 422, "maak een keuze"), ({"_ordered": ""}, 422, "maak een keuze"),
    ({"price_cents": "1"}, 422, "niet om vraagt"), ({"order_number": "1"}, 422, "niet om vraagt"),
    ({"payment": "1"}, 422, "niet om vraagt"), ({"name": ""}, 422, "vul dit in"),
]


def test_a_browser_says_neither_what_it_costs_nor_that_it_is_paid(
    visitor: Visitor, company: Path
) -> None:
    before = orders(company)
    for fields, status, text in WRONG:
        reply, _ = order(visitor, **fields)
        assert (reply.status, text in reply.text) == (status, True), fields
    assert orders(company) == before
    reply, _ = order(visitor)
    back = visitor.application.office.pays.trial(
        urlsplit(reply.headers["Location"]).query.partition("=")[2]
    ).back
    for more in ("", "&state=paid", "&paid=23988"):
        found = follow(visitor, opened_at(back + more))
        assert (found.status, "nog niet binnen" in found.text) == (200, True)
    for path in ("/nl/betaling/order", "/nl/betaling/contact", "/nl/betaling", "/nl/proefbetaling"):
        asked = "number=AAAAA-AAAAA-AAAAA-AAAAA&payment=../../x"
        assert visitor.ask(path, QUERY_STRING=asked).status == 404
    for fields in ({"do": "pay"}, {"do": "pay", "_trial": "1.x.y"}):
        parts = urlsplit(reply.headers["Location"])
        assert visitor.ask(parts.path, fields, QUERY_STRING=parts.query).status == 403
    many = [follow(visitor, opened_at(back)).status for _ in range(LOOKS)]
    assert (many[0], many[-1]) == (200, 429)
    assert orders(company)[-1][4:] == (None, None)


@dataclass
class Elsewhere:
    """A provider of somebody else: on another origin, and with a mind of its own."""

    says: list[State] = field(default_factory=lambda: [State.OPEN])
    less: int = 0
    wanted: dict[str, Wanted] = field(default_factory=dict)
    origin: str = "https://pay.example"

    def start(self, wanted: Wanted) -> Started:
        if not self.says:
            message = "the provider does not answer"
            raise CannotRun(message)
        reference = f"tr_{len(self.wanted)}"
        self.wanted[reference] = wanted
        return Started(reference, f"{self.origin}/pay/{reference}")

    def found(self, reference: str) -> Found:
        wanted = self.wanted[reference]
        return Found(self.says[-1], wanted.cents - self.less, wanted.number)


def test_a_provider_elsewhere_is_asked_and_what_does_not_fit_is_not_believed(
    visitor: Visitor, company: Path
) -> None:
    office, before = visitor.application.office, orders(company)
    office.pays = provider = Elsewhere()
    reply, _ = order(visitor)
    assert reply.headers["Location"] == "https://pay.example/pay/tr_0"
    allowed = visitor.ask(FORM).headers["Content-Security-Policy"]
    assert "form-action 'self' https://pay.example;" in allowed
    back = provider.wanted["tr_0"].back
    assert back.startswith(f"{ORIGIN}/nl/betaling/order?number=")
    provider.says, provider.less = [State.PAID], 1
    assert "nog niet binnen" in follow(visitor, opened_at(back)).text
    assert "not for what was ordered" in visitor.heard.pop()
    provider.less = 0
    assert "is betaald" in follow(visitor, opened_at(back)).text
    provider.says = [State.LAPSED]  # what was paid stays so
    assert "is betaald" in follow(visitor, opened_at(back)).text
    provider.says = []
    assert order(visitor)[0].status == 503
    assert visitor.heard.pop() == "the provider does not answer"
    assert len(orders(company)) == len(before) + 1
    assert visitor.ask("/nl/proefbetaling", QUERY_STRING="payment=tr_0").status == 404


def test_nothing_stands_in_where_it_is_real(company: Path) -> None:
    project = office_of(company, "nl").project
    assert project.datamap
    real = replace(project, datamap=replace(project.datamap, live=True))
    sale = office_of(company, "nl").forms()["order"].sale
    assert stand_in_of(real, lambda *_: "") is None and sale
    with pytest.raises(CannotRun, match="live: false"):
        payments_of(real, sale, lambda *_: "")


@pytest.mark.servers
@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_an_order_is_paid_on_every_kind_of_database(
    founding: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kind: str
) -> None:
    with ExitStack() as stack:
        shared = together(tmp_path_factory)
        shop: Database = stack.enter_context(empty(kind, tmp_path, shared, "shop"))
        visitor = visiting(keyed(moved(founding, tmp_path / "here", {"shop": shop})))
        reply, _ = order(visitor)
        asked = f"SELECT {COLUMNS} FROM guest_orders WHERE order_number IS NOT NULL"
        row = ("Ann Aal", "Bakkerij Aal", "VPS, een jaar", 23988)
        assert [one[:4] for one in shop.rows(asked)] == [row]
        back = at_stand_in(visitor, reply, "pay")
        assert [follow(visitor, back).text.count("is betaald") for _ in range(2)] == [2, 2]
        ((*_, paid, lapsed),) = shop.rows(asked)
        assert (str(paid), lapsed) == (visitor.application.office.day().isoformat(), None)
        assert visitor.heard == []


def test_amounts_and_words_are_there_in_both_languages() -> None:
    assert [euros("nl", 123456705), euros("en", 5)] == ["€ 1.234.567,05", "€0.05"]
    assert ORDER_WORDS["nl"].keys() == ORDER_WORDS["en"].keys()
    assert FORMS < LOOKS
