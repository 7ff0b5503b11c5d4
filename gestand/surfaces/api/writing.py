"""Letters about requests, and messages that wait for a person, over the API: as on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from gestand.core.letters import FRAMES
from gestand.core.policy.model import Policy
from gestand.core.programs import MESSAGES_WORDS
from gestand.core.rights_rules import Right
from gestand.errors import CannotRun
from gestand.settings import acting_as
from gestand.surfaces.api.acting import (
    refuse_nobody,
    refuse_role,
    refuse_unnamed,
    writes_letters,
)
from gestand.surfaces.api.answers import (
    LIMIT,
    WORDS,
    after_cursor,
    asking_stores,
    cursor_after,
    doing,
    once_asked,
    refuse_without,
    request_of,
)
from gestand.surfaces.api.office import Office, Told
from gestand.surfaces.api.problems import Answer, Asked, Problem
from gestand.wiring.mailing import sender_of
from gestand.work.drafts import OF_REQUESTS, Draft, as_decided, code_of, on_record, send_draft
from gestand.work.keyring import Keyring
from gestand.work.letters import as_text_alone
from gestand.work.looks import look_at_message
from gestand.work.mails import Mail, mail_known, waiting_for_a_person
from gestand.work.mails_told import message_told
from gestand.work.messages import REQUEST, say
from gestand.work.request_steps import NotKnown
from gestand.work.rights import ChangedMeanwhile
from gestand.work.sealed_mail import Words, words_of


def list_letters(office: Office, asked: Asked) -> Answer:
    """Return the letters that somebody writes about a request, each with its gaps."""
    language = _language(office, asked.query)
    told = [
        {"letter": name, "about": letter.about, "gaps": list(letter.gaps)}
        for name, letter in FRAMES[language].letters.items()
        if name in OF_REQUESTS
    ]
    return Answer({"language": language, "letters": told})


def preview_letter(office: Office, asked: Asked) -> Answer:
    """Return a letter as it would go out; the look is written down first."""
    number = asked.place["number"]
    _refuse(office, asked)
    office.look(asked.who, number, asked.body["reason"])
    with _drafting(office, asked) as (_, draft, policy):
        written = None if draft.lacks else asking_stores(partial(draft.written, policy))
    return Answer({
        "request": number, "letter": draft.name, "language": draft.language,
        "lacks": draft.lacks, "subject": written and written.subjects,
        "text": written and as_text_alone(written), "code": written and code_of(written),
    })  # fmt: skip


def send_letter(office: Office, asked: Asked) -> Answer:
    """Send a letter as it was seen; one that says the same goes to an address once."""
    _refuse(office, asked)
    with _drafting(office, asked) as (keyring, draft, policy):
        written = asking_stores(partial(draft.written, policy))
        if code_of(written) != asked.body["code"]:
            what = "it would say something else by now: look again, and send the new `code`"
            raise Problem(HTTPStatus.CONFLICT, what)
        sender = asking_stores(partial(sender_of, office.project))
        seen = written, asked.body.get("to", "").strip()
        mail: Mail = asking_stores(partial(send_draft, keyring, sender, draft, seen))
    return Answer({"message": mail.row.number, "stage": mail.stage.value})


def _refuse(office: Office, asked: Asked) -> None:
    refuse_unnamed(asked.who, "a letter")
    kept = request_of(office, asked.place["number"]).kept
    refuse_role(office, asked.who, "a letter", writes_letters(kept))


@contextmanager
def _drafting(office: Office, asked: Asked) -> Iterator[tuple[Keyring, Draft, Policy]]:
    """Fill a letter from what is on record, for whoever answers for it."""
    body, (policy, _) = asked.body, office.project.declared()
    language = _language(office, body)
    draft = Draft(asked.place["number"], body["letter"], language, body.get("gaps", {}))
    # Beside whoever writes: a mail server may be slow.
    with acting_as(asked.who.who), office.opened() as keyring:
        draft = on_record(office.project, office.country, draft)
        yield keyring, asking_stores(partial(as_decided, keyring, policy, draft)), policy


def _language(office: Office, sent: Mapping[str, Any]) -> str:
    known = [one for one in office.languages() if one in FRAMES]
    language: str = sent.get("language", known[0] if known else "")
    if language not in known:
        what = f"there are letters in {', '.join(known) or 'no language of the policy'}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)
    return language


def list_messages(office: Office, asked: Asked) -> Answer:
    """Return the messages that somebody has to look at, oldest first."""
    most, after = asked.query.get("limit", LIMIT), after_cursor(asked.query.get("cursor"))
    found = [one for one in waiting_for_a_person(office.state) if one.row.number > after]
    more = found[most - 1].row.number if len(found) > most else None
    told = [_told(one, office.day()) for one in found[:most]]
    return Answer({"messages": told, "next": cursor_after(more)})


def show_message(office: Office, asked: Asked) -> Answer:
    """Return one message; what it says only with a reason, once the look is written down."""
    mail, reason = _mail(office, asked), asked.query.get("reason", "")
    if not reason:
        return Answer(_told(mail, office.day()))
    refuse_without(asked.who, MESSAGES_WORDS, "leave `reason` out")
    refuse_role(office, asked.who, WORDS, lambda one: one.may_open("message"))
    with acting_as(asked.who.who), office.keyring() as keyring:
        look_at_message(keyring.journal, mail.row.number, reason)
        return Answer(_told(mail, office.day(), words_of(keyring, mail)))


def message_step(office: Office, asked: Asked) -> Answer:
    """Write down what a message is, or what became of a letter, as it was seen."""
    body, number = asked.body, asked.place["number"]
    refuse_nobody(office, asked.who, body["event"], lambda one: one.may_settle_messages)
    _mail(office, asked)
    policy, _ = office.project.declared()

    def do(keyring: Keyring) -> Told:
        seen, day = mail_known(keyring.journal.state, number), office.day()
        if seen.row.version != body["version"]:
            message = f"message {number} went on meanwhile: look again, and send its version"
            raise ChangedMeanwhile(message)
        if "rights" in body and body["event"] != REQUEST:
            message = f"`rights` go with `{REQUEST}`"
            raise NotKnown(message)
        said = body["event"], [Right(name) for name in body.get("rights", ())]
        became: Mail = asking_stores(partial(say, keyring, policy, seen, said, day))
        return HTTPStatus.OK, _told(became, day)

    done = doing(partial(office.once_done, asked.who, once_asked(asked), do))
    return Answer(*reversed(done))


def _mail(office: Office, asked: Asked) -> Mail:
    number = asked.place["number"]
    try:
        return mail_known(office.state, number)
    except CannotRun as error:
        raise Problem(HTTPStatus.NOT_FOUND, f"there is no message {number}") from error


def _told(mail: Mail, day: date, words: Words | None = None) -> dict[str, Any]:
    return {**message_told(mail, day, words), "version": mail.row.version}
