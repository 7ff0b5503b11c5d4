"""The statement: read it, check it against the policy, publish it.

Classification is total: each sentence of a statement is a promise with a mechanism behind it,
or it is marked as explaining only. What the policy promises stands in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from gestand.core.findings import Finding, Span
from gestand.core.found import MOST, Found, shown
from gestand.core.policy.fill import Authority, Edition, Filler, fill_block
from gestand.core.policy.model import Policy
from gestand.core.policy.placeholders import PLACEHOLDERS
from gestand.core.policy.published import Document, to_markdown
from gestand.core.policy.reading import parse_statement
from gestand.core.policy.render import anchors, lapsed_attestations, render, version_of
from gestand.core.policy.sentences import (
    Insert,
    Mark,
    Placeholder,
    Sentence,
    Statement,
    Text,
)
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
    "check_readable",
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
    found = Found()
    _check_languages(policy, statements, found)
    for language, statement in statements.items():
        if language in GRAMMARS:
            _check_statement(policy, statement, found)
    _check_between_languages(policy, statements, found)
    return sorted(found.all(), key=lambda finding: (finding.span, finding.code))


def check_readable(policy: Policy, statements: Statements) -> list[Finding]:
    """Return why the text of an older version cannot be shown as it was.

    What a statement must say has changed since, perhaps, and its text cannot change any more;
    so only what filling it needs is checked.
    """
    found = Found()
    for language, statement in statements.items():
        if language in GRAMMARS:
            _check_placeholders(policy, statement, found)
            _check_links(policy, statement, found)
        else:
            _no_grammar(Span(statement.file), language, found)
    return sorted(found.all())


def _check_statement(policy: Policy, statement: Statement, found: Found) -> None:
    """Apply the rules in turn; nobody reads what goes beyond the limit, so it is not sought."""
    for rule in _RULES:
        if len(found.all()) <= MOST:
            rule(policy, statement, found)


def promise_of_keep(statements: Iterable[Statement]) -> dict[str, str]:
    """Return for each purpose the id of the sentence in which its period stands."""
    found: dict[str, str] = {}
    for sentence in (sentence for one in statements for sentence in one.sentences()):
        for call in sentence.placeholders():
            if call.form.name == "purpose":
                found[call.argument] = f"{slug(call.argument)}.kept"
            elif call.form.name == "keep" and sentence.mark and sentence.mark.promise:
                found.setdefault(call.argument, sentence.mark.promise)
    return found


def carried_promises(policy: Policy, statement: Statement) -> Iterator[tuple[str, Span]]:
    """Yield the promise ids of a statement and where each stands."""
    for block in statement.blocks:
        if isinstance(block, Insert) and block.placeholder.form.name == "purpose":
            purpose = policy.purposes.get(block.placeholder.argument)
            promises = promises_of_purpose(purpose) if purpose else ()
            yield from ((promise.id, block.placeholder.span) for promise in promises)
    for sentence in statement.sentences():
        if sentence.mark and sentence.mark.promise:
            yield sentence.mark.promise, sentence.mark.span


def _check_languages(policy: Policy, statements: Statements, found: Found) -> None:
    languages = policy.controller.languages
    folder = next((s.file.rpartition("/")[0] for s in statements.values()), "privacy/statement")
    for language in languages:
        span = Span(f"{folder}/{language}.md".lstrip("/"))
        if language not in GRAMMARS:
            _no_grammar(span, language, found)
        elif language not in statements:
            message = f"the language `{language}` has no statement"
            found.add(span, "G532", message, language, "write this file, or drop the language")
    for language, statement in statements.items():
        if language not in languages:
            message = f"the policy does not name the language `{shown(language)}`"
            then = "add it to `languages` of the controller, or remove this file"
            found.add(Span(statement.file), "G533", message, language, then)


def _no_grammar(span: Span, language: str, found: Found) -> None:
    then = "use one of " + ", ".join(f"`{code}`" for code in GRAMMARS)
    message = f"there is no grammar for the language `{shown(language)}`"
    found.add(span, "G534", message, language, then)


def _check_marks(policy: Policy, statement: Statement, found: Found) -> None:
    known, untrue = promises_of(policy), untrue_promises(policy)
    for sentence in statement.sentences():
        if any(call.form.name == "purpose" for call in sentence.placeholders()):
            _check_mark_of_block(sentence, found)
        elif sentence.mark is None:
            message = f"this sentence names no promise: `{shown(sentence.source)}`"
            then = "end it with `{#promise.id}`, or with `{explains}` when it promises nothing"
            found.add(sentence.span, "G520", message, sentence.source, then)
        else:
            _check_mark(sentence.mark, known, untrue, found)


def _check_mark_of_block(sentence: Sentence, found: Found) -> None:
    if sentence.mark:
        message = "a block of facts about a purpose has its own promises"
        found.add(sentence.mark.span, "G506", message, sentence.mark.promise, "remove the mark")


def _check_mark(mark: Mark, known: Collection[str], untrue: Collection[str], found: Found) -> None:
    id_ = mark.promise
    if id_ in untrue:
        message = f"the policy makes the promise `{id_}` untrue"
        found.add(mark.span, "G531", message, id_, "change the sentence, or the policy")
    elif id_ and id_ not in known:
        then = found.nearest(id_, known, "declare it under `promises` in the policy")
        found.add(mark.span, "G521", f"unknown promise `{shown(id_)}`", id_, then)


def _check_missing(policy: Policy, statement: Statement, found: Found) -> None:
    carried = {id_ for id_, _ in carried_promises(policy, statement)}
    blocks = {f"{slug(id_)}.{part}": id_ for id_ in policy.purposes for part in _FACT_OF}
    for promise in required_promises(policy):
        if promise.id in carried:
            continue
        message = f"the promise `{promise.id}` has no sentence in `{statement.language}`"
        then = f"write a sentence that ends with `{{#{promise.id}}}`"
        if promise.id in blocks:
            then += f', or use `{{{{ purpose("{blocks[promise.id]}") }}}}`'
        found.add(Span(statement.file), "G522", message, promise.id, then)


def _check_duplicates(policy: Policy, statement: Statement, found: Found) -> None:
    seen: dict[str, Span] = {}
    for id_, span in sorted(carried_promises(policy, statement), key=lambda pair: pair[1]):
        if id_ in seen:
            message = f"the promise `{shown(id_)}` already stands on line {seen[id_].line}"
            found.add(span, "G523", message, id_, "say it once, or give this one its own id")
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
    facts = {
        f"{slug(purpose)}.{part}": (form, purpose)
        for purpose in policy.purposes
        for part, form in _FACT_OF.items()
    }
    claims = policy.attestations
    return {**facts, **{f"attested.{slug(id_)}": ("attestation", id_) for id_ in claims}}


def _check_facts(policy: Policy, statement: Statement, found: Found) -> None:
    """Compare what a sentence says with what its mark says."""
    facts = _facts_of_promises(policy)
    for sentence in statement.sentences():
        if sentence.mark and sentence.mark.promise:
            _check_fact_of(sentence, sentence.mark, facts, found)
        elif sentence.mark:
            _check_explanation(sentence, found)


def _check_fact_of(
    sentence: Sentence, mark: Mark, facts: Mapping[str, tuple[str, str]], found: Found
) -> None:
    wanted = facts.get(mark.promise)
    calls = ((call.form.name, call.argument) for call in sentence.placeholders())
    if wanted and wanted not in calls:
        call = f'{{{{ {wanted[0]}("{wanted[1]}") }}}}'
        message = f"the sentence of `{mark.promise}` does not say `{call}`"
        then = f"put `{call}` in it, or give it another id"
        found.add(mark.span, "G525", message, mark.promise, then)


def _check_explanation(sentence: Sentence, found: Found) -> None:
    for call in sentence.placeholders():
        if call.form.fact and call.form.name != "purpose":
            message = f"`{call}` is a fact, and this sentence is marked as promising nothing"
            then = "name the promise with `{#promise.id}`"
            found.add(call.span, "G526", message, str(call), then)


def _check_placeholders(policy: Policy, statement: Statement, found: Found) -> None:
    known: Mapping[str, Collection[str]] = {
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
            then = found.nearest(call.argument, known[kind], f"declare the {kind} in the policy")
            message = f"unknown {kind} `{shown(call.argument)}`"
            found.add(call.span, "G527", message, str(call), then)
        elif not _can_fill(filler, call):
            message = f"the policy has no words in `{statement.language}` for `{call}`"
            then = "add them to the policy, or leave the placeholder out"
            found.add(call.span, "G528", message, str(call), then)


def _can_fill(filler: Filler, call: Placeholder) -> bool:
    if call.form.block:
        return fill_block(filler, call.form, call.argument) is not None
    return bool(filler.fill(call.form, call.argument))


def _stand_in(policy: Policy, language: str) -> Edition:
    """Return an edition for checking only: the policy alone decides what can be filled."""
    words = {language: policy.controller.authority}
    used = (name for one in policy.recipients.values() for name in one.countries)
    countries = {name: {language: name} for name in used}
    return Edition("0", date.min, Authority(words, words, words), countries)


def _check_limits(policy: Policy, statement: Statement, found: Found) -> None:
    limits = GRAMMARS[statement.language].limits
    for sentence in statement.sentences():
        for before, call in pairwise(sentence.parts):
            if not isinstance(before, Text) or not isinstance(call, Placeholder):
                continue
            purpose = policy.purposes.get(call.argument) if call.form.name == "keep" else None
            typed = before.text[-_LONGEST_LIMIT:].rstrip().lower().endswith(limits)
            if typed and purpose and purpose.keep.exactly:
                message = f"the period of `{call.argument}` is exact, and the sentence limits it"
                then = "leave out the word before the placeholder"
                found.add(call.span, "G529", message, str(call), then)


def _check_links(policy: Policy, statement: Statement, found: Found) -> None:
    known = {*anchors(statement).values(), *(id_ for id_, _ in carried_promises(policy, statement))}
    for passage in statement.passages:
        for offset, target in passage.links():
            if target not in known:
                then = found.nearest(target, sorted(known), "link to a heading of this file")
                message = f"there is no heading `{shown(target)}`"
                found.add(passage.span(offset), "G530", message, target, then)


def _check_typed(policy: Policy, statement: Statement, found: Found) -> None:
    for finding in typed_facts(statement, policy):
        found.keep(finding)


_LONGEST_LIMIT = 40
_RULES: tuple[Callable[[Policy, Statement, Found], None], ...] = (
    _check_marks,
    _check_missing,
    _check_duplicates,
    _check_facts,
    _check_placeholders,
    _check_limits,
    _check_links,
    _check_typed,
)


def _check_between_languages(policy: Policy, statements: Statements, found: Found) -> None:
    """Report a promise that is made in one language only.

    A promise that every statement must make has its own finding already.
    """
    required = {promise.id for promise in required_promises(policy)}
    carried = {lang: dict(carried_promises(policy, one)) for lang, one in statements.items()}
    for language, ids in carried.items():
        for other in statements:
            for id_ in sorted(ids.keys() - carried[other].keys() - required):
                message = f"the promise `{shown(id_)}` stands in `{language}`, not in `{other}`"
                then = f"write its sentence in `{statements[other].file}`"
                found.add(ids[id_], "G524", message, id_, then)
