"""The forms of purposes: shown, judged and taken in, without a cookie.

A form is known again by a sealed word in a field, which counts for some hours and once. Nobody is
told apart by it: an address may only send so often, and so may all of them together.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from gestand.core.forms.documents import Upload, WrongFile, wrong_with
from gestand.core.forms.model import Form
from gestand.core.forms.pointed import pointed_in_fields
from gestand.core.forms.sale import CHOSEN
from gestand.core.forms.typed import Judged, judged
from gestand.errors import GestandError, InDoubt
from gestand.surfaces.waiting import held_within
from gestand.surfaces.web.asked import READS, SENDS, Asked, Door, Refused, only, sent, sent_parts
from gestand.surfaces.web.form_page import (
    AS_IT_IS,
    HELD,
    SEAL,
    Shown,
    form_page,
    published_page,
    thanks_page,
)
from gestand.surfaces.web.form_words import FORM_WORDS
from gestand.surfaces.web.guard import Limit, Seal
from gestand.surfaces.web.office import PATIENCE, Office
from gestand.surfaces.web.orders import payment_address
from gestand.surfaces.web.page import Answer, Around, Header, address, page, see_other
from gestand.surfaces.web.quarantine import Quarantine
from gestand.work.forms.looked_into import pointed_in
from gestand.work.forms.paying import Begun, begin
from gestand.work.forms.published import Told
from gestand.work.forms.taking import NotTaken

FORM_LIFE, THANKS_LIFE, SOONEST = 4 * 3600, 3600, 2
"""For how many seconds a form counts, and the page after it; sooner than `SOONEST` no person is."""

FRESH = 5
"""For how many seconds it counts what the stores said; then they are asked again."""

OF_ALL, WITHIN = 300, 3600
"""So many times all forms may be sent in so many seconds, whoever sends them."""

_BUSY = "too many forms wait to be kept: look whether a store is slow"
_SENT = "sent"
_MOST_TAKEN = 10_000


@dataclass(frozen=True)
class _Became:
    """What became of a form that was sent: it was kept, or that is in doubt.

    Whoever sent it goes on to `onward`, where an order is paid, or else to the page that thanks.
    """

    doubt: bool = False
    onward: str = ""


@dataclass
class _Taken:
    """What became of forms: the oldest is forgotten first, and counts no more by then."""

    _names: OrderedDict[str, _Became] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def known(self, name: str) -> _Became | None:
        """Return what became of a form that was sent before; None of one that was not kept."""
        return self._names.get(name)

    def once(
        self, name: str, keep: Callable[[], _Became], patience: float = PATIENCE
    ) -> _Became:
        """Keep a form unless that was done before, and return what became of it.

        Who sends it a second time meanwhile waits `patience` seconds, and hears what became of the
        first. Where `keep` raises GestandError nothing was kept, and it may be sent again, as
        after CannotRun from here; after an error that nobody foresaw it is in doubt.
        """
        with held_within(patience, self._lock, _BUSY):
            became = self._names.get(name)
            if became is None:
                became = self._first(name, keep)
            while len(self._names) > _MOST_TAKEN:
                self._names.popitem(last=False)
        return became

    def _first(self, name: str, keep: Callable[[], _Became]) -> _Became:
        became: _Became | None = _Became(doubt=True)
        try:
            became = keep()
        except GestandError:
            became = None
            raise
        finally:
            if became is not None:
                self._names[name] = became
        return became


@dataclass(frozen=True)
class _Came:
    """Documents as they came: now, or before, under the word `held`; and what is wrong."""

    uploads: Sequence[Upload] = field(default=(), repr=False)
    held: str = field(default="", repr=False)
    wrong: WrongFile | None = None


@dataclass
class Forms:
    """Answers for the forms of one organisation; `limit` counts what an address sends.

    All of them together may be sent `most` times an hour.
    """

    office: Office
    door: Door
    seal: Seal
    limit: Limit
    most: int = OF_ALL
    _of_all: Limit = field(init=False, repr=False)
    _quarantine: Quarantine = field(init=False, repr=False)
    _read_last: dict[tuple[str, str], tuple[float, Any]] = field(default_factory=dict, repr=False)
    _taken: _Taken = field(default_factory=_Taken, repr=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self._of_all = Limit(self.most, WITHIN, self.door.clock)
        self._quarantine = Quarantine(self.door.clock)

    def alone(self, asked: Asked) -> Answer:
        """Return a form on this website."""
        return self._answer(asked, self._form(asked), framed=False)

    def framed(self, asked: Asked) -> Answer:
        """Return a form as a part of a page of somebody else, where it may be shown."""
        form = self._form(asked)
        if not form.shown_on:
            raise Refused(HTTPStatus.NOT_FOUND)
        try:
            answer = self._answer(asked, form, framed=True)
        except Refused as refused:
            answer = self._sorry(asked, refused.status, refused.headers)
        except GestandError as error:
            self.door.tell(str(error))
            answer = self._sorry(asked, HTTPStatus.SERVICE_UNAVAILABLE)
        return replace(answer, framed_by=form.shown_on)

    def published(self, asked: Asked) -> Answer:
        """Return what everybody may read, as a part of a page of those who may show the form."""
        form = self._form(asked)
        if form.published is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        found: list[Told] = self._fresh(form, self.office.published)
        around = self._around(asked, framed=True)
        body = published_page(around, form.published.title[around.language], found)
        return Answer(HTTPStatus.OK, body, framed_by=form.shown_on)

    def _fresh(self, form: Form, read: Callable[[Form], Any]) -> Any:
        """Return what the stores say of a form now, or said just before."""
        # Read anew for each visitor it would be a way to keep the stores busy.
        name = form.purpose, read.__name__
        now, kept = self.door.clock(), self._read_last.get(name)
        if kept is None or now - kept[0] >= FRESH:
            kept = self._read_last[name] = now, read(form)
        return kept[1]

    def _options(self, form: Form) -> dict[str, dict[str, str]]:
        """Return what may be chosen in a form."""
        found: dict[str, dict[str, str]] = self._fresh(form, self.office.options)
        return found

    def _form(self, asked: Asked) -> Form:
        form = self.office.forms().get(asked.ending.removeprefix("/"))
        if form is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        return form

    def _around(self, asked: Asked, *, framed: bool) -> Around:
        name = self.office.policy.controller.name
        return Around(
            asked.language, self.office.languages, name, asked.place, asked.ending,
            kind="form", framed=framed,
        )

    def _answer(self, asked: Asked, form: Form, *, framed: bool) -> Answer:
        only(asked.told, (*READS, *SENDS))
        around = self._around(asked, framed=framed)
        if asked.method in READS:
            return self._read(asked, form, around)
        return self._sent(asked, form, around)

    def _sent(self, asked: Asked, form: Form, around: Around) -> Answer:
        """Take in what was sent, or show the form again with what is to be looked at."""
        fields, came = self._parts(asked, form)
        word, as_it_is = fields.pop(SEAL, [""])[0], bool(fields.pop(AS_IT_IS, []))
        name = self.seal.once(self._what(form), word, FORM_LIFE, soonest=SOONEST)
        found = judged(form, fields, self._options(form))
        if name is not None and (became := self._taken.known(name)):
            return self._told(around, form, became)
        again: dict[str, Any] = {"stale": name is None, "came": came}
        if name is None or not found.is_clean or came.wrong:
            status = HTTPStatus.FORBIDDEN if name is None else HTTPStatus.UNPROCESSABLE_ENTITY
            return self._show(around, form, status, found, **again)
        looks = {} if as_it_is else {
            "pointed": pointed_in_fields(form, self.office.policy, found.answers),
            "in_files": pointed_in(came.uploads),
        }  # fmt: skip
        if any(looks.values()):
            again |= looks
            return self._show(around, form, HTTPStatus.UNPROCESSABLE_ENTITY, found, **again)
        if not self._of_all.allows("everybody"):
            return self._busy(around)
        return self._take(around, form, (found, came), name, str(asked.told["HTTP_ORIGIN"]))

    def _parts(
        self, asked: Asked, form: Form
    ) -> tuple[dict[str, list[str]], _Came]:
        """Return the fields that were sent, and the documents.

        Documents that came before wait in quarantine, unless others were chosen since. Where they
        wait no more that is wrong, also where none have to be sent: somebody chose them.
        """
        if form.documents is None:
            return dict(sent(asked.told, self.door, self.limit)), _Came()
        parts = sent_parts(asked.told, self.door, self.limit)
        uploads = parts.uploads.pop(form.documents.name, [])
        word = parts.fields.pop(HELD, [""])[0]
        # A document under another name is a field that was not asked.
        fields = parts.fields | {name: [""] for name in parts.uploads}
        if uploads or not word:
            self._quarantine.let_go(word)
            return fields, _Came(uploads, wrong=wrong_with(form.documents, uploads))
        waited = self._quarantine.held(form.purpose, word)
        return fields, _Came(waited, word, None if waited else WrongFile.GONE)

    def _read(self, asked: Asked, form: Form, around: Around) -> Answer:
        query = parse_qs(str(asked.told.get("QUERY_STRING", "")))
        word = query.get(_SENT, [""])[0]
        if word and self.seal.once(f"{self._what(form)} {_SENT}", word, THANKS_LIFE) is not None:
            notice = self.office.notice(around.language, form)
            return Answer(HTTPStatus.OK, thanks_page(replace(around, kind=""), notice))
        # A page may lead to the form of one row, such as a vacancy: it is chosen beforehand.
        chosen = {
            one.name: query.get(one.name.removeprefix(CHOSEN), [""])[0] for one in form.choices
        }
        found = Judged(chosen, {}, undeclared=False)
        return self._show(around, form, HTTPStatus.OK, found)

    def _show(
        self,
        around: Around,
        form: Form,
        status: HTTPStatus,
        found: Judged | None = None,
        came: _Came = _Came(),
        **why: Any,
    ) -> Answer:
        shown = self._notice(around, form)
        shown = replace(shown, judged=found or shown.judged, wrong_file=came.wrong, **why)
        if not came.wrong:
            held = came.held or self._quarantine.hold(form.purpose, came.uploads)
            if came.uploads and not held:
                shown = replace(shown, wrong_file=WrongFile.BUSY)
            else:
                shown = replace(shown, uploads=came.uploads, held=held)
        body = form_page(around, shown, self.seal.signed(self._what(form)))
        sends_on = self.office.payments(form.sale).origin if form.sale else ""
        return Answer(status, body, form=True, sends_on=sends_on)

    def _notice(self, around: Around, form: Form) -> Shown:
        notice = self.office.notice(around.language, form)
        shown = Shown(form, notice, self.office.policy.controller, self.office.authority())
        return replace(shown, options=self._options(form))

    def _take(
        self, around: Around, form: Form, came: tuple[Judged, _Came], name: str, origin: str
    ) -> Answer:
        found, documents = came
        try:
            became = self._taken.once(name, lambda: self._keep(
                form, (found, tuple(documents.uploads)), around.language, origin
            ), self.office.patience)
        except NotTaken as error:
            self.door.tell(str(error))
            return self._plainly(around, HTTPStatus.UNPROCESSABLE_ENTITY, "not taken")
        # Not before it is kept: who hears that it was not, sends them again by the same word.
        self._quarantine.let_go(documents.held)
        return self._told(around, form, became)

    def _keep(
        self, form: Form, came: tuple[Judged, tuple[Upload, ...]], language: str, origin: str
    ) -> _Became:
        """Keep a form; CannotRun where nothing was kept."""
        begun = self._begin(form, came[0], language, origin)
        try:
            trouble = self.office.take_form(form, came, language, begun)
        except InDoubt as error:
            self.door.tell(str(error))
            return _Became(doubt=True)
        if trouble:
            self.door.tell(f"a form of `{form.purpose}` was kept, but {trouble}")
        return _Became(onward=begun.started.address if begun else "")

    def _begin(self, form: Form, judged: Judged, language: str, origin: str) -> Begun | None:
        """Start the payment of an order; None for a form that sells nothing."""
        if form.sale is None:
            return None
        # An order that is not kept after this leaves a payment that nobody is led to.
        back = origin + payment_address(language, form.purpose)
        return begin(self.office.payments(form.sale), form.sale, judged, back, language)

    def _told(self, around: Around, form: Form, became: _Became) -> Answer:
        """Return what somebody hears who sent a form, also where they sent it before."""
        if became.doubt:
            # Another row of the same could be kept if it were taken in again.
            return self._plainly(around, HTTPStatus.INTERNAL_SERVER_ERROR, "doubt")
        return see_other(became.onward) if became.onward else self._thank(around, form)

    def _thank(self, around: Around, form: Form) -> Answer:
        word = self.seal.signed(f"{self._what(form)} {_SENT}")
        here = address(around.language, around.place, around.ending)
        return see_other(f"{here}?{_SENT}={word}")

    @staticmethod
    def _what(form: Form) -> str:
        return f"form {form.purpose}"

    def _busy(self, around: Around) -> Answer:
        answer = self._plainly(around, HTTPStatus.TOO_MANY_REQUESTS, "busy")
        return replace(answer, headers=(("Retry-After", str(WITHIN)),))

    def _plainly(self, around: Around, status: HTTPStatus, why: str) -> Answer:
        mail = self.office.policy.controller.email
        lead = FORM_WORDS[around.language][why].format(mail)
        around = replace(around, kind="")
        return Answer(status, page(around, around.words[str(int(status))], lead, ()))

    def _sorry(
        self, asked: Asked, status: HTTPStatus, headers: Sequence[Header] = ()
    ) -> Answer:
        around = self._around(asked, framed=True)
        words, code = around.words, str(int(status))
        lead = words[f"{code} more"].format(self.office.policy.controller.email)
        again = escape(address(asked.language, asked.place, asked.ending))
        link = f'<p><a href="{again}">{escape(FORM_WORDS[asked.language]["stale"])}</a></p>'
        return Answer(status, page(around, words[code], lead, [link]), headers=headers)
