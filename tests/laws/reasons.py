"""Ways to spoil a declaration, one for each reason of a finding that has several.

What follows others - counters, copies, histories, those who may see a row - and what values become
is refused for many reasons. Each of these breaks one of them alone, so that a reason that is gone
is noticed.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.laws.spoiling import MEMBER, OWNED, SPOILT, Spoiled, spoils, table

EVERY = SPOILT
"""Every way, these and the others."""

_OTHERS = """CREATE TABLE others (id INTEGER PRIMARY KEY,
    extra_id INTEGER NOT NULL REFERENCES extra (id), amount INTEGER NOT NULL, worth INTEGER,
    worth_of_it INTEGER NOT NULL, day DATE, extras TEXT);
"""


def two(s: Spoiled, described: str, **said: Any) -> dict:
    """Add a table, and another one of whose rows each points at a row of it; return its words."""
    s.add(f"{OWNED}, {described}", **deepcopy(said))
    s.schema += _OTHERS
    columns = dict.fromkeys(("amount", "worth", "day"), "technical")
    columns["worth_of_it"] = {"is": s.category, "erase": "0"}
    words = {"purposes": [s.purpose], "columns": columns | {"extras": "technical"}}
    s.datamap["tables"]["db.others"] = words
    return words


def counter(said: Any, described: str = "extras INTEGER NOT NULL DEFAULT 0", **more: Any) -> None:
    """Write down a counter that cannot follow the rows that it counts."""

    def spoil(s: Spoiled) -> None:
        counts = said if isinstance(said, dict) and "rows of" not in said else {"extras": said}
        two(s, described, counts=counts, **more)

    SPOILT.setdefault("G448", []).append(spoil)


OTHERS = "db.others"
counter({"nowhere": OTHERS})
counter({"owner_id": OTHERS}, "extras INTEGER", columns={"extras": "technical"})
counter(OTHERS, columns={"extras": "technical"})
counter(OTHERS, "extras TEXT")
counter({"rows of": "db.nowhere"})
counter({"rows of": OTHERS, "by": "extras"})
counter({"rows of": OTHERS, "when": "nowhere = 'x'"})
counter({"rows of": OTHERS, "when": "amount = 'x'"})
counter({"rows of": OTHERS, "when": "day = 'x'"})
counter({"rows of": OTHERS, "sum of": "nowhere"})
counter({"rows of": OTHERS, "sum of": "worth"})
counter({"rows of": OTHERS, "sum of": "worth_of_it"})


def elsewhere(s: Spoiled, **said: Any) -> dict:
    """Add a table in another store whose rows point at rows of the one that is added here."""
    s.datamap["stores"]["two"] = {**s.datamap["stores"]["db"], "url": "sqlite:///two.db"}
    columns = {"label": s.category}
    words = {"purposes": [s.purpose], "owner": {"extra_id": "db.extra"}, "columns": columns}
    s.datamap["tables"]["two.visits"] = words | said
    return s.datamap["tables"]["two.visits"]


@spoils("G448")
def a_counter_of_rows_in_another_store(s: Spoiled) -> None:
    two(s, "extras INTEGER", counts={"extras": {"rows of": "two.visits", "by": "extra_id"}})
    elsewhere(s)


def copy(column: str, of: str, *, twice: bool = False) -> None:
    """Write down a copy that cannot follow its value; `twice` it stands under `columns:` too."""

    def spoil(s: Spoiled) -> None:
        words = two(s, "more TEXT", columns={"more": "technical"})
        if not twice:
            words["columns"].pop(column, None)
        words["copies"] = {column: of}

    SPOILT.setdefault("G449", []).append(spoil)


copy("nowhere", "extra_id.label")
copy("extra_id", "extra_id.label")
copy("extras", "extra_id.label", twice=True)
copy("extras", "worth.label")
copy("extras", "extra_id.id")
copy("extras", "extra_id.more")
copy("worth", "extra_id.label")


@spoils("G449")
def a_copy_in_a_column_that_a_condition_reads(s: Spoiled) -> None:
    words = two(s, "more TEXT", columns={"more": "technical"})
    del words["columns"]["extras"]
    owner = {"extra_id": "db.extra", "when": "extras = 'x'"}
    words |= {"copies": {"extras": "extra_id.label"}, "owner": owner}


@spoils("G449")
def a_copy_in_a_table_that_is_about_nobody(s: Spoiled) -> None:
    words = two(s, "more TEXT", columns={"more": "technical"})
    words.clear()
    words |= {"not personal": "it names nobody", "copies": {"extras": "extra_id.label"}}


@spoils("G449")
def a_copy_of_a_value_in_another_store(s: Spoiled) -> None:
    two(s, "more TEXT", columns={"more": "technical"})
    elsewhere(s, columns={}, copies={"label": "extra_id.label"})


def history(told: dict[str, str], described: str = "more TEXT", **more: Any) -> None:
    """Write down a history that is none."""

    def spoil(s: Spoiled) -> None:
        words = two(s, described, columns={"more": "technical"}, **more)
        del words["purposes"]
        words["history"] = told

    SPOILT.setdefault("G450", []).append(spoil)


PAST = {"of": "db.extra"}
OTHER = "other_id INTEGER REFERENCES members (id)"
history({"of": "db.nowhere"})
history({"of": "db.members"})
history(PAST, f"more TEXT, {OTHER}", owners=["owner_id", "other_id"])
history(PAST, **{"held by members event": {"via": "owner_id"}})


@spoils("G450")
def a_history_of_a_history(s: Spoiled) -> None:
    del two(s, "more TEXT", columns={"more": "technical"})["purposes"]
    s.datamap["tables"]["db.others"]["history"] = PAST
    s.schema += "CREATE TABLE older (id INTEGER PRIMARY KEY, others_id INTEGER NOT NULL "
    s.schema += "REFERENCES others (id), extras TEXT);\n"
    s.datamap["tables"]["db.older"] = {"history": {"of": "db.others"}, "columns": {}}


@spoils("G450")
def a_history_in_another_store(s: Spoiled) -> None:
    two(s, "more TEXT", columns={"more": "technical"})
    del elsewhere(s, history={**PAST, "by": "extra_id"}, columns={})["purposes"]


@spoils("G450")
def a_history_with_a_reach_of_its_own(s: Spoiled) -> None:
    words = two(s, "more TEXT", columns={"more": "technical"})
    del words["purposes"]
    words |= {"history": PAST, "held by members event": {"via": "extra_id"}}


@spoils("G450")
def a_history_that_is_an_occasion(s: Spoiled) -> None:
    words = two(s, "more TEXT", columns={"more": "technical"})
    del words["purposes"], words["columns"]["day"]
    words["history"] = PAST
    said = {"nl": "x", "en": "x"}
    s.policy["moments"]["old"] = said
    s.policy["purposes"]["old versions"] = {
        **{"title": said, "basis": "contract", "data": [s.category], "occasion": "an old version"},
        "keep": {"for": "P1M", "after": "old", "chosen by": "controller"},
    }
    s.datamap["occasions"]["an old version"] = {"table": "db.others", "began": "day", "old": "day"}
    s.datamap["tables"]["db.extra"]["purposes"].append("old versions")


def seen(by: dict[str, Any], described: str, **more: Any) -> None:
    """Write down people who cannot see a row that is not theirs."""
    told = {"tells": ["label"]} | by
    table("G452", f"{OWNED}, {described}", access=[told], owner="owner_id", **more)


seen({"by": "label"}, OTHER)
seen({"by": "owner_id"}, OTHER)
seen({"by": "other_id", "tells": ["nowhere"]}, OTHER)
seen({"by": "other_id", "tells": ["mark"]}, f"{OTHER}, mark TEXT", columns={"mark": "secret"})


@spoils("G452")
def somebody_who_sees_a_row_of_another_store(s: Spoiled) -> None:
    two(s, "more TEXT", columns={"more": "technical"})
    by = s.datamap["subjects"]["member"]["identified by"][0]
    access = [{"by": "extra_id", "to": "db.extra", "tells": ["label"]}]
    elsewhere(s, owner={f"member by {by}": "label"}, access=access)


@spoils("G452")
def a_row_that_nobody_is_sees_a_row(s: Spoiled) -> None:
    s.schema = "CREATE TABLE halls (id INTEGER PRIMARY KEY);\n" + s.schema
    s.datamap["tables"]["db.halls"] = {"not personal": "it names nobody"}
    access = [{"by": "hall", "tells": ["label"]}]
    s.add(f"{OWNED}, hall INTEGER REFERENCES halls (id)", owner="owner_id", access=access)


def change(described: str, erase: Any, code: str = "G407") -> None:
    """Write down what a value cannot become."""
    held = {"worth": {"is": "name", "erase": erase}}
    table(code, f"{OWNED}, {described}", owner=MEMBER, columns=held)


change("worth INTEGER", {"keep first": 2})
change("worth VARCHAR(4)", {"keep first": 4})
change("worth TEXT", {"keep": "year"})
change("worth TEXT", {"keep steps of": 10})
change("worth INTEGER", {"keep steps of": 1})
change("worth INTEGER", {"keep": "network"})
change("worth INTEGER", {"pseudonym per": "value"})
change("worth VARCHAR(4)", {"pseudonym per": "value"})
change("worth TEXT UNIQUE", {"pseudonym per": "value"})
change("worth TEXT AS (label || 'x')", {"pseudonym per": "value"}, code="G429")


def document(described: str, **said: Any) -> None:
    """Write down a column of which no part can be taken out."""
    held = {"papers": {"paths": {"$.name": "name"}} | said}
    table("G455", f"{OWNED}, {described}", owner=MEMBER, columns=held)


document("papers INTEGER")
document("papers TEXT UNIQUE")
document("papers TEXT AS (label || 'x')")
document("papers VARCHAR(60)")
document("papers TEXT NOT NULL", erase="null")
document("papers TEXT", erase="x")


def column(code: str, described: str, **held: Any) -> None:
    """Write down a column of which it cannot be read what it holds."""
    table(code, f"{OWNED}, {described}", owner=MEMBER, columns={"worth": held})


column("G305", "worth TEXT", **{"is": "name", "erase": {"keep first": 2, "keep last": 2}})
column("G305", "worth TEXT", **{"is": "name", "erase": {"keep first": "0"}})
column("G306", "worth TEXT", **{"is": "name", "paths": {"$.name": "name"}})
column("G306", "worth TEXT", paths={"name": "name"})
column("G306", "worth TEXT", paths={"$.a": "name", "$.a.b": "name"})
column("G306", "worth TEXT", paths={"$.a": {"is": "name", "erase": {"keep first": 2}}})
column("G307", "worth TEXT", **{"is": "name", "by label": {"x": "name"}})
column("G307", "worth TEXT", **{"by label": {"x": "technical"}})
column("G407", "worth INTEGER NOT NULL", **{"by label": {"x": "name"}})
column("G419", "worth TEXT", paths={"$.name": "name"}, about="label")
column("G447", "worth TEXT CHECK (length(worth) > 3)", paths={"$.name": "name"})
column("G447", "worth TEXT NOT NULL CHECK (length(worth) > 3)", **{"by label": {"x": "name"}})
column(
    "G459", "worth INTEGER",
    **{"is": "technical", "since 1970": "seconds", "zone": "Europe/Amsterdam"},
)  # fmt: skip
column("G456", "worth TEXT", **{"by nowhere": {"x": "name"}})

table("G326", f"{OWNED}, password TEXT", columns={"password": "name"})
table("G301", OWNED, owner=MEMBER, owners=[MEMBER])
table("G301", OWNED, owner={"owner_id": "db.members", "label": "db.members"})


@spoils("G302")
def a_category_of_nobody(s: Spoiled) -> None:
    s.add(OWNED, **{"not personal": "it names nobody"})
    del s.datamap["tables"]["db.extra"]["purposes"]


@spoils("G303")
def a_table_for_nothing(s: Spoiled) -> None:
    s.add(OWNED)
    del s.datamap["tables"]["db.extra"]["purposes"]


@spoils("G308")
def people_whom_something_else_removes(s: Spoiled) -> None:
    s.listed()["removed by"] = "another program"


@spoils("G308")
def a_change_of_what_something_else_removes(s: Spoiled) -> None:
    held = {"label": {"is": "name", "erase": "x"}}
    s.add(OWNED, columns=held, **{"removed by": "another program"})


@spoils("G325")
def the_same_person_as_nobody(s: Spoiled) -> None:
    s.datamap["subjects"]["member"]["same person"] = {"nobody": "id"}


@spoils("G403")
def the_same_person_by_no_column(s: Spoiled) -> None:
    member, same = s.datamap["subjects"]["member"], {"same person": {"member": "nowhere"}}
    member |= {"language": "nowhere"} if "when" in member else same


@spoils("G403")
def a_language_that_stands_nowhere(s: Spoiled) -> None:
    s.datamap["subjects"]["member"]["language"] = "nowhere"


@spoils("G327")
def a_child_for_whom_nobody_consents(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose] |= {"basis": "consent", "guardian below": "16"}
    s.listed()[f"consent {s.purpose}"] = {"given": "begun_on"}


@spoils("G329")
def a_first_day_without_a_column_of_withdrawals(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose]["basis"] = "consent"
    s.listed()[f"consent {s.purpose}"] = {"given": "begun_on", "since": "begun_on"}


@spoils("G461")
def a_first_day_that_is_never_empty(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose]["basis"] = "consent"
    given = {"given": "begun_on", "withdrawn": "begun_on", "since": "begun_on"}
    s.listed()[f"consent {s.purpose}"] = given


def another_kind(s: Spoiled, when: str | None) -> None:
    """Let rows of members be people of another kind as well."""
    member = s.datamap["subjects"]["member"]
    s.policy["subjects"]["stranger"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose].pop("about", None)
    s.datamap["subjects"]["stranger"] = member | ({"when": when} if when else {})


@spoils("G418")
def a_kind_whose_condition_reads_nothing(s: Spoiled) -> None:
    another_kind(s, "nowhere = 'x'")


@spoils("G451")
def a_row_that_is_two_people(s: Spoiled) -> None:
    another_kind(s, None)


def told(code: str, **said: Any) -> None:
    """Write down somebody who is told of events, and cannot be."""
    plain = {"url": "https://told.example/x", "secret": "${GESTAND_WEBHOOK}", "events": ["request"]}

    def spoil(s: Spoiled) -> None:
        s.datamap["webhooks"] = {"told": plain | said}

    SPOILT.setdefault(code, []).append(spoil)


told("G337", url="https://name:word@told.example/x")
told("G337", url="http://told.example/x", private="true")
told("G338", secret="word")
told("G341", url="https://10.0.0.1/x")
