"""What is sent and answered about what everybody may read, as JSON Schema."""

from __future__ import annotations

from gestand.surfaces.api.schemas import (
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

_LONG = 2000
_CODE = given("The `code` that you saw: 409 where it is another one by now.", 64, 1)

WAITING = told({
    "findings": many(text("A finding."), "What stands in the way; nothing else is told then."),
    "new": many(told({
        "version": day("The day from which it counts."),
        "first": flag("Whether it was never published; else it reads otherwise by now."),
    }), "What would be published."),
    "difference": or_null(text("What the newest version changes in the one before, in words.")),
    "broken": many(text("A promise."), "What the stores do not keep."),
    "why_not": or_null(text("Why nobody looked in the stores.")),
    "tell_by": or_null(day("By when people must be told of it.")),
    "told_on": or_null(day("When they were.")),
    "late": flag("Whether it is too late for that."),
    "takes_a_reason": flag("Whether it is published only by who says why, all the same."),
    "code": or_null(text("What stands for all of it: send it to publish.")),
})  # fmt: skip
PUBLISH = entry(
    {"code": _CODE, "because": given("Why, where it takes a reason.", _LONG, 1)}, "code",
)  # fmt: skip
PUBLISHED = told({
    "signed": many(text("A file."), "What the ledger signed for."),
    "override": or_null(number("Under what number the reason is kept.")),
})  # fmt: skip

PUBLICATION = told({
    "form": text("By which form it came."), "key": text("The key of its row in your own table."),
    "shown": flag("Whether everybody reads it."),
    "code": text("What stands for the row as it is."),
})  # fmt: skip
PUBLICATIONS = told({"publications": many(PUBLICATION, "What waits, and what is shown.")})
PUBLISH_ROW, TAKE_DOWN = "publish", "take-down"
PUBLICATION_STEP = entry(
    {
        "event": one_of((PUBLISH_ROW, TAKE_DOWN), "Everybody may read it, or nobody any more."),
        "form": given("A form.", 200, 1), "key": given("The key of a row.", 200, 1),
        "code": _CODE,
    },
    "event", "form", "key", "code",
)  # fmt: skip
