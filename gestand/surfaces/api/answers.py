"""The resources of the API: each turns what was asked into one call, and what comes of it to JSON.

What a person wrote stands in bodies only, never in an address.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from gestand.core.clock_words import record as due_record
from gestand.core.consent import Event
from gestand.core.findings import Finding
from gestand.core.permission import Verdict
from gestand.core.policy.registers import Registers
from gestand.core.programs import REQUESTS_WORDS, Program
from gestand.core.request import ALONE, Request, State, What
from gestand.core.rights import possible
from gestand.core.rights_due import Alarm
from gestand.core.ringing import Rings
from gestand.errors import CannotRun, GestandError, StoreBusy, StoreLost
from gestand.surfaces.api.acting import lets, reads, refuse_role, refuse_unnamed
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.problems import Answer, Asked, Problem
from gestand.work.cases import Case
from gestand.work.company import NotClean
from gestand.work.consents.look import Latest
from gestand.work.disclosures_told import record as disclosure_record
from gestand.work.orders import NoAmount
from gestand.work.people import Nobody, NotClear
from gestand.work.permissions import NoSuchThing
from gestand.work.registers import Refused
from gestand.work.repeated import Asked as Once
from gestand.work.repeated import OtherQuestion
from gestand.work.request_pages import Which
from gestand.work.request_steps import NotKnown
from gestand.work.rights import ChangedMeanwhile, NotPossible

LIMIT = 100
WORDS = "what people wrote"
_CURSOR = re.compile(r"after ([0-9]{1,16})")
_ALARMS = {alarm.name.lower(): alarm for alarm in Alarm}


def may(office: Office, asked: Asked) -> Answer:
    """Answer whether a purpose may use a category of data about somebody; or of many."""
    if isinstance(asked.body, list):
        return Answer([_may(office, one) for one in asked.body])
    return Answer(_may(office, asked.body))


def _may(office: Office, asked: Mapping[str, str]) -> Mapping[str, object]:
    kind, _, text = asked["person"].partition(":")
    permissions = office.permissions
    try:
        key = permissions.as_typed(kind.strip(), text.strip())
        verdict = permissions.may(kind.strip(), key, asked["purpose"], asked["category"])
    except NoSuchThing as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    except CannotRun as error:
        # Nobody can tell now, so it may not be used.
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
    return _verdict(verdict)


def _verdict(verdict: Verdict) -> Mapping[str, object]:
    told: dict[str, object] = {
        "may": verdict.allowed,
        "use": verdict.use.value if verdict.use else "none",
        "because": verdict.because,
    }
    return told | ({"only": verdict.only} if verdict.only else {})


def list_requests(office: Office, asked: Asked) -> Answer:
    """Return some requests by their numbers, and where to go on."""
    query = asked.query
    which = Which(
        after_cursor(query.get("cursor")),
        State(query["state"]) if "state" in query else None,
        _ALARMS.get(query.get("alarm", "")),
        query.get("open", False),
    )
    page = office.page(which, query.get("limit", LIMIT))
    told = [case_told(office, case) for case in page.cases]
    return Answer({"requests": told, "next": cursor_after(page.after)})


def show_request(office: Office, asked: Asked) -> Answer:
    """Return one request, with the words of people only for whom they are, and who says why."""
    number = asked.place["number"]
    case, reason = request_of(office, number), asked.query.get("reason", "")
    if not reason:
        return Answer(case_told(office, case))
    refuse_without(asked.who, REQUESTS_WORDS, "leave `reason` out")
    refuse_role(office, asked.who, WORDS, reads(case.kept))
    whole = office.words(asked.who, number, reason)
    if whole is None:
        raise _no_request(number)
    said = whole.asked
    return Answer(case_told(office, whole.case, whole.words) | {
        "asked": said and {"sender": said.sender, "subject": said.subject, "text": said.text},
        "secret_holds": list(whole.secret),
    })  # fmt: skip


def take_in(office: Office, asked: Asked) -> Answer:
    """Keep what somebody asks, and say where it is."""
    shown = partial(case_told, office)
    status, told = doing(partial(office.take_in, asked.who, asked.body, once_asked(asked), shown))
    first = told["requests"][0]["number"]
    return Answer(told, status, (("Location", f"/api/v1/requests/{first}"),))


def step(office: Office, asked: Asked) -> Answer:
    """Let something happen to a request."""
    number, what = asked.place["number"], What(asked.body["event"])
    if what not in ALONE:
        refuse_unnamed(asked.who, f"`{what.value}`")
    kept, key = request_of(office, number).kept, once_asked(asked)
    if doing(partial(office.before, key)) is None:  # what was done is told again as it was then
        refuse_role(office, asked.who, f"`{what.value}`", lets(what, kept))
    shown = partial(case_told, office)
    status, told = doing(partial(office.step, asked.who, number, asked.body, key, shown))
    return Answer(told, status)


def refuse_without(program: Program, scope: str, instead: str) -> None:
    """Refuse what takes a scope beside that of the question; `instead` says what can be done."""
    if not program.may(scope):
        what = f"this token has not the scope `{scope}`: {instead}"
        raise Problem(HTTPStatus.FORBIDDEN, what)


def consents(office: Office, asked: Asked) -> Answer:
    """Record what people say about purposes: all of what was sent, or nothing of it."""
    lines = asked.body if isinstance(asked.body, list) else [asked.body]
    done = doing(partial(office.consents, lines))
    if done.findings:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, _findings(done.findings))
    told = {
        "receipts": list(done.receipts), "new": done.new, "known": done.known,
        "nowhere": done.nowhere, "late": done.late,
    }  # fmt: skip
    return Answer(told, HTTPStatus.CREATED if done.new else HTTPStatus.OK)


def latest_consents(office: Office, asked: Asked) -> Answer:
    """Return what somebody said last about each purpose."""
    found, others = doing(partial(office.latest_consents, asked.body["person"]))
    return Answer({"consents": [_consent(one) for one in found], "left_out": others})


def _consent(one: Latest) -> Mapping[str, object]:
    row, stands = one.row, one.row.event == Event.GIVEN.value and not one.expired
    return {
        "purpose": row.purpose, "event": row.event, "day": row.day, "at": row.at,
        "until": one.until and one.until.isoformat(), "stands": stands, "words": row.words,
        "how": row.how, "receipt": row.receipt,
    }  # fmt: skip


def consent_receipt(office: Office, asked: Asked) -> Answer:
    """Return the receipt of a consent as linked data."""
    found = office.receipt(asked.body["receipt"])
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "no consent has this receipt")
    return Answer(found)


def _findings(findings: tuple[Finding, ...]) -> str:
    told = [f"{one.span.line}: {one.code} {one.message}; {one.suggestion}" for one in findings[:5]]
    return "nothing is recorded. By the place in what was sent: " + ". ".join(told)


def promises(office: Office, asked: Asked) -> Answer:
    """Return every promise with its verdict."""
    known = office.languages_of_statements()
    if not known:
        raise Problem(HTTPStatus.NOT_FOUND, "there is no statement, and so no promise")
    return Answer(office.promises(language_asked(known, asked)))


def registers(office: Office, asked: Asked) -> Answer:
    """Return the registers of processing."""
    return _registers(office, office.registers(language_asked(office.languages(), asked)))


def logs(office: Office, asked: Asked) -> Answer:
    """Return the logs of own records."""
    return _registers(office, office.logs(language_asked(office.languages(), asked)))


def _registers(office: Office, found: Registers) -> Answer:
    each = [
        {
            "id": one.id,
            "title": one.title,
            "heads": list(one.heads),
            "rows": [list(row) for row in one.rows],
        }
        for one in found.each
    ]
    return Answer({
        "language": found.language, "title": found.title, "day": office.day().isoformat(),
        "of": office.project.declared()[0].controller.name, "registers": each,
    })  # fmt: skip


def language_asked(known: Sequence[str], asked: Asked) -> str:
    """Return the language that is asked for; the first one without."""
    language: str = asked.query.get("language", known[0])
    if language not in known:
        what = f"`language` is one of {', '.join(known)}"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)
    return language


def versions(office: Office, _asked: Asked) -> Answer:
    """Return every version of the statement, oldest first."""
    told = [
        {
            "version": one.policy.effective.isoformat(),
            "until": one.until and one.until.isoformat(),
        }
        for one in office.versions()
    ]
    return Answer({"day": office.day().isoformat(), "versions": told})


def difference(office: Office, asked: Asked) -> Answer:
    """Return in words what a version of the statement changes in the one before."""
    effective = date.fromisoformat(asked.query["version"])
    language = language_asked(office.languages(), asked)
    found = office.difference(effective, language)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, "there is no such version, or none before it")
    return Answer({
        "version": effective.isoformat(), "language": language, "difference": found.strip(),
    })  # fmt: skip


def trail(office: Office, _asked: Asked) -> Answer:
    """Return whether the ledger is what it was, by looking all of it through."""
    found = office.trail()
    health, signed = found.health, found.versions
    return Answer({
        "holds": not found.wrong, "entries": health.entries, "heads": health.heads,
        "newest": health.newest and health.newest.at, "wrong": list(found.wrong),
        "forgotten": health.forgotten, "versions": signed.held if signed else 0,
        "unsigned": list(signed.unsigned) if signed else [],
        "latest": [{"number": e.number, "at": e.at, "kind": e.kind} for e in found.newest],
    })  # fmt: skip


def forecast(office: Office, _asked: Asked) -> Answer:
    """Return in how many rows something falls due in each month to come."""
    found = office.forecast()
    return Answer({
        "months": [day.isoformat() for day in found.months], "totals": found.totals,
        "tables": [{"table": table, "rows": rows} for table, rows in found.tables.items()],
        "unseen": found.unseen,
    })  # fmt: skip


def disclosures(office: Office, asked: Asked) -> Answer:
    """Return the log of disclosures, oldest first."""
    most = asked.query.get("limit", LIMIT)
    found = office.disclosures(after_cursor(asked.query.get("cursor")), most + 1)
    more = found[most - 1].number if len(found) > most else None
    told = [disclosure_record(one, who=False) for one in found[:most]]
    return Answer({"disclosures": told, "next": cursor_after(more)})


def disclose(office: Office, asked: Asked) -> Answer:
    """Return what a recipient may have of somebody, or why nothing; the log has either.

    There is no key under which it is done once: the answer would have to be kept, with their data.
    """
    one, package = doing(partial(office.disclose, asked.who, asked.body))
    told = {"disclosure": disclosure_record(one, who=False), "package": package}
    return Answer(told, HTTPStatus.OK if package is None else HTTPStatus.CREATED)


def due(office: Office, asked: Asked) -> Answer:
    """Return what must be done, by the day."""
    found = office.due(asked.query.get("within", 90))
    return Answer({"day": office.day().isoformat(), "due": [_rings(one) for one in found]})


def due_day(office: Office, asked: Asked) -> Answer:
    """Return when an answer is due, and why."""
    received = date.fromisoformat(asked.query["received"])
    try:
        found = office.due_day(received, extended=asked.query.get("extended", False))
    except CannotRun as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    return Answer(due_record(found))


def _rings(one: Rings) -> Mapping[str, object]:
    return {
        "kind": one.kind, "which": one.which, "what": one.what, "due": one.due.isoformat(),
        "at": one.at and one.at.isoformat(), "press": one.press.name.lower(), "act": one.act,
    }  # fmt: skip


def request_of(office: Office, number: int) -> Case:
    """Return a request; a Problem where there is none."""
    found = office.case(number)
    if found is None:
        raise _no_request(number)
    return found


def _no_request(number: int) -> Problem:
    return Problem(HTTPStatus.NOT_FOUND, f"there is no request {number}")


def once_asked(asked: Asked) -> Once | None:
    """Return under which key something is done once; None where it has none."""
    return Once(asked.who.number, asked.key, asked.raw) if asked.key else None


def doing(do: Any) -> Any:
    """Do something; what speaks against it is a problem of who asks, where it is one."""
    try:
        return do()
    except NoAmount as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    except (ChangedMeanwhile, NotPossible, Refused) as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error
    except (OtherQuestion, NotKnown, NoSuchThing, Nobody, NotClear) as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error


def asking_stores(do: Any) -> Any:
    """Do something that asks stores or sends mail; what speaks against it is told, as `doing` does.

    What who asks cannot mend, since a store is away, is no problem of theirs.
    """
    try:
        return doing(do)
    except (StoreBusy, StoreLost, NotClean):
        raise
    except GestandError as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def after_cursor(cursor: str | None) -> int:
    """Return the number after which it goes on; a Problem for what is no cursor."""
    if cursor is None:
        return 0
    try:
        plain = base64.urlsafe_b64decode(cursor.encode()).decode()
    except ValueError:
        plain = ""
    found = _CURSOR.fullmatch(plain)
    if found is None:
        what = "`cursor` is the `next` of the answer before"
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, what)
    return int(found[1])


def cursor_after(after: int | None) -> str | None:
    """Return what is sent to go on after a number."""
    """Return what is sent to go on after a number."""
    return None if after is None else base64.urlsafe_b64encode(f"after {after}".encode()).decode()


def case_told(
    office: Office, case: Case, words: Mapping[int, Mapping[str, str | None]] | None = None
) -> dict[str, Any]:
    """Return a request as plain values; with `words` what people wrote as well."""
    row, request, how = case.kept.row, case.kept.request, case.stand
    return {
        "number": row.number,
        "message": row.message,
        "right": row.asked,
        "channel": row.channel,
        "received": row.received,
        "state": row.state,
        "version": row.version,
        "kind": row.kind or None,
        "identity": request.method or None,
        "due_strict": how.due.strict.isoformat(),
        "due_legal": how.due.legal.isoformat(),
        "refuse_by": how.refuse_by.isoformat(),
        "complained": request.complained and request.complained.isoformat(),
        "extended": request.extended or None,
        "alarm": how.alarm.name.lower(),
        "ended": request.ended and request.ended.isoformat(),
        "late": office.late(case).name.lower(),
        "held": sorted(request.held),
        "purposes": sorted(request.purposes),
        "categories": sorted(request.categories),
        "items": _items(request),
        "asked": None,
        "secret_holds": None,
        "can_follow": [what.value for what in possible(request)],
        "history": [
            {"version": e.version, "event": e.event, "day": e.day}
            | ({"words": dict(words.get(e.version, {}))} if words is not None else {})
            for e in case.kept.events
        ],
    }


def _items(request: Request) -> list[dict[str, Any]]:
    return [
        {
            "item": item.name,
            "outcome": item.outcome.value,
            "ground": item.ground or None,
            "until": item.until and item.until.isoformat(),
            "complete": item.is_complete,
        }
        for item in request.items.values()
    ]
