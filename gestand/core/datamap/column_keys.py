"""The keys of a column in `datamap.yaml`: what it holds, and what becomes of its values.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.datamap.schema import Digits, Since1970
from gestand.core.language.keys import Either, Key, Kind, Many, Named, OneOf, Text

SOURCES = ("person", "observed", "other", "staff", "unknown")
TOLD_OF = "the `person`, `observed`, `other` people, your own `staff`, or `unknown`"
"""What a word of `SOURCES` says, in the description of its keys."""
SOURCE = OneOf(SOURCES)
COLUMN_NAME = Text("column")
HOLDS = Text("category, or `secret` or `technical`")
ZONE = Text("time zone")
COUNTED = tuple(how.value for how in Since1970)
WRITTEN = tuple(how.value for how in Digits)
_SIZE = Text("whole number", r"[1-9][0-9]*")

PARTS = ("year", "month", "network")
PER = ("row", "person", "value")

ERASE = Kind(
    "What a value becomes",
    "What stays of a value that goes while its row stays. Each key under which something stays "
    "begins with `keep`.",
    (
        Key("keep first", _SIZE, means="So many characters from the beginning stay.",
            example="keep first: 4", codes=("G305", "G407")),
        Key("keep last", _SIZE, means="So many characters from the end stay.",
            example="keep last: 2", codes=("G305", "G407")),
        Key("keep", OneOf(PARTS),
            means="Of a date the `year` or the `month` stays, of an address the `network`.",
            example="keep: year", codes=("G407",)),
        Key("keep steps of", _SIZE, means="A number stays down to a multiple of this.",
            example="keep steps of: 1000", codes=("G305", "G407")),
        Key("pseudonym per", Either((OneOf(PER), Many(COLUMN_NAME, alone=False))),
            means="A pseudonym made with a key: the same for a `person`, for a `value`, or in rows "
            "with the same values in the columns listed. In each `row` another: `pseudonym`.",
            example="pseudonym per: person", codes=("G407", "G446")),
        Key("tombstone", Text("words"),
            means="Nothing stays: these words and the key of the row tell whose stone it is.",
            example="tombstone: former customer", codes=("G407",)),
    ),
    least=1,
    most=1,
)

_TOLD = Key(
    "told",
    OneOf(("true", "false")),
    means="It is told to whom it is about, although it has the name of a credential, such as "
    "`token` or `password`.",
    without="a value with such a name is a finding, unless it is a secret.",
    example="told: true",
    codes=("G124", "G326"),
)

CODES_OF_VALUES = ("json", "base64", "base64 json", "php", "base64 php", "django session")

PART = Kind(
    "A part of a document",
    "What a part of a document in JSON holds, where one word does not say enough.",
    (
        Key("is", HOLDS, must=True,
            means="What it holds: a category of the policy, `secret` or `technical`.",
            example="is: email", codes=("G104", "G310")),
        Key("source", SOURCE, means=f"Where it comes from: {TOLD_OF}.",
            without="as its column says, or its table, or its store.", example="source: observed",
            codes=("G313",)),
        Key("erase", Text("word", anything=True),
            means="What takes its place once it goes and its row does not: `null` or a constant.",
            without="the key is removed, with all that stands under it.",
            example="erase: removed at the customer's request", codes=("G306",)),
        _TOLD,
    ),
)

ATTRIBUTE = Kind(
    "A value of a column",
    "What a column holds in rows with one word, where one word does not say enough.",
    (
        Key("is", Text("category"), must=True, means="What it holds: a category of the policy.",
            example="is: phone", codes=("G104", "G307", "G310")),
        Key("source", SOURCE, means=f"Where it comes from: {TOLD_OF}.",
            without="as its column says, or its table, or its store.", example="source: observed",
            codes=("G313",)),
        Key("secret", OneOf(("true", "false")),
            means="It is never told to anybody, such as the key of a program.",
            without="it is told to whom it is about.", example="secret: true", codes=("G124",)),
        _TOLD,
    ),
)

COLUMN = Kind(
    "A column",
    "What a column holds, where one word does not say enough.",
    (
        Key("is", HOLDS, instead=("paths", "by COLUMN"),
            means="What it holds: a category of the policy; `secret`, such as a password; or "
            "`technical`, which says nothing about a person by itself. Beside `paths` it can only "
            "be `technical`, and is about the keys that no path names.",
            example="is: ip address", codes=("G104", "G310", "G404", "G406", "G429"),
            rule="keys, `technical` and `secret` columns hold nothing: they go with the last "
            "value of their row that is held."),
        Key("by COLUMN", Named("VALUE", Either((Text("category"), ATTRIBUTE))),
            pattern=r"by (\S.*)", instead=("is", "paths"),
            means="Where another column of the same row tells what this one holds, as in a table "
            "of attributes with a name and a value in each row: for each word that may stand "
            "there what the value is.",
            without="the column holds the same in every row.",
            example="by name: {mobile: phone, token: {is: account, secret: true}}",
            codes=("G104", "G307", "G310", "G456"),
            rule="about a row with a word that is not named here a person is asked, and it stays "
            "until then."),
        Key("paths", Named("PATH", Either((HOLDS, PART))), instead=("is", "by COLUMN"),
            means="In a column with documents in JSON, of type JSON or a text: the path of each "
            "part, and what it holds. `$.billing.email` is the key `email` in the object under "
            "`billing`. A list goes as a whole, by the key under which it stands.",
            without="the column goes as a whole.",
            example="paths: {$.phone: {is: phone, erase: withdrawn}, $.theme: technical}",
            codes=("G306", "G455", "G104", "G310"),
            rule="where a part must go, a document that is no JSON, or that has a key which nobody "
            "named, stays as it is, and a person is asked; with `erase` it goes as a whole once "
            "nothing holds any part of it."),
        Key("source", SOURCE, means=f"Where it comes from: {TOLD_OF}.",
            without="as its table says, or its store.", example="source: observed",
            codes=("G313",)),
        Key("erase", Either((Text("word", anything=True), ERASE)),
            means="What takes the place of a value that goes while its row stays: `null`, "
            "`pseudonym`, a constant, or a part of it.",
            without="NULL where the column allows it in several rows; else a pseudonym where it "
            "is unique, and an empty text where it is not.",
            example="erase: {keep first: 4}", codes=("G407", "G428")),
        Key("zone", ZONE, means="The time zone of this column, where it is not that of its store.",
            without="that of the store.", example="zone: UTC", codes=("G212",)),
        Key("since 1970", OneOf(COUNTED),
            means="A column of whole numbers tells moments: so many seconds, or milliseconds, "
            "since 1970 began in UTC. It can then be a moment of an occasion, of consent or of a "
            "fact. With `or zero`, zero says what NULL says elsewhere: not yet.",
            without="a column of numbers tells no moment.", example="since 1970: seconds",
            codes=("G421", "G459"),
            rule="a number that nobody can mean asks a person, as a date that cannot be read does: "
            "zero without `or zero`, or where an occasion began, and what can only have been "
            "counted in the other unit."),
        Key("written", OneOf(WRITTEN),
            means="A column of texts or bytes tells moments in fourteen digits, from the year to "
            "the second, by the clock of its `zone`. It can then be a moment of an occasion, of "
            "consent or of a fact. With `or infinity`, that word says what NULL says elsewhere: "
            "not yet.",
            without="a text tells a moment as `2026-11-29` does, and bytes tell none.",
            example="written: yyyymmddhhmmss", codes=("G421", "G459"),
            rule="what is no such moment asks a person, as a date that cannot be read does: an "
            "empty text, fourteen zeros, and `infinity` where nothing says what it is, or where an "
            "occasion began."),
        Key("about", COLUMN_NAME,
            means="In a row of several people: the column of the owner whom the value is about. "
            "`body: message about ticket_id` says it in one word.",
            without="it is about every owner of the row.", example="about: agent_id",
            codes=("G419", "G441")),
        _TOLD,
        Key("encoded", OneOf(CODES_OF_VALUES),
            means="In what code an application writes the values, so that an access answer tells "
            "what stands in them: JSON, base64, `serialize` of PHP, or a signed session of Django, "
            "of which the signature is not checked. What has the name of a credential is masked.",
            without="values are told as they stand there.", example="encoded: base64 json",
            codes=("G123",),
            rule="such a value goes as a whole; what cannot be read in its code is told as it "
            "stands there, and that it could not be read."),
    ),
    later=("when", "path", "json", "decode", "portable", "key"),
)
