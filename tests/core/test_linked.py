"""The statement as linked data: read by a library that knows nothing of us, and whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from gestand.core.policy.fill import Filler
from gestand.core.policy.linked import to_linked_data
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.words import GRAMMARS
from gestand.core.vocabulary import check_terms, parse_vocabulary
from gestand.demo.noorderlicht.generate import HERE
from tests.core.small import POLICY, changed, codes, told
from tests.core.small_statement import EDITION, policy_of

# The library's own reader of JSON-LD uses a class that the library has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

TERMS = (Path(__file__).parents[2] / "gestand" / "work" / "dated" / "dpv.json").read_text("utf-8")
VOCABULARY = parse_vocabulary(TERMS)
EXAMPLE = (HERE / "privacy" / "policy.yaml").read_text("utf-8")
SITE = "https://site.example/statement.jsonld"
DPV = Namespace(VOCABULARY.prefixes["dpv"])
TITLES = {"nl": "Privacyverklaring", "en": "Privacy statement"}
LANGUAGES = {"nl", "en"}


def linked(text: str = POLICY) -> Mapping[str, Any]:
    policy = policy_of(text)
    fillers = {language: Filler(policy, GRAMMARS[language], EDITION) for language in ("nl", "en")}
    return to_linked_data(fillers, TITLES, VOCABULARY)


def graph(text: str = POLICY) -> Graph:
    return Graph().parse(data=json.dumps(linked(text)), format="json-ld", publicID=SITE)


def processes(data: Graph) -> list[Node]:
    return list(data.subjects(RDF.type, DPV.PersonalDataProcess))


def one(data: Graph, subject: Node, term: URIRef) -> Node:
    (found,) = data.objects(subject, term)
    return found


def languages(data: Graph, subject: Node, term: URIRef) -> set[str | None]:
    return {word.language for word in data.objects(subject, term) if isinstance(word, Literal)}


def keys(value: Any) -> Iterator[str]:
    """Yield every key of the document outside its context."""
    if isinstance(value, list):
        for inner in value:
            yield from keys(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner) if key != "@context" else ()


def test_every_key_is_a_term_that_the_context_knows() -> None:
    prefixes = linked(EXAMPLE)["@context"]
    strange = [key for key in keys(linked(EXAMPLE)) if not key.startswith("@")]
    assert {key.partition(":")[0] for key in strange} <= prefixes.keys()


def test_every_term_of_the_vocabulary_was_looked_up() -> None:
    data = graph(EXAMPLE)
    known = {
        URIRef(VOCABULARY.prefixes[prefix] + name)
        for prefix, name in (term.split(":") for term in VOCABULARY.terms)
    }
    ours = tuple(VOCABULARY.prefixes[name] for name in ("dpv", "eu-gdpr", "pd", "tech"))
    used = {term for triple in data for term in triple if str(term).startswith(ours)}
    assert used
    assert used - known - {URIRef(VOCABULARY.version)} == set()


def test_the_notice_names_its_controller_version_and_day() -> None:
    data = graph()
    (notice,) = data.subjects(RDF.type, DPV.PrivacyNotice)
    assert notice == URIRef(f"{SITE}#statement")
    assert one(data, notice, DCTERMS.identifier) == Literal(EDITION.version)
    assert one(data, notice, DCTERMS.valid) == Literal("2026-12-01", datatype=XSD.date)
    assert languages(data, notice, DCTERMS.title) == LANGUAGES
    assert one(data, notice, DCTERMS.conformsTo) == URIRef("https://w3id.org/dpv/2.3")
    assert one(data, one(data, notice, DPV.hasDataController), DPV.hasName) == Literal("De Es B.V.")
    assert set(data.objects(notice, DPV.hasPersonalDataProcess)) == set(processes(data))


@pytest.mark.parametrize("text", [POLICY, EXAMPLE], ids=["small", "example"])
def test_every_purpose_is_whole(text: str) -> None:
    data = graph(text)
    assert len(processes(data)) == len(policy_of(text).purposes)
    for process in processes(data):
        assert one(data, process, DPV.hasDataController) == URIRef(f"{SITE}#controller")
        assert languages(data, one(data, process, DPV.hasPurpose), SKOS.prefLabel) == LANGUAGES
        bases = [one(data, b, RDF.type) for b in data.objects(process, DPV.hasLegalBasis)]
        assert bases
        assert all(str(b).startswith(VOCABULARY.prefixes["eu-gdpr"] + "A6-1-") for b in bases)
        assert list(data.objects(process, DPV.hasDataSubject))
        assert list(data.objects(process, DPV.hasRight))
        for receiver in data.objects(process, DPV.hasRecipient):
            assert one(data, receiver, DPV.hasName)


@pytest.mark.parametrize("text", [POLICY, EXAMPLE], ids=["small", "example"])
def test_all_data_and_periods_are_whole(text: str) -> None:
    data = graph(text)
    for process in processes(data):
        items = list(data.objects(process, DPV.hasPersonalData))
        assert items
        for item in items:
            assert languages(data, item, SKOS.prefLabel) == LANGUAGES
            assert one(data, item, DPV.hasNecessity) in {DPV.Required, DPV.Optional}
        kept = one(data, process, DPV.hasStorageCondition)
        assert languages(data, kept, DCTERMS.description) == LANGUAGES
        period = one(data, one(data, kept, DPV.hasDuration), RDF.value)
        assert isinstance(period, Literal)
        assert period.datatype == XSD.duration
        assert re.fullmatch(r"P(\d+Y)?(\d+M)?(\d+D)?(?<!P)", str(period))


def process_of(data: Graph, name: str) -> URIRef:
    found = URIRef(f"{SITE}#{name}")
    assert found in processes(data)
    return found


def test_weeks_are_days_in_a_duration() -> None:
    data = graph(changed(POLICY, "for: P6M", "for: P4W"))
    kept = one(data, process_of(data, "order"), DPV.hasStorageCondition)
    assert str(one(data, one(data, kept, DPV.hasDuration), RDF.value)) == "P28D"


def test_rights_and_basis_belong_together() -> None:
    data = graph()
    gdpr = VOCABULARY.prefixes["eu-gdpr"]

    def rights(name: str) -> set[str]:
        terms = data.objects(process_of(data, name), DPV.hasRight)
        return {str(term).removeprefix(gdpr) for term in terms}

    common = {"A15", "A16", "A17", "A18", "A77"}
    assert rights("order") == common | {"A20"}
    assert rights("tax") == common
    assert rights("news-letter") == common | {"A20", "A7-3"}


def test_a_category_has_its_parts_and_what_it_never_holds() -> None:
    words = json.dumps(linked(), ensure_ascii=False)
    assert '"dct:hasPart": [{"@type": ["dpv:PersonalData"]' in words
    assert '"skos:scopeNote": [{"@language": "nl", "@value": "geen kaartnummer"}' in words


TOOL = "tool: {scc: c2p, signed: 2025-02-01, assessed: 2026-01-10}"


def test_a_transfer_names_the_third_country_and_the_safeguard_in_words() -> None:
    abroad = changed(POLICY, "country: NL", f"country: US, {TOOL}")
    data = graph(abroad)
    receiver = URIRef(f"{SITE}#recipient-example-printer")
    assert one(data, receiver, DPV.hasThirdCountry) == URIRef(VOCABULARY.prefixes["loc"] + "US")
    tool = Literal("standard contractual clauses of the European Commission", lang="en")
    assert tool in set(data.objects(receiver, SKOS.note))
    assert not list(data.objects(receiver, DPV.hasCountry))
    assert DPV.DataProcessor in set(data.objects(receiver, RDF.type))


def test_a_purpose_has_the_terms_that_the_policy_gives_it() -> None:
    data = graph(changed(POLICY, "  tax:\n", '  tax:\n    is: "dpv:AccountManagement"\n'))
    purpose = one(data, process_of(data, "tax"), DPV.hasPurpose)
    assert set(data.objects(purpose, RDF.type)) == {
        DPV.Purpose, DPV.AccountManagement, DPV.LegalCompliance,
    }  # fmt: skip


def test_a_term_whose_prefix_is_not_known_is_a_finding() -> None:
    findings = list(check_terms(policy_of(changed(POLICY, "pd:Name", "pds:Name")), VOCABULARY))
    assert codes(findings) == {"G219"}
    assert "`pds:Name` is not known; use one of `dct`" in told(findings, "G219")
    assert list(check_terms(policy_of(EXAMPLE), VOCABULARY)) == []
    _, mistakes = parse_policy(
        changed(POLICY, "  tax:\n", "  tax:\n    is: tax law\n"), "policy.yaml"
    )
    assert "G203" in codes(mistakes)
