"""The keys of `facts.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import Either, Key, Kind, Many, OneOf, Text

_DAY = Text("day, or a time with its zone", r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?")
_WORDS = Text("few words")


def _fact(word: str, means: str, who: str, when: str, further: tuple[Key, ...] = ()) -> Kind:
    """Describe a fact: what all facts have, and then what it needs of its own."""
    common = (
        Key("fact", OneOf((word,)), must=True, means="What happened.", example=f"fact: {word}",
            codes=("G123",)),
        Key("who", Text("person, as `KIND:KEY` or `KIND:#DIGEST`", r"[^:]+:.*"), must=True,
            means="Whom it is about: the kind of person, and the key of their row, or a digest as "
            "`gestand who` prints it.",
            example=f"who: {who}", codes=("G104", "G601"),
            rule="an address or another identifier never stands in this file."),
        Key("when", _DAY, must=True, means="The day on which it happened, in the time zone of the "
        "controller.",
            example=f"when: {when}", codes=("G126", "G602")),
        Key("source", _WORDS, means="How you know, such as a letter or a telephone call.",
            without="nothing is said about it.", example="source: letter"),
    )  # fmt: skip
    return Kind(f"The fact {word}", means, (*common, *further))


def _purpose(example: str, kind: str) -> tuple[Key, ...]:
    return (
        Key("purpose", Text("purpose"), must=True, means=f"The purpose, one that rests on {kind}.",
            example=f"purpose: {example}", codes=("G104", "G603")),
    )  # fmt: skip


def _because(example: str) -> Key:
    return Key("because", _WORDS, must=True, means="Why.", example=f"because: {example}")


_PART = (
    Key("category", Text("category"), means="The category that alone is restricted, with what it "
        "contains.", without="everything about the person is.", example="category: address",
        codes=("G104", "G607"), rule="of the rest it is as if nothing were restricted."),
    Key("purpose", Text("purpose"), means="The purpose that alone is restricted.",
        without="everything about the person is.", example="purpose: order",
        codes=("G104", "G607"),
        rule="other purposes use what they hold, and what this one holds stays as it is."),
)  # fmt: skip

FACTS: dict[str, Kind] = {
    "erasure asked": _fact(
        "erasure asked",
        "Somebody asked to be erased. What yields to it goes, and what stays goes by itself on "
        "its last day. A request reaches what began before it.",
        "customer:17", "2026-03-02",
    ),
    "consent refused": _fact(
        "consent refused",
        "Somebody was asked for consent and refused. What was given on that day or before is over.",
        "applicant:5", "2026-03-03", _purpose("talent pool", "consent"),
    ),
    "consent withdrawn": _fact(
        "consent withdrawn",
        "Somebody withdrew a consent, wherever it was given. The latest of the two counts.",
        "applicant:5", "2026-03-04", _purpose("talent pool", "consent"),
    ),
    "objection": _fact(
        "objection",
        "Somebody objects to an interest. It suspends one purpose for one person until a person "
        "has weighed it; direct marketing it ends at once.",
        "company contact:3", "2026-03-05", _purpose("business contacts", "an interest"),
    ),
    "objection withdrawn": _fact(
        "objection withdrawn",
        "Somebody takes an objection back.",
        "company contact:3", "2026-03-06", _purpose("business contacts", "an interest"),
    ),
    "restriction": _fact(
        "restriction",
        "Processing is restricted. Everything about the person stays, or the part that is named, "
        "and nothing uses, changes or removes it.",
        "customer:17", "2026-03-20",
        (_because("the customer says that the address is wrong"), *_PART),
    ),
    "restriction lifted": _fact(
        "restriction lifted",
        "The restriction is over; the person was told before. Without a part all of it is.",
        "customer:17", "2026-05-04",
        (
            Key("told", _DAY, must=True, means="The day on which the person was told.",
                example="told: 2026-05-01", codes=("G605",),
                rule="whoever obtained a restriction is told before it is lifted."),
            *_PART,
        ),
    ),
    "hold": _fact(
        "hold",
        "Everything about the person is kept for a claim, or by order of an authority, and "
        "nothing changes it.",
        "customer:17", "2026-05-10",
        (
            _because("a claim about an invoice"),
            Key("by", _WORDS, must=True, means="Who placed it.", example="by: the legal adviser"),
            Key("review", _DAY, must=True, means="The day on which somebody looks at it again.",
                example="review: 2026-11-10"),
        ),
    ),
    "hold released": _fact(
        "hold released",
        "The hold is over.",
        "customer:17", "2026-06-01",
        (
            _because("the claim is settled"),
            Key("placed", _DAY, means="The day on which the hold was placed that is over.",
                without="there is only one hold on the person.", example="placed: 2026-05-10",
                codes=("G606",),
                rule="a release that may be of one of several holds ends none."),
        ),
    ),
}  # fmt: skip
"""What an organisation may write, by its word."""

FILE = Kind(
    "Facts: facts.yaml",
    "`privacy/facts.yaml` says what people asked and what was placed on their data, where no "
    "column says it. It stands beside the policy, changes on other days and is never published. "
    "No finding repeats what stands in it. Of one person and one matter the latest counts, and of "
    "one day the one that stands later. A fact that ends another one follows on it (`G604`). That "
    "consent was *given* stands in a column only: see `consent PURPOSE` of a table.",
    (
        Key("facts", OneOf(("1",)), must=True,
            means="The version of the language. It stands first.", example="facts: 1",
            codes=("G129",)),
        Key("recorded", Many(Either(tuple(FACTS.values())), alone=False), must=True,
            means="The facts, in any order of people.",
            example="""recorded:
  - {fact: erasure asked, who: customer:17, when: 2026-03-02}
  - {fact: consent refused, who: applicant:5, when: 2026-03-03, purpose: talent pool}
  - {fact: consent withdrawn, who: applicant:5, when: 2026-03-04, purpose: talent pool}
  - {fact: objection, who: company contact:3, when: 2026-03-05, purpose: business contacts}
  - {fact: objection withdrawn, who: company contact:3, when: 2026-03-06,
     purpose: business contacts}
  - {fact: restriction, who: customer:17, when: 2026-03-20, because: the address may be wrong}
  - {fact: restriction, who: customer:17, when: 2026-03-20, because: it is contested,
     category: address}
  - {fact: restriction, who: customer:17, when: 2026-03-20, because: it is contested,
     purpose: order}
  - {fact: restriction lifted, who: customer:17, when: 2026-05-04, told: 2026-05-01}
  - {fact: hold, who: customer:17, when: 2026-05-10, because: a claim, by: the legal adviser,
     review: 2026-11-10}
  - {fact: hold released, who: customer:17, when: 2026-06-01, because: the claim is settled}""",
            codes=("G119", "G123", "G604"),
            rule="facts change what may be held; what follows from them is in the next plan."),
    ),
)
