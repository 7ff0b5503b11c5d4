"""What is sent and answered while a request is carried out, as JSON Schema."""

from __future__ import annotations

from gestand.core.mail import Stage
from gestand.surfaces.api.schemas import (
    REQUEST,
    Schema,
    day,
    entry,
    flag,
    given,
    many,
    number,
    one_of,
    or_null,
    text,
    told,
)
from gestand.work.looks import REASONS
from gestand.work.portal.second_codes import WHY as WHY_TAKEN

_LONG = 2000
CODE, MAIL = "code", "mail"

WHY = one_of(REASONS, "Why something of a person is read: the look is written down first.")
_WISH: dict[str, Schema] = {
    "version": number("The version that you saw: 409 where it went on since.", 1),
    "person": given(
        "Who asks, once more: the kind of person and their key, or an identifier such as an "
        "address, as `customer:17`.", 300, 3, pattern="^[^:]+:.+$",
    ),
    "language": given("In which language of the policy their answer is; the first one, where it "
                      "is left out.", 20, 1),
    "category": given("Of a rectification what is corrected, with its column where it has "
                      "several: `address:street`.", 200, 1),
    "value": given("Of a rectification the new value.", _LONG, 1),
    "way": one_of((CODE, MAIL), "Of what is given: whether you get the code that opens it, or it "
                  "is mailed and nobody here sees it; `code`, where it is left out."),
    "page": given("With `mail`: the page of your website on which they type the code.", 500, 1,
                  pattern="^https?://[!-~]+$"),
    "address": given("With `mail`: the address; that of the request, where it is left out. One "
                     "that is not on file of who asks takes `reason` and `packages:codes`.", 320),
    "reason": WHY,
}  # fmt: skip
PREVIEW = entry(_WISH, "version", "person")
CARRY_OUT = entry(
    {**_WISH, "code": given("The `code` of the preview: 409 where it would do something else by "
                            "now.", 64, 1)},
    "version", "person", "code",
)  # fmt: skip

_OF_GIFT = ("version", "person", "language", "way", "page", "address", "reason")
ANEW = entry({name: _WISH[name] for name in _OF_GIFT}, "version", "person")
KEEP, REMOVE = "keep", "remove"
ON_ROWS = entry(
    {
        "version": _WISH["version"], "person": _WISH["person"],
        "step": given("The `id` of a step `AskHuman` of the preview.", 500, 1),
        "outcome": one_of((KEEP, REMOVE), "What becomes of its rows."),
        "until": day("With `keep`: until which day; half a year, where it is left out."),
        "because": given("Why.", _LONG, 1),
    },
    "version", "person", "step", "outcome", "because",
)  # fmt: skip
ASK, CONFIRM = "ask", "confirm"
AUTHENTICATOR_STEP = entry(
    {
        "event": one_of((ASK, CONFIRM), "One person asks, another one confirms."),
        "why": one_of(WHY_TAKEN, "With `ask`."),
    },
    "event",
)  # fmt: skip
AUTHENTICATOR = told({
    "has": flag("Whether who asks has one."),
    "proven": flag("Whether it was settled who asks in another way than by their mailbox."),
    "why": or_null(one_of(WHY_TAKEN, "Why somebody asked to take it away; null before.")),
    "asked_by": or_null(text("Who did, where they are known.")),
})  # fmt: skip

STEP = {
    "type": "object",
    "properties": {
        "id": text("By what a question is answered."),
        "step": text("What happens: `Erase`, `Redact`, `Keep`, `Read` and so on."),
        "store": text("In which database."), "table": text("In which table."),
        "columns": many(text("A column."), "Which columns; `*` is the whole row."),
        "rows": number("In how many rows."),
        "until": or_null(day("Until when they are kept.")),
        "reason": text("Why, in words."),
    },
    "required": ["id", "step", "store", "table", "columns", "rows", "until", "reason"],
}  # fmt: skip
SHOWN = told({
    "request": number("Its number."), "version": number("The version that was looked at."),
    "code": text("What stands for exactly this: send it to carry it out."),
    "steps": many(STEP, "What would happen, where it finds rows."),
    "undo": or_null(text("For how long what goes can be brought back; null where it cannot.")),
    "correction": or_null(told({
        "category": text("What is corrected."), "column": or_null(text("In which column.")),
        "old": or_null(text("What stands there now: only with a `reason`.")),
    })),
    "secret_holds": many(number("A hold."), "Of these the person may not be told."),
    "not_mapped": many(text("A table."), "Nobody looked into these: they are not mapped yet."),
    "mails": flag("Whether the code goes by mail."),
    "to": or_null(text("To which address: only with a `reason`.")),
})  # fmt: skip
FULFILLED = told({
    "request": REQUEST,
    "code": or_null(text("What opens their answer: kept nowhere, so tell it to the person.")),
    "mail": or_null(one_of([one.value for one in Stage], "How far the mail with the code is.")),
})  # fmt: skip
