"""`gestand request --fulfil`: each right is carried out by the plans of the engine."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gestand.core.request import What
from gestand.wiring import open_company
from gestand.work.rights import Step, carry_on
from gestand.work.rights_kept import request_known
from gestand.work.state import State
from tests.core.small import changed
from tests.linde import build, cell, rows, run
from tests.linde import sweep as apply_all
from tests.surfaces.commands import gestand
from tests.surfaces.test_request_command import TODAY, ask, do, fulfil, new, record
from tests.undoing import UNDO, key_in
from tests.work.test_rights import TERMS, ring
from tests.work.test_suppression import MARKETING

LATELY, ONCE = TODAY - timedelta(days=10), TODAY - timedelta(days=400)
ROWS = f"""
INSERT INTO customers VALUES
  (1, 'K1', 'Ann', 'ann@delinde.example', '06-1', 'Kade 1', '{LATELY}');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2019-02-01', '{LATELY}');
INSERT INTO invoices VALUES
  (1, 'F1', 1, NULL, 'Ann', 'Kade 1', 'ann@delinde.example', '{ONCE}');
"""


@pytest.fixture
def linde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GESTAND_USER", "Bo")
    key_in(tmp_path)
    return build(tmp_path, ROWS, UNDO)


def decided(folder: Path, user: pytest.MonkeyPatch, *items: tuple[str, str]) -> None:
    """Settle who asks, and decide on each item; what is refused is confirmed by somebody else."""
    do(folder, "settle-identity", "--method", "signed-in")
    for item, ground in items:
        less = ("--outcome", "refused", "--ground", ground, "--because", "we argue in court")
        words = less if ground else ("--outcome", "granted")
        done = do(folder, "decide", "--item", item, *words)
        assert done.exit_code == 0, done.stderr
    user.setenv("GESTAND_USER", "Cas")
    for item, _ in (one for one in items if one[1]):
        do(folder, "confirm", "--item", item)


def test_what_was_refused_stays_as_if_nobody_had_asked(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "erasure")
    decided(linde, monkeypatch, ("the rest", ""), ("address", "17.3e-claims"))
    done = fulfil(linde, "--yes")
    assert done.exit_code == 0, done.output + done.stderr
    row = "SELECT phone || '|' || coalesce(street, '-') FROM customers"
    assert cell(linde, row) is None  # without a telephone number
    assert cell(linde, "SELECT street FROM customers") == "Kade 1"
    assert cell(linde, "SELECT name FROM customers") != "Ann"
    assert cell(linde, "SELECT bill_name FROM invoices") == "Ann"  # the tax law holds that
    assert "stays for `tax`: billing address, name; goes by itself" in done.output
    assert "stays for `registration`: address; goes by itself" in done.output

    letter = gestand("letter", "decided per item", "--in", linde, "--request", "1", "--lang", "en")
    assert letter.exit_code == 0, letter.stderr
    for said in (
        "- all else: erased, as far as",
        "- address: we do not do that, because it is needed for a legal claim (article 17(3)(e) "
        "GDPR). We argue in court.",
        "What we still hold for “Meeting the duty to keep tax records”",
        "complain to the",
    ):
        assert said in letter.output
    later = gestand("plan", linde, "--as-of", TODAY + timedelta(days=120))
    assert "changes         1  street: " in later.output  # by itself, once its period is over
    assert gestand("verify", linde).exit_code == 0


def test_a_refusal_says_why_from_what_was_decided(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "erasure")
    refused = ("letter", "refused", "--in", linde, "--request", "1", "--lang", "en")
    asked = gestand(*refused)
    assert (asked.exit_code, "`ground`, `article`" in asked.stderr) == (2, True), asked.stderr
    decided(linde, monkeypatch, ("everything", "17.3e-claims"))
    told = gestand(*refused, "--set", "looked_at=what you bought")
    why = "The reason: it is needed for a legal claim (article 17(3)(e) GDPR)."
    assert why in " ".join(told.output.split()), told.output + told.stderr
    other = ("--set", "looked_at=x", "--set", "ground=we sue", "--set", "article=article 1")
    assert "The reason: we sue (article 1)." in gestand(*refused, *other).output


def test_who_asks_for_a_part_of_what_stays_loses_that_part_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    larger = ("phone: phone, street: address", "phone: phone, street: contact")
    key_in(tmp_path)
    folder = build(tmp_path, ROWS, {**UNDO, "datamap": [*UNDO["datamap"], larger]})
    named = ("--new", "--right", "erasure", "--person", "customer:1", "--category")
    wrong = ask(folder, *named, "phonr")
    assert (wrong.exit_code, "did you mean `phone`?" in wrong.stderr) == (2, True), wrong.stderr
    other = ask(folder, "--new", "--right", "access", "--category", "phone")
    assert (other.exit_code, "only with `erasure`" in other.stderr) == (2, True), other.stderr
    assert ask(folder, *named, "phone").exit_code == 0
    assert "about: phone, and nothing else" in ask(folder, "--number", 1).output
    assert "that was asked" in do(folder, "hold", "--item", "email").stderr
    decided(folder, monkeypatch, ("everything", ""))
    done = fulfil(folder, "--yes")
    assert done.exit_code == 0, done.output + done.stderr
    row = "SELECT name || email || street || coalesce(phone, ' and no number') FROM customers"
    assert cell(folder, row) == "Annann@delinde.exampleKade 1 and no number"
    assert record(folder)["categories"] == ["phone"]


def test_an_answer_leaves_out_what_was_refused(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(linde, "access")
    decided(linde, monkeypatch, ("the rest", ""), ("contact", "15.4-secret"))
    assert fulfil(linde, "--out", linde / "a.zip").exit_code == 0
    with zipfile.ZipFile(linde / "a.zip") as answer:
        told = "".join(answer.read(name).decode("utf-8") for name in answer.namelist())
    assert "Kade 1" in told and "ann@delinde" not in told and "06-1" not in told
    assert "Dit geven wij niet" in told and "customers.phone: refused" in told
    assert json.dumps(record(linde)["items"]).count("15.4-secret") == 1


def test_nothing_goes_of_which_nobody_decided(linde: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new(linde, "erasure")
    decided(linde, monkeypatch, ("name", ""))
    assert "nothing was decided on `account`" in fulfil(linde, "--yes").stderr
    do(linde, "decide", "--item", "the rest", "--outcome", "part", "--ground", "17.3e-claims",
       "--because", "x")
    assert "only a person can carry out" in fulfil(linde, "--yes").stderr
    wrong = gestand("plan", linde, "--person", "customer:1", "--erase", "--but", "adress")
    assert (wrong.exit_code, "did you mean `address`" in wrong.stderr) == (2, True)
    assert cell(linde, "SELECT name FROM customers") == "Ann" and ask(linde).exit_code == 0


def ends(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    return {table: found for table, found in rows(folder).items() if found}


def lift(folder: Path) -> None:
    """End a restriction on the day after it was announced to end."""
    with ring(folder) as keyring:
        seen = request_known(keyring.journal.state, 1)
        carry_on(keyring, seen, Step(What.LIFT, {}, TODAY + timedelta(days=1), TERMS))


def test_what_is_restricted_and_lifted_is_the_same_to_the_byte(linde: Path) -> None:
    """Nothing changes it meanwhile, and its person is told before that ends."""
    run(linde, "UPDATE contracts SET ended_on = '2020-01-01'; DELETE FROM invoices;"
               "UPDATE customers SET registered_on = '2019-02-01'")
    before = ends(linde)
    new(linde, "restriction")
    granted = (("settle-identity", "--method", "signed-in"),
               ("decide", "--item", "everything", "--outcome", "granted"))
    for words in granted:
        do(linde, *words)
    done = fulfil(linde)
    assert "1 row of db.customers: restricted, so nothing uses" in done.output, done.output
    sweep = ("apply", linde, "--yes", "--first-run")
    assert gestand(*sweep).exit_code == 0 and ends(linde) == before
    held = gestand("apply", linde, "--yes", "--person", "customer:1", "--erase")
    assert (held.exit_code, ends(linde)) == (1, before)

    do(linde, "tell-recipients", "--because", "nobody had it")
    do(linde, "answer", "--how", "mail")
    assert "tell the person first" in do(linde, "lift").stderr
    until = (TODAY - timedelta(days=1)).isoformat()
    late = do(linde, "announce-lift", "--until", until, "--because", "the address is right")
    assert "or a day to come" in late.stderr
    assert do(linde, "announce-lift", "--until", TODAY, "--because", "x").exit_code == 0
    assert f"stays apart until {TODAY}" in do(linde, "lift").stderr
    lift(linde)
    assert ends(linde) == before
    apply_all(open_company(linde), on=TODAY + timedelta(days=1))
    assert ends(linde) == {}  # it was due all the time, and goes now
    assert gestand("verify", linde).exit_code == 0


CONTACTS = """
INSERT INTO contacts VALUES (1, 1, 'Cas', 'buyer', 'cas@delinde.example', '2024-01-10', NULL);
UPDATE contracts SET ended_on = NULL;
"""
INTEREST = ("may", "business contacts")


def test_a_request_that_came_by_mail_is_about_one_thing_alone(linde: Path) -> None:
    new(linde, "erasure")
    only = ("narrow", "--because", "they ask for their number only", "--item")
    assert "is the category that alone is asked" in do(linde, *only, "everything").stderr
    assert "did you mean `phone`?" in do(linde, *only, "fone").stderr
    narrowed = [do(linde, *only, item).exit_code for item in ("phone", "email")]
    assert (narrowed, record(linde)["categories"]) == ([0, 0], ["email", "phone"])
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    assert "cannot follow" in do(linde, *only, "name").stderr
    run(linde, "DELETE FROM contracts; DELETE FROM invoices")
    done = fulfil(linde, "--yes")
    assert (done.exit_code, "stays for" in done.output) == (0, False)  # the name does, unasked
    kept = "SELECT name || ' ' || street || coalesce(phone, '') FROM customers"
    assert cell(linde, kept) == "Ann Kade 1"


PARTS = {
    "category": ("phone", ["name", "email", "street"], ["phone"]),
    "purpose": ("service", [], ["name", "email", "phone", "street"]),
}
"""By what names a part: what is restricted, and which columns go and stay while it is."""


@pytest.mark.parametrize("named", PARTS)
def test_a_part_alone_is_set_apart_and_the_rest_goes_on(linde: Path, named: str) -> None:
    part, go, stay = PARTS[named]
    run(linde, "UPDATE contracts SET ended_on = '2020-01-01'; DELETE FROM invoices;"
               "UPDATE customers SET registered_on = '2019-02-01'")

    def values(columns: list[str]) -> list[object]:
        return [cell(linde, f"SELECT {column} FROM customers") for column in columns]

    before, gone = values(stay), values(go)
    new_one = ("--new", "--right", "restriction", "--person", "customer:1")
    asked = ask(linde, *new_one, f"--{named}", part)
    assert asked.exit_code == 0, asked.stderr
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", part, "--outcome", "granted")
    done = fulfil(linde)
    assert "restricted" in done.output and done.exit_code == 0, done.output + done.stderr
    sweep = ("apply", linde, "--yes", "--first-run")
    assert gestand(*sweep).exit_code == 0
    assert (values(stay), [*map(str, values(go))] != [*map(str, gone)]) == (before, bool(go))
    used = gestand("may", "service", linde, "--person", "customer:1").output
    assert "for `service`" not in used
    held = gestand("apply", linde, "--yes", "--person", "customer:1", "--erase")
    assert (held.exit_code, values(stay)) == (0, before), held.output
    correct = ("apply", linde, "--yes", "--person", "customer:1", "--correct", "phone")
    gestand(*correct, typed="06-2\n")
    assert values(stay) == before

    do(linde, "tell-recipients", "--because", "nobody had it")
    do(linde, "answer", "--how", "mail")
    do(linde, "announce-lift", "--until", TODAY, "--because", "x")
    lift(linde)
    assert values(stay) == before
    apply_all(open_company(linde), on=TODAY + timedelta(days=1))
    assert cell(linde, "SELECT count(*) FROM customers") == 0


def test_an_objection_stops_use_at_once_and_a_person_weighs_it(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(linde, CONTACTS)
    asks = (*INTEREST, linde, "--person", "contact:1")
    assert "may be used" in gestand(*asks).output
    assert new(linde, "objection", person="contact:1").exit_code == 0
    assert "not now" in gestand(*asks).output
    do(linde, "settle-identity", "--method", "signed-in")
    assert "--item is a purpose of the objection" in do(
        linde, "decide", "--item", "email", "--outcome", "granted").stderr
    words = ("--outcome", "refused", "--ground", "21.1-compelling", "--because", "we sue")
    do(linde, "decide", "--item", "business contacts", *words)
    monkeypatch.setenv("GESTAND_USER", "Cas")
    do(linde, "confirm", "--item", "business contacts")
    assert "not now" in gestand(*asks).output  # until the person has heard
    assert do(linde, "refuse", "--how", "mail").exit_code == 0
    assert "values in 1 row may be used" in gestand(*asks).output

    new(linde, "objection", person="contact:1")
    do(linde, "settle-identity", "--method", "signed-in", number=2)
    do(linde, "decide", "--item", "business contacts", "--outcome", "granted", number=2)
    done = ask(linde, "--number", 2, "--fulfil", "--person", "contact:1", "--yes")
    assert (done.exit_code, cell(linde, "SELECT count(*) FROM contacts")) == (0, 0), done.output
    assert record(linde, 2)["state"] == "carried out"


def test_marketing_and_consent_end_without_anybody_proving_who_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_in(tmp_path)
    linde = build(tmp_path, ROWS + CONTACTS + APPLIED, {**UNDO, **MARKETING, "policy": [
        *UNDO["policy"], *MARKETING["policy"]]})
    asks = (*INTEREST, linde, "--person", "contact:1")
    new(linde, "marketing", person="contact:1")
    assert "may be used" not in gestand(*asks).output
    done = fulfil(linde, "--yes", person="contact:1")
    assert (done.exit_code, cell(linde, "SELECT count(*) FROM contacts")) == (0, 0), done.output
    kept = gestand("suppress", "filter", linde, typed="cas@delinde.example\nx@y.example\n")
    assert kept.output == "x@y.example\n"
    assert new(linde, "withdrawal", person="applicant:1").exit_code == 1
    pool = ("may", "talent pool", linde, "--person", "applicant:1")
    assert "may be used" not in gestand(*pool).output
    done = ask(linde, "--number", 2, "--fulfil", "--person", "applicant:1", "--yes")
    assert (done.exit_code, record(linde, 2)["state"]) == (0, "carried out"), done.stderr
    assert cell(linde, "SELECT count(*) FROM applications") == 0
    assert gestand("verify", linde).exit_code == 0 and ask(linde).exit_code == 0


APPLIED = f"""
INSERT INTO vacancies VALUES (1, 'clerk', '2024-01-01', '{ONCE}', NULL, NULL);
INSERT INTO applications VALUES (1, 1, 'Eva', 'eva@delinde.example', 'dear', '{ONCE}', NULL, NULL,
  '{ONCE}', NULL);
