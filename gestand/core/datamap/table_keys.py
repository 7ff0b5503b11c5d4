"""The keys of a table in `datamap.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.datamap.column_keys import COLUMN, COLUMN_NAME, HOLDS, SOURCE, TOLD_OF
from gestand.core.datamap.form_keys import FORM
from gestand.core.language.keys import Either, Key, Kind, Many, Named, OneOf, Text

TABLE_NAME = Text("table, as `STORE.TABLE`", r"[^.\s]+\.\S(.*\S)?")
PURPOSES = Many(Text("purpose"))
WHEN = Text("condition")
_REACH = (
    "an occasion reaches its own row, the rows that own it and the rows it owns, never up and "
    "then down. Every other reach is declared."
)

OWNER = Kind(
    "An owner",
    "Whose row it is: one edge, to another row or to a person.",
    (
        Key("KIND by IDENTIFIER", COLUMN_NAME, pattern=r"(\S.*) by (\S+)",
            means="The person with this identifier; the value is the column in which it stands. "
            "For people without a row of their own.",
            example="guest by email: buyer_email", codes=("G321", "G442"),
            rule="a match by identifier keeps a row, and gives nobody access to it before they "
            "have confirmed who they are."),
        Key("COLUMN", TABLE_NAME, pattern=r"\S.*",
            means="A column that points at a row of this table, where the database declares no "
            "foreign key, or one to another store.",
            example="customer_id: shop.customers",
            codes=("G309", "G328", "G410", "G412", "G413", "G414", "G444"),
            rule="a row belongs to whom it points at, and never to who points at it: that may be "
            "many, and none once they are gone."),
        Key("when", WHEN,
            means="The rows for which this edge counts: columns of this table compared with words "
            "and whole numbers by `=`, `<>`, `in (...)`, `not in (...)`, `is null` and "
            "`is not null`, joined by `and`. An empty column is neither a word nor another one.",
            without="it counts for every row.", example="when: \"object_type = 'message'\"",
            codes=("G304", "G418")),
    ),
    later=("erase only",),
    meanwhile={"erase only": "take it out; what nobody may be told is `secret`"},
    least=1,
    most=2,
)

POINTER = Kind(
    "A pointer",
    "A column that the database does not declare as a key, and the table at which it points.",
    (
        Key("COLUMN", TABLE_NAME, pattern=r"\S.*",
            means="The column, and the table at which it points.",
            example="quotes: site.testimonials", codes=("G412", "G445")),
    ),
    least=1,
    most=1,
)

THEN = ("recount", "lower", "keep")

COUNT = Kind(
    "A counter",
    "A number that says how many rows of another table belong to a row.",
    (
        Key("rows of", TABLE_NAME, must=True, means="The table whose rows it counts.",
            example="rows of: forum.replies", codes=("G448",)),
        Key("by", COLUMN_NAME,
            means="The column of that table that points at the row with the counter.",
            without="its one key that points here.", example="by: topic_id", codes=("G448",)),
        Key("sum of", COLUMN_NAME,
            means="A column of that table with whole numbers, never empty and `technical`: the "
            "counter is what they come to in these rows, and not how many there are.",
            without="it says how many rows there are.", example="sum of: points",
            codes=("G448",)),
        Key("when", WHEN,
            means="Which of these rows it counts: columns of their table compared with words and "
            "whole numbers, as for an owner.",
            without="it counts all of them.", example='when: "hidden = 0"',
            codes=("G304", "G448")),
        Key("then", OneOf(THEN),
            means="What becomes of it when some of these rows go: it is counted anew (`recount`), "
            "it goes down by as many (`lower`), for one that counts more than what is there, or "
            "it stays (`keep`), for a total of the books.",
            without="it is counted anew.", example="then: lower"),
    ),
)

PAST = ("keep", "remove")

HISTORY = Kind(
    "A history",
    "Of which table the rows are old versions.",
    (
        Key("of", TABLE_NAME, must=True,
            means="The table of which these are old versions. What it holds under a column, this "
            "one holds under the same name, for as long and for the same purposes.",
            example="of: shop.customers", codes=("G450",)),
        Key("by", COLUMN_NAME, means="The column that points at the row as it is now.",
            without="the one foreign key that leads there.", example="by: customer_id",
            codes=("G450",)),
        Key("then", OneOf(PAST),
            means="Whether an old version of which nothing is held any more stays, emptied "
            "(`keep`), or goes (`remove`).",
            without="it stays, emptied: a trail without gaps.", example="then: remove"),
    ),
)

ACCESS = Kind(
    "An access",
    "An edge to people who may see a row that is not theirs.",
    (
        Key("by", COLUMN_NAME, must=True,
            means="The column that leads to whoever may see the row; with `through` one of that "
            "table.",
            example="by: agent_id", codes=("G452",)),
        Key("through", TABLE_NAME,
            means="A table whose rows link people with rows of this one: who is in a group.",
            without="the column stands in the row itself.",
            example="through: shop.group_members", codes=("G412", "G452")),
        Key("to", TABLE_NAME,
            means="The table at which it points, where the database declares no foreign key.",
            without="the foreign key says it.", example="to: shop.agents",
            codes=("G412", "G452")),
        Key("tells", Many(COLUMN_NAME), must=True,
            means="The columns that they may see, besides the key of the row.",
            example="tells: [subject]", codes=("G452",)),
    ),
)

HELD_BY = Kind(
    "A declared reach",
    "How an occasion reaches rows that it would not reach by itself.",
    (
        Key("via", COLUMN_NAME, must=True,
            means="The column of this table that leads to the row of the occasion, or to a row "
            "that both point at. Where the occasion's table points there by several columns, the "
            "one counts that is the `owner:` of its rows.",
            example="via: customer_id", codes=("G415",)),
        Key("until", COLUMN_NAME,
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
        Key("given", COLUMN_NAME, must=True, means="The day on which it was given; NULL is no "
        "consent.",
            example="given: pool_given_on", codes=("G420", "G421")),
        Key("withdrawn", COLUMN_NAME, means="The day on which it was withdrawn.",
            without="it is withdrawn in `facts.yaml` only.", example="withdrawn: pool_ended_on"),
        Key("since", COLUMN_NAME, means="The day since which it stands without a break: of the "
        "first, where it was given again while that held the row. `gestand consent` writes it.",
            without="a later one cannot make it longer, but while something else holds the row.",
            example="since: pool_since", codes=("G329", "G420", "G461")),
        Key("text", COLUMN_NAME, means="To which words the person agreed, to be shown in an "
        "access answer.",
            without="nothing is said about it.", example="text: pool_text"),
        Key("by", COLUMN_NAME, means="Who gave it in place of somebody who is too young: a key of "
        "a guardian, or another column. Empty means that the person gave it.",
            without="the person gave it.", example="by: agreed_by", codes=("G327", "G420")),
        Key("born", COLUMN_NAME, means="The day of birth, in the same table, by which it is known "
        "who was too young.",
            without="nobody knows who was too young.", example="born: born_on",
            codes=("G327", "G420", "G421")),
    ),
)

RESTRICTION = Kind(
    "A restriction",
    "The columns of a person's own row in which a restriction of processing stands.",
    (
        Key("placed", COLUMN_NAME, must=True, means="The day on which it was placed.",
            example="placed: restricted_on", codes=("G323",)),
        Key("lifted", COLUMN_NAME, means="The day on which it was lifted, after the person was "
        "told.",
            without="it stands until `facts.yaml` says that it was lifted.",
            example="lifted: released_on"),
    ),
)

OBJECTION = Kind(
    "An objection",
    "The columns of a person's own row in which an objection to one purpose stands.",
    (
        Key("made", COLUMN_NAME, must=True, means="The day on which it was made.",
            example="made: unsubscribed_on", codes=("G323",)),
        Key("withdrawn", COLUMN_NAME, means="The day on which it was taken back.",
            without="it stands until `facts.yaml` says that it was taken back.",
            example="withdrawn: subscribed_on"),
    ),
)

TABLE = Kind(
    "A table",
    "What one table holds, for which purposes, and whose rows these are. What the database itself "
    "declares, such as its keys, is not written again.",
    (
        Key("purposes", PURPOSES, instead=("not personal",),
            means="The purposes that may hold values here. A purpose holds those columns whose "
            "category stands in its `data`.",
            example="purposes: [order, tax]",
            codes=("G104", "G303", "G320", "G425"),
            rule="a value may be held while at least one ground holds; a value without a ground "
            "goes."),
        Key("source", SOURCE, means=f"Where its data come from: {TOLD_OF}.",
            without="as its store says.", example="source: other", codes=("G313",)),
        Key("owner", instead=("owners",), shape=Either((COLUMN_NAME, OWNER)),
            means="Whose rows these are, where the foreign keys do not say it or leave a choice.",
            without="the one foreign key that leads to a person says it.",
            example="owner: {guest by email: buyer_email}",
            codes=("G301", "G410", "G411", "G412", "G443"),
            rule="owners decide what the request of a person may touch."),
        Key("owners", instead=("owner",), shape=Many(Either((COLUMN_NAME, OWNER))),
            means="The same where a row is of several people, or its edge depends on the row.",
            without="see `owner`.",
            example="owners: [{object_id: support.messages, when: \"object_type = 'message'\"}, "
            "agent_id]",
            codes=("G301", "G411", "G440"),
            rule="a row of several people goes only when all of them have lost their ground; "
            "before that, what is about one of them is removed from it."),
        Key("refers", Many(COLUMN_NAME),
            means="Foreign keys that only mention another row: they make this no row of that "
            "person.",
            without="each foreign key may be an edge.", example="refers: [sold_by]",
            codes=("G411", "G412"),
            rule="such an edge carries no ground."),
        Key("forgets", Many(Either((COLUMN_NAME, POINTER))),
            means="Pointers that are emptied when the row at which they point goes.",
            without="a row stays, emptied, for as long as another row points at it.",
            example="forgets: [banner_id, {quotes: site.testimonials}]",
            codes=("G408", "G416", "G445"),
            rule="a row at which a held row points is emptied in place and goes with the last "
            "such row."),
        Key("counts", Named("COLUMN", Either((TABLE_NAME, COUNT))),
            means="Counters: columns that say how many rows of another table belong to a row. They "
            "follow in the transaction in which such rows go, in whosever row they stand, and need "
            "not stand under `columns:`.",
            without="such a number stays as it is.",
            example="counts: {answers: {rows of: support.messages, by: ticket_id}}",
            codes=("G448",),
            rule="a counter says nothing about a person by itself, and what it counts is right "
            "after each removal."),
        Key("copies", Named("COLUMN", Text("copied column, as `POINTER.COLUMN`", r"[^.]+\..+")),
            means="Copies: columns that repeat a value of the row at which another column points. "
            "A copy becomes what that value becomes, and goes with it, in whosever row it stands.",
            without="each such column is classified by itself, as about whom it is.",
            example="copies: {last_answer_by: agent_id.name}", codes=("G301", "G449"),
            rule="a copy holds nothing by itself: what holds the value holds its copies."),
        Key("history", HISTORY, instead=("purposes", "not personal"),
            means="The rows are old versions of rows of another table. Columns with the same names "
            "hold what those hold and become what they become; others stand under `columns:`.",
            without="the table is one like others.",
            example="history: {of: shop.customers, by: customer_id}", codes=("G404", "G450"),
            rule="what holds a value holds its old versions, and nothing else does."),
        Key("access", Many(ACCESS),
            means="People who may see rows that are not theirs, such as whoever was asked to look "
            "at a document: an access answer tells them the columns named, and no more.",
            without="only its owners are told of a row.",
            example="access: [{by: agent_id, tells: [subject]}]", codes=("G452",),
            rule="access makes nobody an owner: no request of theirs reaches the row, and their "
            "grounds do not hold it."),
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
        Key("form PURPOSE", FORM, pattern=r"form (\S.*)",
            means="A form by which people give what the purpose needs: `gestand web` shows it, and "
            "what is sent becomes a row here. It asks the columns whose category the purpose "
            "declares and whose source is the `person`, in the order in which they stand, and "
            "nothing else. What the purpose marks with `?` is never required.",
            without="there is no form.",
            example="form contact: {sets: {channel: form}}",
            codes=("G104", "G330", "G331", "G332", "G458"),
            rule="a form cannot ask more than its purpose declares, and what it did not ask is "
            "refused."),
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
        Key("columns", Named("COLUMN", Either((HOLDS, COLUMN))),
            means="What each column holds: a category of the policy, `secret` or `technical`. "
            "Keys, edges and moments are left out: what they are is known.",
            without="every column is a key, an edge or a moment.",
            example="columns: {buyer_name: name, ip_address: {is: ip address, source: observed}, "
            "total: technical}",
            codes=("G403", "G404", "G406", "G310")),
        Key("each row tells", Text("category"),
            means="What a row tells by being there, as one that puts somebody in a group or says "
            "that one follows another. The columns that link are then a value of this category, "
            "of everybody whose row it is: a purpose that declares it holds the row, an answer "
            "tells it, and the row goes when nothing holds it. It is never emptied alone.",
            without="keys and edges hold nothing.",
            example="each row tells: interests",
            codes=("G104", "G310", "G344", "G345", "G462", "G464"),
            rule="keys and edges hold nothing, but where the row itself is the value."),
        Key("not personal", Text("reason"), instead=("purposes", "columns"),
            means="Why the table holds nothing about people. It then needs no other key. One whose "
            "reason says `not mapped yet`, `not yet mapped`, `nog niet in kaart` or `nog niet "
            "beschreven`, with a mark or without one, counts as a table that nobody has looked "
            "into: plans, answers, receipts and promises name it.",
            example="not personal: describes a position and names nobody",
            codes=("G302", "G342")),
        Key("holds nothing", Text("reason"),
            means="Why the rows may go although none of its columns can be held. Keys, `technical` "
            "and `secret` columns hold nothing: each row goes at the next run, unless a row that "
            "is held needs its key; then it stays and its other columns are emptied.",
            without="`gestand check` refuses such a table, so that nobody removes its rows by "
            "accident.",
            example="holds nothing: a cart without goods need not stay",
            codes=("G462",),
            rule="a row is removed when no cell in it has a ground."),
        Key("removed by", Text("reason"),
            means="What removes the values of the table, and when, where that is a program with "
            "rules of its own. No plan touches the rows and no answer tells of them: the table "
            "counts as [a place](#a-place) out of reach. It has `purposes`, `source`, `columns` "
            "and `each row tells` beside this, and no other key.",
            without="Gestand removes them.",
            example="removed by: the mail server, 30 days after it sent a message",
            codes=("G308",),
            rule="what holds personal data is classified, whoever removes it; and no promise is "
            "shown as kept where nobody looked."),
    ),
    later=("about", "when", "derived", "where", "on erase", "on access"),
)
