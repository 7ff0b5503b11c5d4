"""The page of the reference that lists the rules, as text in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from gestand.core.lint.rules import LANGUAGES, Rule
from gestand.core.policy.model import Words

_HEAD = """\
# Rules of lint

`gestand lint` looks at policy and statement by these rules; [what the law asks of a
statement](../writing/lint.md) tells how. *As far as known* means that the source was not read, or
not lately, and the command says the same. No rule is legal advice. A rule that looks at the *text*
reads the sentences of a statement; the others read what the policy declares, and which promises the
statement marks.

| rule | severity | what is wrong | what to do | article | source | looks at |
| --- | --- | --- | --- | --- | --- | --- |
"""


def page(rules: Iterable[Rule]) -> str:
    """Return the page, with a row for each rule."""
    return _HEAD + "".join(f"| {' | '.join(_row(rule))} |\n" for rule in rules)


def _row(rule: Rule) -> tuple[str, ...]:
    causes = ["; ".join(words[name] for words in rule.causes.values()) for name in LANGUAGES]
    says = {name: rule.says[name] for name in LANGUAGES}
    if rule.causes:
        says = {name: f"{says[name]} ({cause})" for name, cause in zip(says, causes, strict=True)}
    return (
        f"`{rule.id}`",
        rule.severity,
        _both(says),
        _both(rule.fix),
        rule.reference("en"),
        rule.source,
        rule.by,
    )


def _both(words: Words) -> str:
    return "<br>".join(f"{name}: {words[name]}" for name in LANGUAGES)
