"""The pages on which an officer writes a letter about a case, sees all of it, and sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from http import HTTPStatus

from gestand.core.letters import FRAMES, Written
from gestand.core.letters.fitting import ANSWERS
from gestand.core.policy.labels import LABELS
from gestand.core.roles import SEES
from gestand.errors import CannotRun, GestandError
from gestand.surfaces.web.asked import READS, Asked, Door, Refused, sent
from gestand.surfaces.web.bound import Bound
from gestand.surfaces.web.console_cases import Session
from gestand.surfaces.web.console_cases import Written as Page
from gestand.surfaces.web.console_letter_links import fits, links
from gestand.surfaces.web.console_letter_words import FATES, GAPS, LETTER_WORDS, LETTERS
from gestand.surfaces.web.console_why import in_plain_words
from gestand.surfaces.web.desk import Desk, asks_of
from gestand.surfaces.web.guard import Limit
from gestand.surfaces.web.office import Office
from gestand.surfaces.web.page import Answer, Around, address, page, see_other
from gestand.wiring.mailing import sender_of
from gestand.work.cases import Case
from gestand.work.drafts import Draft, as_decided, code_of, on_record, send_draft
from gestand.work.letters import as_text
from gestand.work.mails import Mail

_GAP = "gap-"
_DAYS = frozenset({"received", "due", "until", "forwarded", "withdrawn", "from_day",
                   "stopped", "backups", "handed"})  # fmt: skip


@dataclass(frozen=True)
class Letters:
    """Answers for letters about cases; `page` puts around one what every page of officers has."""

    office: Office
    desk: Desk
    door: Door
    limit: Limit
    bound: Bound
    page: Callable[[Asked, Session, Page, HTTPStatus], Answer]

    def chosen(self, asked: Asked, session: Session) -> Answer:
        """Return the letters that there are for a case, or one of them."""
        number, _, slug = asked.ending.removeprefix("/").partition("/")
        case = self._case(session, int(number))
        if int(number) not in session.reasons:
            return see_other(address(asked.language, "cases", f"/{number}"))
        if not slug:
            return self.page(
                asked, session, lambda around, _: _list(around, case), HTTPStatus.OK
            )
        name = slug.replace("-", " ")
        if name not in LETTERS[asked.language]:
            raise Refused(HTTPStatus.NOT_FOUND)
        writing = _Writing(int(number), name, asked.language)
        if asked.method in READS:
            return self._show(asked, session, self._filled(writing))
        fields = {n: v[0] for n, v in sent(asked.told, self.door, self.limit).items()}
        writing = self._filled(replace(
            writing, fields=fields, language=self._language(fields, asked.language)
        ))
        token = {"token": [fields.get("token", "")]}
        if self.bound.once(asked, token, of=session.name) is None:
            writing = replace(writing, wrong=LETTER_WORDS[asked.language]["stale"])
            return self._show(asked, session, writing, HTTPStatus.FORBIDDEN)
        return self._written(asked, session, writing)

    def _case(self, session: Session, number: int) -> Case:
        """Return a case; Refused where it is not there for an officer."""
        whole = self.desk.case(number)
        if whole is None:
            raise Refused(HTTPStatus.NOT_FOUND)
        kept = whole.case.kept
        if not session.officer.roles_in(kept.request, asks_of(kept)) & SEES["letters"]:
            raise Refused(HTTPStatus.NOT_FOUND)
        return whole.case

    def _language(self, fields: Mapping[str, str], otherwise: str) -> str:
        chosen = fields.get("language", "")
        return chosen if chosen in self.office.languages and chosen in FRAMES else otherwise

    def _filled(self, writing: _Writing) -> _Writing:
        """Return a letter with what is on record for its gaps."""
        office = self.office
        draft = on_record(office.project, office.country, writing.draft)
        try:
            with self.desk.keyring() as keyring:
                draft = as_decided(keyring, office.policy, draft)
        except GestandError as error:
            return replace(writing, known=draft.known, wrong=str(error))
        return replace(writing, known=draft.known)

    def _written(self, asked: Asked, session: Session, writing: _Writing) -> Answer:
        """Show a letter, or send it as it was shown."""
        wrong = HTTPStatus.UNPROCESSABLE_ENTITY
        if writing.wrong:
            return self._show(asked, session, writing, wrong)
        try:
            writing = replace(writing, letter=writing.draft.written(self.office.policy))
            if writing.fields.get("do") != "send":
                return self._show(asked, session, writing)
            if writing.fields.get("code") != writing.code:
                told = LETTER_WORDS[asked.language]["changed"]
                return self._show(
                    asked, session, replace(writing, wrong=told), HTTPStatus.CONFLICT
                )
            return self._show(asked, session, replace(writing, mail=self._send(writing)))
        except GestandError as error:
            return self._show(asked, session, replace(writing, wrong=str(error)), wrong)

    def _send(self, writing: _Writing) -> Mail:
        if writing.letter is None:
            message = "a letter is shown before it is sent"
            raise CannotRun(message)
        sender, to = sender_of(self.office.project), writing.fields.get("to", "").strip()
        with self.desk.keyring() as keyring:
            return send_draft(keyring, sender, writing.draft, (writing.letter, to))

    def _show(
        self,
        asked: Asked,
        session: Session,
        writing: _Writing,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> Answer:
        # A letter may hold what somebody wrote, or what was decided about them.
        self.desk.look(writing.number, session.reasons[writing.number])
        languages = [one for one in self.office.languages if one in FRAMES]
        return self.page(
            asked, session,
            lambda around, token: _letter_page(around, token, writing, languages), status,
        )


@dataclass(frozen=True)
class _Writing:
    """A letter while it is written: `known` fills gaps from what is on record.

    `mail` says how far it has come once it was sent, and `wrong` why it cannot be written.
    """

    number: int
    name: str
    language: str
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: Mapping[str, str] = field(default_factory=dict, repr=False)
    letter: Written | None = field(default=None, repr=False)
    mail: Mail | None = field(default=None, repr=False)
    wrong: str = field(default="", repr=False)

    @property
    def draft(self) -> Draft:
        """The same as the work knows it."""
        typed = {name.removeprefix(_GAP): text for name, text in self.fields.items()
                 if name.startswith(_GAP)}  # fmt: skip
        return Draft(self.number, self.name, self.language, typed, self.known)

    @property
    def code(self) -> str:
        """What stands for the letter as it reads."""
        return code_of(self.letter)


def _list(around: Around, case: Case) -> bytes:
    """Return the letters about a case: those that fit first, and the others folded away."""
    words, number = LETTER_WORDS[around.language], case.kept.row.number
    first = fits(case)
    rest = [name for name in LETTERS[around.language] if name not in first]
    body = [
        links(around, number, words["letters"], first) if first
        else f'<p class="none">{escape(words["none fits"])}</p>',
        f'<details class="step"><summary>{escape(words["others"])}</summary>'
        f"{links(around, number, words['others'], rest)}</details>",
        _back(around, number),
    ]
    return page(around, words["title"].format(number), words["lead"], body)


def _back(around: Around, number: int) -> str:
    words = LETTER_WORDS[around.language]
    href = address(around.language, "cases", f"/{number}")
    return f'<p class="after"><a href="{href}">{escape(words["to case"])}</a></p>'


def _letter_page(
    around: Around, token: str, writing: _Writing, languages: list[str]
) -> bytes:
    words = LETTER_WORDS[around.language]
    body = [*_notice(around, writing)]
    if writing.mail is None:
        body.append(_form(around, token, writing, languages))
    if writing.letter is not None:
        body.append(f"<h2>{escape(words['letter'])}</h2>")
        body.append(
            f'<div class="said" lang="{writing.language}">{escape(as_text(writing.letter))}</div>'
        )
        if writing.mail is None:
            body.append(_send_form(around, token, writing))
    body.append(_back(around, writing.number))
    lead = around.words["case"].format(writing.number)
    return page(around, LETTERS[around.language][writing.name], lead, body)


def _notice(around: Around, writing: _Writing) -> Iterator[str]:
    words = LETTER_WORDS[around.language]
    if writing.wrong:
        plainly = in_plain_words(around.language, writing.wrong)
        wrong = plainly or writing.wrong
        lang = "" if plainly or wrong in words.values() else ' lang="en"'
        yield (
            f'<div class="errors" role="alert"><h2>{escape(words["refused"])}</h2>'
            f"<p{lang}>{escape(wrong)}</p></div>"
        )
    if writing.mail is not None:
        told = FATES[around.language].get(writing.mail.stage, "")
        hint = f"<p>{escape(words['sent hint'])}</p>" if writing.name in ANSWERS else ""
        yield f'<div class="errors given" role="status"><h2>{escape(told)}</h2>{hint}</div>'


def _form(around: Around, token: str, writing: _Writing, languages: list[str]) -> str:
    words = LETTER_WORDS[around.language]
    fields = [_gap(around, writing, gap) for gap in writing.draft.gaps]
    options = "".join(
        f'<option value="{one}"{" selected" if one == writing.language else ""}>'
        f"{escape(LABELS[one].language_name)}</option>"
        for one in languages
    )
    nothing = "" if fields else f'<p class="hint">{escape(words["nothing"])}</p>'
    return (
        f'<form method="post" class="acts" novalidate>'
        f'<input type="hidden" name="token" value="{escape(token)}">{nothing}{"".join(fields)}'
        '<div class="field"><label class="label" for="language">'
        f"{escape(words['language'])}</label>"
        f'<select id="language" name="language">{options}</select></div>'
        f"<button>{escape(words['show'])}</button></form>"
    )


def _gap(around: Around, writing: _Writing, gap: str) -> str:
    """Return the field for a gap, with the sentence in which it stands."""
    id_, label = f"gap-{gap}", GAPS[around.language].get(gap, gap)
    value = escape(writing.fields.get(id_, ""))
    named = f'id="{id_}" name="{id_}" aria-describedby="{id_}-hint"'
    told = (
        f'<input type="date" {named} value="{value}">' if gap in _DAYS
        else f'<textarea {named} rows="2">{value}</textarea>'
    )
    sentence = FRAMES[writing.language].letters[writing.name].sentence(gap)
    hint = LETTER_WORDS[around.language]["stands"].format(sentence)
    return (
        f'<div class="field"><label class="label" for="{id_}">{escape(label)}</label>'
        f'<p class="hint" id="{id_}-hint">{escape(hint)}</p>{told}</div>'
    )


def _send_form(around: Around, token: str, writing: _Writing) -> str:
    words = LETTER_WORDS[around.language]
    again = {f"gap-{gap}": text for gap, text in writing.draft.given.items()}
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in {
            "token": token, "do": "send", "code": writing.code, "language": writing.language,
            **again,
        }.items()
    )
    to = escape(writing.fields.get("to", ""))
    return (
        f'<form method="post" class="acts" novalidate>{hidden}<div class="field">'
        f'<label class="label" for="to">{escape(words["to"])}</label>'
        f'<p class="hint" id="to-hint">{escape(words["to hint"])}</p>'
        f'<input type="email" id="to" name="to" autocomplete="off" aria-describedby="to-hint" '
        f'value="{to}"></div><button>{escape(words["send"])}</button></form>'
    )
