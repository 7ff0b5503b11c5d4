"""The grammar of Dutch and English: lists, periods, dates, clauses, grounds."""

from __future__ import annotations

from datetime import date
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gestand.core.calendar import Period
from gestand.core.policy.labels import LABELS
from gestand.core.policy.model import Basis, Ending, Keep
from gestand.core.policy.words import EN, GRAMMARS, NL, Grammar, capitalised

MOMENTS = {
    "filled": {"nl": "de functie is vervuld", "en": "the position is filled"},
    "gone": {"nl": "de vacature is ingetrokken", "en": "the vacancy is withdrawn"},
    "withdrawn": {
        "nl": "u uw sollicitatie heeft ingetrokken",
        "en": "you have withdrawn your application",
    },
    "received": {
        "nl": "wij uw sollicitatie hebben ontvangen",
        "en": "we received your application",
    },
    "issued": {"nl": "wij de factuur hebben opgesteld", "en": "we issued the invoice"},
    "dutch only": {"nl": "iets gebeurt"},
}
WEEKS, YEAR, SEVEN = Period(weeks=4), Period(years=1), Period(years=7)
HALF_YEAR = (Period(months=6), "received")


def after(*names: str, fiscal: bool = False) -> tuple[Ending, ...]:
    return tuple(Ending(name, fiscal) for name in names)


PERIODS = [
    (Period(weeks=1), "1 week", "1 week"),
    (Period(weeks=4), "4 weken", "4 weeks"),
    (Period(years=1), "1 jaar", "1 year"),
    (Period(years=7), "7 jaar", "7 years"),
    (Period(months=1), "1 maand", "1 month"),
    (Period(months=6), "6 maanden", "6 months"),
    (Period(days=1), "1 dag", "1 day"),
    (Period(days=14), "14 dagen", "14 days"),
    (Period(years=1, months=6), "1 jaar en 6 maanden", "1 year and 6 months"),
    (Period(1, 2, 3, 4), "1 jaar, 2 maanden, 3 weken en 4 dagen",
     "1 year, 2 months, 3 weeks and 4 days"),
    (Period(), "0 dagen", "0 days"),
]  # fmt: skip


@pytest.mark.parametrize(("period", "nl", "en"), PERIODS, ids=lambda value: str(value))
def test_a_period_is_singular_or_plural(period: Period, nl: str, en: str) -> None:
    assert (NL.period(period), EN.period(period)) == (nl, en)


CLAUSES = [
    (Keep(WEEKS, after("filled")),
     "uiterlijk 4 weken nadat de functie is vervuld",
     "no later than 4 weeks after the position is filled"),
    (Keep(WEEKS, after("filled", "gone")),
     "uiterlijk 4 weken nadat de functie is vervuld of de vacature is ingetrokken, wat het eerst "
     "gebeurt",
     "no later than 4 weeks after the position is filled or the vacancy is withdrawn, whichever "
     "comes first"),
    (Keep(WEEKS, after("filled", "gone", "withdrawn"), at_most=HALF_YEAR),
     "uiterlijk 4 weken nadat de functie is vervuld, de vacature is ingetrokken of u uw "
     "sollicitatie heeft ingetrokken, wat het eerst gebeurt, en in elk geval niet later dan "
     "6 maanden nadat wij uw sollicitatie hebben ontvangen",
     "no later than 4 weeks after the position is filled, the vacancy is withdrawn or you have "
     "withdrawn your application, whichever comes first, and in any case no later than 6 months "
     "after we received your application"),
    (Keep(WEEKS, after("filled"), at_most=HALF_YEAR),
     "uiterlijk 4 weken nadat de functie is vervuld, en in elk geval niet later dan 6 maanden "
     "nadat wij uw sollicitatie hebben ontvangen",
     "no later than 4 weeks after the position is filled, and in any case no later than 6 months "
     "after we received your application"),
    (Keep(SEVEN, after("issued", fiscal=True), exactly=True),
     "7 jaar na afloop van het boekjaar waarin wij de factuur hebben opgesteld",
     "7 years after the end of the financial year in which we issued the invoice"),
    (Keep(SEVEN, after("issued", fiscal=True)),
     "uiterlijk 7 jaar na afloop van het boekjaar waarin wij de factuur hebben opgesteld",
     "no later than 7 years after the end of the financial year in which we issued the invoice"),
    (Keep(YEAR, after("filled") + after("issued", fiscal=True)),
     "uiterlijk 1 jaar nadat de functie is vervuld of na afloop van het boekjaar waarin wij de "
     "factuur hebben opgesteld, wat het eerst gebeurt",
     "no later than 1 year after the position is filled or after the end of the financial year in "
     "which we issued the invoice, whichever comes first"),
    (Keep(Period(), after("filled", "gone")),
     "zodra de functie is vervuld of de vacature is ingetrokken, wat het eerst gebeurt",
     "as soon as the position is filled or the vacancy is withdrawn, whichever comes first"),
    (Keep(Period(), after("issued", fiscal=True), exactly=True),
     "direct na afloop van het boekjaar waarin wij de factuur hebben opgesteld",
     "at the end of the financial year in which we issued the invoice"),
]  # fmt: skip


