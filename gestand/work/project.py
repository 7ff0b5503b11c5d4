"""Load an organisation's own files: policy, older versions, data map, statements.

What cannot be opened or read becomes a finding; loading never raises.
"""

from __future__ import annotations

import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from gestand.core.datamap.model import DataMap
from gestand.core.datamap.parse import parse_datamap
from gestand.core.datamap.unmapped import unmapped
from gestand.core.document import LARGEST, decode, too_large
from gestand.core.facts import Fact
from gestand.core.findings import Finding, Span
from gestand.core.officers import parse_officers
from gestand.core.policy.law import Law, check_law, parse_law
from gestand.core.policy.model import Policy
from gestand.core.policy.parse import parse_policy
from gestand.core.policy.statement import Statement, check_readable, parse_statement
from gestand.core.proposals import Proposal, proposals
from gestand.core.recorded import Known, parse_facts
from gestand.core.roles import Officer
from gestand.core.vocabulary import check_terms
from gestand.errors import CannotRun
from gestand.work.dated import dated, vocabulary

CODES = {
    "G101": "a file cannot be opened",
    "G130": "the versions of the policy do not follow one another",
}

FACTS = "facts.yaml"
"""The file in which an organisation keeps facts about people."""

DATAMAP = "datamap.yaml"
"""The file that says where data stand, and whose they are."""

OFFICERS = "officers.yaml"
"""The file that says who signs in to the pages for officers."""


@dataclass(frozen=True)
class Earlier:
    """An older version: its policy, the file it stands in, and its text in each language.

    The texts stand in a folder with the name of the file, and may not have been kept. What is
    wrong with them stops no plan, so their findings stand here.
    """

    policy: Policy
    file: str
    statements: Mapping[str, Statement]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Facts:
    """The facts about people that stand beside the policy, and their file as it was read."""

    path: Path
    told: tuple[Fact, ...] = ()
    digest: str = ""

    def still_stand(self) -> bool:
        """Tell whether the file is the one that was read; it may not have been there at all."""
        return _digest(self.path) == self.digest


@dataclass(frozen=True)
class Project:
    """What an organisation has written, as far as it could be read.

    `policy` and `datamap` may be there while `findings` say that parts of them could not be
    read: no plan may be made then. `versions` are all policies, oldest first, the current one
    last, and `earlier` the older ones with their texts; `sources` holds the text of every
    file, by the name that findings give it, but for that of the facts about people. `privacy` is
    the folder of the policy. `officers` are those who sign in to the website; None without a file
    that names them. `file` is that of the policy, where an older version stands in for it.
    """

    root: Path
    policy: Policy | None
    versions: tuple[Policy, ...]
    earlier: tuple[Earlier, ...]
    datamap: DataMap | None
    statements: Mapping[str, Statement]
    findings: tuple[Finding, ...]
    unreadable: bool
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    facts: Facts = field(default_factory=lambda: Facts(Path(FACTS)))
    privacy: Path = Path("privacy")
    officers: tuple[Officer, ...] | None = None
    file: str = ""

    @cached_property
    def proposed(self) -> tuple[Proposal, ...]:
        """The lines of policy and data map that nobody has confirmed yet."""
        names = [path.as_posix() for path in _declared(self.privacy)]
        return proposals({name: self.sources[name] for name in names if name in self.sources})

    @cached_property
    def unmapped(self) -> tuple[str, ...]:
        """The tables that nobody has looked into yet: nothing is planned, told or removed there."""
        return unmapped(self.datamap, self.proposed) if self.datamap else ()

    @property
    def zone(self) -> str:
        """The controller's time zone; UTC where that cannot be read."""
        return self.policy.controller.known_zone if self.policy else "UTC"

    def declared(self) -> tuple[Policy, DataMap]:
        """Return policy and data map, which may have findings; CannotRun where one is not read."""
        if self.policy is None or self.datamap is None or self.unreadable:
            message = "policy and data map cannot be read: `gestand check` tells why"
            raise CannotRun(message)
        return self.policy, self.datamap


