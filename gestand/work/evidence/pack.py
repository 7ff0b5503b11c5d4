"""Pack what an organisation promises, and the evidence that it is kept, for a third party.

Nothing is changed and nothing is recorded. The pack is verified by its own verifier before it gets
its name: what is handed over holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from gestand import __version__
from gestand.core.assessing import Pointer, pointers
from gestand.core.findings import Finding
from gestand.core.informing import Looked, checklist
from gestand.core.ledger import Head, canonical, part
from gestand.core.policy.labels import LABELS
from gestand.core.policy.published import to_markdown
from gestand.core.policy.statement import check_statements
from gestand.errors import CannotRun
from gestand.work.answer.archive import Archive, archive, beside, digest_of, put_in_place
from gestand.work.answer.tables import encoded
from gestand.work.company import NotClean
from gestand.work.editions import policy_file, versions_of
from gestand.work.evidence import told
from gestand.work.evidence.verifier import (
    HEAD,
    LEDGER,
    MANIFEST,
    RECEIPT,
    SIGNATURE,
    SIGNED,
    VERSION,
    Pack,
    look,
)
from gestand.work.inspection import NO_TEXT, Inspection
from gestand.work.journal import RECEIPT as OF_RECEIPT
from gestand.work.journal import Journal
from gestand.work.kept_versions import as_published, files_in
from gestand.work.linting import reading, the_rules
from gestand.work.papers import papers
from gestand.work.promises_told import about_of, as_json
from gestand.work.prove import Proved, prove
from gestand.work.publish import check_publication
from gestand.work.records_of_processing import Wanted, compose
from gestand.work.registers import OVERRIDES
from gestand.work.said import Entry
from gestand.work.verify import look_through

VERIFIER = "verify.py"


@dataclass(frozen=True)
class Asked:
    """Which pack: where it goes, from which day on the ledger stands in it, in which language.

    `since` is a day of the controller; without it all of the ledger stands in the pack.
    """

    out: Path
    since: date | None = None
    language: str = ""
    replace: bool = False


@dataclass(frozen=True)
class Packed:
    """What was packed: how many files, entries and receipts, and what was found for it.

    The files are those of the manifest, which the verifier counts as well.
    """

    files: int
    entries: int
    receipts: int
    public: str
    digest: str
    proved: tuple[Proved, ...]
    looked: tuple[Looked, ...]
    pointers: tuple[Pointer, ...]
    overrides: int


@dataclass
class _Segment:
    """The part of a ledger that is packed, as it is written: `before` is the link before it."""

    first: int
    before: str
    last: int = 0
    receipts: dict[int, None] = field(default_factory=dict)


def pack(inspection: Inspection, journal: Journal, asked: Asked) -> Packed:
    """Write a pack of evidence to a ZIP file.

    What a statement should say and does not stands in it. Raises NotClean where policy or data map
    have findings, or no text can be made of a statement, and CannotRun where the ledger does
    not hold or was not begun, for a day to come, or where the file cannot be written.
    """
    _refuse_to_come(asked.since, inspection.on)
    findings = _unpublished(inspection)
    inside = journal.heads.inside()
    wrong = look_through(journal).wrong
    if wrong or inside is None:
        message = f"the ledger does not hold: {wrong[0] if wrong else 'it has no head'}; "
        message += "`gestand verify` looks at all of it"
        raise CannotRun(message)
    found = _Found.of(inspection, asked.language, findings)
    with beside(asked.out, replace=asked.replace) as path:
        with archive(path, asked.out) as zipped:
            for name, content in found.files(journal.seal.public):
                _add(zipped, name, content)
            segment = _ledger(zipped, journal, inside.head, _moment(inspection, asked.since))
            _receipts(zipped, journal, segment)
            _manifest(zipped, inspection, journal, (segment, inside.head.ledger))
        _refuse_what_does_not_hold(path, journal)
        digest, members = digest_of(path), len(zipped.members) - len((MANIFEST, SIGNATURE))
        put_in_place(path, asked.out, replace=asked.replace)
    entries = segment.last - segment.first + 1
    counts = (members, entries, len(segment.receipts), journal.seal.public, digest)
    rest = (found.proved, found.looked, found.pointers, len(found.overrides))
    return Packed(*counts, *rest)


def _unpublished(inspection: Inspection) -> list[Finding]:
    """Return why the statement could not be published as it is; other findings raise NotClean."""
    project, policy = inspection.project, inspection.policy
    findings = check_publication(project, inspection.on)
    of_statements = {*check_statements(policy, project.statements)}
    if any(one not in of_statements or one.code in NO_TEXT for one in findings):
        raise NotClean(findings, unreadable=project.unreadable)
    return findings


@dataclass(frozen=True)
class _Found:
    """What was found of an organisation for its pack."""

    inspection: Inspection
    language: str
    findings: Sequence[Finding]
    proved: tuple[Proved, ...]
    looked: tuple[Looked, ...]
    pointers: tuple[Pointer, ...]
    overrides: tuple[Entry, ...]

    @classmethod
    def of(cls, inspection: Inspection, language: str, findings: Sequence[Finding]) -> _Found:
        """Look at all promises, and at what the statement tells."""
        language = language or inspection.policy.controller.languages[0]
        read = reading(inspection.project, inspection.policy, inspection.on)
        return cls(
            inspection,
            language,
            findings,
            tuple(prove(inspection, language)),
            tuple(checklist(read, told.the_items(), the_rules().rules)),
            tuple(pointers(read, told.the_criteria())),
            tuple(inspection.state.lines(OVERRIDES)),
        )

    def files(self, public: str) -> Iterator[tuple[str, bytes]]:
        """Yield every file but those of the ledger, by its name."""
        yield from self._declared()
        yield from self._published()
        about = about_of(self.inspection, self.proved, self.language)
        yield "promises.json", encoded(as_json(self.proved, self.language, about))
        yield from self._looked_at()
        project, policy = self.inspection.project, self.inspection.policy
        wanted = Wanted(self.inspection.on, policy.controller.languages)
        registers = compose(project, policy, self.inspection.datamap, wanted)
        yield from ((f"registers/{name}", content) for name, content in registers.items())
        for name, content in papers(project.root, policy):
            yield f"papers/{name}", content
        whose = {
            "organisation": policy.controller.name,
            "day": self.inspection.on.isoformat(),
            "public": public,
        }
        for language in told.LANGUAGES:
            yield f"README.{language}.md", encoded(told.readme(language, whose))
        yield VERIFIER, (files(__package__) / "verifier.py").read_bytes()

    @property
    def _folder(self) -> PurePosixPath:
        return PurePosixPath(policy_file(self.inspection.declared)).parent

    def _declared(self) -> Iterator[tuple[str, bytes]]:
        for name, text in self.inspection.project.sources.items():
            yield f"declaration/{PurePosixPath(name).relative_to(self._folder)}", encoded(text)

    def _published(self) -> Iterator[tuple[str, bytes]]:
        one = self.inspection
        for version in as_published(one.declared, one.every_version):
            for language in version.languages:
                labels = LABELS[language]
                text = to_markdown(version.document(language), labels.version, labels.effective)
                yield f"statement/{version.policy.effective}.{language}.md", encoded(text)
        for path in files_in(one.project.privacy):
            yield VERSION.format(path.name), path.read_bytes()
        yield "overrides.json", _json(list(self.overrides))

    def _looked_at(self) -> Iterator[tuple[str, bytes]]:
        one, criteria = self.inspection, told.the_criteria()
        read, folder = reading(one.project, one.policy, one.on), f"{self._folder}/"
        yield "findings.json", _json(told.findings_told(self.findings, folder))
        yield "lint.json", _json(told.lint_told(read, the_rules(), folder))
        yield "checklist.json", _json(told.checklist_told(self.looked, folder))
        yield "assessment.json", _json(told.pointers_told(self.pointers, criteria))
        for language in told.LANGUAGES:
            page = told.checklist_page(self.looked, language, folder)
            yield f"checklist.{language}.md", encoded(page)
            page = told.pointers_page(self.pointers, criteria, language)
            yield f"assessment.{language}.md", encoded(page)


def _ledger(zipped: Archive, journal: Journal, head: Head, since: datetime | None) -> _Segment:
    """Write the entries up to a head, from the first that was written at or after `since`."""
    segment, spool = _Segment(head.number + 1, head.link), zipped.spool()
    for before, entry in part(journal.ledger.entries(), head.number, since):
        if not segment.last:
            segment.first, segment.before = entry.number, before
        spool.write(encoded(canonical({**entry._asdict(), "before": before}) + "\n"))
        segment.last = entry.number
        if entry.kind == OF_RECEIPT:
            segment.receipts[json.loads(entry.told)["receipt"]] = None
    segment.last = head.number
    zipped.add_spool(zipped.name(LEDGER), spool)
    _add(zipped, HEAD, encoded(canonical(asdict(head)) + "\n"))
    return segment


def _receipts(zipped: Archive, journal: Journal, segment: _Segment) -> None:
    for number in segment.receipts:
        receipt = journal.state.receipt(number)
        if receipt is not None:
            _add(zipped, RECEIPT.format(number), _json(receipt))


def _manifest(
    zipped: Archive, inspection: Inspection, journal: Journal, ledger: tuple[_Segment, str]
) -> None:
    policy, (segment, id_) = inspection.policy, ledger
    version = versions_of(inspection.project, policy, inspection.on)[-1].edition.version
    text = canonical(
        {
            "evidence": 1,
            "gestand": __version__,
            "organisation": policy.controller.name,
            "at": inspection.at.isoformat(timespec="seconds"),
            "statement": policy.effective.isoformat(),
            "version": version,
            "signed_by": journal.seal.public,
            "ledger": {
                "id": id_,
                "first": segment.first,
                "last": segment.last,
                "before": segment.before,
            },
            "members": {
                name: {"bytes": size, "sha256": digest}
                for name, (digest, size) in zipped.members.items()
            },
        }
    )
    manifest, seal = encoded(text + "\n"), journal.seal
    _add(zipped, MANIFEST, manifest)
    signed = {"public": seal.public, "signature": seal.sign(SIGNED + manifest)}
    _add(zipped, SIGNATURE, encoded(canonical({"algorithm": "Ed25519", **signed}) + "\n"))


def _refuse_what_does_not_hold(path: Path, journal: Journal) -> None:
    wrong = look(Pack.at(path), journal.seal.public).wrong
    for file, (why, *_) in wrong.items():
        message = f"the pack does not hold ({file}: {why}), so it was not kept: another program "
        message += "may have written meanwhile, so try again, and then look at `gestand verify`"
        raise CannotRun(message)


def _refuse_to_come(since: date | None, today: date) -> None:
    """Refuse a day of which the ledger can tell nothing: a pack without entries looks whole."""
    if since is not None and since > today:
        message = f"{since} is still to come, and the ledger tells nothing of it: from which day "
        message += f"on is it wanted? {today} is the last that can be"
        raise CannotRun(message)


def _moment(inspection: Inspection, since: date | None) -> datetime | None:
    zone = ZoneInfo(inspection.policy.controller.zone)
    return None if since is None else datetime.combine(since, time(), zone)


def _add(zipped: Archive, name: str, content: bytes) -> None:
    spool = zipped.spool()
    spool.write(content)
    zipped.add_spool(zipped.name(*name.split("/")), spool)


def _json(value: Mapping[str, Any] | Sequence[Any]) -> bytes:
    return encoded(json.dumps(value, indent=1, ensure_ascii=False) + "\n")
