"""One organisation, ready to be asked: its policy, its data map, its live databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from gestand.core.calendar import Period
from gestand.core.datamap.holdings import Holdings
from gestand.core.datamap.match import Matched, match
from gestand.core.datamap.model import DataMap, OwnRecords, Place
from gestand.core.datamap.schema import Schema
from gestand.core.datamap.unmapped import tables_named
from gestand.core.findings import Finding
from gestand.core.policy.check import check_policy
from gestand.core.policy.model import Basis, Policy
from gestand.core.policy.sharing import unnamed_kinds
from gestand.core.policy.statement import promise_of_keep
from gestand.core.proposals import Proposal
from gestand.core.recent import Recent, ids
from gestand.errors import CannotRun, GestandError
from gestand.stores.base import Store
from gestand.work.compiled import Programs
from gestand.work.heads import Heads
from gestand.work.project import Facts, Project
from gestand.work.state import State

CODES = {
    "G430": "A store cannot be reached.",
    "G463": "This user may not read, or not even see, tables that the data map describes.",
}


class NotClean(GestandError):
    """The declaration has findings: nothing is planned on it."""

    def __init__(self, findings: list[Finding], *, unreadable: bool) -> None:
        found = "1 finding" if len(findings) == 1 else f"{len(findings)} findings"
        super().__init__(f"{found}: run `gestand check`, and mend what it says first")
        self.findings = findings
        self.unreadable = unreadable


@dataclass(frozen=True)
class Company:
    """Everything a plan is made from; `promises` gives the promise id of each period.

    `places` hold personal data as well, and are not connected. `facts` are those that the
    organisation keeps beside its policy, `records` says where own records stand, and `backups`
    how long a backup of each store lives, where that is declared. `programs` are those that were
    compiled for it. `proposed` are lines of the declaration that nobody has confirmed, `unnamed`
    kinds of recipients that the statement leaves out of its list.
    """

    root: Path
    versions: tuple[Policy, ...]
    holdings: Holdings
    schemas: Mapping[str, Schema]
    stores: Mapping[str, Store]
    promises: Mapping[str, str]
    places: tuple[Place, ...] = ()
    facts: Facts = field(default_factory=lambda: Facts(Path()))
    records: OwnRecords = OwnRecords()
    backups: Mapping[str, Period] = field(default_factory=dict)
    programs: Programs = field(default_factory=Programs, compare=False, repr=False)
    proposed: tuple[Proposal, ...] = ()
    unmapped: tuple[str, ...] = ()
    unnamed: frozenset[str] = frozenset()

    @property
    def policy(self) -> Policy:
        """The newest version of the policy."""
        return self.versions[-1]

    @property
    def zone(self) -> str:
        """The controller's time zone."""
        return self.policy.controller.zone

    @cached_property
    def state(self) -> State:
        """Where Gestand remembers what was done, asked and decided."""
        return State.beside(self.root, self.records)

    @property
    def heads(self) -> Heads:
        """Where the ledger keeps how far it has come."""
        return Heads.of(self.root, self.records)

    @property
    def yielding(self) -> frozenset[str]:
        """The purposes that give way to a request to erase: all but those of the law."""
        purposes = self.policy.purposes.values()
        return frozenset(one.id for one in purposes if one.basis is not Basis.LAW)

    def digests(self) -> dict[str, str]:
        """Return a short digest of the schema of each store, for receipts."""
        return {name: self.programs.digest(schema) for name, schema in self.schemas.items()}


@contextmanager
def kept_open(stores: Iterable[Store]) -> Iterator[None]:
    """Let connections to stores wait for what is asked next, within the block."""
    with ExitStack() as stack:
        for store in stores:
            stack.enter_context(store.kept_open())
        yield


@dataclass(frozen=True)
class _Known:
    """What came of matching declarations with schemas, and what was compiled for it since."""

    of: tuple[Policy, DataMap, Mapping[str, Schema]]
    matched: Matched
    programs: Programs = field(default_factory=Programs)

    @classmethod
    def of_these(cls, policy: Policy, datamap: DataMap, schemas: Mapping[str, Schema]) -> _Known:
        """Match them."""
        return cls((policy, datamap, schemas), match(policy, datamap, schemas))


_MATCHED = Recent[_Known](most=8)
"""What was matched last: whoever opens an organisation again has mostly changed nothing of it."""


