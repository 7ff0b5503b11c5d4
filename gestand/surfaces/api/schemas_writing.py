"""What is sent and answered about letters and messages, as JSON Schema."""

from __future__ import annotations

from gestand.core.letters import FRAMES
from gestand.core.mail import Stage, Way
from gestand.core.rights_rules import Right
from gestand.surfaces.api.schemas import (
    CURSOR,
    Schema,
    day,
    entry,
    given,
    items,
    many,
    number,
    one_of,
    or_null,
    text,
    told,
)
from gestand.surfaces.api.schemas_fulfilling import WHY
from gestand.work.drafts import OF_REQUESTS
from gestand.work.messages import REQUEST, SAYS, SETTLES

_LONG = 2000
_STAGES = one_of([one.value for one in Stage], "How far it has come.")
_EVERY_GAP = sorted({
    gap for frame in FRAMES.values() for name in OF_REQUESTS for gap in frame.letters[name].gaps
})  # fmt: skip

LETTERS = told({
    "language": text("In which language."),
    "letters": many(told({
        "letter": text("Its name."), "about": text("When it is sent."),
        "gaps": many(text("A gap."), "What fills it: what is on record fills itself."),
    }), "The letters about a request."),
})  # fmt: skip
_DRAFT: dict[str, Schema] = {
    "letter": one_of(OF_REQUESTS, "Which letter."),
    "language": given("In which language of the policy; the first one, where it is left out.",
                      20, 1),
    "gaps": entry({gap: given("A text, or a day as 2026-03-05.", _LONG) for gap in _EVERY_GAP},
                  means="What fills the gaps that nothing on record fills."),
}  # fmt: skip
PREVIEW = entry({**_DRAFT, "reason": WHY}, "letter", "reason")
SEND = entry(
    {
        **_DRAFT,
        "code": given("The `code` of the preview: 409 where it would say something else by now.",
                      64, 1),
        "to": given("To which address; to who asked, where it is left out.", 320),
    },
    "letter", "code",
)  # fmt: skip
WRITTEN = told({
    "request": number("Its number."), "letter": text("Which letter."),
    "language": text("In which language."),
    "lacks": many(text("A gap."), "What is to be filled first; then there is no text yet."),
    "subject": or_null(text("Its subject.")), "text": or_null(text("All of it.")),
    "code": or_null(text("What stands for exactly this: send it with the letter.")),
})  # fmt: skip
SENT = told({"message": number("The message that went out."), "stage": _STAGES})

MESSAGE: Schema = {
    "type": "object",
    "properties": {
        "number": number("Its number."), "version": number("Send it with what follows."),
        "way": one_of([one.value for one in Way], "Whether it came in or went out."),
        "stage": _STAGES, "at": text("When.", format="date-time"),
        "request": or_null(number("Of which request.")),
        "letter": or_null(text("Which letter went out.")),
        "kind": or_null(text("What it seems to be.")),
        "received": or_null(day("When it came in.")),
        "due": or_null(day("By when somebody is to look at it.")),
        "words": or_null(told({
            "from": text("From which address."), "subject": text("Its subject."),
            "text": text("What it says."),
        })),
    },
    "required": ["number", "version", "way", "stage", "at", "request", "words"],
}  # fmt: skip
MESSAGES = told({"messages": many(MESSAGE, "By their numbers."), "next": CURSOR})
MESSAGE_STEP = entry(
    {
        "event": one_of((REQUEST, *SAYS, *SETTLES), "What a message is: a request, a question that "
                        "was answered, nothing; or of a letter that it arrived, or may go again."),
        "version": number("The version that you saw: 409 where it went on since.", 1),
        "rights": items(one_of([one.value for one in Right], "A right."), len(Right), 0,
                        "With `request` what is asked; what was recognised, where left out."),
    },
    "event", "version",
)  # fmt: skip
