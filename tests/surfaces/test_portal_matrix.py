"""Who gets what of the pages of people: nobody, a subject, another subject, and an officer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gestand.surfaces.web.portal import PORTAL
from gestand.surfaces.web.words import ADDRESSES
from tests.surfaces.portal import ANN, BO, Site, running, site
from tests.surfaces.test_web import Visitor

__all__ = ["running", "site"]


@dataclass(frozen=True)
class Expected:
    """What is answered to whom: by GET or HEAD, and by POST.

    `foreign` is the answer to a subject who sends the token of the form of another browser.
    """

    get: tuple[int, int]
    post: tuple[int, int]
    foreign: int
    ending: str = ""
    fields: tuple[tuple[str, str], ...] = ()


MATRIX = {
    "mine": Expected((200, 303), (303, 303), 403, fields=(("address", "a@elsewhere.example"),)),
    "my code": Expected((200, 200), (403, 403), 403, fields=(("code", "AAAAAAAAAA"),)),
    "my second": Expected((303, 303), (303, 303), 303, fields=(("code", "123456"),)),
    "my choice": Expected((303, 200), (303, 303), 403, fields=(("as", "0"),)),
    "my data": Expected((303, 200), (405, 405), 405),
    "my requests": Expected((303, 200), (303, 404), 403, fields=(("request", "1"),)),
    "my change": Expected((303, 200), (303, 303), 403, "/erase"),
    "put back": Expected((303, 200), (303, 409), 403, fields=(("run", "1"),)),
    "my download": Expected((303, 200), (303, 200), 403, fields=(("what", "all"),)),
    "my safety": Expected((303, 200), (303, 403), 403, fields=(("do", "on"), ("code", "1"))),
    "my leave": Expected((405, 405), (303, 303), 403),
}


def token(visitor: Visitor, page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', visitor.ask(page).text)
    assert found
    return found[1]


def test_every_page_has_a_row_and_no_page_takes_another_verb(site: Site) -> None:
    assert MATRIX.keys() == PORTAL.keys()
    bo = site.signed_in(BO)
    for place, row in MATRIX.items():
        for language in ("nl", "en"):
            path = f"/{language}/{ADDRESSES[language][place]}{row.ending}"
            assert not re.search(r"[0-9@]", path), "no address names anybody"
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
                told = [who.ask(path, method=method).status for who in (site.visitor(), bo)]
                assert told == [405, 405], (place, method)
            if place != "my change":
                assert bo.ask(f"{path}/1").status == 404


def test_each_gets_only_what_is_theirs(site: Site) -> None:
    people = Everybody(site)
    for place, row in MATRIX.items():
        path = f"/nl/{ADDRESSES['nl'][place]}{row.ending}"
        nobody, officer, bo, ann = people.nobody, people.officer, people.bo, people.ann
        for method in ("GET", "HEAD"):
            told = [who.ask(path, method=method).status for who in (nobody, officer, bo)]
            assert told == [row.get[0], row.get[0], row.get[1]], place
        assert "Ann de Wit" not in bo.ask(path).text
        fields = dict(row.fields)
        foreign = bo.ask(path, {"token": token(ann, people.data), **fields}).status
        form = "/nl/mijn-code" if place == "my code" else "/nl/mijn-gegevens"
        without = [
            who.ask(path, {"token": token(who, form), **fields}).status for who in (nobody, officer)
        ]
        page = path if row.get[1] == 200 and row.post[1] != 405 else people.data
        own = nobody if place == "mine" else bo  # who is in is sent on from there
        sent = own.ask(path, {"token": token(own, path if own is nobody else page), **fields})
        answers = (without, sent.status, foreign)
        assert answers == ([row.post[0]] * 2, row.post[1], row.foreign), place
        elsewhere = bo.ask(path, {"token": "x"}, HTTP_ORIGIN="https://elsewhere.example").status
        assert elsewhere in (403, 303, 405)
        site.clock[0] += 700  # the limits of forms begin anew, and the session goes on


class Everybody:
    """Nobody, an officer, and two people who signed in."""

    data = "/nl/mijn-overzicht"

    def __init__(self, site: Site) -> None:
        self.nobody, self.officer = site.visitor(), site.visitor()
        self.officer.sign_in()
        self.bo, self.ann = site.signed_in(BO), site.signed_in(ANN, 0)
