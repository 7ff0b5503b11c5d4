"""Who gets what of the pages of people: nobody, a subject, another subject, and an officer."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from gestand.surfaces.web.portal import PORTAL
from gestand.surfaces.web.words import ADDRESSES
from tests.surfaces.portal import ANN, BO, Site, running, site
from tests.surfaces.test_web import Reply, Visitor

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


ONLY_READ = ((303, 200), (405, 405), 405)
MATRIX = {
    "mine": Expected((200, 303), (303, 303), 403, fields=(("address", "a@elsewhere.example"),)),
    "my code": Expected((200, 200), (403, 403), 403, fields=(("code", "AAAAAAAAAA"),)),
    "my choice": Expected((303, 200), (303, 303), 403, fields=(("as", "0"),)),
    "my data": Expected(*ONLY_READ),
    "my requests": Expected(*ONLY_READ),
    "my change": Expected((303, 200), (303, 303), 403, "/erase"),
    "my download": Expected((303, 200), (303, 200), 403, fields=(("what", "all"),)),
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


@pytest.mark.parametrize("place", MATRIX)
def test_each_gets_only_what_is_theirs(site: Site, place: str) -> None:
    row = MATRIX[place]
    path = f"/nl/{ADDRESSES['nl'][place]}{row.ending}"
    nobody, officer, bo = site.visitor(), site.visitor(), site.signed_in(BO)
    officer.sign_in()
    for method in ("GET", "HEAD"):
        told = [who.ask(path, method=method).status for who in (nobody, officer, bo)]
        assert told == [row.get[0], row.get[0], row.get[1]]
    ann = site.signed_in(ANN, 0)
    for mine, theirs in ((bo, ("Ann de Wit", "Lindelaan")), (ann, ("Bo &lt;b&gt;", "Dijk 2"))):
        assert not any(one in mine.ask(path).text for one in theirs)

    def post(who: Visitor, word: str) -> Reply:
        return who.ask(path, {"token": word, **dict(row.fields)})

    foreign = post(bo, token(ann, "/nl/mijn-overzicht")).status
    form = "/nl/mijn-code" if place == "my code" else "/nl/mijn-gegevens"
    without = [post(who, token(who, form)).status for who in (nobody, officer)]
    page = path if row.get[1] == 200 and row.post[1] != 405 else "/nl/mijn-overzicht"
    if place == "mine":
        bo.ask("/nl/mijn-gegevens-sluiten", {"token": token(bo, "/nl/mijn-overzicht")})
        page = path
    own = post(bo, token(bo, page)).status
    assert (without, own, foreign) == ([row.post[0]] * 2, row.post[1], row.foreign)
    stranger = bo.ask(path, {"token": "x"}, HTTP_ORIGIN="https://elsewhere.example").status
    assert stranger in (403, 303, 405)
