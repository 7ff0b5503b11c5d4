"""The chain of the ledger, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.ledger import Broken, Entry, Head, canonical, following, part, verify

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NEWS = st.tuples(st.text(), st.text(), JSON)
FIELDS = ("at", "kind", "told", "link")


def chain(*news: tuple[str, str, object]) -> list[Entry]:
    entries: list[Entry] = []
    for at, kind, told in news:
        entries.append(following(entries[-1] if entries else None, at, kind, told))
    return entries


THREE = chain(("1", "a", 1), ("2", "b", {"ü": [True]}), ("3", "c", None))


def heads(*numbers: int) -> list[Head]:
    return [Head("x", number, THREE[number - 1].link, "") for number in numbers]


def test_a_value_has_one_text() -> None:
    assert canonical({"b": "ü\n", "a": [1, None, True]}) == r'{"a":[1,null,true],"b":"\u00fc\n"}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@given(st.lists(NEWS, max_size=6))
def test_what_was_written_holds(news: list[tuple[str, str, object]]) -> None:
    entries = chain(*news)
    assert verify(entries) == (type(verify([])))(
        len(entries), entries[-1] if entries else None, None
    )


@given(st.lists(NEWS, min_size=1, max_size=5), st.data())
def test_a_field_that_says_something_else_is_the_first_broken_link(
    news: list[tuple[str, str, object]], data: st.DataObject
) -> None:
    entries = chain(*news)
    number = data.draw(st.integers(1, len(entries)))
    field = data.draw(st.sampled_from(FIELDS))
    other = data.draw(st.text().filter(lambda text: text != getattr(entries[number - 1], field)))
    entries[number - 1] = entries[number - 1]._replace(**{field: other})
    found = verify(entries)
    assert (found.entries, found.broken and found.broken.number) == (number - 1, number)


@given(st.lists(NEWS, min_size=2, max_size=5), st.data())
def test_no_field_can_flow_into_another(
    news: list[tuple[str, str, object]], data: st.DataObject
) -> None:
    entries = chain(*news)
    entry = entries[-1]
    text = f"{entry.at}{entry.kind}{entry.told}"
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    at, kind, told = text[: cuts[0]], text[cuts[0] : cuts[1]], text[cuts[1] :]
    moved = entry._replace(at=at, kind=kind, told=told)
    assert (verify([*entries[:-1], moved]).broken is None) == (moved == entry)


@pytest.mark.parametrize(
    ("entries", "number", "why"),
    [
        (THREE[1:], 1, "entry 2 stands in its place"),
        ([THREE[0], THREE[2]], 2, "entry 3 stands in its place"),
        ([THREE[0], THREE[2], THREE[1]], 2, "entry 3 stands in its place"),
        ([THREE[0], THREE[1]._replace(told=None)], 2, "it is no text"),
    ],
    ids=["first gone", "middle gone", "exchanged", "no text"],
)
def test_an_entry_that_is_gone_or_moved_is_named(
    entries: list[Entry], number: int, why: str
) -> None:
    assert verify(entries).broken == Broken(number, why)


def test_what_is_cut_off_only_a_head_can_tell() -> None:
    assert verify(THREE[:2]).broken is None
    assert verify(THREE[:2], heads(1, 2)).broken is None
    told = "it is gone: a head tells of 3 entries"
    assert verify(THREE[:2], heads(1, 3)).broken == Broken(3, told)


def test_a_ledger_that_was_written_anew_is_not_the_one_of_the_heads() -> None:
    anew = chain(("1", "a", 1), ("2", "b", 2), ("3", "c", None))
    assert verify(anew, heads(1)).broken is None
    found = verify(anew, heads(1, 2, 3))
    assert found.broken == Broken(2, "a head that was signed then tells of another entry")
    assert found.entries == 1


def test_two_heads_of_one_entry_must_agree() -> None:
    forked = [*heads(2), Head("x", 2, "0" * 64, "")]
    assert verify(THREE, forked).broken is not None


def test_a_head_seals_each_of_its_fields() -> None:
    head = Head("x", 2, "y", "z", "signature")
    others = [replace(head, **{name: "0"}) for name in ("ledger", "number", "link", "at")]
    assert len({one.sealed() for one in [head, *others]}) == 5
    assert replace(head, signature="").sealed() == head.sealed()


def test_a_part_begins_with_the_first_entry_since_a_moment_and_ends_where_it_should() -> None:
    days = ("2026-01-01T00:00:00+01:00", "2026-01-02T00:00:00+01:00", "2026-01-01T09:00:00+00:00")
    entries = chain(*((day, "a", 1) for day in days))
    moment = datetime(2026, 1, 1, 23, tzinfo=UTC)
    found = list(part(entries, 3, moment))
    assert found == [(entries[0].link, entries[1]), (entries[1].link, entries[2])]
    assert list(part(entries, 2, moment)) == found[:1]
    assert [one for _, one in part(entries, 2, None)] == entries[:2]
    assert list(part(entries, 3, datetime(2027, 1, 1, tzinfo=UTC))) == []
