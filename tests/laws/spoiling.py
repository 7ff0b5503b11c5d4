"""Ways to spoil a declaration: each breaks one rule without which the laws could not be kept.

Most add a table that has the defect, so that any company can be spoiled in any way; where a
company lacks what a defect needs, it is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

import yaml

from tests.laws.filling import Made


@dataclass
class Spoiled:
    """A declaration that somebody is about to spoil."""

    policy: dict
    datamap: dict
    schema: str
    more: list[str] = field(default_factory=list)
    """Statements beside the tables: triggers and indexes."""

    @classmethod
    def of(cls, company: Made) -> Spoiled:
        """Return the declaration of a company, to be changed."""
        drawn = company.drawn
        words = yaml.safe_load(drawn.shape.datamap)
        return cls(deepcopy(drawn.policies[-1]), words, drawn.shape.schema)

    @property
    def purpose(self) -> str:
        """A purpose that holds rows of members from their first day on."""
        return "members event purpose"

    @property
    def category(self) -> str:
        """A category that it needs."""
        return str(self.policy["purposes"][self.purpose]["data"][0])

    def add(self, described: str, **said: object) -> None:
        """Add a table; where it says no columns, it has a text of a category that is needed."""
        columns = f"id INTEGER PRIMARY KEY, label VARCHAR(60), {described}"
        self.schema += f"CREATE TABLE extra ({columns});\n"
        words: dict[str, object] = {"purposes": [self.purpose]}
        columns_said = {"label": self.category} | said.pop("columns", {})
        words["columns"] = {name: self._needed(held) for name, held in columns_said.items()}
        self.datamap["tables"]["db.extra"] = words | said

    def _needed(self, held: object) -> object:
        """Return what a column holds, with a category that is needed in place of a name."""
        if isinstance(held, dict):
            return {key: self._needed(value) for key, value in held.items()}
        return self.category if held == "name" else held

    def listed(self, table: str = "db.members") -> dict:
        """Return the words about a table."""
        found: dict = self.datamap["tables"][table]
        return found


Spoil = Callable[[Spoiled], object]
SPOILT: dict[str, list[Spoil]] = {}
OWNED = "owner_id INTEGER NOT NULL REFERENCES members (id)"


def spoils(code: str) -> Callable[[Spoil], Spoil]:
    """Write down a way to spoil a declaration, under the finding that refuses it."""

    def kept(spoil: Spoil) -> Spoil:
        SPOILT.setdefault(code, []).append(spoil)
        return spoil

    return kept


def table(code: str, described: str, **said: object) -> None:
    """Write down a table with a defect, under the finding that refuses it."""
    SPOILT.setdefault(code, []).append(lambda s: s.add(described, **deepcopy(said)))


MEMBER = {"owner_id": "db.members"}
table("G321", f"{OWNED}, phone TEXT", owners=[{"member by phone": "phone"}])
table("G322", OWNED, files={"nowhere": "files"})
table("G323", f"{OWNED}, on_day DATE", restriction={"placed": "on_day"})
table("G403", OWNED, columns={"nowhere": "technical"})
table("G404", f"{OWNED}, forgotten TEXT")
table("G406", OWNED, columns={"owner_id": "technical", "id": "name"})
table("G407", f"{OWNED}, worth INTEGER NOT NULL", columns={"worth": "name"})
table("G308", OWNED, **{"removed by": "the mail server"}, owner="owner_id")
table("G309", OWNED, owner={"via extra_id of db.members": "db.members"})
table("G328", OWNED, owner={"$.owner of label": "db.members"})
table("G410", "number INTEGER", columns={"number": "technical"})
table("G411", f"{OWNED}, other_id INTEGER REFERENCES members (id)")
table("G412", OWNED, owner="ownr_id")
table("G412", OWNED, forgets=["nowhere"])
table("G413", "owner_id TEXT NOT NULL REFERENCES members (id)")
table("G416", f"{OWNED}, previous INTEGER NOT NULL REFERENCES extra (id)")
table("G418", "owner_id INTEGER", owner={**MEMBER, "when": "nowhere = 'x'"})
table("G419", OWNED, owner="owner_id", columns={"label": {"is": "name", "about": "label"}})
table("G424", "owner_id INTEGER REFERENCES members (id)")
table("G460", "owner_id INTEGER GENERATED ALWAYS AS (label + 0) STORED", owner=MEMBER)
table("G429", f"{OWNED}, made TEXT AS (label || 'x')", columns={"made": "name"})
table("G445", OWNED, owner="owner_id", forgets=["owner_id"])
table(
    "G440",
    ", ".join(f"owner{n} INTEGER NOT NULL REFERENCES members (id)" for n in range(13)),
    owners=[f"owner{n}" for n in range(13)],
)
table(
    "G442",
    f"{OWNED}, email TEXT",
    owners=["owner_id", {"member by email": "email"}],
)
table("G415", OWNED, owner="owner_id", **{"held by members event": {"via": "label"}})
table("G427", f"{OWNED}, until_on DATE", owner="owner_id", **{
    "held by members event": {"via": "owner_id", "until": "until_on"}
})  # fmt: skip

table("G412", OWNED, owner="owner_id", **{
    "held by members event": {"via": "owner_id", "until": "nowhere"}
})  # fmt: skip

table("G447", f"{OWNED}, code TEXT NOT NULL CHECK (length(code) > 3)", columns={"code": "name"})
table("G446", OWNED, columns={"owner_id": {"is": "technical", "erase": "null"}})
table("G447", OWNED, checks={"label": "it takes anything"})


@spoils("G418")
def an_occasion_whose_condition_reads_nothing(s: Spoiled) -> None:
    s.datamap["occasions"]["members event"]["when"] = "nowhere = 'x'"


@spoils("G310")
def a_category_that_nobody_needs(s: Spoiled) -> None:
    s.policy["categories"]["unneeded"] = {"nl": "x", "en": "x"}
    s.add(OWNED, columns={"label": "unneeded"})


@spoils("G311")
def people_whom_nobody_needs(s: Spoiled) -> None:
    s.policy["subjects"]["stranger"] = {"nl": "x", "en": "x"}
    for name in s.listed()["purposes"]:
        s.policy["purposes"][name]["about"] = ["stranger"]


@spoils("G312")
def rows_before_any_occasion(s: Spoiled) -> None:
    s.listed()["purposes"] = [s.purpose]
    s.datamap["occasions"]["members event"]["from"] = "begun_on"


@spoils("G313")
def data_from_nowhere(s: Spoiled) -> None:
    del s.datamap["stores"]["db"]["source"]


@spoils("G314")
def an_occasion_without_an_end(s: Spoiled) -> None:
    words = s.datamap["occasions"]["members event"]
    s.datamap["occasions"]["members event"] = {k: words[k] for k in ("table", "began")}
    keep = s.policy["purposes"][s.purpose]["keep"]
    keep["after"] = [end for end in keep["after"] if end != "consent given"]


@spoils("G315")
def an_end_that_is_bound_nowhere(s: Spoiled) -> None:
    s.policy["moments"]["never"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose]["keep"]["after"].append("never")


@spoils("G316")
def a_ceiling_that_is_bound_nowhere(s: Spoiled) -> None:
    s.policy["moments"]["never"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose]["keep"]["at most"] = "P1Y after never"


@spoils("G317")
def a_consent_that_nobody_wrote_down(s: Spoiled) -> None:
    said = s.policy["purposes"][s.purpose]
    said["basis"] = "consent"
    s.listed().pop(f"consent {s.purpose}", None)


@spoils("G318")
def a_consent_that_is_none(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose]["basis"] = "contract"
    s.listed()[f"consent {s.purpose}"] = {"given": "begun_on"}


@spoils("G318")
def a_consent_beside_its_occasion(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose]["basis"] = "consent"
    s.add(f"{OWNED}, on_day DATE")
    for name in ("db.members", "db.extra"):
        given = {"given": "begun_on" if name == "db.members" else "on_day"}
        s.listed(name)[f"consent {s.purpose}"] = given


@spoils("G319")
def a_password(s: Spoiled) -> None:
    s.datamap["stores"]["db"]["url"] = "sqlite://user:word@host/db.db"


@spoils("G320")
def a_reach_without_a_purpose(s: Spoiled) -> None:
    s.add(OWNED, owner="owner_id")
    s.datamap["occasions"]["idle"] = dict(s.datamap["occasions"]["members event"])
    s.listed("db.extra")["held by idle"] = {"via": "owner_id"}


@spoils("G323")
def an_objection_to_what_is_no_interest(s: Spoiled) -> None:
    s.policy["purposes"][s.purpose]["basis"] = "contract"
    s.listed().pop(f"consent {s.purpose}", None)
    s.listed()[f"objection {s.purpose}"] = {"made": "begun_on"}


@spoils("G401")
def a_table_that_is_not_there(s: Spoiled) -> None:
    s.datamap["tables"]["db.nowhere"] = {"not personal": "it is not there"}


@spoils("G402")
def a_table_that_nobody_mapped(s: Spoiled) -> None:
    s.schema += "CREATE TABLE unknown (id INTEGER PRIMARY KEY, name TEXT);\n"


@spoils("G405")
def rows_that_nothing_tells_apart(s: Spoiled) -> None:
    s.add(OWNED)
    s.schema = s.schema.replace("extra (id INTEGER PRIMARY KEY", "extra (id INTEGER")
    s.listed("db.extra")["columns"]["id"] = "technical"


@spoils("G408")
def a_circle_in_which_either_may_be_emptied(s: Spoiled) -> None:
    s.add(f"{OWNED}, other_id INTEGER REFERENCES second (id)", owner="owner_id")
    s.schema += (
        f"CREATE TABLE second (id INTEGER PRIMARY KEY, label TEXT, {OWNED}, "
        "other_id INTEGER REFERENCES extra (id));\n"
    )
    s.datamap["tables"]["db.second"] = deepcopy(s.listed("db.extra"))


@spoils("G409")
def a_trigger(s: Spoiled) -> None:
    s.more.append(
        "CREATE TRIGGER more AFTER DELETE ON members BEGIN DELETE FROM members; END"
    )


@spoils("G409")
def a_trigger_that_is_not_there(s: Spoiled) -> None:
    s.listed()["triggers"] = {"nowhere": "it removes nothing"}


HALLS = "CREATE TABLE halls (id INTEGER PRIMARY KEY, shut_on DATE);\n"


@spoils("G410")
def an_owner_who_is_nobody(s: Spoiled) -> None:
    s.schema = HALLS + s.schema
    s.datamap["tables"]["db.halls"] = {"not personal": "it names nobody"}
    s.add("hall INTEGER NOT NULL REFERENCES halls (id)", owner="hall")


@spoils("G445")
def a_pointer_at_what_never_goes(s: Spoiled) -> None:
    s.schema = HALLS + s.schema
    s.datamap["tables"]["db.halls"] = {"not personal": "it names nobody"}
    s.add(f"{OWNED}, hall INTEGER REFERENCES halls (id)", owner="owner_id", forgets=["hall"])


@spoils("G414")
def an_edge_that_another_store_compares_differently(s: Spoiled) -> None:
    s.datamap["stores"]["two"] = {**s.datamap["stores"]["db"], "url": "sqlite:///two.db"}
    said = {"purposes": [s.purpose], "owner": {"owner_id": "db.members"}}
    s.datamap["tables"]["two.visits"] = said | {"columns": {"label": s.category}}


@spoils("G417")
def a_person_with_a_key_of_two_columns(s: Spoiled) -> None:
    s.schema += "CREATE TABLE pair (a INTEGER, b INTEGER, PRIMARY KEY (a, b));\n"
    s.policy["subjects"]["stranger"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose].pop("about", None)
    s.datamap["subjects"]["stranger"] = {"table": "db.pair", "identified by": ["a"]}
    s.datamap["tables"]["db.pair"] = {"purposes": [s.purpose], "columns": {}}


@spoils("G420")
def a_moment_that_is_no_column(s: Spoiled) -> None:
    s.datamap["occasions"]["members event"]["began"] = "nowhere"


@spoils("G421")
def a_moment_that_is_a_number(s: Spoiled) -> None:
    s.datamap["occasions"]["members event"]["began"] = "id"


@spoils("G422")
def a_moment_behind_no_edge(s: Spoiled) -> None:
    s.policy["moments"]["seen"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose]["keep"]["after"].append("seen")
    s.datamap["occasions"]["members event"]["via name"] = {"seen": "email"}


@spoils("G423")
def an_end_behind_an_edge_that_may_be_empty(s: Spoiled) -> None:
    s.policy["moments"]["seen"] = {"nl": "x", "en": "x"}
    s.schema += HALLS
    s.datamap["tables"]["db.halls"] = {"not personal": "it names nobody"}
    s.schema = s.schema.replace(
        "CREATE TABLE members (", "CREATE TABLE members (hall INTEGER REFERENCES halls (id), "
    )
    words = s.datamap["occasions"]["members event"]
    ends = [name for name in words if name not in ("table", "began")]
    for said in s.policy["purposes"].values():
        keep = said["keep"]
        plain = [end.removeprefix("end of fiscal year of ") for end in keep["after"]]
        if "members event" in said["occasion"]:
            keep["after"] = [end for end in plain if end not in (*ends, "consent given")] + ["seen"]
    for name in ends:
        s.listed()["columns"][words.pop(name)] = "technical"
    counted = str([said["keep"] for said in s.policy["purposes"].values()])
    s.policy["moments"] = {n: said for n, said in s.policy["moments"].items() if n in counted}
    words["via hall"] = {"seen": "shut_on"}


@spoils("G425")
def a_purpose_that_reaches_nothing(s: Spoiled) -> None:
    said = deepcopy(s.policy["purposes"][s.purpose])
    said |= {"occasion": ["apart"], "basis": "contract"}
    said["keep"] = {"for": "P1Y", "after": ["apart"]}
    s.policy["moments"]["apart"] = {"nl": "x", "en": "x"}
    s.policy["purposes"]["apart"] = said
    s.add(f"{OWNED}, apart_on DATE NOT NULL", purposes=["apart", s.purpose])
    moments = {"began": "apart_on", "apart": "apart_on"}
    s.datamap["occasions"]["apart"] = {"table": "db.extra", **moments}
    s.schema += f"CREATE TABLE second (id INTEGER PRIMARY KEY, label TEXT, {OWNED});\n"
    s.datamap["tables"]["db.second"] = {
        "purposes": [s.purpose, "apart"],
        "columns": {"label": s.category},
    }


@spoils("G426")
def an_occasion_that_lost_its_end(s: Spoiled) -> None:
    s.policy["moments"]["seen"] = {"nl": "x", "en": "x"}
    s.policy["purposes"][s.purpose]["keep"]["after"].append("seen")
    s.add(f"{OWNED}, seen_on DATE")
    s.datamap["occasions"]["members event"]["via owner_id of db.extra"] = {"seen": "seen_on"}


@spoils("G428")
def an_index_that_reads_in_its_own_way(s: Spoiled) -> None:
    s.add(OWNED)
    s.more.append("CREATE UNIQUE INDEX once ON extra (substr(label, 1, 3))")


@spoils("G430")
def a_store_that_is_not_there(s: Spoiled) -> None:
    s.datamap["stores"]["db"]["url"] = "sqlite:///nowhere.db"


@spoils("G441")
def a_value_about_somebody_whom_nobody_needs(s: Spoiled) -> None:
    known = [*s.datamap["subjects"]]
    s.policy["subjects"]["stranger"] = {"nl": "x", "en": "x"}
    s.schema += "CREATE TABLE strangers (id INTEGER PRIMARY KEY, since_on DATE NOT NULL);\n"
    said = deepcopy(s.policy["purposes"][s.purpose])
    said |= {"occasion": ["staying"], "basis": "contract", "about": ["stranger"]}
    said["keep"] = {"for": "P1Y", "after": ["staying"]}
    s.policy["moments"]["staying"] = {"nl": "x", "en": "x"}
    s.policy["purposes"] |= {"staying": said}
    s.policy["purposes"][s.purpose]["about"] = known
    s.datamap["subjects"]["stranger"] = {"table": "db.strangers", "identified by": ["id"]}
    words = {"table": "db.strangers", "began": "since_on", "staying": "since_on"}
    s.datamap["occasions"]["staying"] = words
    s.datamap["tables"]["db.strangers"] = {"purposes": ["staying"], "columns": {}}
    about = {"label": f"{s.category} about stranger_id"}
    stranger = "stranger_id INTEGER NOT NULL REFERENCES strangers (id)"
    s.add(f"{OWNED}, {stranger}", owners=["owner_id", "stranger_id"], columns=about)


@spoils("G443")
def a_person_who_is_somebody_elses(s: Spoiled) -> None:
    s.listed()["owner"] = {"id": "db.members"}


@spoils("G444")
def an_edge_that_looks_past_capitals(s: Spoiled) -> None:
    s.add(f"{OWNED}, code TEXT NOT NULL COLLATE NOCASE", refers=["code"])
    s.schema = s.schema.replace("NOCASE)", "NOCASE REFERENCES codes (code))")
    s.schema += "CREATE TABLE codes (code TEXT PRIMARY KEY NOT NULL);\n"
    s.datamap["tables"]["db.codes"] = {"not personal": "it names nobody"}
