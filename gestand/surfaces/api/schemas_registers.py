"""What is sent and answered about holds, orders, breaches and notices, as JSON Schema."""

from __future__ import annotations

from gestand.core.breach import CONTROLLER, FIELDS, MOMENTS, PROCESSOR, Risk
from gestand.core.notices import CONFIRMED, EXEMPT, NOT_POSTED, SENT
from gestand.core.orders import BECAME
from gestand.surfaces.api.schemas import (
    CURSOR,
    PERSON,
    Schema,
    day,
    entry,
    flag,
    given,
    items,
    many,
    number,
    one_of,
    or_null,
    text,
    told,
)
from gestand.work.breaches import rules
from gestand.work.looks import REASONS
from gestand.work.orders import clocks

_LONG = 2000
_SEEN = number("The version that you saw: 409 where it went on since.", 1)
_VERSION = number("How many lines tell of it: send it with what follows.", 1)
_MOMENT = given("When, with its zone; now, where it is left out.", 40, format="date-time")
_CATEGORY = given("A category of the policy.", least=1)
_SOMEBODY = or_null(text("Who did; null while nobody has."))


def _moment(means: str) -> Schema:
    return text(means, format="date-time")


NEW_HOLD = entry(
    {
        "person": PERSON,
        "because": given("Why: for which claim or order.", _LONG, 1),
        "article": given("By which article, or which order.", _LONG, 1),
        "review": day("The day on which it is looked at again."),
    },
    "person", "because", "article", "review",
)  # fmt: skip
CONFIRM, REVIEW, RELEASE = "confirm", "review", "release"
HOLD_STEP = entry(
    {
        "event": one_of((CONFIRM, REVIEW, RELEASE), "What happens to it: a second person confirms, "
                        "and grants the release that the first one asked."),
        "version": _SEEN,
        "person": PERSON,
        "review": day("The next day on which it is looked at again; with `review`."),
        "because": given("Why: with `review`, and where a release is asked.", _LONG),
    },
    "event", "version",
)  # fmt: skip
HOLD = told({
    "number": number("Its number."), "version": _VERSION,
    "kind": text("Of which kind of person."),
    "person": text("Whose data it keeps: a keyed digest."),
    "placed_on": day("Since when."), "because": text("Why."), "article": text("By which article."),
    "review": day("When it is looked at again."), "placed_by": text("Who placed it."),
    "confirmed_by": _SOMEBODY, "release_asked_by": _SOMEBODY,
    "released_on": or_null(day("When it ended; null while it counts.")), "released_by": _SOMEBODY,
    "order": or_null(number("The order that placed it.")),
})  # fmt: skip
HOLDS = told({"holds": many(HOLD, "By their numbers."), "next": CURSOR})

NEW_ORDER = entry(
    {
        "recipient": given("The authority: a recipient of the policy.", least=1),
        "article": given("By which article of a law; none was named, where it is left out.", _LONG),
        "verified": given("How it was made sure that it comes from there.", _LONG),
        "issued_by": given("Who gave it: an officer, a prosecutor, a judge.", _LONG),
        "answer_by": day("The last day to answer that it names itself."),
        "voluntary": given("It compels to nothing: why it may be answered all the same.", _LONG),
        "asks": items(_CATEGORY, 100, 1, "What it asks for."),
        "reference": given("Its number there.", _LONG),
        "received": day("When it came; today, where it is left out."),
        "secret_until": day("The last day on which nobody may be told of it."),
        "secret_by": given("With `secret_until`: by which article of a law.", _LONG),
        "clock": one_of(sorted(clocks()), "A European order: by when it is to be answered."),
        "at": given("When a European order came, with its zone; now, where it is left out.", 40,
                    format="date-time"),
        "keep": items(PERSON, 100, 0, "Everything about these people is kept from now on."),
        "review": day("With `keep`: when it is looked at again, where no law says until when."),
    },
    "recipient", "asks",
)  # fmt: skip
DECIDE, SECRECY, COSTS = "decide", "secrecy", "costs"
ORDER_STEP = entry(
    {
        "event": one_of((DECIDE, SECRECY, COSTS), "A second person decides; until when it is "
                        "secret; what answering it cost."),
        "version": _SEEN,
        "give": items(_CATEGORY, 100, 0, "With `decide`: what is given; the rest is refused."),
        "secret_until": day("With `secrecy`: the last day; not secret any more, where left out."),
        "secret_by": given("With `secret_until`: by which article; as before, where left out.",
                           _LONG),
        "costs": given("With `costs`: an amount in euros, such as 37.50.", 20, 1),
    },
    "event", "version",
)  # fmt: skip
ORDER = told({
    "number": number("Its number."), "version": _VERSION, "recipient": text("The authority."),
    "received_on": day("When it came."), "article": or_null(text("By which article.")),
    "verified": or_null(text("How it was made sure that it comes from there.")),
    "issued_by": or_null(text("Who gave it.")),
    "voluntary": or_null(text("Why it is answered though it compels to nothing.")),
    "costs": or_null(text("What answering it cost, in euros.")),
    "answer_by": or_null(day("The last day to answer that it names itself.")),
    "reference": or_null(text("Its number there.")),
    "asked": many(text("A category."), "What it asks for."), "taken_by": text("Who took it in."),
    "decided_on": or_null(day("When it was decided.")), "decided_by": _SOMEBODY,
    "given": many(text("A category."), "What is given."),
    "refused": many(text("A category."), "What is not."),
    "secret_until": or_null(day("The last day on which nobody may be told of it.")),
    "secret_by": or_null(text("By which article of a law that is so.")),
    "clock": or_null(text("Which European order it is.")),
    "received_at": or_null(_moment("When a European order came.")),
    "due": or_null(_moment("By when it is to be answered, or how long kept.")),
})  # fmt: skip
ORDERS = told({"orders": many(ORDER, "By their numbers."), "next": CURSOR})