UPDATE vacancies SET filled_on = '{TODAY - timedelta(days=60)}';
UPDATE applications SET received_on = '{TODAY - timedelta(days=90)}',
  pool_given_on = '{TODAY - timedelta(days=50)}';
"""


def test_what_was_not_there_is_filled_in_where_a_purpose_holds_it(linde: Path) -> None:
    run(linde, "UPDATE customers SET phone = NULL, street = NULL;"
               "INSERT INTO orders VALUES (1, 1, NULL, '2026-06-01', NULL)")
    words = ("apply", linde, "--person", "customer:1", "--yes", "--correct", "phone")
    done = gestand(*words, typed="06-2\n")
    assert (done.exit_code, "`phone` has no value, and becomes `06-2`" in done.output) == (0, True)
    assert rows(linde)["db.db.customers"][0][4:6] == ("06-2", None), done.output
    run(linde, "UPDATE customers SET phone = NULL, registered_on = '2010-01-01';"
               "UPDATE contracts SET ended_on = '2020-01-01';"
               "DELETE FROM orders; DELETE FROM invoices")
    late = gestand(*words, typed="06-2\n")
    assert (late.exit_code, "would have no ground" in late.stderr) == (2, True), late.output


def test_what_stands_in_several_columns_is_corrected_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_USER", "Bo")
    key_in(tmp_path)
    larger = ("phone: phone, street: address", "phone: address, street: address")
    linde = build(tmp_path, ROWS, {**UNDO, "datamap": [*UNDO["datamap"], larger]})
    run(linde, "UPDATE customers SET phone = 'Kade 1'")  # two columns with one value
    new(linde, "rectification")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "address", "--outcome", "granted")
    several = fulfil(linde, "--correct", "address", "--yes")
    assert "name one, as in `address:phone` (there are phone, street)" in several.stderr
    assert record(linde)["waits"] is False
    words = ("request", linde, "--number", 1, "--fulfil", "--person", "customer:1", "--yes")
    each = ("--correct", "address:street", "--correct", "address:phone")
    done = gestand(*words, *each, typed="Dijk 2\nZijl 3\n")
    assert (done.exit_code, record(linde)["state"]) == (0, "carried out"), done.output
    assert cell(linde, "SELECT phone || ', ' || street FROM customers") == "Zijl 3, Dijk 2"


def test_a_rectification_is_shown_first_and_reaches_every_live_copy(linde: Path) -> None:
    new(linde, "rectification")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "name", "--outcome", "granted")
    words = ("--number", 1, "--fulfil", "--person", "customer:1", "--correct")
    assert "`email` was not granted" in gestand("request", linde, *words, "email").stderr
    shown = gestand("request", linde, *words, "name", typed="Anna\nn\n")
    assert "`name` is `Ann`, and becomes `Anna`" in shown.output
    assert cell(linde, "SELECT name FROM customers") == "Ann"
    done = gestand("request", linde, *words, "name", "--yes", typed="Anna\n")
    assert (done.exit_code, record(linde)["state"]) == (0, "carried out"), done.output
    assert cell(linde, "SELECT name FROM customers") == "Anna"
    assert cell(linde, "SELECT bill_name FROM invoices") == "Ann"  # an issued invoice is frozen
    assert "add a supplement to it" in done.output
    undone = gestand("undo", "1", linde, "--yes")
    assert cell(linde, "SELECT name FROM customers") == "Ann", undone.output + undone.stderr
    assert gestand("verify", linde).exit_code == 0


def test_a_request_that_was_refused_after_all_waits_for_no_run(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(linde, CONTACTS)
    new(linde, "portability", person="contact:1")
    decided(linde, monkeypatch, ("everything", ""))
    out = ("--number", 1, "--fulfil", "--person", "contact:1", "--out", linde / "a.zip")
    found = gestand("request", linde, *out)
    assert "decide on the request anew" in found.stderr, found.output
    assert "[waits: " in ask(linde).output and "1-waits" in which(linde)
    monkeypatch.setenv("GESTAND_USER", "Bo")
    decided(linde, monkeypatch, ("everything", "20.1-not-given"))
    assert "[waits: " not in ask(linde).output and "1-waits" not in which(linde)


def which(folder: Path) -> list[str]:
    """Return what rings, by its name."""
    rings = gestand("alarms", folder, "--format", "json")
    return [one["which"] for one in json.loads(rings.stdout)]


def test_a_request_waits_visibly_for_a_store_and_others_go_on(
    linde: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GESTAND_PATIENCE", "0")
    for number, right in ((1, "erasure"), (2, "access")):
        new(linde, right)
        do(linde, "settle-identity", "--method", "signed-in", number=number)
        do(linde, "decide", "--item", "everything", "--outcome", "granted", number=number)
    with closing(sqlite3.connect(linde / "db.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # nobody else can write
        stopped = fulfil(linde, "--yes")
        assert (stopped.exit_code, record(linde)["state"]) == (2, "decided"), stopped.output
        assert "[waits: a run began and did not end" in ask(linde).output
        rings = gestand("alarms", linde, "--format", "json")
        (told,) = (r for r in json.loads(rings.stdout) if r["which"] == "1-waits")
        assert (told["press"], rings.exit_code) == ("today", 1)
        assert told["due"] < record(linde)["due_strict"]
        gave = ("--number", 2, "--fulfil", "--person", "customer:1", "--out", linde / "a.zip")
        assert gestand("request", linde, *gave).exit_code == 0
        assert record(linde, 2)["state"] == "carried out"
        other.execute("ROLLBACK")
    assert fulfil(linde, "--yes").exit_code == 0 and record(linde)["state"] == "carried out"
    assert cell(linde, "SELECT count(*) FROM customers WHERE email IS NOT NULL") == 0
    assert "waits" not in ask(linde).output + gestand("alarms", linde).output
    assert gestand("verify", linde).exit_code == 0


def test_only_what_the_person_gave_for_a_contract_goes_along(linde: Path) -> None:
    run(linde, "CREATE TABLE scraps (id INTEGER PRIMARY KEY, said TEXT)")
    path = linde / "privacy" / "datamap.yaml"
    scraps = '\ntables:\n  db.scraps: {not personal: "Not mapped yet"}\n'
    path.write_text(changed(path.read_text("utf-8"), "\ntables:\n", scraps), "utf-8")
    new(linde, "portability")
    do(linde, "settle-identity", "--method", "signed-in")
    do(linde, "decide", "--item", "everything", "--outcome", "granted")
    out = linde / "along.zip"
    done = fulfil(linde, "--out", out)
    assert (done.exit_code, record(linde)["state"]) == (0, "carried out"), done.output + done.stderr
    assert "Not looked into, since" in done.output and "1 table (`db.scraps`)" in done.output
    assert out.stat().st_mode & 0o777 == 0o600
    assert State.beside(linde).receipts()[-1]["not_mapped"] == ["db.scraps"]
    with zipfile.ZipFile(out) as given:
        members = {name: given.read(name) for name in given.namelist()}
    assert json.loads(members["manifest.json"])["not mapped"] == ["db.scraps"]
    customers = json.loads(members["data/db.customers.json"])
    assert customers["rows"] == [
        {"name": "Ann", "email": "ann@delinde.example", "phone": "06-1", "street": "Kade 1"}]
    # An invoice is held by a law, but for the address that the contract holds as well.
    assert json.loads(members["data/db.invoices.json"])["rows"] == [
        {"bill_name": "Ann", "sent_to": "ann@delinde.example"}]
    manifest, signed = json.loads(members["manifest.json"]), json.loads(members["manifest.sig"])
    digests = {name: one["sha256"] for name, one in manifest["members"].items()}
    assert digests == {n: sha256(b).hexdigest() for n, b in members.items() if "manifest" not in n}
    assert manifest["statement"] == "2024-01-01" and "to" not in manifest
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["public"])).verify(
        bytes.fromhex(signed["signature"]), b"gestand portability 1\n" + members["manifest.json"])
    schema = json.loads(members["schema.json"])["$defs"]["db.customers"]
    assert {*schema["properties"]["rows"]["items"]["properties"]} == {*customers["rows"][0]}
    assert gestand("verify", linde).exit_code == 0
