"""The law of drafts: `check` finds nothing in the draft of any schema."""

from __future__ import annotations

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gestand.core.datamap.schema import Column, ForeignKey, Kind, Schema, Table
from gestand.core.discovery.drafted import drafted
from gestand.core.discovery.found import discover
from gestand.core.discovery.mended import mended
from gestand.core.discovery.written import quoted
from gestand.core.proposals import proposals
from tests.core.discovery.test_drafted import BLANK

TABLES = (
    "users,klanten,orders,invoices,login_log,settings,categories,order,user_profiles,tickets,"
    "messages,Group,order details,staff,person,users_history"
).split(",")
COLUMNS = (
    "id name email user_id order_id created_at closed_at token body title value key type ip phone "
    "birth_date salary object_id object_type parent_id created_by password_hash on Naam data"
).split()


@st.composite
def columns(draw: st.DrawFn, name: str) -> Column:
    kind = draw(st.sampled_from(Kind))
    nullable, unique = draw(st.booleans()), draw(st.integers(0, 5)) == 0
    length = draw(st.sampled_from((None, None, 3, 80))) if kind is Kind.TEXT else None
    checked = (f"{name} is not null or 1",) if draw(st.integers(0, 9)) == 0 else ()
    return Column(name, kind, nullable, unique, length, checked=checked)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    names = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=6, unique=True))
    tables: dict[str, Table] = {}
    for name in names:
        chosen = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=9, unique=True))
        made = {each: draw(columns(each)) for each in chosen}
        key = tuple(chosen[: draw(st.sampled_from((0, 1, 1, 1, 1, 2)))])
        keys = [
            ForeignKey((each,), draw(st.sampled_from(names)), ("id",))
            for each in chosen
            if each.endswith(("_id", "_by")) and draw(st.booleans())
        ]
        triggers = ("acts",) if draw(st.integers(0, 9)) == 0 else ()
        tables[name] = Table(name, made, key, tuple(keys), triggers)
    known = {
        name: Table(
            name, table.columns, table.key,
            tuple(k for k in table.foreign_keys if _fits(k, table, tables[k.target])),
            table.triggers,
        )
        for name, table in tables.items()
    }  # fmt: skip
    return Schema("made", draw(st.sampled_from(("sqlite", "postgresql", "mariadb"))), known)


def _fits(key: ForeignKey, table: Table, target: Table) -> bool:
    """A key of another type than its target is refused by databases, and by `check` (G413)."""
    if target.key != ("id",):
        return False
    return table.columns[key.columns[0]].kind is target.columns["id"].kind


@given(schemas(), st.sampled_from(("", "hosting", "webshop", "association", "school", "clinic")))
@settings(max_examples=25, deadline=None, phases=(Phase.reuse, Phase.generate))
def test_check_finds_nothing_in_the_draft_of_any_schema(schema: Schema, sector: str) -> None:
    draft, written, findings = mended(drafted(discover(schema, {}), BLANK, sector), schema)
    assert findings == []
    assert {*draft.tables} == {*schema.tables}
    # The first line, and all that holds people's data, waits for somebody.
    marked = proposals(written.files)
    assert marked[0].line == 1
    assert len(marked) > len(draft.occasions)


@given(st.text(max_size=20))
def test_any_name_can_be_written(name: str) -> None:
    assert "\n" not in quoted(name.replace("\n", "")) or "\\n" in quoted(name)