_FIELDS: Schema = entry({
    name: given(f"{means[:1].upper()}{means[1:]}.", _LONG, 1,
                **({"format": "date-time"} if name in MOMENTS else {}))
    for name, means in FIELDS.items()
}, means="What the register says of it (article 33(5) GDPR); no names of people.")  # fmt: skip
NEW_BREACH = entry(
    {
        "aware": given("When you knew, with its zone: the hours run from then.", 40,
                       format="date-time"),
        "role": one_of((CONTROLLER, PROCESSOR), "Whose data: your own, or those of customers."),
        "nis2": flag("Whether the duties of NIS2 count as well."),
        "fields": _FIELDS,
    },
    "aware",
)  # fmt: skip
TELL, RATE, NOTIFY, CLOSE = "tell", "rate", "notify", "close"
BREACH_STEP = entry(
    {
        "event": one_of((TELL, RATE, NOTIFY, CLOSE), "More is known, the risk was weighed, "
                        "somebody was told, it is over."),
        "version": _SEEN,
        "fields": _FIELDS,
        "risk": one_of([one.value for one in Risk], "With `rate`."),
        "because": given("With `rate` why, with `close` what was learned.", _LONG),
        "whom": one_of(sorted({r.whom for r in rules()} - {"register"}), "With `notify`: whom."),
        "at": _MOMENT,
        "reference": given("With `notify`: its number there.", _LONG),
    },
    "event", "version",
)  # fmt: skip
BREACH = told({
    "number": number("Its number."), "version": _VERSION,
    "role": text("As what: `controller` or `processor`."), "aware": _moment("When you knew."),
    "nis2": flag("Whether the duties of NIS2 count."),
    **{name: or_null(text(f"{means[:1].upper()}{means[1:]}.")) for name, means in FIELDS.items()},
    "risk": or_null(text("For the people.")), "risk because": or_null(text("Why.")),
    "told": many({"type": "object"}, "Who was told, when."),
    "clocks": many(told({
        "whom": text("Who is to be told."), "due": _moment("By when."),
        "state": text("How it stands."), "settled": flag("Whether that is settled law."),
        "source": text("Who says so."),
    }), "The hours that run."),
    "closed": or_null(_moment("When it was closed.")),
})  # fmt: skip
BREACHES = told({"breaches": many(BREACH, "By their numbers."), "next": CURSOR})

FIND_NOTICES = entry({"request": number("A request that was carried out.", 1)}, "request")
NOTICE_STEP = entry(
    {
        "event": one_of((SENT, CONFIRMED, EXEMPT, NOT_POSTED), "It went out, whoever got it has "
                        "confirmed it, it need not be, or it did not arrive after all."),
        "version": _SEEN,
        "how": given("How it went out; with `sent`.", _LONG),
        "because": given("Why it is impossible or a disproportionate effort; with `exempt`.",
                         _LONG),
    },
    "event", "version",
)  # fmt: skip
NOTICE = told({
    "number": number("Its number."), "version": _VERSION,
    "request": number("The request; 0 where it is of a run."),
    "to": text("Who is told."), "name": text("Their name."), "why": text("Why they are."),
    "disclosures": many(number("A number of the log."), "What they got."),
    "receipt": number("The receipt of the run it is of; 0 where there is none."),
    "categories": many(text("A category."), "What it is about; everything, where none."),
    "stage": text("How far it has come."), "on": or_null(day("Since when.")),
    "said": text("How it went out, or why it need not."),
})  # fmt: skip
NOTICES = told({"notices": many(NOTICE, "By their numbers."), "next": CURSOR})
FOUND_NOTICES = told({"notices": many(NOTICE, "Those of the request.")})

REMOVE = "remove"
PACKAGE_STEP = entry(
    {"event": one_of((REMOVE,), "It is taken away: nobody fetches it any more."), "version": _SEEN},
    "event", "version",
)  # fmt: skip
PACKAGE = told({
    "number": number("Its number."), "version": _VERSION,
    "request": number("What request it answers."),
    "until": _moment("Until when it can be fetched."),
    "left": number("How often it can be fetched still."),
    "fetched": number("How often it was."), "size": number("How many bytes it has."),
    "waits": flag("Whether it can be fetched now."),
})  # fmt: skip
PACKAGES = told({"packages": many(PACKAGE, "By their numbers."), "next": CURSOR})

LOOK = told({
    "number": number("Its number."), "at": _moment("When."),
    "request": or_null(number("At which request.")),
    "message": or_null(number("At which message.")),
    "by": text("Who looked."), "reason": one_of(REASONS, "Why."),
})  # fmt: skip
LOOKS = told({"looks": many(LOOK, "Oldest first."), "next": CURSOR})

COUNTS = told({"counts": many(told({
    "year": number("Of which year."), "recipient": text("The authority."),
    "received": number("How many came."),
    **{name: number(f"How many of them: {name}.") for name in BECAME},
    "voluntary": number("How many compelled to nothing."),
    "still secret": number("How many may not be told of today."),
    "costs": text("What answering them cost, in euros."),
}), "By year and authority; nobody is in it.")})  # fmt: skip
