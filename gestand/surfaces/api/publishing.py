"""What everybody may read, over the API: a version of the statement, and what came by a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

from gestand.core.findings import Finding
from gestand.core.forms.model import Form
from gestand.settings import now
from gestand.surfaces.api.acting import refuse_nobody
from gestand.surfaces.api.answers import (
    asking_stores,
    doing,
    language_asked,
    once_asked,
)
from gestand.surfaces.api.office import Office, Told
from gestand.surfaces.api.problems import Answer, Asked, Problem
from gestand.surfaces.api.schemas_publishing import PUBLISH_ROW
from gestand.wiring import open_stores
from gestand.work.company import Company, NotClean
from gestand.work.diff_told import of_newest
from gestand.work.forms.opened import forms_of
from gestand.work.forms.published import Told as Row
from gestand.work.forms.published import approve, published, take_down, waiting
from gestand.work.journal import Journal
from gestand.work.publishing import Ready, as_recorded, made_ready, publish, to_publish
from gestand.work.request_steps import NotKnown
from gestand.work.rights import ChangedMeanwhile


def show_publication(office: Office, asked: Asked) -> Answer:
    """Return what could be published, as it stands on disk now; nothing is changed."""
    language = language_asked(office.languages(), asked)
    try:
        ready = asking_stores(partial(_ready, office))
    except NotClean as error:
        found = [_finding(office.project.root, one) for one in error.findings[:_MOST]]
        found = found or [str(error)]
        return Answer({**_NOTHING, "findings": found})
    return Answer({**_NOTHING, **_told(ready, language)} if ready.new else _NOTHING)


def _finding(root: Path, one: Finding) -> str:
    """Return a finding in words: where the folder stands on the machine is nothing to tell."""
    told = f"{one.span.file}:{one.span.line} {one.code} {one.message}; {one.suggestion}"
    return told.replace(f"{root}/", "")


_MOST = 20
_NOTHING: Mapping[str, Any] = {
    "findings": [], "new": [], "difference": None, "broken": [], "why_not": None,
    "tell_by": None, "told_on": None, "late": False, "takes_a_reason": False, "code": None,
}  # fmt: skip


def _told(ready: Ready, language: str) -> Mapping[str, Any]:
    notice = ready.notice
    return {
        "new": [{"version": one.effective.isoformat(), "first": one.is_first} for one in ready.new],
        "difference": of_newest(ready.project, language, ready.day),
        "broken": list(ready.looked.broken), "why_not": ready.looked.why_not or None,
        "tell_by": notice and notice.by.isoformat(),
        "told_on": notice and notice.told_on and notice.told_on.isoformat(),
        "late": ready.is_late, "takes_a_reason": ready.takes_a_reason, "code": ready.code,
    }  # fmt: skip


def publish_version(office: Office, asked: Asked) -> Answer:
    """Publish what was seen; a page that runs shows it once it is started again."""
    refuse_nobody(office, asked.who, "a publication", lambda one: one.may_publish_versions)
    body = asked.body

    def do() -> Told:
        ready = _clean(office)
        if not ready.new or ready.code != body["code"]:
            message = "something else would be published by now: look again"
            raise ChangedMeanwhile(message)
        because = body.get("because", "") if ready.takes_a_reason else ""
        if ready.takes_a_reason and not because:
            message = "it takes `because`: why it is published all the same"
            raise NotKnown(message)
        with office.opened() as keyring:
            done = publish(ready, keyring.journal, because)
        return HTTPStatus.OK, {"signed": list(done.signed), "override": done.override}

    return _done_apart(office, asked, do)


def _clean(office: Office) -> Ready:
    """Return what would be published; a Problem where the declaration has findings."""
    try:
        return _ready(office)
    except NotClean as error:
        what = "nothing can be published yet: `GET` of the same tells the findings"
        raise Problem(HTTPStatus.CONFLICT, what) from error


def _ready(office: Office) -> Ready:
    """Return what would be published; the stores are asked before own records are opened."""
    records = office.permissions.company.records
    project = to_publish(office.project.privacy, records, office.day())
    stores, _ = open_stores(project.datamap, project.root)
    with office.looking():
        ready = made_ready(project, stores, now(), office.day())
    with office.opened() as keyring:
        return as_recorded(ready, keyring.journal)


@dataclass(frozen=True)
class _Row:
    """A row that came by a form: whether everybody reads it, and what stands for it as it is."""

    name: str
    form: Form
    row: Row
    is_shown: bool
    code: str

    def told(self) -> dict[str, Any]:
        """Return it as plain values: what it says stands in the table itself."""
        return {"form": self.name, "key": self.row.key, "shown": self.is_shown, "code": self.code}


_WAYS: Sequence[tuple[bool, Callable[[Company, Form, date], list[Row]]]] = (
    (False, waiting), (True, published),
)  # fmt: skip
_Act = Callable[[Company, Journal, Form, Row, datetime], None]


def list_publications(office: Office, _asked: Asked) -> Answer:
    """Return what waits to be read by everybody, and what is: by the keys of its rows."""
    company = office.open()
    found = asking_stores(lambda: [*_rows(office, company)])
    return Answer({"publications": [one.told() for one in found]})


def publication_step(office: Office, asked: Asked) -> Answer:
    """Let everybody read a row as it was seen, or nobody any more."""
    body = asked.body
    refuse_nobody(office, asked.who, body["event"], lambda one: one.may_publish)
    take = body["event"] != PUBLISH_ROW
    act: _Act = take_down if take else approve

    def do() -> Told:
        company = office.open()
        named = {"form": body["form"], "key": body["key"]}
        wanted = {**named, "shown": take, "code": body["code"]}
        seen = next((one for one in _rows(office, company) if one.told() == wanted), None)
        if seen is None:
            message = "there is no such row, or not as it was seen: look again"
            raise ChangedMeanwhile(message)
        with office.opened() as keyring:
            act(company, keyring.journal, seen.form, seen.row, now())
        now_told = (one.told() for one in _rows(office, company))
        return HTTPStatus.OK, {
            "publications": [one for one in now_told if named.items() <= one.items()]
        }

    return _done_apart(office, asked, do)


def _rows(office: Office, company: Company) -> Iterator[_Row]:
    (_, datamap), day = office.project.declared(), office.day()
    for name, form in forms_of(company, datamap).items():
        if form.published is None:
            continue
        for is_shown, rows_of in _WAYS:
            for row in rows_of(company, form, day):
                said = (form.purpose, form.table, row.key, row.approved, *row.values)
                code = company.state.digest("row of a form", *said)[:16]
                yield _Row(name, form, row, is_shown, code)


def _done_apart(office: Office, asked: Asked, do: Callable[[], Told]) -> Answer:
    apart = partial(office.once_apart, asked.who, once_asked(asked), partial(asking_stores, do))
    return Answer(*reversed(doing(apart)))