def load(directory: Path) -> Project:
    """Load the project in `directory`: the folder that holds `privacy/`, or `privacy` itself."""
    root, privacy = _places(directory)
    shelf = _Shelf()
    policy = shelf.policy(privacy / "policy.yaml")
    datamap = shelf.datamap(privacy / DATAMAP)
    if policy is not None:
        shelf.findings += check_law(policy, the_law(), (privacy / "policy.yaml").as_posix())
        shelf.findings += check_terms(policy, vocabulary())
    earlier = _versions(shelf, privacy / "versions", policy)
    statements = [shelf.statement(path) for path in _files(privacy / "statement", ".md")]
    versions = (*(one.policy for one in earlier), policy) if policy else ()
    facts = Facts(privacy / FACTS, digest=_digest(privacy / FACTS))
    if versions and datamap is not None and FACTS in {p.name for p in _files(privacy, FACTS)}:
        known = Known.of(versions, {k: s.table is not None for k, s in datamap.subjects.items()})
        facts = replace(facts, told=shelf.facts(facts.path, known))
    officers = None
    if _files(privacy, OFFICERS):
        officers = shelf.officers(privacy / OFFICERS, datamap.subjects if datamap else None)
    return Project(
        root=root,
        policy=policy,
        versions=versions,
        earlier=tuple(earlier),
        datamap=datamap,
        statements={s.language: s for s in statements if s is not None},
        findings=tuple(shelf.findings),
        unreadable=shelf.unreadable,
        sources=shelf.sources,
        facts=facts,
        privacy=privacy,
        officers=officers,
    )


def load_version(path: Path) -> Earlier | None:
    """Return the version in a policy file, with the texts in the folder of its name.

    None where it cannot be read as a policy, or a part of it cannot.
    """
    shelf = _Shelf()
    policy = shelf.policy(path)
    return _earlier(shelf, policy, path) if policy is not None and not shelf.findings else None


def read_datamap(text: str, file: str) -> DataMap | None:
    """Return the data map in a text; None where it has findings."""
    datamap, findings = _datamap(text, file)
    return None if findings else datamap


def holds_policy(directory: Path) -> bool:
    """Tell whether `load` would find a policy in `directory`."""
    return bool(_files(_places(directory)[1], "policy.yaml"))


def check_earlier(project: Project) -> list[Finding]:
    """Return why the text of an older version cannot be shown."""
    findings = [finding for one in project.earlier for finding in one.findings]
    for one in project.earlier:
        findings += check_readable(one.policy, one.statements)
    return findings


def left_open(directory: Path) -> tuple[Proposal, ...]:
    """Return the lines of policy and data map that are proposed, and that nobody confirmed."""
    privacy, shelf = _places(directory)[1], _Shelf()
    read = {path.as_posix(): shelf._text(path) for path in _declared(privacy)}
    if shelf.unreadable:
        message = f"{privacy} has no policy and data map that can be read"
        raise CannotRun(message)
    return proposals({file: text for file, text in read.items() if text is not None})


def _declared(privacy: Path) -> tuple[Path, ...]:
    return privacy / "policy.yaml", privacy / DATAMAP


@cache
def the_law() -> Law:
    """Return the periods and lists of the law that come with the package."""
    return parse_law(*map(dated, ("law.json", "countries.json", "adequacy.json")))


def privacy_of(directory: Path) -> Path:
    """Return the folder in which `load` looks for the files."""
    return _places(directory)[1]


def _places(directory: Path) -> tuple[Path, Path]:
    """Return the folder that holds `privacy/`, and `privacy/` as the caller would name it."""
    if not _is_folder(directory / "privacy") and _files(directory, "policy.yaml"):
        return directory.resolve().parent, directory
    return directory, directory / "privacy"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _files(folder: Path, ending: str) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(ending))
    except OSError:
        return []


