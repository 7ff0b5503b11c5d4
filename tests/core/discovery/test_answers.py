"""What an answer does to a draft: yes takes the mark out, no takes the line out."""

from __future__ import annotations

from gestand.core.discovery.draft import Draft
from gestand.core.discovery.following import FOLLOWS
from gestand.core.discovery.proposing import is_left_out
from gestand.core.discovery.questions import Kind, Question, numbered, questions
from tests.core.discovery.test_drafted import ORDERS, USERS, draft_of

NOTES = "notes: id*, created_by integer>users, body text, made_on date"
LINES = "order_lines: id*, order_id integer>orders, remark text, made_on date"


def asked_of(draft: Draft, name: str) -> Question:
    return next(each for each in questions(draft) if each.name == name)


def test_no_takes_out_whose_rows_these_are() -> None:
    draft, _ = draft_of(USERS, NOTES)
    no = asked_of(draft, "actor users").given("n")
    assert no == {"actor users": "e", "actor users notes.created_by": "n"}
    settled, files = draft_of(USERS, NOTES, answers=no)
    apart = settled.tables["notes"].apart
    assert apart is not None
    assert (apart.group, apart.doubt[:19]) == ("about people named", "may it be about peo")
    assert "notes.created_by" not in files.files["datamap.yaml"]


def test_no_takes_out_an_occasion_and_what_owns_the_rows_holds_them() -> None:
    ended = f"{ORDERS}, delivered_on date?"
    tables = (USERS, ended, "sent: id*, order_id integer>orders, invoice text, ordered_on date")
    draft, _ = draft_of(*tables)
    no = asked_of(draft, "occasion order").given("n")
    assert "n" in no.values()
    settled, files = draft_of(*tables, answers=no)
    assert "order began" not in files.files["datamap.yaml"]
    assert settled.tables["orders"].purposes == ("account",)
    assert asked_of(draft, "purpose order").kind is Kind.PURPOSE
    none, _ = draft_of(*tables, answers={"purpose order": "n"})
    assert [*none.used_purposes()] == ["account"]


def test_what_has_no_end_goes_after_its_beginning_only_where_somebody_says_so() -> None:
    agreed = {"purpose account": "P1Y"}
    draft, files = draft_of(USERS, answers=agreed)
    policy = files.files["policy.yaml"]
    keep = next(each for each in policy.splitlines() if "keep: {for: P1Y" in each)
    early = "no column says when `users` ended: it would go P1Y after it BEGAN, also while"
    assert f"after: [account began], chosen by: controller}}  # ? {early}" in keep
    assert "you registered}  # ? with this the statement promises" in policy
    assert "began account" not in {each.name for each in questions(draft_of(USERS)[0])}
    question = asked_of(draft, "began account")
    assert (question.about, question.rest) == (("users begins on `created_at`",), "y")
    assert "1 year (P1Y) after it BEGAN, also while somebody is still a customer" in question.text
    for no in ("n", ""):
        kept, _ = draft_of(USERS, answers={**agreed, **question.given(no)})
        assert [each.table for each in kept.from_beginning("account")] == ["users"]
    _, files = draft_of(USERS, answers={**agreed, **question.given("y"), "people users": "y"})
    assert "BEGAN" not in "".join(files.files.values())


def test_the_day_on_which_a_log_was_written_is_no_beginning_of_what_goes_on() -> None:
    draft, _ = draft_of(USERS, "visits: id*, user_id integer>users, ip text, visited_on date")
    assert draft.from_beginning("security") == []
    assert "has no end in a column" in asked_of(draft, "occasion security").about[0]
    assert "after it began, where no column" in asked_of(draft, "purpose security").text
    assert "after it ended?" in asked_of(draft, "purpose account").text


def test_what_is_about_people_is_asked_in_one_direction() -> None:
    tables = (USERS, "posts: id*, body text, to text")
    draft, _ = draft_of(*tables)
    question = next(each for each in questions(draft) if each.name.startswith("about "))
    assert (question.rest, question.of_numbers) == ("n", "y")
    clean, _ = draft_of(*tables, answers={question.name: "n"})
    apart = clean.tables["posts"].apart
    assert apart is not None
    assert (apart.doubt, apart.said[:3]) == ("", "not") or not apart.doubt
    held, _ = draft_of(*tables, answers={question.name: "y"})
    assert is_left_out(held.tables["posts"])
    what = Question("column technical", "", ("a.b", "a.c"), Kind.WHAT, 2)
    assert [what.takes(one) for one in ("n", "2", "text", "y", "P1Y")] == [
        True, True, True, False, False]  # fmt: skip
    assert "about people" in what.can_be


def test_what_is_said_of_several_lines_is_said_once() -> None:
    days = " begins on `made` and has no end in a column"
    assert numbered((f"a{days}", f"b{days}", "c begins on `d`")) == (
        f"1 a, 2 b{days}; 3 c begins on `d`"
    )
    assert numbered(("a.b", "c.d")) == "1 a.b, 2 c.d"
    assert numbered(("a.each row", "b.each row")) == "1 a.each row, 2 b.each row"


BILLS = "bills: id*, user_id integer>users, note text, amount number, made_on date"


def test_what_is_for_another_purpose_is_offered_there_and_is_not_left_out() -> None:
    tables = (USERS, ORDERS, BILLS)
    draft, _ = draft_of(*tables)
    asked = asked_of(draft, "for")
    assert asked.about == ("orders `order`", "bills `books`")
    assert [asked.takes(one) for one in ("y", "2", "n", "order")] == [True, True, False, False]
    one = asked.each()[1]
    assert (one.name, one.of_numbers, one.takes("order"), one.takes("wages")) == (
        "for bills", "", True, False)  # fmt: skip
    assert "n for none of these, or another purpose: account, " in one.can_be
    other, _ = draft_of(*tables, answers={"for": "e", "for orders": "y", "for bills": "order"})
    assert other.tables["bills"].purposes == ("order",)
    none, _ = draft_of(*tables, answers={"for": "e", "for bills": "n"})
    apart = none.tables["bills"].apart
    assert apart is not None and is_left_out(none.tables["bills"])
    assert "for none of the purposes" in apart.said
    assert asked_of(draft_of(USERS, BILLS)[0], "for bills").kind is Kind.FOR_ONE


def test_what_follows_is_said_of_each_kind_of_answer() -> None:
    assert {*FOLLOWS} == {*Kind}
    draft, _ = draft_of(USERS, "posts: id*, body text, to text")
    question = next(each for each in questions(draft) if each.name.startswith("about "))
    assert question.about == ("posts (look at `body`)",)
    assert [each.name for each in question.each()] == [f"{question.name} posts"]
