"""Findings as text, JSON, SARIF 2.1.0 or JUnit: one list, four ways to show it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePath
from urllib.parse import quote
from xml.etree import ElementTree

from gestand import __version__
from gestand.core.counting import counted
from gestand.core.datamap.check import without_passwords
from gestand.core.document import lines
from gestand.core.findings import Finding

WIDEST = 100
BEFORE = 60
MORE_AFTER = "..."


@dataclass(frozen=True)
class Report:
    """What was found, and what was checked: `counts` by what is counted.

    `levels` say how bad a code is, as SARIF calls it; a code that is not there is an error. The
    `closing` line says for people what was found, where that is in another language. What is
    `beside` is no mistake and must be known all the same: `beside_told` says it in a few words.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, str]
    counts: Mapping[str, int]
    meanings: Mapping[str, str]
    levels: Mapping[str, str] = field(default_factory=dict)
    command: str = "gestand check"
    closing: str = ""
    beside: tuple[Finding, ...] = ()
    beside_told: str = ""

    @property
    def every(self) -> tuple[Finding, ...]:
        """What was found, with what must be known all the same, by place."""
        return tuple(sorted((*self.findings, *self.beside)))

    def level(self, finding: Finding) -> str:
        """Return how bad a finding is: `error`, `warning` or `note`."""
        return self.levels.get(finding.code, "error")


def as_text(report: Report) -> str:
    """Return one line per finding, with the place it is about under it, and what is beside."""
    texts = {file: lines(text) for file, text in report.sources.items()}
    shown: list[str] = []
    for finding in sorted(report.findings):
        shown.append(_printable(str(finding)))
        shown += _pointed_at(finding, texts.get(finding.span.file, []))
    shown += _told_beside(report.beside)
    return "\n".join([*shown, report.closing or summary(report)])


def _told_beside(beside: tuple[Finding, ...]) -> list[str]:
    """Return one line for each that is no mistake, and what to do once after those alike."""
    told: list[str] = []
    for _, alike in groupby(sorted(beside, key=_advice), key=_advice):
        found = list(alike)
        told += [_printable(str(replace(one, suggestion=""))) for one in found]
        told += [f"    {_printable(_advice(found[0]))}"] if _advice(found[0]) else []
    return told


def _advice(finding: Finding) -> str:
    return finding.suggestion


def summary(report: Report) -> str:
    """Return what was found in one line, or what was checked when nothing was."""
    found = len(report.findings)
    beside = f"; {report.beside_told}" if report.beside_told else ""
    if found:
        files = len({finding.span.file for finding in report.findings})
        return f"{counted(found, 'finding')} in {counted(files, 'file')}{beside}"
    checked = ", ".join(counted(number, what) for what, number in report.counts.items())
    return f"no findings{' in what is mapped' if beside else ''}: {checked}{beside}"



def _pointed_at(finding: Finding, text: list[str]) -> list[str]:
    """Return the line of a finding with a caret under its fragment; a long line is cut."""
    number, column = finding.span.line - 1, finding.span.column - 1
    if number >= len(text) or not text[number].strip():
        return []
    line = _printable(without_passwords(text[number]))
    start = max(0, column - BEFORE) if len(line) > WIDEST else 0
    part = line[start : start + WIDEST]
    at = column - start
    there = line.startswith(finding.fragment, column)
    width = min(len(finding.fragment) if there else 1, len(part) - at)
    head = MORE_AFTER if start else ""
    indent = "    " + " " * len(head)
    tail = MORE_AFTER if len(line) > start + WIDEST else ""
    return [f"    {head}{part}{tail}", f"{indent}{' ' * at}{'^' * max(width, 1)}"]


def _printable(text: str) -> str:
    """Return a line without the characters that would steer a terminal, at equal length."""
    return "".join(c if c.isprintable() else " " for c in text)


def as_json(report: Report) -> str:
    """Return a JSON list of findings."""
    told = [_record(finding) for finding in report.every]
    if report.levels:
        levels = map(report.level, report.every)
        told = [{**one, "level": level} for one, level in zip(told, levels, strict=True)]
    return json.dumps(told, indent=1, ensure_ascii=not report.levels)


def _record(finding: Finding) -> dict[str, str | int]:
    return {
        "code": finding.code,
        "file": finding.span.file,
        "line": finding.span.line,
        "column": finding.span.column,
        "fragment": finding.fragment,
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def as_sarif(report: Report) -> str:
    """Return a SARIF 2.1.0 log, as code review and editors read it."""
    codes = sorted({finding.code for finding in report.every})
    rules = [
        {"id": code, "shortDescription": {"text": report.meanings.get(code, code)}}
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "gestand", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.code), report.level(finding))
            for finding in report.every
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=1)


def _result(finding: Finding, rule: int, level: str) -> dict[str, object]:
    span = finding.span
    region: dict[str, object] = {"startLine": span.line, "startColumn": span.column}
    if finding.fragment:
        region["snippet"] = {"text": finding.fragment}
    location = {"artifactLocation": {"uri": _uri(span.file)}, "region": region}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level,
        "message": {"text": _told(finding)},
        "locations": [{"physicalLocation": location}],
    }


def _uri(file: str) -> str:
    return PurePath(file).as_uri() if PurePath(file).is_absolute() else quote(file)


def _told(finding: Finding) -> str:
    return "; ".join(part for part in (finding.message, finding.suggestion) if part)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(report: Report) -> str:
    """Return JUnit XML: a failed case for each finding, a passed one for each clean file."""
    failed = Counter(f.span.file for f in report.every if report.level(f) == "error")
    found = Counter(finding.span.file for finding in report.every)
    clean = [file for file in report.sources if file not in found]
    numbers = {"tests": str(len(clean) + found.total()), "failures": str(failed.total())}
    top = ElementTree.Element("testsuites", {"name": report.command, **numbers})
    suite = ElementTree.SubElement(top, "testsuite", {"name": report.command, **numbers})
    for file in clean:
        ElementTree.SubElement(suite, "testcase", {"classname": _xml(file), "name": "no findings"})
    for finding in report.every:
        _case(suite, finding, report.level(finding))
    ElementTree.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(top, "unicode")


def _case(suite: ElementTree.Element, finding: Finding, level: str) -> None:
    span = finding.span
    name = f"{finding.code} at {span.line}:{span.column}"
    about = {"classname": _xml(span.file), "name": name}
    case = ElementTree.SubElement(suite, "testcase", about)
    if level != "error":
        told = ElementTree.SubElement(case, "system-out")
        told.text = _xml(f"{level}: {finding}")
        return
    failure = ElementTree.SubElement(
        case, "failure", {"message": _xml(_told(finding)), "type": finding.code}
    )
    failure.text = _xml(str(finding))


def _xml(text: str) -> str:
    return _NOT_XML.sub("?", text)


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
}