@dataclass
class _Shelf:
    """The files read so far, with what was wrong with them."""

    findings: list[Finding] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    unreadable: bool = False

    def policy(self, path: Path) -> Policy | None:
        text = self._text(path)
        policy, findings = _policy(text, path.as_posix()) if text is not None else (None, [])
        self.findings += findings
        return policy

    def datamap(self, path: Path) -> DataMap | None:
        text = self._text(path)
        datamap, findings = _datamap(text, path.as_posix()) if text is not None else (None, [])
        self.findings += findings
        return datamap

    def facts(self, path: Path, known: Known) -> tuple[Fact, ...]:
        text = self._text(path)
        if text is None:
            return ()
        # A report shows the lines of its sources: those of people are not for that.
        self.sources.pop(path.as_posix(), None)
        facts, findings = parse_facts(text, path.as_posix(), known)
        self.findings += findings
        return facts

    def officers(self, path: Path, kinds: Collection[str] | None) -> tuple[Officer, ...]:
        text = self._text(path)
        if text is None:
            return ()
        # A report shows the lines of its sources: a token that stands there by mistake is secret.
        self.sources.pop(path.as_posix(), None)
        officers, findings = parse_officers(text, path.as_posix(), kinds)
        self.findings += findings
        return officers

    def statement(self, path: Path) -> Statement | None:
        text = self._text(path)
        if text is None:
            return None
        statement, findings = _statement(text, path.as_posix(), path.stem)
        self.findings += findings
        return statement

    def _text(self, path: Path) -> str | None:
        """Return the text of a file; one that is too large is not read at all."""
        file = path.as_posix()
        try:
            data = _bytes(path)
        except OSError as error:
            self.unreadable = True
            self.findings.append(_cannot_open(file, error))
            return None
        if data is None:
            self.findings.append(too_large(file))
            return None
        text, findings = decode(data, file)
        self.findings += findings
        if text is not None:
            self.sources[file] = text
        return text


# Whoever runs for long opens its organisation again and again, and what it has declared seldom
# changes: what was read is a value, and the same text of the same file is not read twice.
_policy = lru_cache(maxsize=16)(parse_policy)
_datamap = lru_cache(maxsize=4)(parse_datamap)
_statement = lru_cache(maxsize=16)(parse_statement)


def _bytes(path: Path) -> bytes | None:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise IsADirectoryError
    if not stat.S_ISREG(about.st_mode):
        message = "it is no ordinary file"
        raise OSError(0, message)
    if about.st_size > LARGEST:
        return None
    with path.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    return data if len(data) <= LARGEST else None


def _digest(path: Path) -> str:
    """Return a digest of a file; an empty one where there is none that can be read."""
    try:
        return sha256(_bytes(path) or b"").hexdigest()
    except OSError:
        return ""


def _cannot_open(file: str, error: OSError) -> Finding:
    if isinstance(error, FileNotFoundError):
        hint = "name the folder that holds `privacy/`, or write the file"
        return Finding(Span(file), "G101", "the file is not there", "", hint)
    if isinstance(error, PermissionError):
        hint = "give this user the right to read it"
        return Finding(Span(file), "G101", "the file may not be read by this user", "", hint)
    if isinstance(error, IsADirectoryError):
        return Finding(Span(file), "G101", "this is a folder, not a file", "", "move it away")
    reason = (error.strerror or "the system gives no reason").lower()
    hint = "check the disk and the name"
    return Finding(Span(file), "G101", f"the file cannot be read: {reason}", "", hint)


def _versions(shelf: _Shelf, folder: Path, current: Policy | None) -> list[Earlier]:
    """Return the older policies, oldest first; each must begin before the next one."""
    read = [(shelf.policy(path), path) for path in _files(folder, ".yaml")]
    found = [_earlier(shelf, policy, path) for policy, path in read if policy is not None]
    dated = sorted(found, key=lambda one: one.policy.effective)
    later = [one.policy.effective for one in dated[1:]]
    later += [current.effective] if current else []
    for one, following in zip(dated, later, strict=False):
        effective = one.policy.effective
        if effective >= following:
            message = f"this version begins on {effective}, and so does a newer one, or earlier"
            hint = "each version needs a day of its own, and `policy.yaml` the last"
            shelf.findings.append(Finding(Span(one.file), "G130", message, "", hint))
    return dated


def _earlier(shelf: _Shelf, policy: Policy, path: Path) -> Earlier:
    texts = _Shelf(sources=shelf.sources)
    read = [texts.statement(text) for text in _files(path.with_suffix(""), ".md")]
    statements = {one.language: one for one in read if one is not None}
    return Earlier(policy, path.as_posix(), statements, tuple(texts.findings))
