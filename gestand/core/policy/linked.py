"""A policy as linked data, in the terms of the Data Privacy Vocabulary (JSON-LD 1.1).

The context stands in the document, so that a reader needs nothing else. What the vocabulary
has no term for is said in words, per language, and never by a term that means something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from gestand.core.calendar import Period
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Basis, Cookie, Policy, Purpose, Recipient, Role, Words
from gestand.core.policy.safeguards import safeguard
from gestand.core.promises import slug
from gestand.core.vocabulary import Vocabulary

Json: TypeAlias = "str | list[Json] | dict[str, Json]"
Node: TypeAlias = dict[str, Json]


def to_linked_data(
    fillers: Mapping[str, Filler], titles: Words, vocabulary: Vocabulary
) -> Mapping[str, Json]:
    """Return a statement as one JSON-LD document.

    `fillers` answer for one and the same policy, in each of its languages; `titles` are those
    of the statement, as plain words.
    """
    return Writer(fillers, vocabulary).notice(titles)


@dataclass(frozen=True)
class Parts:
    """What a document about one purpose is made of: the context, the controller, the process."""

    context: Node
    controller: Node
    process: Node


def parts_of(fillers: Mapping[str, Filler], vocabulary: Vocabulary, purpose: str) -> Parts:
    """Return what is said of one purpose, in the terms of the vocabulary."""
    writer = Writer(fillers, vocabulary)
    return Parts(
        dict(sorted(vocabulary.prefixes.items())),
        writer.controller(),
        writer.process(writer.policy.purposes[purpose]),
    )


@dataclass(frozen=True)
class Writer:
    """Writes the parts of a policy in the terms of the vocabulary."""

    fillers: Mapping[str, Filler]
    vocabulary: Vocabulary

    @property
    def policy(self) -> Policy:
        return next(iter(self.fillers.values())).policy

    def notice(self, titles: Words) -> Node:
        policy = self.policy
        edition = next(iter(self.fillers.values())).edition
        return {
            "@context": dict(sorted(self.vocabulary.prefixes.items())),
            "@id": "#statement",
            "@type": "dpv:PrivacyNotice",
            "dct:title": self.words(titles),
            "dct:identifier": edition.version,
            "dct:valid": {"@type": "xsd:date", "@value": policy.effective.isoformat()},
            "dct:language": list(self.fillers),
            "dct:conformsTo": _named(self.vocabulary.version),
            "dpv:hasDataController": self.controller(),
            "dpv:hasRecipient": [self.recipient(one) for one in policy.regular_recipients.values()],
            "dpv:hasPersonalDataProcess": [self.process(one) for one in policy.purposes.values()],
            "dct:hasPart": [self.cookie(one) for one in policy.cookies.values()],
        }

    def words(self, words: Words | None) -> list[Json]:
        """Return words in the languages of the statement."""
        found = ((language, (words or {}).get(language)) for language in self.fillers)
        return [{"@language": language, "@value": word} for language, word in found if word]

    def controller(self) -> Node:
        one = self.policy.controller
        contact: list[Json] = [text for text in (one.email, one.phone) if text]
        found: Node = {
            "@id": "#controller",
            "@type": "dpv:DataController",
            "dpv:hasName": one.name,
            "dpv:hasContact": contact,
        }
        named = {"dpv:hasAddress": one.post, "dpv:hasIdentifier": one.register}
        return found | {term: text for term, text in named.items() if text}

    def recipient(self, one: Recipient) -> Node:
        processor = one.role is Role.PROCESSOR
        found: Node = {
            "@id": _recipient_id(one),
            "@type": ["dpv:Recipient", *(["dpv:DataProcessor"] if processor else [])],
            "dpv:hasName": one.name,
            "skos:prefLabel": self.words(self.policy.recipient_kinds.get(one.kind)),
            "dpv:hasPersonalData": [self.data(id_) for id_ in one.gets],
        }
        if one.country:
            # A safeguard is declared for transfers to a third country, and only for those.
            # Where it also reaches the data from elsewhere, one of the countries may be a third.
            third = one.tools and not one.access
            term = "dpv:hasThirdCountry" if third else "dpv:hasCountry"
            places: list[Json] = [_named(f"loc:{name}") for name in one.countries]
            found[term] = places if one.access else places[0]
        if one.tools:
            found["skos:note"] = self.words(safeguard(one))
        return found

    def process(self, purpose: Purpose) -> Node:
        """Return one purpose with all that a statement says of it."""
        receivers = self.fillers[next(iter(self.fillers))].recipients_of(purpose.id)
        return {
            "@id": f"#{slug(purpose.id)}",
            "@type": "dpv:PersonalDataProcess",
            "dpv:hasDataController": _named("#controller"),
            "dpv:hasPurpose": self.purpose(purpose),
            "dpv:hasLegalBasis": self.bases(purpose),
            "dpv:hasDataSubject": self.subjects(purpose),
            "dpv:hasPersonalData": [
                {
                    **self.data(item.category),
                    "dpv:hasNecessity": _named("dpv:Optional" if item.optional else "dpv:Required"),
                }
                for item in purpose.data
            ],
            "dpv:hasStorageCondition": self.storage(purpose),
            "dpv:hasRecipient": [_named(_recipient_id(one)) for one in receivers],
            "dpv:hasRight": [_named(term) for term in self.vocabulary.rights[purpose.basis]],
        }

    def purpose(self, purpose: Purpose) -> Node:
        kinds = ["dpv:Purpose", *purpose.dpv]
        if purpose.basis is Basis.LAW:
            kinds.append("dpv:LegalCompliance")
        if purpose.marketing:
            kinds.append("dpv:DirectMarketing")
        return {"@type": _types(kinds), "skos:prefLabel": self.words(purpose.title)}

    def bases(self, purpose: Purpose) -> list[Json]:
        described = self.words(purpose.basis_words)
        words: Node = {"dct:description": described} if described else {}
        return [{"@type": term, **words} for term in self.vocabulary.bases[purpose.basis]]

    def subjects(self, purpose: Purpose) -> list[Json]:
        about = (self.policy.subjects.get(kind) for kind in purpose.about)
        named: list[Json] = [
            {"@type": "dpv:DataSubject", "skos:prefLabel": self.words(words)} for words in about
        ]
        return named or [{"@type": "dpv:DataSubject"}]

    def data(self, id_: str) -> Node:
        """Return a category with the categories that it stands for as its parts."""
        category = self.policy.categories[id_]
        found: Node = {
            "@type": _types(["dpv:PersonalData", *category.dpv]),
            "skos:prefLabel": self.words(category.words),
        }
        if category.never:
            found["skos:scopeNote"] = self.without(category.never)
        if category.contains:
            found["dct:hasPart"] = [self.data(inner) for inner in category.contains]
        return found

    def without(self, never: Iterable[Words]) -> list[Json]:
        """Return what a category never holds, in the words of each language."""
        said: dict[str, str] = {}
        for language, filler in self.fillers.items():
            listed = [words[language] for words in never if language in words]
            if listed:
                said[language] = filler.grammar.exclusion.format(filler.grammar.one_of(listed))
        return self.words(said)

    def storage(self, purpose: Purpose) -> Node:
        kept = {language: one.keep(purpose.id) or "" for language, one in self.fillers.items()}
        return {
            "@type": "dpv:StorageDuration",
            "dct:description": self.words(kept),
            "dpv:hasDuration": _duration(purpose.keep.period),
        }

    def cookie(self, one: Cookie) -> Node:
        kinds = {lang: f.cookie_class(one) for lang, f in self.fillers.items()}
        lifetimes = {language: f.lifetime(one) for language, f in self.fillers.items()}
        found: Node = {
            "@type": "tech:Cookie",
            "dct:title": one.name,
            "dct:description": self.words(one.purpose),
            "dct:coverage": one.host,
            # The vocabulary has no classes of cookies.
            "dct:type": one.kind.value,
            "skos:note": [*self.words(kinds), *self.words(lifetimes)],
        }
        return found | ({"dpv:hasDuration": _duration(one.lifetime)} if one.lifetime else {})


def _named(iri: str) -> Node:
    return {"@id": iri}


def _types(terms: Iterable[str]) -> list[Json]:
    return list(dict.fromkeys(terms))


def _recipient_id(one: Recipient) -> str:
    return f"#recipient-{slug(one.id)}"


def _duration(period: Period) -> Node:
    """Return a period as XML Schema writes it, which knows no weeks."""
    days = period.weeks * 7 + period.days
    same = Period(period.years, period.months, 0, days)
    return {
        "@type": "dpv:TemporalDuration",
        "rdf:value": {"@type": "xsd:duration", "@value": str(same)},
    }
