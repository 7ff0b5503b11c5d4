"""The WSGI application of the website. Nothing about a person stands in an address or a log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from http import HTTPStatus
from typing import Any

from gestand.errors import GestandError
from gestand.surfaces.web.ask import Filled, Promised, ask_page, begun, received_page
from gestand.surfaces.web.asked import (
    FORMS,
    READS,
    SENDS,
    WITHIN,
    Asked,
    Door,
    Environ,
    Refused,
    only,
    sent,
)
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console import CONSOLE, Console
from gestand.surfaces.web.fetch import Typing, code_page, settled_page
from gestand.surfaces.web.forms import Forms
from gestand.surfaces.web.guard import Limit, Seal
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.orders import Orders
from gestand.surfaces.web.page import HTML, Answer, Around, Header, address, page, see_other
from gestand.surfaces.web.portal import PORTAL, Portal
from gestand.surfaces.web.words import ADDRESSES
from gestand.work.by_form import Form
from gestand.work.publish import RECORD

RECEIVED_LIFE = 3600
"""For how many seconds the page after a form counts."""

STAY_SAFE = f"max-age={365 * 24 * 3600}"
"""For a year a browser that came over TLS comes back in no other way (RFC 6797)."""

_RECEIVED = "gestand_received"
_KINDS = {"html": HTML, "md": "text/markdown; charset=utf-8", "jsonld": "application/ld+json"}

_SHORT = ("ask", "fetch", "prove", "cases", "login", "mine")
"""The pages that have an address without a language as well."""

StartResponse = Callable[[str, list[Header]], Any]


@dataclass
class Application:
    """Answers for one organisation."""

    office: Office
    door: Door
    _seal: Seal = field(init=False, repr=False)
    _limit: Limit = field(init=False, repr=False)
    _forms: Forms = field(init=False, repr=False)
    _orders: Orders = field(init=False, repr=False)
    _bound: Bound = field(init=False, repr=False)
    _console: Console = field(init=False, repr=False)
    portal: Portal = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the key of what is signed, and begin to count."""
        self._seal = Seal(self.door.clock)
        self._limit = Limit(FORMS, WITHIN, self.door.clock)
        self._forms = Forms(self.office, self.door, self._seal, self._limit)
        self._orders = Orders(self.office, self.door, self._seal, self._limit)
        self._bound = Bound(self.door, self._seal)
        self._console = Console(self.office, self.door, self._limit, self._bound)
        self.portal = Portal(self.office, self.door, self._limit, self._bound)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        language = self._language(environ)
        try:
            answer = self._answered(environ, language)
        except Refused as refused:
            answer = self._sorry(language, refused.status, refused.headers)
        except GestandError as error:
            self.door.tell(str(error))
            answer = self._sorry(language, HTTPStatus.SERVICE_UNAVAILABLE, ())
        status = f"{int(answer.status)} {answer.status.phrase}"
        safe = [("Strict-Transport-Security", STAY_SAFE)] if self.door.is_secure else []
        start_response(status, [*answer.all_headers(), *safe])
        if environ["REQUEST_METHOD"] == "HEAD":
            return [b""]
        return answer.parts if answer.parts is not None else [answer.body]

    def failed(self, environ: Environ) -> tuple[Sequence[Header], bytes]:
        """Return the page of an error that should not happen; it tells nothing of it."""
        language = self._language(environ)
        answer = self._sorry(language, HTTPStatus.INTERNAL_SERVER_ERROR, ())
        return answer.all_headers(), answer.body

    def _answered(self, environ: Environ, language: str) -> Answer:
        path = str(environ.get("PATH_INFO", ""))
        asked = self._asked(environ, path)
        if asked is None:
            only(environ, READS)
            return self._file(path) or self._short(path, language)
        if not asked.place:
            only(environ, READS)
            return self._statement_file(f"{asked.language}.html")
        return self._page(asked)

    def _asked(self, environ: Environ, path: str) -> Asked | None:
        """Return which page is asked for; None for a file, or an address without a language."""
        _, language, *rest = [*path.split("/", 2), ""][:3]
        if language not in self.office.languages:
            return None
        last, slash, ending = rest[0].partition("/")
        if not last and not slash:
            return Asked(environ, language, secure=self.door.is_secure)
        place = next((p for p, one in ADDRESSES[language].items() if one == last), "")
        if not place:
            raise Refused(HTTPStatus.NOT_FOUND)
        return Asked(environ, language, place, slash + ending, self.door.is_secure)

    def _page(self, asked: Asked) -> Answer:
        pages: Mapping[str, tuple[Sequence[str], Callable[[Asked], Answer]]] = {
            "ask": ((*READS, *SENDS), self._ask),
            "received": (READS, self._received),
            "fetch": ((*READS, *SENDS), self._fetch),
            "prove": ((*READS, *SENDS), self._prove),
            "form": ((*READS, *SENDS), self._forms.alone),
            "embedded": ((*READS, *SENDS), self._forms.framed),
            "published": (READS, self._forms.published),
            "payment": (READS, self._orders.payment),
            "trial": ((*READS, *SENDS), self._orders.trial),
        }
        if asked.place in CONSOLE:
            return self._console.answer(asked)
        if asked.place in PORTAL:
            return self.portal.answer(asked)
        if asked.ending and asked.place not in ("form", "embedded", "published", "payment"):
            raise Refused(HTTPStatus.NOT_FOUND)
        methods, answer = pages[asked.place]
        only(asked.told, methods)
        return answer(asked)

    def _language(self, environ: Environ) -> str:
        """Return the language of an address, or else the one that a browser prefers."""
        known = self.office.languages
        first = str(environ.get("PATH_INFO", "")).lstrip("/").partition("/")[0].partition(".")[0]
        return first if first in known else preferred(environ, known)

    def _short(self, path: str, language: str) -> Answer:
        """Send on from an address without a language."""
        vary = ("Vary", "Accept-Language")
        if path in ("", "/"):
            return see_other(address(language), vary)
        for one in ADDRESSES.values():
            for place, name in one.items():
                if path == f"/{name}" and place in _SHORT:
                    return see_other(address(language, place), vary)
        raise Refused(HTTPStatus.NOT_FOUND)

    def _file(self, path: str) -> Answer | None:
        name = path.removeprefix("/")
        if name == RECORD or name not in self.office.statement():
            return None
        return self._statement_file(name)

    def _statement_file(self, name: str) -> Answer:
        kind = _KINDS[name.rpartition(".")[2]]
        return Answer(HTTPStatus.OK, self.office.statement()[name], kind, shared=True)

    def _around(self, asked: Asked, *, tools: str = "", kind: str = "") -> Around:
        name, tools = self.office.policy.controller.name, tools or self.portal.link(asked.language)
        return Around(
            asked.language, self.office.languages, name, asked.place, asked.ending, tools, kind
        )

    def _ask(self, asked: Asked) -> Answer:
        if asked.method in READS:
            first = begun(str(asked.told.get("QUERY_STRING", "")), asked.language)
            return self._bound.with_form(asked, lambda token: ask_page(
                self._around(asked), token, first, {}
            ))
        fields = self._sent(asked)
        filled, once = Filled.of(fields), self._bound.once(asked, fields)
        wrong = filled.wrong()
        if once is None or wrong:
            status = HTTPStatus.FORBIDDEN if once is None else HTTPStatus.UNPROCESSABLE_ENTITY
            return self._bound.with_form(asked, lambda token: ask_page(
                self._around(asked), token, filled, wrong, stale=once is None
            ), status)
        self.office.take_in(
            Form(filled.rights, filled.contact, filled.text, asked.language, once)
        )
        day = self.office.day().isoformat()
        word = f"{day}.{self._seal.signed(_RECEIVED, day)}"
        return see_other(
            address(asked.language, "received"), self._bound.cookie(_RECEIVED, word, RECEIVED_LIFE)
        )

    def _received(self, asked: Asked) -> Answer:
        day, _, word = asked.cookie(_RECEIVED).partition(".")
        if self._seal.once(_RECEIVED, word, RECEIVED_LIFE, day) is None:
            return see_other(address(asked.language, "ask"))
        received = date.fromisoformat(day)
        when = Promised(received, self.office.answer_by(received))
        controller = self.office.policy.controller
        body = received_page(self._around(asked), when, controller, self.office.authority())
        return Answer(HTTPStatus.OK, body)

    def _fetch(self, asked: Asked) -> Answer:
        """Give what a code opens; of every code that does not count the same is said."""
        typed = self._typed(asked)
        found = typed if isinstance(typed, Answer) else self.office.fetch(typed)
        if found is None:
            return self._code(asked, Typing(wrong=True))
        if isinstance(found, Answer):
            return found
        name = f'attachment; filename="{self._around(asked).words["file name"]}"'
        return Answer(
            HTTPStatus.OK, parts=found.parts, size=found.size, kind="application/zip",
            headers=(("Content-Disposition", name),),
        )

    def _prove(self, asked: Asked) -> Answer:
        """Settle who asks by a code; of every code that does not count the same is said."""
        typed = self._typed(asked)
        if isinstance(typed, Answer):
            return typed
        if not self.office.settle(typed):
            return self._code(asked, Typing(wrong=True))
        return Answer(HTTPStatus.OK, settled_page(self._around(asked)))

    def _typed(self, asked: Asked) -> str | Answer:
        """Return the code that was sent, or the page to type one on."""
        if asked.method in READS:
            return self._code(asked, Typing())
        fields = self._sent(asked)
        if self._bound.once(asked, fields) is None:
            return self._code(asked, Typing(stale=True))
        return fields.get("code", [""])[0]

    def _code(self, asked: Asked, typing: Typing) -> Answer:
        status = HTTPStatus.OK if typing == Typing() else HTTPStatus.FORBIDDEN
        return self._bound.with_form(
            asked, lambda token: code_page(self._around(asked), token, typing), status
        )

    def _sent(self, asked: Asked) -> Mapping[str, list[str]]:
        """Return the fields of a form that was sent from one of our own pages."""
        return sent(asked.told, self.door, self._limit)

    def _sorry(self, language: str, status: HTTPStatus, headers: Sequence[Header]) -> Answer:
        """Return a small page that says why there is nothing, and where to go on."""
        controller = self.office.policy.controller
        around = Around(language, self.office.languages, controller.name)
        words, code = around.words, str(int(status))
        link = f'<a href="{address(language)}">{escape(words["back"])}</a>'
        lead = words[f"{code} more"].format(controller.email)
        body = page(around, words[code], lead, [f"<p>{link}</p>"])
        return Answer(status, body, headers=headers)


def preferred(environ: Environ, languages: Sequence[str]) -> str:
    """Return the language that a browser likes best, by RFC 9110; the first where it says none."""
    liked: list[tuple[float, int, str]] = []
    for place, part in enumerate(str(environ.get("HTTP_ACCEPT_LANGUAGE", "")).split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        weight = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", rest)
        q = float(weight[1]) if weight else 0.0 if rest.strip() else 1.0
        language = tag.partition("-")[0].lower()
        if language in languages and q > 0:
            liked.append((-q, place, language))
    return min(liked)[2] if liked else languages[0]
