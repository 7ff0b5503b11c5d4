"""What is sent and answered, as JSON Schema: read by the server, and shown in the document."""

from __future__ import annotations

from typing import Any

from gestand.core.programs import SCOPES
from gestand.core.request import METHODS, REASONS, Outcome, State, What
from gestand.core.rights_due import Alarm, Late
from gestand.core.rights_rules import Right
from gestand.work.rights import CHANNELS

Schema = dict[str, Any]

MOST = 1000
"""Questions, or consents, in one request."""

LARGEST_NUMBER = 2**53 - 1
"""The largest number that every reader of JSON takes."""


def text(means: str, **more: Any) -> Schema:
    """Return a text; what it means stands in the document."""
    return {"type": "string", "description": means, **more}


def given(means: str, longest: int = 1000, least: int = 0, **more: Any) -> Schema:
    """Return a text that is sent."""
    least_told = {"minLength": least} if least else {}
    return text(means, **least_told, maxLength=longest, **more)


def one_of(names: Any, means: str) -> Schema:
    """Return one of some words."""
    return {"type": "string", "enum": list(names), "description": means}


def number(means: str, least: int = 0, most: int = LARGEST_NUMBER) -> Schema:
    """Return a whole number."""
    return {"type": "integer", "minimum": least, "maximum": most, "description": means}


def flag(means: str) -> Schema:
    """Return yes or no."""
    return {"type": "boolean", "description": means}


def day(means: str) -> Schema:
    """Return a day of the calendar."""
    return given(means, 10, format="date")


def items(of: Schema, most: int, least: int = 0, means: str = "") -> Schema:
    """Return a list."""
    told: Schema = {"type": "array", "items": of, "minItems": least, "maxItems": most}
    return {**told, "description": means} if means else told


def entry(properties: dict[str, Schema], *must: str, means: str = "") -> Schema:
    """Return an object that has these names and no others."""
    told: Schema = {
        "type": "object", "properties": properties, "required": list(must),
        "additionalProperties": False,
    }  # fmt: skip
    return {**told, "description": means} if means else told


def or_null(one: Schema) -> Schema:
    """Return the same, or nothing; for answers."""
    return {"anyOf": [one, {"type": "null"}]}


