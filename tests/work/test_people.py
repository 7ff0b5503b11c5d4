"""Who a request is about: found by key or identifier, or refused when that is not clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from gestand.core.facts import Person
from gestand.errors import CannotRun
from gestand.work.company import Company
from gestand.work.people import NotClear, certain_address, find_people
from tests.linde import company, run

ROWS = """
INSERT INTO customers VALUES (1, 'K1', 'Ann', 'ann@de-linde.example', NULL, NULL, '2026-06-01');
INSERT INTO customers VALUES (12, 'K2', 'Bo', ' Bo@De-Linde.Example ', NULL, NULL, '2026-06-01');
INSERT INTO customers VALUES (3, 'K3', 'Cas', 'two@de-linde.example', NULL, NULL, '2026-06-01');
INSERT INTO customers VALUES (2, 'K4', 'Dee', 'Two@de-linde.example', NULL, NULL, '2026-06-01');
INSERT INTO customers VALUES (4, 'K5', 'Eve', NULL, NULL, NULL, '2026-06-01');
"""
BY_NUMBER = {
    "datamap": [
        ("db.customers, identified by: [email]", "db.customers, identified by: [email, number]")
    ]
}


@pytest.fixture
def linde(tmp_path: Path) -> Company:
    """Give a company with a few customers."""
    return company(tmp_path, ROWS, BY_NUMBER)


def find(company: Company, kind: str, text: str, *, by_identifier: bool = False) -> Person:
    (person,) = find_people(company, [(kind, text, by_identifier)])
    return person


def test_a_key_names_one_person(linde: Company) -> None:
    assert find(linde, "customer", "12") == Person("customer", 12)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ann@de-linde.example", 1),
        ("  ANN@de-linde.example ", 1),
        ("bo@de-linde.example", 12),
        ("k5", 4),
    ],
)
def test_an_identifier_is_found_whatever_its_case_and_spaces(
    linde: Company, typed: str, key: int
) -> None:
    assert find(linde, "customer", typed, by_identifier=True) == Person("customer", key)


def test_somebody_without_a_row_is_known_by_the_identifier(linde: Company) -> None:
    found = find(linde, "guest", " Zoe@De-Linde.example", by_identifier=True)
    assert found == Person("guest", "zoe@de-linde.example")


def test_an_identifier_of_several_people_names_their_keys_and_nothing_else(linde: Company) -> None:
    with pytest.raises(NotClear) as refused:
        find(linde, "customer", "two@de-linde.example", by_identifier=True)
    assert str(refused.value) == (
        "2 people of kind customer carry that identifier; name one: customer:2, customer:3"
    )


def test_ten_of_many_keys_are_named(linde: Company) -> None:
    numbers = range(20, 40)
    more = ",".join(
        f"({n}, 'N{n}', 'x', 'many@x.example', NULL, NULL, '2026-06-01')" for n in numbers
    )
    run(linde.root, f"INSERT INTO customers VALUES {more}")
    with pytest.raises(NotClear, match=r"^20 people .*: (customer:\d+(, )?){10}$"):
        find(linde, "customer", "many@x.example", by_identifier=True)


@pytest.mark.parametrize(
    ("kind", "text", "by_identifier", "said"),
    [
        ("costumer", "1", False, "there is no kind of person `costumer`; did you mean `customer`?"),
        ("martian", "1", False, "there is no kind of person `martian`"),
        ("customer", "99", False, "there is no customer with that key"),
        ("customer", "one", False, "the key of a customer is a number"),
        ("customer", "-1", False, "the key of a customer is a number"),
        ("customer", "9" * 19, False, "the key of a customer is a number"),
        ("customer", "9" * 5000, False, "the key of a customer is a number"),
        ("customer", "²", False, "the key of a customer is a number"),
        (
            "guest",
            "17",
            False,
            "a guest has no key: use `--person guest:-` and give the identifier",
        ),
        ("customer", "no@x.example", True, "there is no customer with that identifier"),
        ("customer", "", True, "there is no customer with that identifier"),
        ("customer", "%", True, "there is no customer with that identifier"),
        ("customer", "' OR 1 = 1 --", True, "there is no customer with that identifier"),
    ],
)
def test_nobody_is_guessed_at(
    linde: Company, kind: str, text: str, *, by_identifier: bool, said: str
) -> None:
    with pytest.raises(CannotRun) as refused:
        find(linde, kind, text, by_identifier=by_identifier)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["K1", " Ann@one.example", "ann@ONE.example "], "ann@ONE.example"),
        (["an@@one.example", "bo@one.example"], "bo@one.example"),
        (["an@one.example", "bo@one.example"], None),
        (["an@one.example; bo@one.example", "\xe9@one.example", "@", ""], None),
    ],
)
def test_an_address_is_certain_where_there_is_one_that_can_be_used(
    texts: list[str], found: str | None
) -> None:
    assert certain_address(texts) == found