def assemble(project: Project, stores: Mapping[str, Store], unreachable: list[Finding]) -> Company:
    """Check and match what was loaded with its live stores; any finding raises NotClean.

    `unreachable` are the stores that could not even be named.
    """
    findings = list(project.findings)
    if project.policy is None or project.datamap is None:
        raise NotClean(findings, unreadable=project.unreadable)
    findings += check_policy(project.policy, project.datamap)
    schemas, unreadable = reflect_all(project.datamap, stores)
    lost = unreachable + unreadable
    if findings or lost:
        # What leads to a table that is not there would all seem wrong as well.
        raise NotClean(sorted(findings + lost), unreadable=project.unreadable or bool(lost))
    return matched_with(project, stores, schemas)


def assemble_anew(
    project: Project, stores: Mapping[str, Store], unreachable: list[Finding]
) -> Company:
    """Match with its live stores what was loaded and has no findings, as `assemble` does.

    A program that answers for long checks its declaration once, when it starts.
    """
    if project.datamap is None:
        raise NotClean(list(project.findings), unreadable=project.unreadable)
    schemas, unreadable = reflect_all(project.datamap, stores)
    if lost := unreachable + unreadable:
        raise NotClean(sorted(lost), unreadable=True)
    return matched_with(project, stores, schemas)


def matched_with(
    project: Project, stores: Mapping[str, Store], schemas: Mapping[str, Schema]
) -> Company:
    """Match what was loaded with the schemas of its stores; any finding raises NotClean."""
    if project.policy is None or project.datamap is None:
        raise NotClean(list(project.findings), unreadable=project.unreadable)
    of = project.policy, project.datamap, schemas
    key = (*ids((*of[:2], *schemas.values())), *schemas)
    known = _MATCHED.get(key, partial(_Known.of_these, *of))
    if known.matched.holdings is None:
        raise NotClean(sorted(known.matched.findings), unreadable=False)
    company = _company(project, known.matched.holdings, schemas, stores)
    return replace(
        company,
        programs=known.programs,
        places=project.datamap.out_of_reach,
        facts=project.facts,
        records=project.datamap.records,
        backups=project.datamap.backups,
        proposed=project.proposed,
        unmapped=project.unmapped,
    )


def reflect_all(
    datamap: DataMap, stores: Mapping[str, Store]
) -> tuple[dict[str, Schema], list[Finding]]:
    """Read the schema of every store; one that cannot be read, or be seen whole, is a finding."""
    schemas: dict[str, Schema] = {}
    findings: list[Finding] = []
    for name, store in stores.items():
        try:
            schemas[name] = store.reflect()
            findings += _unseen_tables(datamap, store, schemas[name])
        except CannotRun as error:
            findings.append(unreachable_store(datamap, name, str(error)))
    return schemas, findings


def unreachable_store(datamap: DataMap, name: str, reason: str) -> Finding:
    """Return the finding about a store that cannot be opened or read."""
    return Finding(
        datamap.stores[name].span,
        "G430",
        reason,
        name,
        "check the url, that the database runs, and that this user may read it",
    )


def unread_tables(datamap: DataMap, store: Store, schema: Schema) -> list[Finding]:
    """Return a finding where this user may not read tables of a store that the data map describes.

    Its catalogs tell what stands there all the same, so nothing else would say it before a plan.
    """
    tables = (t for t in datamap.tables.values() if t.planned and t.store == store.id)
    here = [table.id for table in tables if table.name in schema.tables]
    unread, allows = store.care(schema).unread(here)
    said = f"this user may not read {tables_named(unread)}: no plan and no answer can look there"
    return [_not_allowed(datamap, store, said, allows)] if unread else []


def _unseen_tables(datamap: DataMap, store: Store, schema: Schema) -> list[Finding]:
    """Return a finding where tables of the data map stand where this user may not look.

    They are not seen, and would else be called tables that are not in the store.
    """
    away = [
        table.id
        for table in datamap.tables.values()
        if table.store == store.id and table.name not in schema.tables
    ]
    unseen, allows = store.care(schema).unseen(away) if away else ([], "")
    said = f"this user may not look where {tables_named(unseen)} stands or should stand"
    return [_not_allowed(datamap, store, said, allows)] if unseen else []


def _not_allowed(datamap: DataMap, store: Store, said: str, allows: str) -> Finding:
    hint = f"let somebody who may run this: `{allows};`"
    return Finding(datamap.stores[store.id].span, "G463", said, store.id, hint)


def _company(
    project: Project,
    holdings: Holdings,
    schemas: Mapping[str, Schema],
    stores: Mapping[str, Store],
) -> Company:
    return Company(
        project.root,
        project.versions,
        holdings,
        schemas,
        stores,
        promise_of_keep(list(project.statements.values())),
        unnamed=unnamed_kinds(project.versions[-1], project.statements.values()),
    )