def told(properties: dict[str, Schema]) -> Schema:
    """Return an object of an answer: all of these names are there, and others may come."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def many(of: Schema, means: str) -> Schema:
    """Return a list of an answer."""
    return {"type": "array", "items": of, "description": means}


PERSON = given(
    "Who it is: the kind of person and their key in your own table, or their identifier where they "
    "have no table, as `customer:17`.", 300, 3, pattern="^[^:]+:.+$",
)  # fmt: skip
_RIGHTS = [right.value for right in Right]
_LONG = 2000

QUESTION: Schema = {
    "type": "object",
    "properties": {
        "person": PERSON,
        "purpose": given("A purpose of the policy.", least=1),
        "category": given("A category of the policy.", least=1),
    },
    "required": ["person", "purpose", "category"],
}
MAY = {"oneOf": [QUESTION, items(QUESTION, MOST)]}

VERDICT = {
    "type": "object",
    "properties": {
        "may": flag("Whether it may be used."),
        "use": text("`whole`, only `apart` from other data, or `none`."),
        "because": text("Why, in words."),
        "only": text("For what alone it may be used, where that is so."),
    },
    "required": ["may", "use", "because"],
}
VERDICTS = {"anyOf": [VERDICT, many(VERDICT, "An answer to each question, in their order.")]}

NEW_REQUEST = entry(
    {
        "rights": items(one_of(_RIGHTS, "A right of articles 7(3) and 15 to 21 GDPR."),
                        len(_RIGHTS), 1, "What is asked; each becomes a request of its own."),
        "received": day("On which day it came in; today, where it is left out."),
        "channel": one_of(CHANNELS, "How it came; `message`, where it is left out."),
        "person": PERSON,
        "purposes": items(given("A purpose of the policy.", least=1), 100, 0,
                          "To what somebody objects, or withdraws consent; all, where left out."),
        "categories": items(given("A category of the policy.", least=1), 100, 0,
                            "What alone is asked to go, of an erasure; all, where left out."),
    },
    "rights",
)  # fmt: skip

STEP = entry(
    {
        "event": one_of([what.value for what in What], "What happens to the request."),
        "version": number("The version that you saw: 409 where it went on since.", 1),
        "person": PERSON,
        "method": one_of(METHODS, "How identity is asked, or was settled."),
        "reason": one_of(REASONS, "Why it is extended."),
        "item": given("A category, a purpose of an objection, `everything` or `the rest`."),
        "outcome": one_of([one.value for one in Outcome], "What is decided on the item."),
        "ground": given("By which ground less is given."),
        "until": day("Until when an item is kept."),
        "because": given("Why, in words for the person.", _LONG),
        "how": given("How the answer went out.", _LONG),
        "to": given("To whom it was forwarded, or handed over.", _LONG),
        "received": day("On which day a complaint came in."),
    },
    "event", "version",
)  # fmt: skip

CONSENT = entry(
    {
        "event": one_of(("given", "refused", "withdrawn"), "What somebody said."),
        "purpose": given("A purpose that stands on consent.", least=1),
        "who": PERSON,
        "at": given("When they said it, with its zone.", 40, format="date-time"),
        "receipt": given("A number of your own, by which it is recorded once.", least=1),
        "words": given("The version of the statement whose words were shown."),
        "language": given("In which language they were shown."),
        "row": given("For which row, where they have several."),
        "how": given("How they said it: form, letter, telephone."),
        "from": given("Where it came from; kept encrypted.", _LONG),
    },
    "event", "purpose", "who", "at",
)  # fmt: skip
CONSENTS = {"oneOf": [CONSENT, items(CONSENT, MOST, 1)]}

ITEM = told({
    "item": text("What it is about."), "outcome": text("What was decided."),
    "ground": or_null(text("By which ground.")), "until": or_null(day("Until when it is kept.")),
    "complete": flag("Whether it may go out."),
})  # fmt: skip
HAPPENED = {
    "type": "object",
    "properties": {
        "version": number("The version that came of it."), "event": text("What happened."),
        "day": day("On which day."),
        "words": {
            "type": "object",
            "additionalProperties": or_null(text("A text; null where it was forgotten.")),
            "description": "What people wrote with it, and who did it: only with a reason.",
        },
    },
    "required": ["version", "event", "day"],
}  # fmt: skip
REQUEST = told({
    "number": number("Its number."), "message": number("The first of those that came together."),
    "right": one_of(_RIGHTS, "What is asked."), "channel": text("How it came."),
    "received": day("On which day it came in."),
    "state": one_of([state.value for state in State], "How far it has come."),
    "version": number("What counts what happened to it: send it with the next step."),
    "kind": or_null(text("Of which kind of person, where that is known.")),
    "identity": or_null(text("How identity was settled.")),
    "due_strict": day("The day by which to answer: a question to the person does not move it."),
    "due_legal": day("The day on which the law's period ends."),
    "refuse_by": day("The last day for a refusal."),
    "complained": or_null(day("When the person complained of the answer.")),
    "extended": or_null(text("Why it was extended.")),
    "alarm": one_of([alarm.name.lower() for alarm in Alarm], "What this day asks."),
    "ended": or_null(day("When it was answered, or came to another end.")),
    "late": one_of([late.name.lower() for late in Late], "Whether that was too late."),
    "held": many(text("An item."), "What is under a hold."),
    "purposes": many(text("A purpose."), "To what somebody objects, or withdraws consent."),
    "categories": many(text("A category."), "What is asked to go; everything, where none."),
    "items": many(ITEM, "What was decided."),
    "asked": or_null(told({
        "sender": text("From which address."), "subject": text("Its subject."),
        "text": text("What it says."),
    })),
    "secret_holds": or_null(many(number("A hold."), "Of these the person may not be told; only "
                                 "with a reason.")),
    "can_follow": many(text("An event."), "What can happen to it now."),
    "history": many(HAPPENED, "What happened, oldest first."),
})  # fmt: skip
CURSOR = or_null(text("Send it as `cursor` to go on; null where there are no more."))
REQUESTS = told({"requests": many(REQUEST, "By their numbers."), "next": CURSOR})
TAKEN = told({"requests": many(REQUEST, "One for each right.")})

RECORDED = told({
    "receipts": many(text("A receipt."), "In the order of what was sent."),
    "new": number("How many are new."), "known": number("How many were on record already."),
    "nowhere": number("How many end what no row carries: perhaps somebody else was meant."),
    "late": number("How many were given again too late: an earlier consent holds, until its end."),
})  # fmt: skip

OF_PERSON = entry({"person": PERSON}, "person")
CONSENTS_OF = told({
    "consents": many(told({
        "purpose": text("A purpose."), "event": text("`given`, `refused`, `withdrawn` and so on."),
        "day": day("On which day."), "at": text("When, in UTC."),
        "until": or_null(day("Its last day by itself, at the latest; null where not known.")),
        "stands": flag("Whether it is consent that was given, and did not end by itself."),
        "words": text("The version and the language of the words that were shown."),
        "how": text("How they said it."), "receipt": text("By which it is known."),
    }), "What they said last, by purpose and by row."),
    "left_out": number("How many may be of somebody who had the key before."),
})  # fmt: skip
OF_RECEIPT = entry({"receipt": given("The receipt of a consent.", least=1)}, "receipt")
RECEIPT = {"type": "object", "description": "ISO/IEC TS 27560, in terms of the DPV: JSON-LD."}

PROMISE = {
    "type": "object",
    "properties": {
        "promise": text("Its id in the statement."), "verdict": text("`kept`, or what it is not."),
        "sentence": text("The sentence of the statement."),
        "evidence": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["promise", "verdict", "evidence"],
}  # fmt: skip
PROMISES = told({
    "at": text("When it was looked at, in UTC.", format="date-time"),
    "kept": flag("Whether all are."), "promises": many(PROMISE, "In the order of the text."),
})  # fmt: skip
REGISTER = told({
    "id": text("By what it is known."), "title": text("Its title."),
    "heads": many(text("A head."), "The heads of its columns."),
    "rows": many(many(text("A cell."), "A row."), "What stands in it."),
})  # fmt: skip
REGISTERS = told({
    "language": text("In which language."), "title": text("What they are."),
    "day": day("As they are on this day."), "of": text("Whose they are."),
    "registers": many(REGISTER, "Each with its heads and its rows."),
})  # fmt: skip
VERSIONS = told({
    "day": day("Today, where you are."),
    "versions": many(told({
        "version": day("The day from which it counts."),
        "until": or_null(day("The last day on which it does; null for the newest.")),
    }), "Oldest first."),
})  # fmt: skip
TRAIL = told({
    "holds": flag("Whether nothing is wrong."),
    "entries": number("How many entries hold."), "heads": number("How many heads hold elsewhere."),
    "newest": or_null(text("When the newest entry was written, in UTC.", format="date-time")),
    "wrong": many(text("What is wrong, in words."), "Nothing, where it holds."),
    "forgotten": number("How many reasons were forgotten: what was decided still holds."),
    "versions": number("How many versions of the statement hold as they were signed."),
    "unsigned": many(text("A file."), "Versions that the ledger does not know."),
    "latest": many(told({
        "number": number("Its number."), "at": text("When, in UTC.", format="date-time"),
        "kind": text("Of which kind."),
    }), "The newest entries, the newest first."),
})  # fmt: skip
DIFFERENCE = told({
    "version": day("The day from which it counts."), "language": text("In which language."),
    "difference": text("What it changes in the version before, in words."),
})  # fmt: skip
FORECAST = told({
    "months": many(day("A day."), "The first day of each month; of the first one today."),
    "totals": many(number("Rows."), "In how many rows of all tables something falls due in each."),
    "tables": many(told({
        "table": text("A table."), "rows": many(number("Rows."), "In how many in each month."),
    }), "Tables in which something does."),
    "unseen": many(text("A table."), "Of these no store tells now."),
})  # fmt: skip
DISCLOSURE = {
    "type": "object",
    "properties": {
        "number": number("Its number in the log."), "outcome": text("What became of it."),
    },
    "required": ["number", "outcome"],
}  # fmt: skip
DISCLOSE = entry(
    {
        "recipient": given("A recipient of the policy.", least=1),
        "person": PERSON,
        "purpose": given("For which purpose of the policy.", least=1),
        "channel": given("How the package travels, and no address: it stands in the log.", _LONG, 1,
                         pattern="^[^@]*$"),
        "row": given("Only the values in this row, as `STORE.TABLE:KEY`."),
        "order": number("By which order, where the recipient is an authority.", 1),
    },
    "recipient", "person", "purpose", "channel",
)  # fmt: skip
HANDED = told({
    "disclosure": DISCLOSURE,
    "package": or_null({"type": "object", "description": "What may be given; null where nothing."}),
})  # fmt: skip
DISCLOSURES = told({"disclosures": many(DISCLOSURE, "Oldest first."), "next": CURSOR})
RINGS = told({
    "kind": text("Of which register."), "which": text("By what it is known in that."),
    "what": text("What it is, in words that name nobody."), "due": day("By which day."),
    "at": or_null(text("The moment, where hours count.", format="date-time")),
    "press": text("How much it presses."), "act": text("The command that ends it."),
})  # fmt: skip
DUE = told({"day": day("Today, where you are."), "due": many(RINGS, "What presses most, first.")})
DUE_DAY = {
    "type": "object",
    "properties": {
        "received": day("The day of receipt."), "due_strict": day("The day by which to answer."),
        "due_legal": day("The day on which the law's period ends."),
        "because": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["received", "due_strict", "due_legal", "because"],
}  # fmt: skip
PROBLEM = told({
    "type": text("`about:blank`: the title says it."), "title": text("What the status means."),
    "status": number("The status."), "detail": text("What is wrong, and what to do."),
})  # fmt: skip
SCOPES_TEXT = "\n".join(f"- `{scope}`: {means}" for scope, means in SCOPES.items())
