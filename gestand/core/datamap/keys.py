"""The keys of `datamap.yaml`, in the order in which one writes them; a table stands beside it.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.datamap.column_keys import COLUMN_NAME, SOURCE, TOLD_OF, ZONE
from gestand.core.datamap.table_keys import PURPOSES, TABLE, TABLE_NAME, WHEN
from gestand.core.datamap.webhooks import WEBHOOK
from gestand.core.language.keys import PERIOD, Key, Kind, Many, Named, OneOf, Text

_LIFE = Text("period, as `P30D`", PERIOD)

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
        Key("zone", ZONE, must=True,
            means="The time zone in which the database writes its timestamps, where it does not "
            "say so itself.",
            example="zone: Europe/Amsterdam", codes=("G212",),
            rule="the last day on which a value may be found is one of the controller's calendar, "
            "so a timestamp needs its zone."),
        Key("source", SOURCE,
            means="Where its data come from, unless a table or a column says otherwise: "
            f"{TOLD_OF}.",
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
        Key("purposes", PURPOSES, must=True, means="The purposes for which data stand there.",
            example="purposes: [contact, support]", codes=("G104",)),
    ),
)

TOGETHER = Kind(
    "What goes together",
    "Two occasions of which one comes with the other, such as a contract and its account. "
    "`gestand promises` looks whether it is so; nothing is made or removed.",
    (
        Key("promise", Text("promise"), must=True,
            means="The promise of the statement that says so, by its id.",
            example="promise: data.portal", codes=("G104",)),
        Key("while", Text("occasion"), must=True, means="While this occasion goes on ...",
            example="while: contract", codes=("G104",)),
        Key("there is", Text("occasion"), must=True,
            means="... there is one of this occasion that goes on, of the same owner.",
            example="there is: account", codes=("G104",)),
        Key("no longer than", _LIFE,
            means="It goes on no longer than this after the last one of the other has ended.",
            without="it may go on for ever.", example="no longer than: P2M", codes=("G125",)),
    ),
)

RECORDS = Kind(
    "Own records",
    "Where Gestand keeps its own records. Without them they stand in the folder `.gestand`.",
    (
        Key("url", Text("URL"), means="A PostgreSQL database for the ledger.",
            without="they are the SQLite file `.gestand/records.db`.",
            example='url: "${GESTAND_RECORDS}"'),
        Key("heads", Text("file"),
            means="A file elsewhere that is told how far the ledger has come, so that an older "
            "copy of the folder is noticed.",
            without="an older copy of the whole folder goes unnoticed.",
            example="heads: /mnt/evidence/gestand.heads"),
        Key("key", Text("reference"),
            means="Where the master key is: `${NAME}`, or a file that only its owner can read. "
            "It wraps the keys of what is kept so that a run can be undone, and those of people, "
            "under which the reasons and the names of decisions stand.",
            without="the policy can have no `undo` under `rights`, and what a person wrote with a "
            "decision stands in own records in clear.",
            example="key: /etc/gestand/master.key", codes=("G319", "G324")),
        Key("keep", _LIFE,
            means="For how long after the newest decision about a person the reasons and names "
            "can be read, as a period. Then their keys are destroyed; what was decided still "
            "counts.",
            without="five years.", example="keep: P7Y", codes=("G125",)),
    ),
)

MAIL = Kind(
    "Mail",
    "The servers over which letters go out and messages come in.",
    (
        Key("from", Text("e-mail address", r"[^@\s]+@[^@\s]+"), must=True,
            means="The address that letters come from. Let it be the one of the mailbox: what "
            "cannot be delivered comes back to it.",
            example="from: privacy@noorderlicht.example"),
        Key("out", Text("URL"),
            means="The server that takes letters: `smtp://` is STARTTLS, `smtps://` is TLS, and "
            "`smtp+clear://` is neither and goes to this machine only. `${NAME}` is read from the "
            "environment. To try without a server, `folder:outbox` writes each letter to a file in "
            "that folder, beside `privacy/`: nobody gets it.",
            without="no letter can be sent.",
            example='out: "smtp://privacy:${SMTP_PASSWORD}@mail.noorderlicht.example"',
            codes=("G319",)),
        Key("inbox", Text("URL"),
            means="The mailbox that is polled, in the same way: `imap://`, `imaps://` or "
            "`imap+clear://`, with its folder as the path. Nothing in it is changed.",
            without="no message can be taken in.",
            example='inbox: "imaps://privacy:${IMAP_PASSWORD}@mail.noorderlicht.example/INBOX"',
            codes=("G319",)),
        Key("trusts", Text("name"),
            means="The name under which the server of the mailbox writes what it checked of a "
            "sender (`Authentication-Results`, RFC 8601). It must take out what others write "
            "under that name.",
            without="such checks are not recorded.", example="trusts: mx.noorderlicht.example"),
        Key("questions", _LIFE,
            means="Within what time a plain question is answered, as a period.",
            without="seven days.", example="questions: P5D", codes=("G125",)),
    ),
)

SAME_PERSON = Kind(
    "The same person",
    "The other kinds that one of this kind may be as well. Only what your own systems gave out "
    "shows it: a key, or a column that is `technical`.",
    (
        Key("KIND by IDENTIFIER", COLUMN_NAME, pattern=r"(\S.*) by (\S+)",
            means="The one of that kind whose identifier stands in this column.",
            example="customer by customer_number: customer_number", codes=("G325",)),
        Key("KIND", COLUMN_NAME, pattern=r"\S.*",
            means="The one of that kind whose key stands in this column.",
            example="customer: customer_id", codes=("G325",)),
    ),
    least=1,
)

SUBJECT = Kind(
    "A kind of person",
    "One of the kinds of people of the policy, and how a person of that kind is found.",
    (
        Key("table", TABLE_NAME,
            means="The table in which each person has a row of their own.",
            without="these people have no row, and are known by an identifier only: see `KIND by "
            "IDENTIFIER`.",
            example="table: shop.customers", codes=("G300", "G104", "G417")),
        Key("identified by", Many(COLUMN_NAME), must=True,
            means="What identifies a person: columns of that table, or the word that owners use, "
            "such as `email`.",
            example="identified by: [email, customer_number]", codes=("G321",),
            rule="whoever is matched by an identifier alone gets no access and no erasure before "
            "they have confirmed who they are."),
        Key("when", WHEN,
            means="Which rows of the table are people of this kind, where it holds other people or "
            "accounts of programs as well: its columns compared with words and whole numbers, as "
            "for an owner. No row may be of two kinds by it.",
            without="each row is one of this kind.", example="when: \"role = 'customer'\"",
            codes=("G304", "G418", "G451"),
            rule="a row that is of no kind is nobody's: no request reaches it, and it goes when "
            "nothing holds it."),
        Key("language", COLUMN_NAME,
            means="The column of that table that says in which language somebody reads, as two "
            "letters, or as in `nl-BE`: what is mailed to everybody goes to them in that one.",
            without="such a letter has every language of the policy in it, one after the other.",
            example="language: language", codes=("G403",)),
        Key("same person", SAME_PERSON,
            means="By what one of this kind is found to be one of another kind as well. Whoever "
            "is asked about as the one is then asked about as the other too, and is told why.",
            without="somebody of several kinds is named by each of them.",
            example="same person: {customer by customer_number: customer_number}", codes=("G325",),
            rule="an address or a name that people share never makes two of them one."),
    ),
)

VIA = Kind(
    "Moments of another row",
    "Moments that stand in a row one edge away, such as the day on which the vacancy of an "
    "application was filled.",
    (
        Key("MOMENT", COLUMN_NAME, pattern=r"\S.*",
            means="A moment of the policy, and the column of that row in which its day stands.",
            example="filled: filled_on", codes=("G104", "G420", "G421")),
        Key("moved if", COLUMN_NAME,
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
        Key("table", TABLE_NAME, must=True, means="The table whose rows are the occasions.",
            example="table: shop.orders", codes=("G104", "G300")),
        Key("began", COLUMN_NAME, must=True,
            means="The column of the day on which it began.",
            example="began: ordered_on", codes=("G420", "G421", "G424"),
            rule="a request to erase reaches what began before it, and a longer period what "
            "begins after it took effect."),
        Key("from", COLUMN_NAME,
            means="The column of a moment before which the row is no such occasion, such as the "
            "day on which an applicant was hired.",
            without="every row of the table is one.", example="from: hired_on", codes=("G426",)),
        Key("when", WHEN,
            means="The rows that are such an occasion, where a table holds several: columns of the "
            "table compared with words and whole numbers, as in `when` of an owner.",
            without="every row of the table is one.", example="when: \"status = 'placed'\"",
            codes=("G304", "G418"),
            rule="about a row that fits no condition a person is asked."),
        Key("MOMENT", COLUMN_NAME, pattern=r"(?!via )\S.*",
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
            means="The same, where the row of the other table points back: this is its column. "
                  "Once such rows have gone while the occasion's own row stays for something "
                  "else, nobody can tell any more that it ended, and a person is asked.",
            example="via application_id of hr.employees: {left: left_on}",
            codes=("G300", "G422", "G426")),
    ),
    later=("where",),
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
        Key("live", OneOf(("true", "false")),
            means="With `false` nothing in it is real: people are made up, and nothing is paid. "
            "Only then a stand-in may take the place of what costs money.",
            without="it is live.", example="live: false", codes=("G124", "G339")),
        Key("stores", Named("STORE", STORE), must=True,
            means="The databases with personal data. The name of a store is the first part of the "
            "name of its tables.",
            example="""stores:
  shop: {url: "sqlite:///shop.db", zone: Europe/Amsterdam, source: person}
  hr:   {url: "postgresql://gestand:${HR_PASSWORD}@db.example/hr", zone: UTC, source: person}""",
            codes=("G104", "G210")),
        Key("places", Named("PLACE", PLACE),
            means="Places with personal data that are out of reach.", without="there are none.",
            example="""places:
  mailbox: {not connected: contact mail also stays in a shared mailbox, purposes: [contact]}"""),
        Key("together", Named("NAME", TOGETHER),
            means="Which occasions come with one another.", without="nobody looks.",
            example="""together:
  portal access: {promise: data.portal, while: contract, there is: account}"""),
        Key("records", RECORDS, means="Where Gestand's own records stand.",
            without="they stand in `.gestand`, beside `privacy/`.",
            example="records: {heads: /mnt/evidence/gestand.heads}"),
        Key("swept every", _LIFE,
            means="Within what time after a sweep the next one must have come to its end: "
            "`gestand alarms` rings where it did not.",
            without="one day, `P1D`.", example="swept every: P1D", codes=("G125",),
            rule="what no ground holds goes on the first day that it may; a sweep that nobody runs "
            "keeps no promise."),
        Key("mail", MAIL, means="The servers over which letters go out and messages come in.",
            without="letters are written, and a person sends them.",
            example="""mail:
  from: privacy@noorderlicht.example
  out: "smtp://privacy:${SMTP_PASSWORD}@mail.noorderlicht.example\"""",
            codes=("G319",)),
        Key("webhooks", Named("NAME", WEBHOOK),
            means="Programs of yours that are told what happened, by their names.",
            without="nobody is told.",
            example="""webhooks:
  cases:
    url: "https://cases.noorderlicht.example/gestand"
    secret: ${GESTAND_WEBHOOK_CASES}
    events: [request, breach]"""),
        Key("subjects", Named("KIND", SUBJECT),
            means="The kinds of people of the policy, and how a person of each kind is found.",
            without="no table has an owner.",
            example="""subjects:
  customer: {table: shop.customers, identified by: [email, customer_number]}
  guest:    {identified by: [email]}""",
            codes=("G104", "G210")),
        Key("occasions", Named("OCCASION", Many(BINDING)),
            means="The occasions through which purposes live, bound to tables. One that stands in "
            "several tables has a list.",
            without="no purpose has a ground.",
            example="""occasions:
  contract: {table: shop.contracts, began: started_on, ended: ended_on}
  order:
    - {table: shop.orders, began: ordered_on, fulfilled: fulfilled_on}
    - {table: shop.guest_orders, began: ordered_on, fulfilled: fulfilled_on}""",
            codes=("G104", "G114", "G210", "G314"),
            rule="a purpose holds what its occasions reach, until its period after their end is "
            "over."),
        Key("tables", Named("STORE.TABLE", TABLE), must=True,
            means="Every table of every store. One that is not named is a finding, never a "
            "default.",
            example="""tables:
  shop.payments:
    purposes: [tax]
    columns: {payer: name, iban: payment, paid_on: technical}
  shop.products: {not personal: describes what is for sale}""",
            codes=("G104", "G300", "G401", "G402")),
    ),
)
