"""The table of the API: what may be asked where, by whom, and what is answered.

The server answers by this table and by nothing else, and the OpenAPI document is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gestand.core import programs as may
from gestand.core.request import State
from gestand.core.rights_due import Alarm
from gestand.surfaces.api import answers, fulfilling, publishing, writing
from gestand.surfaces.api import answers_registers as registers
from gestand.surfaces.api import schemas as of
from gestand.surfaces.api import schemas_fulfilling as done
from gestand.surfaces.api import schemas_publishing as public
from gestand.surfaces.api import schemas_registers as kept
from gestand.surfaces.api import schemas_writing as letters
from gestand.surfaces.api.office import Office
from gestand.surfaces.api.problems import Answer, Asked
from gestand.surfaces.api.schemas import Schema
from gestand.work.looks import REASONS

Call = Callable[[Office, Asked], Answer]

ROOT = "/api/v1"
_PART = re.compile(r"\{(\w+)\}")
_LIMIT = of.number("How many at most; 100, where it is left out.", 1, 1000)
_GOES_ON = of.given("The `next` of the answer before.", 100, 1)
_LANGUAGE = of.given("In which language of the policy; the first, where it is left out.", 20, 1)


@dataclass(frozen=True)
class Route:
    """Something that may be asked: `place` has `{NAME}` where a number stands.

    `again` tells that it takes a key under which it is done once, `may_lack` that there may be
    nothing of the kind, `conflicts` that what stands by now may speak against it.
    """

    method: str
    place: str
    name: str
    scope: str
    means: str
    call: Call
    answers: Mapping[int, Schema]
    query: Mapping[str, Schema] = field(default_factory=dict)
    must: tuple[str, ...] = ()
    body: Schema | None = None
    again: bool = False
    may_lack: bool = False
    conflicts: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """By what an address is told to be this one."""
        # So many digits stay below what every database takes as a number.
        return re.compile(_PART.sub(r"(?P<\1>[0-9]{1,15})", self.place))

    @property
    def parts(self) -> list[str]:
        """The names of the numbers in the address."""
        return _PART.findall(self.place)


ROUTES = (
    Route(
        "POST", f"{ROOT}/may", "may", may.MAY,
        "May a purpose use a category of data about somebody? One question, or a list of them.",
        answers.may, {200: of.VERDICTS}, body=of.MAY,
    ),
    Route(
        "GET", f"{ROOT}/requests", "listRequests", may.REQUESTS_READ,
        "The requests of people, by their numbers.",
        answers.list_requests, {200: of.REQUESTS},
        query={
            "state": of.one_of([state.value for state in State], "Only those in this state."),
            "alarm": of.one_of([alarm.name.lower() for alarm in Alarm],
                               "Only those of which this day asks this."),
            "open": of.flag("Only those that did not come to an end."),
            "limit": _LIMIT, "cursor": _GOES_ON,
        },
    ),
    Route(
        "POST", f"{ROOT}/requests", "takeInRequest", may.REQUESTS_WRITE,
        "Take in what somebody asks: a request for each right.",
        answers.take_in, {201: of.TAKEN}, body=of.NEW_REQUEST, again=True,
    ),
    Route(
        "GET", f"{ROOT}/requests/{{number}}", "showRequest", may.REQUESTS_READ,
        "One request, with all that happened to it.",
        answers.show_request, {200: of.REQUEST},
        query={
            "reason": of.one_of(REASONS, "Why what people wrote is read: with it, and the scope "
                                "`requests:words`, it is told, and the look is written down."),
        },
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/events", "goOnWithRequest", may.REQUESTS_WRITE,
        "Write down what happens to a request that is as you saw it.",
        answers.step, {200: of.REQUEST}, body=of.STEP, again=True,
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/preview", "previewRequest", may.FULFIL,
        "What carrying out a request would do in the stores, and the code that stands for it.",
        fulfilling.preview, {200: done.SHOWN}, body=done.PREVIEW, conflicts=True,
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/fulfilment", "carryOutRequest", may.FULFIL,
        "Carry out a request as its preview told it: erase, correct, set apart, or give.",
        fulfilling.carry_out, {200: done.FULFILLED}, body=done.CARRY_OUT, again=True,
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/rows", "decideOnRows", may.FULFIL,
        "Decide for somebody about rows of which a preview asks, and see what would happen then.",
        fulfilling.decide_on_rows, {200: done.SHOWN}, body=done.ON_ROWS, again=True,
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/package", "giveAnswerAnew", may.FULFIL,
        "Give an answer once more, under another code: the one before counts no more.",
        fulfilling.give_anew, {200: done.FULFILLED}, body=done.ANEW, again=True,
    ),
    Route(
        "GET", f"{ROOT}/requests/{{number}}/authenticator", "showAuthenticator", may.AUTHENTICATORS,
        "How it stands with the authenticator of who asks.",
        fulfilling.show_authenticator, {200: done.AUTHENTICATOR},
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/authenticator", "letAuthenticatorGo",
        may.AUTHENTICATORS,
        "Ask that the authenticator of who asks be taken away, or confirm that as somebody else.",
        fulfilling.authenticator_step, {200: done.AUTHENTICATOR}, body=done.AUTHENTICATOR_STEP,
        again=True,
    ),
    Route(
        "GET", f"{ROOT}/packages", "listPackages", may.PACKAGES_READ,
        "The answers that wait for their person, and those that did, by their numbers.",
        registers.list_packages, {200: kept.PACKAGES},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "GET", f"{ROOT}/packages/{{number}}", "showPackage", may.PACKAGES_READ,
        "One answer that waits for its person: until when, and how often it was fetched.",
        registers.show_package, {200: kept.PACKAGE},
    ),
    Route(
        "POST", f"{ROOT}/packages/{{number}}/events", "goOnWithPackage", may.PACKAGES_WRITE,
        "Take an answer away before its time.",
        registers.package_step, {200: kept.PACKAGE}, body=kept.PACKAGE_STEP, again=True,
    ),
    Route(
        "GET", f"{ROOT}/letters", "listLetters", may.LETTERS_READ,
        "The letters that somebody writes about a request, each with its gaps.",
        writing.list_letters, {200: letters.LETTERS}, query={"language": _LANGUAGE},
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/letters/preview", "previewLetter", may.LETTERS_READ,
        "A letter about a request as it would go out; the look is written down first.",
        writing.preview_letter, {200: letters.WRITTEN}, body=letters.PREVIEW, conflicts=True,
    ),
    Route(
        "POST", f"{ROOT}/requests/{{number}}/letters", "sendLetter", may.LETTERS_SEND,
        "Send a letter as its preview told it. One that says the same goes to an address once.",
        writing.send_letter, {200: letters.SENT}, body=letters.SEND, conflicts=True,
    ),
    Route(
        "GET", f"{ROOT}/messages", "listMessages", may.MESSAGES_READ,
        "The messages that wait for a person, and letters of which nobody knows the end.",
        writing.list_messages, {200: letters.MESSAGES},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "GET", f"{ROOT}/messages/{{number}}", "showMessage", may.MESSAGES_READ,
        "One message that came in or went out, as far as it has come.",
        writing.show_message, {200: letters.MESSAGE},
        query={
            "reason": of.one_of(REASONS, "Why what it says is read: with it, and the scope "
                                "`messages:words`, it is told, and the look is written down."),
        },
    ),
    Route(
        "POST", f"{ROOT}/messages/{{number}}/events", "goOnWithMessage", may.MESSAGES_WRITE,
        "Say what a message is that waits, or what became of a letter.",
        writing.message_step, {200: letters.MESSAGE}, body=letters.MESSAGE_STEP, again=True,
    ),
    Route(
        "POST", f"{ROOT}/consents", "recordConsents", may.CONSENTS_WRITE,
        "Record what people say about purposes: all of what is sent, or nothing of it.",
        answers.consents, {201: of.RECORDED, 200: of.RECORDED}, body=of.CONSENTS,
    ),
    Route(
        "POST", f"{ROOT}/consents/latest", "latestConsents", may.CONSENTS_READ,
        "What somebody said last about each purpose, and until when it counts by itself.",
        answers.latest_consents, {200: of.CONSENTS_OF}, body=of.OF_PERSON,
    ),
    Route(
        "POST", f"{ROOT}/consents/receipt", "consentReceipt", may.CONSENTS_READ,
        "The receipt of a consent, as linked data for the person.",
        answers.consent_receipt, {200: of.RECEIPT}, body=of.OF_RECEIPT, may_lack=True,
    ),
    Route(
        "GET", f"{ROOT}/promises", "listPromises", may.PROMISES,
        "The promises of the statement, each with its verdict. Verdicts count for a minute.",
        answers.promises, {200: of.PROMISES}, query={"language": _LANGUAGE}, may_lack=True,
    ),
    Route(
        "GET", f"{ROOT}/registers", "listRegisters", may.REGISTERS,
        "The registers of processing (article 30 GDPR).",
        answers.registers, {200: of.REGISTERS}, query={"language": _LANGUAGE},
    ),
    Route(
        "GET", f"{ROOT}/logs", "listLogs", may.LOGS,
        "The logs of own records: consents, disclosures, orders, breaches, holds.",
        answers.logs, {200: of.REGISTERS}, query={"language": _LANGUAGE},
    ),
    Route(
        "GET", f"{ROOT}/versions", "listVersions", may.VERSIONS,
        "The versions of the statement, and since when each counts.",
        answers.versions, {200: of.VERSIONS},
    ),
    Route(
        "GET", f"{ROOT}/versions/difference", "tellDifference", may.VERSIONS,
        "What a version of the statement changes in the one before, in words.",
        answers.difference, {200: of.DIFFERENCE},
        query={"version": of.day("The day from which it counts."), "language": _LANGUAGE},
        must=("version",), may_lack=True,
    ),
    Route(
        "GET", f"{ROOT}/versions/waiting", "showWaitingVersion", may.PUBLISH,
        "What would be published of the statement, as it stands on disk, and what speaks against.",
        publishing.show_publication, {200: public.WAITING}, query={"language": _LANGUAGE},
        conflicts=True,
    ),
    Route(
        "POST", f"{ROOT}/versions", "publishVersion", may.PUBLISH,
        "Publish the statement as it was seen: it is kept and signed.",
        publishing.publish_version, {200: public.PUBLISHED}, body=public.PUBLISH, again=True,
    ),
    Route(
        "GET", f"{ROOT}/publications", "listPublications", may.PUBLICATIONS_READ,
        "What came by a form and waits to be read by everybody, and what is: by the keys of rows.",
        publishing.list_publications, {200: public.PUBLICATIONS}, conflicts=True,
    ),
    Route(
        "POST", f"{ROOT}/publications", "decideOnPublication", may.PUBLICATIONS_WRITE,
        "Let everybody read a row as it was seen, or nobody any more.",
        publishing.publication_step, {200: public.PUBLICATIONS}, body=public.PUBLICATION_STEP,
        again=True,
    ),
    Route(
        "GET", f"{ROOT}/looks", "listLooks", may.LOGS,
        "Who looked at what somebody wrote, when and why.",
        registers.list_looks, {200: kept.LOOKS},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "GET", f"{ROOT}/forecast", "tellForecast", may.FORECAST,
        "In how many rows something falls due in each month to come. It counts for a minute.",
        answers.forecast, {200: of.FORECAST},
    ),
    Route(
        "GET", f"{ROOT}/trail", "verifyTrail", may.TRAIL,
        "Whether the ledger and what stands beside it are what they were: all of it is read.",
        answers.trail, {200: of.TRAIL},
    ),
    Route(
        "GET", f"{ROOT}/disclosures", "listDisclosures", may.DISCLOSURES,
        "The log of what was given to others, and of what was refused.",
        answers.disclosures, {200: of.DISCLOSURES}, query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "GET", f"{ROOT}/holds", "listHolds", may.HOLDS_READ,
        "The register of legal holds, by their numbers.",
        registers.list_holds, {200: kept.HOLDS},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "POST", f"{ROOT}/holds", "placeHold", may.HOLDS_WRITE,
        "Keep everything about a person: it counts at once, and a second person confirms it.",
        registers.place_hold, {201: kept.HOLD}, body=kept.NEW_HOLD, again=True,
    ),
    Route(
        "GET", f"{ROOT}/holds/{{number}}", "showHold", may.HOLDS_READ,
        "One hold, as it stands.",
        registers.show_hold, {200: kept.HOLD},
    ),
    Route(
        "POST", f"{ROOT}/holds/{{number}}/events", "goOnWithHold", may.HOLDS_WRITE,
        "Confirm a hold, keep it until another review, or release it, two people each.",
        registers.hold_step, {200: kept.HOLD}, body=kept.HOLD_STEP, again=True,
    ),
    Route(
        "GET", f"{ROOT}/orders", "listOrders", may.ORDERS_READ,
        "The register of orders of authorities, by their numbers.",
        registers.list_orders, {200: kept.ORDERS},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "POST", f"{ROOT}/orders", "takeInOrder", may.ORDERS_WRITE,
        "Write down an order that came in, with a hold on each person whose data it wants kept.",
        registers.take_in_order, {201: kept.ORDER}, body=kept.NEW_ORDER, again=True,
    ),
    Route(
        "GET", f"{ROOT}/orders/count", "countOrders", may.ORDERS_READ,
        "How many orders there were by year and authority, to publish: nobody is in it.",
        registers.count_orders, {200: kept.COUNTS},
    ),
    Route(
        "GET", f"{ROOT}/orders/{{number}}", "showOrder", may.ORDERS_READ,
        "One order, as it stands.",
        registers.show_order, {200: kept.ORDER},
    ),
    Route(
        "POST", f"{ROOT}/orders/{{number}}/events", "goOnWithOrder", may.ORDERS_WRITE,
        "Decide on an order, as a second person, or change until when it is secret.",
        registers.order_step, {200: kept.ORDER}, body=kept.ORDER_STEP, again=True,
    ),
    Route(
        "GET", f"{ROOT}/breaches", "listBreaches", may.BREACHES_READ,
        "The register of breaches of personal data, by their numbers.",
        registers.list_breaches, {200: kept.BREACHES},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "POST", f"{ROOT}/breaches", "beginBreach", may.BREACHES_WRITE,
        "Write down a breach of personal data: the hours run.",
        registers.begin_breach, {201: kept.BREACH}, body=kept.NEW_BREACH, again=True,
    ),
    Route(
        "GET", f"{ROOT}/breaches/{{number}}", "showBreach", may.BREACHES_READ,
        "One breach, as it stands.",
        registers.show_breach, {200: kept.BREACH},
    ),
    Route(
        "POST", f"{ROOT}/breaches/{{number}}/events", "goOnWithBreach", may.BREACHES_WRITE,
        "Write down more of a breach, its risk, who was told, or that it is over.",
        registers.breach_step, {200: kept.BREACH}, body=kept.BREACH_STEP, again=True,
    ),
    Route(
        "GET", f"{ROOT}/notices", "listNotices", may.NOTICES_READ,
        "The register of notices to recipients (article 19 GDPR), by their numbers.",
        registers.list_notices, {200: kept.NOTICES},
        query={"limit": _LIMIT, "cursor": _GOES_ON},
    ),
    Route(
        "POST", f"{ROOT}/notices", "findNotices", may.NOTICES_WRITE,
        "Write down whom to tell of a request that was carried out: those who are not yet.",
        registers.find_notices, {201: kept.FOUND_NOTICES}, body=kept.FIND_NOTICES, again=True,
        may_lack=True,
    ),
    Route(
        "GET", f"{ROOT}/notices/{{number}}", "showNotice", may.NOTICES_READ,
        "One notice, as it stands.",
        registers.show_notice, {200: kept.NOTICE},
    ),
    Route(
        "POST", f"{ROOT}/notices/{{number}}/events", "goOnWithNotice", may.NOTICES_WRITE,
        "Write down that a notice went out, was confirmed, or need not go.",
        registers.notice_step, {200: kept.NOTICE}, body=kept.NOTICE_STEP, again=True,
    ),
    Route(
        "POST", f"{ROOT}/disclosures", "disclose", may.DISCLOSE,
        "What a recipient may have of somebody today; logged either way. 200 where it is refused.",
        answers.disclose, {201: of.HANDED, 200: of.HANDED}, body=of.DISCLOSE,
    ),
    Route(
        "GET", f"{ROOT}/due", "listDue", may.DUE,
        "What must be done, by the day: of requests, mail, breaches, holds, orders, consents.",
        answers.due, {200: of.DUE},
        query={"within": of.number("Within so many days; 90, where it is left out.", 0, 3650)},
    ),
    Route(
        "GET", f"{ROOT}/due-day", "tellDueDay", may.DUE,
        "When the answer is due to a request that came in on a day, and why.",
        answers.due_day, {200: of.DUE_DAY},
        query={
            "received": of.day("The day of receipt."),
            "extended": of.flag("The longer period, once the person was told of it."),
        },
        must=("received",),
    ),
)  # fmt: skip


def route_named(environ: Mapping[str, object]) -> str:
    """Return the name of what is asked, for records and counts: never what stands in an address."""
    path, method = str(environ.get("PATH_INFO", "")), environ.get("REQUEST_METHOD")
    here = [route for route in ROUTES if route.pattern.fullmatch(path)]
    return next((route.name for route in here if route.method == method), "other")
