"""Values that are part of a key: what a draft says of them, and what `gestand check` warns of."""

from __future__ import annotations

from gestand.core.datamap.key_values import check_key_values
from gestand.core.datamap.match import match
from gestand.core.datamap.model import EACH_ROW
from gestand.core.datamap.parse import parse_datamap
from gestand.core.discovery.draft import Draft, Line
from gestand.core.discovery.found import discover
from gestand.core.discovery.looks import looks
from gestand.core.discovery.proposing import proposed
from gestand.core.policy.parse import parse_policy
from tests.core.discovery.tables import schema

BLANK = Draft(
    "made", "sqlite:///made.db", "Europe/Amsterdam", ("en",), "2026-11-28",
    Line("Shop"), Line("a@shop.example"),
)  # fmt: skip
MADE = schema(
    "users: id*, email text!, name text, created_at timestamp",
    "user_contact: user_id* integer>users, kind* text, contact* text, remark text?",
    "user_bank: user_id* integer>users, iban* text, id integer!",
    "orders: id*, user_id integer>users, bank integer?>user_bank, ordered_on date, note text?",
)
REACHED = ["anna@home.example", "0612345678", "jan@work.example", "0687654321", "+31201234567"]
SEEN = {"user_contact": {"contact": looks(REACHED), "kind": looks(["a", "b"] * 5)}}


def test_a_key_tells_what_its_values_are_in_each_row() -> None:
    draft, _, findings = proposed(discover(MADE, SEEN), BLANK, "")
    assert findings == []
    told = {name: table.columns.get(EACH_ROW) for name, table in draft.tables.items()}
    assert told["user_contact"] == Line("contact")
    assert told["user_bank"] == Line("bank account")
    assert told["users"] is told["orders"] is None


def test_check_warns_of_values_in_keys_without_a_category_and_of_those_that_stay() -> None:
    _, written, _ = proposed(discover(MADE, SEEN), BLANK, "")
    policy, _ = parse_policy(written.files["policy.yaml"], "policy.yaml")

    def warned(*but: tuple[str, str]) -> list[tuple[str, str, str]]:
        text = written.files["datamap.yaml"]
        for old, new in but:
            assert old in text
            text = text.replace(old, new)
        datamap, wrong = parse_datamap(text, "datamap.yaml")
        assert policy is not None and datamap is not None and not wrong
        matched = match(policy, datamap, {"made": MADE})
        assert matched.holdings is not None, matched.findings
        found = check_key_values(datamap, {"made": MADE}, matched.holdings)
        return [(each.code, each.fragment, each.suggestion) for each in found]

    stays = ("G345", "made.user_bank", "write `forgets: [bank]` at `made.orders`: then the value "
             "goes")  # fmt: skip
    assert warned() == [stays]
    owner = "    owner: user_id\n"
    before = f"{owner}    columns:\n      note"
    assert warned((before, before.replace(owner, f"{owner}    forgets: [bank]\n"))) == []
    silent = ("    each row tells: contact\n", "")
    ((code, table, hint), _) = warned(silent)
    assert (code, table) == ("G344", "made.user_contact")
    assert "`each row tells: CATEGORY`" in hint
    remark = "      remark: {is: text, source: unknown}"
    technical = f"      kind: technical\n      contact: technical\n{remark}"
    assert warned(silent, (remark, technical)) == [stays]
