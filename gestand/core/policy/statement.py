"""The statement: read it, check it against the policy, publish it.

Classification is total: each sentence of a statement is a promise with a mechanism behind it,
or it is marked as explaining only. What the policy promises stands in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from gestand.core.findings import Finding, Span, did_you_mean
from gestand.core.policy.fill import Authority, Edition, Filler, fill_block
from gestand.core.policy.model import Policy
from gestand.core.policy.placeholders import PLACEHOLDERS
from gestand.core.policy.published import Document, to_markdown
from gestand.core.policy.reading import parse_statement
from gestand.core.policy.render import anchors, lapsed_attestations, render, version_of
from gestand.core.policy.sentences import Insert, Placeholder, Sentence, Statement, Text
from gestand.core.policy.typed import typed_facts
from gestand.core.policy.words import GRAMMARS
from gestand.core.promises import (
    promises_of,
    promises_of_purpose,
    required_promises,
    slug,
    untrue_promises,
)

__all__ = [
    "CODES",
    "PLACEHOLDERS",
    "Authority",
    "Document",
    "Edition",
    "Statement",
    "check_statements",
    "lapsed_attestations",
    "parse_statement",
    "promise_of_keep",
    "render",
    "to_markdown",
    "version_of",
]

CODES = {
    "G506": "a mark does not follow a sentence",
    "G520": "a sentence has no promise id and is not marked as explaining",
    "G521": "a promise id is not known",
    "G522": "a promise has no sentence",
    "G523": "a promise has two sentences in one language",
    "G524": "a promise stands in one language and not in another",
    "G525": "a sentence lacks the fact that its promise is about",
    "G526": "a sentence that only explains gives a fact",
    "G527": "a placeholder names something that the policy does not have",
    "G528": "the policy cannot fill a placeholder",
    "G529": "a sentence says `at most` of a period that is exact",
    "G530": "a link leads to a heading that is not there",
    "G531": "the policy makes a promise untrue",
    "G532": "a language of the policy has no statement",
    "G533": "a statement is in a language that the policy does not name",
    "G534": "a language has no grammar yet",
}

Statements = Mapping[str, Statement]


def check_statements(policy: Policy, statements: Statements) -> list[Finding]:
    """Return all that is wrong between the policy and the statements of its languages."""
    findings = list(_check_languages(policy, statements))
    for language, statement in statements.items():
        if language in GRAMMARS:
            for rule in _RULES:
                findings += rule(policy, statement)
    findings += _check_between_languages(policy, statements)
    return sorted(findings, key=lambda finding: (finding.span, finding.code))


def promise_of_keep(statements: Statements) -> dict[str, str]:
    """Return for each purpose the id of the sentence in which its period stands."""
    found: dict[str, str] = {}
    for statement in statements.values():
        for sentence in statement.sentences():
            for call in sentence.placeholders():
                if call.form.name == "purpose":
                    found[call.argument] = f"{slug(call.argument)}.kept"
                elif call.form.name == "keep" and sentence.mark and sentence.mark.promise:
                    found.setdefault(call.argument, sentence.mark.promise)
    return found


def _carried(policy: Policy, statement: Statement) -> Iterator[tuple[str, Span]]:
    """Yield the promise ids of a statement and where each stands."""
    for block in statement.blocks:
        if isinstance(block, Insert) and block.placeholder.form.name == "purpose":
            purpose = policy.purposes.get(block.placeholder.argument)
            promises = promises_of_purpose(purpose) if purpose else ()
            yield from ((promise.id, block.placeholder.span) for promise in promises)
    for sentence in statement.sentences():
        if sentence.mark and sentence.mark.promise:
            yield sentence.mark.promise, sentence.mark.span


def _is_purpose_block(sentence: Sentence) -> bool:
    return any(call.form.name == "purpose" for call in sentence.placeholders())


def _check_languages(policy: Policy, statements: Statements) -> Iterator[Finding]:
    languages = policy.controller.languages
    folder = next((s.file.rpartition("/")[0] for s in statements.values()), "privacy/statement")
    for language in languages:
        span = Span(f"{folder}/{language}.md".lstrip("/"))
        if language not in GRAMMARS:
            known = ", ".join(f"`{code}`" for code in GRAMMARS)
            message = f"there is no grammar for the language `{language}`"
            yield Finding(span, "G534", message, language, f"use one of {known}")
        elif language not in statements:
            message = f"the language `{language}` has no statement"
            yield Finding(span, "G532", message, language, "write this file, or drop the language")
    for language, statement in statements.items():
        if language not in languages:
            message = f"the policy does not name the language `{language}`"
            then = "add it to `languages` of the controller, or remove this file"
            yield Finding(Span(statement.file), "G533", message, language, then)


def _check_marks(policy: Policy, statement: Statement) -> Iterator[Finding]:
    known, untrue = promises_of(policy), untrue_promises(policy)
    for sentence in statement.sentences():
        mark, fragment = sentence.mark, sentence.source[:60]
        if _is_purpose_block(sentence):
            if mark:
                then = "remove the mark"
                message = "a block of facts about a purpose has its own promises"
                yield Finding(mark.span, "G506", message, fragment, then)
        elif mark is None:
            message = f"this sentence names no promise: `{fragment}`"
            then = "end it with `{#promise.id}`, or with `{explains}` when it promises nothing"
            yield Finding(sentence.span, "G520", message, fragment, then)
        elif mark.promise and mark.promise not in known:
            then = did_you_mean(mark.promise, known) or "declare it under `promises` in the policy"
            message = f"unknown promise `{mark.promise}`"
            yield Finding(mark.span, "G521", message, mark.promise, then)
        elif mark.promise in untrue:
            message = f"the policy makes the promise `{mark.promise}` untrue"
            then = "change the sentence, or the policy"
            yield Finding(mark.span, "G531", message, mark.promise, then)


def _check_missing(policy: Policy, statement: Statement) -> Iterator[Finding]:
    carried = {id_ for id_, _ in _carried(policy, statement)}
    blocks = {f"{slug(id_)}.{part}": id_ for id_ in policy.purposes for part in _FACT_OF}
    for promise in required_promises(policy):
        if promise.id not in carried:
            message = f"the promise `{promise.id}` has no sentence in `{statement.language}`"
            then = f"write a sentence that ends with `{{#{promise.id}}}`"
            if promise.id in blocks:
                then += f', or use `{{{{ purpose("{blocks[promise.id]}") }}}}`'
            yield Finding(Span(statement.file), "G522", message, promise.id, then)


def _check_duplicates(policy: Policy, statement: Statement) -> Iterator[Finding]:
    seen: dict[str, Span] = {}
    for id_, span in sorted(_carried(policy, statement), key=lambda pair: pair[1]):
        if id_ in seen:
            message = f"the promise `{id_}` already stands on line {seen[id_].line}"
            yield Finding(span, "G523", message, id_, "say it once, or give this one its own id")
        seen.setdefault(id_, span)


_FACT_OF = {
    "kept": "keep",
    "data": "data",
    "ground": "ground",
    "shared": "recipients",
    "tail": "tail",
}
"""Which placeholder gives the fact that a promise of a purpose is about."""


def _facts_of_promises(policy: Policy) -> dict[str, tuple[str, str]]:
    """Return for each promise about a fact the placeholder that gives this fact."""
    found = {
        f"{slug(purpose)}.{part}": (form, purpose)
        for purpose in policy.purposes
        for part, form in _FACT_OF.items()
    }
    claims = policy.attestations
    return {**found, **{f"attested.{slug(id_)}": ("attestation", id_) for id_ in claims}}


def _check_facts(policy: Policy, statement: Statement) -> Iterator[Finding]:
    """Compare what a sentence says with what its mark says."""
    facts = _facts_of_promises(policy)
    for sentence in statement.sentences():
        mark = sentence.mark
        if mark is None:
            continue
        calls = {(call.form.name, call.argument) for call in sentence.placeholders()}
        wanted = facts.get(mark.promise)
        if wanted and wanted not in calls:
            call = f'{{{{ {wanted[0]}("{wanted[1]}") }}}}'
            message = f"the sentence of `{mark.promise}` does not say `{call}`"
            then = f"put `{call}` in it, or give it another id"
            yield Finding(mark.span, "G525", message, mark.promise, then)
        if not mark.promise:
            yield from _facts_in_explanation(sentence)


def _facts_in_explanation(sentence: Sentence) -> Iterator[Finding]:
    for call in sentence.placeholders():
        if call.form.fact and call.form.name != "purpose":
            message = f"`{call}` is a fact, and this sentence is marked as promising nothing"
            then = "name the promise with `{#promise.id}`"
            yield Finding(call.span, "G526", message, str(call), then)


def _check_placeholders(policy: Policy, statement: Statement) -> Iterator[Finding]:
    known: dict[str, Iterable[str]] = {
        "": [""],
        "purpose": policy.purposes,
        "category": policy.categories,
        "kind": policy.recipient_kinds,
        "attestation": policy.attestations,
    }
    filler = Filler(policy, GRAMMARS[statement.language], _stand_in(policy, statement.language))
    for call in statement.placeholders():
        kind = call.form.argument
        if call.argument not in known[kind]:
            message = f"unknown {kind} `{call.argument}`"
            then = did_you_mean(call.argument, known[kind]) or f"declare the {kind} in the policy"
            yield Finding(call.span, "G527", message, str(call), then)
        elif not _can_fill(filler, call):
            message = f"the policy has no words in `{statement.language}` for `{call}`"
            then = "add them to the policy, or leave the placeholder out"
            yield Finding(call.span, "G528", message, str(call), then)


def _can_fill(filler: Filler, call: Placeholder) -> bool:
    if call.form.block:
        return fill_block(filler, call.form, call.argument) is not None
    return bool(filler.fill(call.form, call.argument))


def _stand_in(policy: Policy, language: str) -> Edition:
    """Return an edition for checking only: the policy alone decides what can be filled."""
    code = policy.controller.authority
    words = {language: code}
    countries = {one.country: {language: one.country} for one in policy.recipients.values()}
    return Edition("0", date.min, Authority(words, words, words), countries)


def _check_limits(policy: Policy, statement: Statement) -> Iterator[Finding]:
    limits = GRAMMARS[statement.language].limits
    for sentence in statement.sentences():
        for before, call in zip(sentence.parts, sentence.parts[1:], strict=False):
            if not isinstance(call, Placeholder) or call.form.name != "keep":
                continue
            purpose = policy.purposes.get(call.argument)
            typed = isinstance(before, Text) and before.text.rstrip().lower().endswith(limits)
            if purpose and purpose.keep.exactly and typed:
                message = f"the period of `{call.argument}` is exact, and the sentence limits it"
                then = "leave out the word before the placeholder"
                yield Finding(call.span, "G529", message, str(call), then)


def _check_links(policy: Policy, statement: Statement) -> Iterator[Finding]:
    known = {*anchors(statement).values(), *(id_ for id_, _ in _carried(policy, statement))}
    for passage in statement.passages:
        for offset, target in passage.links():
            if target not in known:
                then = did_you_mean(target, known) or "link to a heading of this file"
                message = f"there is no heading `{target}`"
                yield Finding(passage.span(offset), "G530", message, target, then)


def _check_typed(policy: Policy, statement: Statement) -> Iterator[Finding]:
    yield from typed_facts(statement, policy)


_RULES: tuple[Callable[[Policy, Statement], Iterator[Finding]], ...] = (
    _check_marks,
    _check_missing,
    _check_duplicates,
    _check_facts,
    _check_placeholders,
    _check_limits,
    _check_links,
    _check_typed,
)


def _check_between_languages(policy: Policy, statements: Statements) -> Iterator[Finding]:
    """Report a promise that is made in one language only.

    A promise that every statement must make has its own finding already.
    """
    required = {promise.id for promise in required_promises(policy)}
    carried = {lang: dict(_carried(policy, one)) for lang, one in statements.items()}
    for language, ids in carried.items():
        for other in statements:
            for id_ in ids.keys() - carried[other].keys() - required:
                message = f"the promise `{id_}` stands in `{language}` and not in `{other}`"
                then = f"write its sentence in `{statements[other].file}`"
                yield Finding(ids[id_], "G524", message, id_, then)