@pytest.mark.parametrize(("keep", "nl", "en"), CLAUSES)
def test_a_keep_is_a_clause(keep: Keep, nl: str, en: str) -> None:
    assert (NL.keep(keep, MOMENTS), EN.keep(keep, MOMENTS)) == (nl, en)


def test_with_several_occasions_the_last_one_counts() -> None:
    keep = Keep(YEAR, after("filled", "gone"))
    assert (NL.keep(keep, MOMENTS, several=True) or "").endswith(", wat het laatst gebeurt")
    assert (EN.keep(keep, MOMENTS, several=True) or "").endswith(", whichever comes last")


def test_a_limit_that_is_said_already_is_not_said_again() -> None:
    keep = Keep(WEEKS, after("filled"))
    assert NL.keep(keep, MOMENTS, limit=False) == "4 weken nadat de functie is vervuld"
    assert EN.keep(keep, MOMENTS, limit=False) == "4 weeks after the position is filled"


@pytest.mark.parametrize(
    "keep",
    [
        Keep(WEEKS, after("dutch only")),
        Keep(WEEKS, after("nowhere")),
        Keep(WEEKS, after("filled"), at_most=(YEAR, "dutch only")),
        Keep(WEEKS, ()),
    ],
)
def test_without_words_for_a_moment_there_is_no_clause(keep: Keep) -> None:
    assert EN.keep(keep, MOMENTS) is None


LISTS = [
    ([], "", "", ""),
    (["a"], "a", "a", "a"),
    (["a", "b"], "a en b", "a and b", "a of b"),
    (["a", "b", "c"], "a, b en c", "a, b and c", "a, b of c"),
]


@pytest.mark.parametrize(("items", "nl", "en", "one"), LISTS)
def test_a_list_has_its_conjunction(items: list[str], nl: str, en: str, one: str) -> None:
    assert (NL.all_of(items), EN.all_of(items), NL.one_of(items)) == (nl, en, one)


DATA = [
    (["a"], [], "a", "a"),
    (["a", "b"], ["c"], "a, b en eventueel c", "a, b and, optionally, c"),
    (["a"], ["b", "c"], "a en eventueel b en c", "a and, optionally, b and c"),
    ([], ["b", "c"], "eventueel b en c", "optionally b and c"),
    ([], [], "", ""),
]


@pytest.mark.parametrize(("required", "optional", "nl", "en"), DATA)
def test_optional_data_come_last(
    required: list[str], optional: list[str], nl: str, en: str
) -> None:
    assert (NL.data(required, optional), EN.data(required, optional)) == (nl, en)


CATEGORIES = [
    ([], [], "x"),
    (["a", "b"], [], "x (a en b)"),
    ([], ["c"], "x (geen c)"),
    (["a"], ["c", "d"], "x (a, geen c of d)"),
]


@pytest.mark.parametrize(("inside", "never", "nl"), CATEGORIES)
def test_a_category_says_what_it_holds(inside: list[str], never: list[str], nl: str) -> None:
    assert NL.category("x", inside, never) == nl


@pytest.mark.parametrize(
    ("day", "nl", "en"),
    [
        (date(2026, 12, 1), "1 december 2026", "1 December 2026"),
        (date(2024, 2, 29), "29 februari 2024", "29 February 2024"),
    ],
)
def test_a_date_is_written_out(day: date, nl: str, en: str) -> None:
    assert (NL.day(day), EN.day(day)) == (nl, en)


@pytest.mark.parametrize("grammar", GRAMMARS.values(), ids=list(GRAMMARS))
@pytest.mark.parametrize("basis", Basis)
def test_a_ground_names_its_words_and_its_article(grammar: Grammar, basis: Basis) -> None:
    said = grammar.ground(basis, "DE WOORDEN")
    assert "6" in said
    assert ("DE WOORDEN" in said) == (basis in {Basis.LAW, Basis.INTEREST})


def test_every_grammar_has_labels() -> None:
    assert LABELS.keys() == GRAMMARS.keys()
    assert all(grammar.labels is LABELS[name] for name, grammar in GRAMMARS.items())


@given(st.text(ascii_letters + " éë"))
def test_only_the_first_letter_of_a_sentence_changes(text: str) -> None:
    assert capitalised(text)[1:] == text[1:]
    assert capitalised(text).lower() == text.lower()
