"""The keys of `datamap.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import PERIOD, Either, Key, Kind, Many, Named, OneOf, Text

SOURCES = ("person", "observed", "other")

_TABLE_NAME = Text("table, as `STORE.TABLE`", r"[^.\s]+\.\S(.*\S)?")
_COLUMN_NAME = Text("column")
_HOLDS = Text("category, or `secret` or `technical`")
_PURPOSES = Many(Text("purpose"))
_SOURCE = OneOf(SOURCES)
_ZONE = Text("time zone")
_LIFE = Text("period, as `P30D`", PERIOD)
_WHEN = Text("condition")
_SIZE = Text("whole number", r"[1-9][0-9]*")
_REACH = (
    "an occasion reaches its own row, the rows that own it and the rows it owns, never up and "
    "then down. Every other reach is declared."
)

STORE = Kind(
    "A store",
    "One database. What stands in it counts as a whole: a table that the map does not name is a "
    "finding.",
    (
        Key("url", Text("URL"), must=True,
            means="Where the database is. `${NAME}` is read from the environment, so that no "
            "password stands in the file. A SQLite file is looked for from the folder that holds "
            "`privacy/`.",
            example='url: "sqlite:///shop.db"', codes=("G319", "G430")),
        Key("zone", _ZONE, must=True,
            means="The time zone in which the database writes its timestamps, where it does not "
            "say so itself.",
            example="zone: Europe/Amsterdam", codes=("G212",),
            rule="the last day on which a value may be found is one of the controller's calendar, "
            "so a timestamp needs its zone."),
        Key("source", _SOURCE,
            means="Where its data come from, unless a table or a column says otherwise: from the "
            "`person`, `observed`, or from `other` people.",
            without="each table or column says it.", example="source: person", codes=("G313",),
            rule="a person may ask where data come from, and takes along only what they gave "
            "themselves."),
        Key("backups", _LIFE,
            means="How long a backup of it lives, as a period: what was removed from the store "
            "stands in its backups until then, and `gestand residue` says until which day.",
            without="nobody can say when a removed value has gone from the last backup.",
            example="backups: P30D", codes=("G125",)),
    ),
    later=("key", "kind", "schema", "password"),
)

PLACE = Kind(
    "A place",
    "A place with personal data that Gestand does not reach, so that a promise never looks better "
    "kept than it is.",
    (
        Key("not connected", Text("reason"), must=True, means="Why it is out of reach.",
            example="not connected: contact mail also stays in a shared mailbox"),
        Key("purposes", _PURPOSES, must=True, means="The purposes for which data stand there.",
            example="purposes: [contact, support]", codes=("G104",)),
    ),
)

RECORDS = Kind(
    "Own records",
    "Where Gestand keeps its own records. Without them they stand in the folder `.gestand`.",
    (
        Key("url", Text("URL"), means="A PostgreSQL database for the ledger.",
            without="the ledger is the SQLite file `.gestand/records.db`.",
            example='url: "${GESTAND_RECORDS}"'),
        Key("heads", Text("file"),
            means="A file elsewhere that is told how far the ledger has come, so that an older "
            "copy of the folder is noticed.",
            without="an older copy of the whole folder goes unnoticed.",
            example="heads: /mnt/evidence/gestand.heads"),
        Key("key", Text("reference"),
            means="Where the master key is: `${NAME}`, or a file that only its owner can read. "
            "It wraps the keys of what is kept so that a run can be undone.",
            without="the policy can have no `undo` under `rights`.",
            example="key: /etc/gestand/master.key", codes=("G319", "G324")),
    ),
)

SAME_PERSON = Kind(
    "The same person",
    "The other kinds that one of this kind may be as well. Only what your own systems gave out "
    "shows it: a key, or a column that is `technical`.",
    (
        Key("KIND by IDENTIFIER", _COLUMN_NAME, pattern=r"(\S.*) by (\S+)",
            means="The one of that kind whose identifier stands in this column.",
            example="customer by customer_number: customer_number", codes=("G325",)),
        Key("KIND", _COLUMN_NAME, pattern=r"\S.*",
            means="The one of that kind whose key stands in this column.",
            example="customer: customer_id", codes=("G325",)),
    ),
    least=1,
)

SUBJECT = Kind(
    "A kind of person",
    "One of the kinds of people of the policy, and how a person of that kind is found.",
    (
        Key("table", _TABLE_NAME,
            means="The table in which each person has a row of their own.",
            without="these people have no row, and are known by an identifier only: see `KIND by "
            "IDENTIFIER`.",
            example="table: shop.customers", codes=("G300", "G104", "G417")),
        Key("identified by", Many(_COLUMN_NAME), must=True,
            means="What identifies a person: columns of that table, or the word that owners use, "
            "such as `email`.",
            example="identified by: [email, customer_number]", codes=("G321",),
            rule="whoever is matched by an identifier alone gets no access and no erasure before "
            "they have confirmed who they are."),
        Key("same person", SAME_PERSON,
            means="By what one of this kind is found to be one of another kind as well. Whoever "
            "is asked about as the one is then asked about as the other too, and is told why.",
            without="somebody of several kinds is named by each of them.",
            example="same person: {customer by customer_number: customer_number}", codes=("G325",),
            rule="an address or a name that people share never makes two of them one."),
    ),
    later=("when",),
)

VIA = Kind(
    "Moments of another row",
    "Moments that stand in a row one edge away, such as the day on which the vacancy of an "
    "application was filled.",
    (
        Key("MOMENT", _COLUMN_NAME, pattern=r"\S.*",
            means="A moment of the policy, and the column of that row in which its day stands.",
            example="filled: filled_on", codes=("G104", "G420", "G421")),
        Key("moved if", _COLUMN_NAME,
            means="A column that is filled when these moments were taken back, such as the day on "
            "which a vacancy was opened again.",
            without="a moment counts as it stands.", example="moved if: reopened_on",
            rule="a moment that moves later asks a person; the first end that was seen counts."),
    ),
    later=("when",),
)

BINDING = Kind(
    "An occasion",
    "An occasion of the policy, bound to a table: each row is one order, contract or application. "
    "A moment that is NULL has not come yet.",
    (
        Key("table", _TABLE_NAME, must=True, means="The table whose rows are the occasions.",
            example="table: shop.orders", codes=("G104", "G300")),
        Key("began", _COLUMN_NAME, must=True,
            means="The column of the day on which it began.",
            example="began: ordered_on", codes=("G420", "G421", "G424"),
            rule="a request to erase reaches what began before it, and a longer period what "
            "begins after it took effect."),
        Key("from", _COLUMN_NAME,
            means="The column of a moment before which the row is no such occasion, such as the "
            "day on which an applicant was hired.",
            without="every row of the table is one.", example="from: hired_on", codes=("G426",)),
        Key("when", _WHEN,
            means="The rows that are such an occasion, where a table holds several: columns of the "
            "table compared with words and whole numbers, as in `when` of an owner.",
            without="every row of the table is one.", example="when: \"status = 'placed'\"",
            codes=("G304", "G418"),
            rule="about a row that fits no condition a person is asked."),
        Key("MOMENT", _COLUMN_NAME, pattern=r"(?!via )\S.*",
            means="A moment of the policy, and the column in which its day stands. Purposes count "
            "their period from it.",
            example="fulfilled: fulfilled_on",
            codes=("G104", "G314", "G315", "G316", "G420", "G421"),
            rule="an occasion is active while every one of its ending moments is empty or still "
            "to come. The first one counts."),
        Key("via COLUMN", VIA, pattern=r"via (\S+)",
            means="The moments that stand in the row at which this column points.",
            example="via vacancy_id: {filled: filled_on, vacancy withdrawn: withdrawn_on}",
            codes=("G422", "G423")),
        Key("via COLUMN of STORE.TABLE", VIA, pattern=r"via (\S+) of (\S+)",
            means="The same, where the row of the other table points back: this is its column.",
            example="via application_id of hr.employees: {left: left_on}",
            codes=("G300", "G422", "G426")),
    ),
    later=("where",),
)

OWNER = Kind(
    "An owner",
    "Whose row it is: one edge, to another row or to a person.",
    (
        Key("KIND by IDENTIFIER", _COLUMN_NAME, pattern=r"(\S.*) by (\S+)",
            means="The person with this identifier; the value is the column in which it stands. "
            "For people without a row of their own.",
            example="guest by email: buyer_email", codes=("G321", "G442"),
            rule="a match by identifier keeps a row, and gives nobody access to it before they "
            "have confirmed who they are."),
        Key("COLUMN", _TABLE_NAME, pattern=r"\S.*",
            means="A column that points at a row of this table, where the database declares no "
            "foreign key, or one to another store.",
            example="customer_id: shop.customers", codes=("G410", "G412", "G413", "G414", "G444")),
        Key("when", _WHEN,
            means="The rows for which this edge counts: columns of this table compared with words "
            "and whole numbers by `=`, `in (...)`, `is null` and `is not null`, joined by `and`.",
            without="it counts for every row.", example="when: \"object_type = 'message'\"",
            codes=("G304", "G418")),
    ),
    least=1,
    most=2,
)

POINTER = Kind(
    "A pointer",
    "A column that the database does not declare as a key, and the table at which it points.",
    (
        Key("COLUMN", _TABLE_NAME, pattern=r"\S.*",
            means="The column, and the table at which it points.",
            example="quotes: site.testimonials", codes=("G412", "G445")),
    ),
    least=1,
    most=1,
)

HELD_BY = Kind(
    "A declared reach",
    "How an occasion reaches rows that it would not reach by itself.",
    (
        Key("via", _COLUMN_NAME, must=True,
            means="The column of this table that leads to the row of the occasion, or to a row "
            "that both point at.",
            example="via: customer_id", codes=("G415",)),
        Key("until", _COLUMN_NAME,
            means="A column with the day on which this row is no longer part of it, such as the "
            "day on which a contact person left.",
            without="the occasion holds the row as long as it lasts itself.",
            example="until: left_on", codes=("G412", "G427")),
    ),
    later=("when",),
)

CONSENT = Kind(
    "Consent",
    "The columns in which the consent for one occasion stands.",
    (
        Key("given", _COLUMN_NAME, must=True, means="The day on which it was given; NULL is no "
        "consent.",
            example="given: pool_given_on", codes=("G420", "G421")),
        Key("withdrawn", _COLUMN_NAME, means="The day on which it was withdrawn.",
            without="it is withdrawn in `facts.yaml` only.",
            example="withdrawn: pool_withdrawn_on"),
        Key("text", _COLUMN_NAME, means="To which words the person agreed, to be shown in an "
        "access answer.",
            without="nothing is said about it.", example="text: pool_text"),
    ),
)

RESTRICTION = Kind(
    "A restriction",
    "The columns of a person's own row in which a restriction of processing stands.",
    (
        Key("placed", _COLUMN_NAME, must=True, means="The day on which it was placed.",
            example="placed: restricted_on", codes=("G323",)),
        Key("lifted", _COLUMN_NAME, means="The day on which it was lifted, after the person was "
        "told.",
            without="it stands until `facts.yaml` says that it was lifted.",
            example="lifted: released_on"),
    ),
)

OBJECTION = Kind(
    "An objection",
    "The columns of a person's own row in which an objection to one purpose stands.",
    (
        Key("made", _COLUMN_NAME, must=True, means="The day on which it was made.",
            example="made: unsubscribed_on", codes=("G323",)),
        Key("withdrawn", _COLUMN_NAME, means="The day on which it was taken back.",
            without="it stands until `facts.yaml` says that it was taken back.",
            example="withdrawn: subscribed_on"),
    ),
)

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
        Key("pseudonym per", Either((OneOf(PER), Many(_COLUMN_NAME, alone=False))),
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

COLUMN = Kind(
    "A column",
    "What a column holds, where one word does not say enough.",
    (
        Key("is", _HOLDS, must=True,
            means="What it holds: a category of the policy; `secret`, such as a password; or "
            "`technical`, which says nothing about a person by itself.",
            example="is: ip address", codes=("G104", "G310", "G404", "G406", "G429"),
            rule="keys, `technical` and `secret` columns hold nothing: they go with the last "
            "value of their row that is held."),
        Key("source", _SOURCE, means="Where it comes from: the `person`, `observed`, or `other` "
        "people.",
            without="as its table says, or its store.", example="source: observed",
            codes=("G313",)),
        Key("erase", Either((Text("word", anything=True), ERASE)),
            means="What takes the place of a value that goes while its row stays: `null`, "
            "`pseudonym`, a constant, or a part of it.",
            without="NULL where the column allows it in several rows; else a pseudonym where it "
            "is unique, and an empty text where it is not.",
            example="erase: {keep first: 4}", codes=("G407", "G428")),
        Key("zone", _ZONE, means="The time zone of this column, where it is not that of its store.",
            without="that of the store.", example="zone: UTC", codes=("G212",)),
        Key("about", _COLUMN_NAME,
            means="In a row of several people: the column of the owner whom the value is about. "
            "`body: message about ticket_id` says it in one word.",
            without="it is about every owner of the row.", example="about: agent_id",
            codes=("G419", "G441")),
    ),
    later=("when", "path", "json", "decode", "portable", "key"),
)

TABLE = Kind(
    "A table",
    "What one table holds, for which purposes, and whose rows these are. What the database itself "
    "declares, such as its keys, is not written again.",
    (
        Key("purposes", _PURPOSES, instead=("not personal",),
            means="The purposes that may hold values here. A purpose holds those columns whose "
            "category stands in its `data`.",
            example="purposes: [order, tax]",
            codes=("G104", "G303", "G320", "G425"),
            rule="a value may be held while at least one ground holds; a value without a ground "
            "goes."),
        Key("source", _SOURCE, means="Where its data come from: the `person`, `observed`, or "
        "`other` people.",
            without="as its store says.", example="source: other", codes=("G313",)),
        Key("owner", instead=("owners",), shape=Either((_COLUMN_NAME, OWNER)),
            means="Whose rows these are, where the foreign keys do not say it or leave a choice.",
            without="the one foreign key that leads to a person says it.",
            example="owner: {guest by email: buyer_email}",
            codes=("G301", "G410", "G411", "G412", "G443"),
            rule="owners decide what the request of a person may touch."),
        Key("owners", instead=("owner",), shape=Many(Either((_COLUMN_NAME, OWNER))),
            means="The same where a row is of several people, or its edge depends on the row.",
            without="see `owner`.",
            example="owners: [{object_id: support.messages, when: \"object_type = 'message'\"}, "
            "agent_id]",
            codes=("G301", "G411", "G440"),
            rule="a row of several people goes only when all of them have lost their ground; "
            "before that, what is about one of them is removed from it."),
        Key("refers", Many(_COLUMN_NAME),
            means="Foreign keys that only mention another row: they make this no row of that "
            "person.",
            without="each foreign key may be an edge.", example="refers: [sold_by]",
            codes=("G411", "G412"),
            rule="such an edge carries no ground."),
        Key("forgets", Many(Either((_COLUMN_NAME, POINTER))),
            means="Pointers that are emptied when the row at which they point goes.",
            without="a row stays, emptied, for as long as another row points at it.",
            example="forgets: [banner_id, {quotes: site.testimonials}]",
            codes=("G408", "G416", "G445"),
            rule="a row at which a held row points is emptied in place and goes with the last "
            "such row."),
        Key("held by OCCASION", HELD_BY, pattern=r"held by (\S.*)",
            means="An occasion that holds these rows and does not reach them by itself: the other "
            "side of a customer, the line of an invoice.",
            without="no such reach.",
            example="held by contract: {via: customer_id, until: left_on}",
            codes=("G104", "G320", "G415", "G427"), rule=_REACH),
        Key("consent PURPOSE", CONSENT, pattern=r"consent (\S.*)",
            means="Where the consent for a purpose stands, at the table of its occasion.",
            without="no consent was given.",
            example="consent talent pool: {given: pool_given_on, withdrawn: pool_withdrawn_on}",
            codes=("G317", "G318"),
            rule="consent counts for one occasion, and only when it was given while another "
            "ground still held."),
        Key("restriction", RESTRICTION,
            means="Where a person's own row says that processing is restricted.",
            without="`facts.yaml` says it.",
            example="restriction: {placed: restricted_on, lifted: released_on}",
            codes=("G323",),
            rule="what is restricted stays, and nothing uses, changes or removes it until it is "
            "lifted."),
        Key("objection PURPOSE", OBJECTION, pattern=r"objection (\S.*)",
            means="Where a person's own row says that they object to a purpose that rests on an "
            "interest.",
            without="`facts.yaml` says it.",
            example="objection business contacts: {made: unsubscribed_on}",
            codes=("G323",),
            rule="an objection suspends one purpose for one person; one to direct marketing ends "
            "it at once."),
        Key("files", Named("COLUMN", Text("folder")),
            means="Files on disk that go with their row: the column in which their name stands, "
            "and the folder in which they are, seen from the folder that holds `privacy/`.",
            without="no files.", example="files: {stored_as: files}", codes=("G322",)),
        Key("triggers", Named("TRIGGER", Text("reason")),
            means="Triggers that act when rows are removed or changed, and why they remove and "
            "change nothing that must stay.",
            without="such a trigger is a finding.",
            example="triggers: {count_orders: counts rows and keeps none}", codes=("G409",)),
        Key("checks", Named("COLUMN", Text("reason")),
            means="Columns that a CHECK of the database reads, each with the reason why that takes "
            "what their values become.",
            example="checks: {postcode: the first four characters are digits}", codes=("G447",)),
        Key("columns", Named("COLUMN", Either((_HOLDS, COLUMN))),
            means="What each column holds: a category of the policy, `secret` or `technical`. "
            "Keys, edges and moments are left out: what they are is known.",
            without="every column is a key, an edge or a moment.",
            example="columns: {buyer_name: name, ip_address: {is: ip address, source: observed}, "
            "total: technical}",
            codes=("G403", "G404", "G406", "G310")),
        Key("not personal", Text("reason"), instead=("purposes", "columns"),
            means="Why the table holds nothing about people. It then needs no other key.",
            example="not personal: describes a position and names nobody",
            codes=("G302",)),
    ),
    later=("about", "when", "access", "derived", "where", "history", "on erase", "on access"),
)

DATAMAP = Kind(
    "Data map: datamap.yaml",
    "`privacy/datamap.yaml` says where personal data are, and whose. It is written beside the "
    "schema of the databases: keys, foreign keys and types that a database declares are not "
    "written again. Names in capitals are yours to fill in. `gestand check` compares it with the "
    "policy and with the live databases.",
    (
        Key("datamap", OneOf(("1",)),
        must=True, means="The version of the language. It stands first.",
            example="datamap: 1", codes=("G129",)),
        Key("stores", Named("STORE", STORE), must=True,
            means="The databases with personal data. The name of a store is the first part of the "
            "name of its tables.",
            example="stores: {shop: {url: \"sqlite:///shop.db\", zone: Europe/Amsterdam, source: "
            "person}}",
            codes=("G104", "G210")),
        Key("places", Named("PLACE", PLACE),
            means="Places with personal data that are out of reach.", without="there are none.",
            example="places: {mailbox: {not connected: contact mail also stays in a shared "
            "mailbox, purposes: [contact]}}"),
        Key("records", RECORDS, means="Where Gestand's own records stand.",
            without="they stand in `.gestand`, beside `privacy/`.",
            example="records: {heads: /mnt/evidence/gestand.heads}"),
        Key("subjects", Named("KIND", SUBJECT),
            means="The kinds of people of the policy, and how a person of each kind is found.",
            without="no table has an owner.",
            example="subjects: {customer: {table: shop.customers, identified by: [email, "
            "customer_number]}}",
            codes=("G104", "G210")),
        Key("occasions", Named("OCCASION", Many(BINDING)),
            means="The occasions through which purposes live, bound to tables. One that stands in "
            "several tables has a list.",
            without="no purpose has a ground.",
            example="occasions: {order: {table: shop.orders, began: ordered_on, fulfilled: "
            "fulfilled_on}}",
            codes=("G104", "G114", "G210", "G314"),
            rule="a purpose holds what its occasions reach, until its period after their end is "
            "over."),
        Key("tables", Named("STORE.TABLE", TABLE), must=True,
            means="Every table of every store. One that is not named is a finding, never a "
            "default.",
            example="tables: {shop.payments: {purposes: [tax], columns: {payer: name, paid_on: "
            "technical}}}",
            codes=("G104", "G300", "G401", "G402")),
    ),
)
