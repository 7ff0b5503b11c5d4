"""The registers of processing as linked data, in the terms of the Data Privacy Vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from gestand.core.policy.fill import Filler
from gestand.core.policy.linked import Json, Node, Writer
from gestand.core.policy.model import Party, Processing, Purpose, Words
from gestand.core.policy.registers import Register
from gestand.core.promises import slug
from gestand.core.vocabulary import Vocabulary


def to_linked_registers(
    fillers: Mapping[str, Filler], titles: Words, vocabulary: Vocabulary, day: date
) -> Node:
    """Return all registers as one JSON-LD document, in the languages of `fillers`."""
    writer = Writer(fillers, vocabulary)
    policy, edition = writer.policy, next(iter(fillers.values())).edition
    measures = _measures(writer, policy.measures)
    secured: Node = {"dpv:hasTechnicalOrganisationalMeasure": measures}
    return {
        "@context": dict(sorted(vocabulary.prefixes.items())),
        "@id": "#registers",
        "@type": "dpv:RecordsOfActivities",
        "dct:title": writer.words(titles),
        "dct:identifier": edition.version,
        "dct:date": {"@type": "xsd:date", "@value": day.isoformat()},
        "dct:language": list(fillers),
        "dct:conformsTo": {"@id": vocabulary.version},
        "dpv:hasDataController": [_controller(writer), *map(_joint, policy.controller.joint)],
        "dpv:hasRecipient": [writer.recipient(one) for one in policy.recipients.values()],
        "dpv:hasPersonalDataProcess": [
            {**writer.process(one), **(secured if measures else {}), **_answered_for(one)}
            for one in policy.purposes.values()
        ],
        "dct:hasPart": [_processing(writer, one) for one in policy.processing.values()],
    }


def linked_logs(logs: Mapping[str, Sequence[Register]]) -> list[Json]:
    """Return logs as parts of the document, from the tables of each language.

    A log has no terms of its own in the vocabulary: each row says, in words, what its columns say.
    """
    first = next(iter(logs.values()))
    return [_log([(lang, found[number]) for lang, found in logs.items()])
            for number in range(len(first))]


def _log(told: Sequence[tuple[str, Register]]) -> Node:
    _, log = told[0]
    titles: list[Json] = [{"@language": lang, "@value": one.title} for lang, one in told]
    rows: list[Json] = []
    for number in range(len(log.rows)):
        said: list[Json] = [
            {"@language": lang, "@value": _in_words(one, number)} for lang, one in told
        ]
        name = f"#log-{log.id}-{number + 1}"
        rows.append({"@id": name, "dct:title": log.rows[number][0], "dct:description": said})
    return {"@id": f"#log-{log.id}", "dct:title": titles, "dct:hasPart": rows}


def _in_words(log: Register, number: int) -> str:
    pairs = zip(log.heads, log.rows[number], strict=True)
    return "; ".join(f"{head}: {cell}" for head, cell in pairs if cell)


def _controller(writer: Writer) -> Node:
    one, found = writer.policy.controller, writer.controller()
    if one.officer is not None:
        found["dpv:hasDataProtectionOfficer"] = _party(one.officer, "dpv:DataProtectionOfficer")
    if one.representative is not None:
        found["dpv:hasRepresentative"] = _party(one.representative, "dpv:Representative")
    return found


def _joint(name: str) -> Node:
    return {"@type": "dpv:DataController", "dpv:hasName": name}


def _party(one: Party, kind: str) -> Node:
    contact: list[Json] = [text for text in (one.email, one.phone) if text]
    found: Node = {"@type": kind, "dpv:hasName": one.name}
    named: Mapping[str, Json] = {"dpv:hasContact": contact, "dpv:hasAddress": one.post}
    return found | {term: told for term, told in named.items() if told}


def _measures(writer: Writer, names: Iterable[str]) -> list[Json]:
    return [
        {
            "@type": "dpv:TechnicalOrganisationalMeasure",
            "skos:prefLabel": writer.words(writer.policy.measures[name]),
        }
        for name in names
    ]


def _answered_for(one: Purpose) -> Node:
    """Return who answers for a processing, when somebody looked again, and what is said of a DPIA.

    The statement says none of this: it is for the register alone.
    """
    found: Node = {}
    if one.owner:
        found["dpv:hasResponsibleEntity"] = {
            "@type": "dpv:OrganisationalUnit", "dpv:hasName": one.owner,
        }  # fmt: skip
    if one.reviewed:
        day: Node = {"@type": "xsd:date", "@value": one.reviewed.isoformat()}
        found["dpv:hasOrganisationalMeasure"] = {"@type": "dpv:ReviewProcedure", "dct:date": day}
    if one.dpia:
        # What is said may be why none is needed: that is an assessment, and no DPIA.
        found["dpv:hasAssessment"] = {"@type": "dpv:Assessment", "dct:description": one.dpia}
    return found


def _processing(writer: Writer, one: Processing) -> Node:
    """Return what is done for customers: they are the controllers, the organisation is not."""
    data: Node = {"@type": "dpv:PersonalData"}
    people: Node = {"@type": "dpv:DataSubject"}
    label = "skos:prefLabel"
    measures = _measures(writer, one.measures or writer.policy.measures)
    return {
        "@id": f"#for-customers-{slug(one.id)}",
        "@type": "dpv:PersonalDataProcess",
        "dpv:hasDataProcessor": {"@id": "#controller"},
        "dpv:hasDataController": {
            "@type": "dpv:DataController", label: writer.words(one.customers),
        },
        "dpv:hasPurpose": {"@type": "dpv:Purpose", label: writer.words(one.title)},
        "dpv:hasPersonalData": data | ({label: writer.words(one.data)} if one.data else {}),
        "dpv:hasDataSubject": people | ({label: writer.words(one.people)} if one.people else {}),
        "dpv:hasRecipient": [{"@id": f"#recipient-{slug(n)}"} for n in one.sub_processors],
        "dpv:hasTechnicalOrganisationalMeasure": measures,
    }  # fmt: skip
