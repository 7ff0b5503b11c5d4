"""The words of a first statement, in Dutch and English: every fact in it comes from the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class _Texts:
    title: str
    who: str
    what: str
    lead: str
    required: str
    rights: str
    each: tuple[tuple[str, str], ...]
    answer: str
    complain: str


_RIGHTS = ("access", "rectify", "erase", "restrict", "object", "withdraw", "port")
_TEXTS: Mapping[str, _Texts] = {
    "nl": _Texts(
        "Privacyverklaring",
        "{{ controller.name }} beslist waarvoor en hoe deze gegevens worden gebruikt, en is te "
        "bereiken via {{ controller.email }}.",
        "Waarvoor wij gegevens gebruiken",
        "Hieronder staat per doel wat wij bewaren, waarom en hoe lang.",
        "Zonder de gegevens die bij een doel horen, kunnen wij dat niet voor u doen.",
        "Wat u kunt vragen",
        tuple(
            zip(
                _RIGHTS,
                (
                    "U kunt zien welke gegevens wij van u hebben.",
                    "U kunt laten verbeteren wat niet klopt.",
                    "U kunt gegevens laten wissen.",
                    "U kunt ons vragen gegevens tijdelijk niet te gebruiken.",
                    "U kunt bezwaar maken tegen een gebruik.",
                    "U kunt een toestemming intrekken.",
                    "U kunt uw gegevens meenemen.",
                ),
                strict=True,
            )
        ),
        "U krijgt binnen {{ answer }} antwoord.",
        "Vindt u dat wij ons niet aan de regels houden, dan kunt u klagen bij de toezichthouder.",
    ),
    "en": _Texts(
        "Privacy statement",
        "{{ controller.name }} decides what these data are used for and how, and can be reached "
        "at {{ controller.email }}.",
        "What we use data for",
        "For each purpose you find below what we keep, why and for how long.",
        "Without the data that belong to a purpose we cannot do this for you.",
        "What you can ask",
        tuple(
            zip(
                _RIGHTS,
                (
                    "You can see which data we have of you.",
                    "You can have corrected what is wrong.",
                    "You can have data erased.",
                    "You can ask us not to use data for a while.",
                    "You can object to a use.",
                    "You can withdraw a consent.",
                    "You can take your data with you.",
                ),
                strict=True,
            )
        ),
        "You get an answer within {{ answer }}.",
        "If you think that we do not keep to the rules, you can complain to the authority.",
    ),
}


def statement(language: str, purposes: Sequence[str], *, required: bool) -> str:
    """Return a first statement in a language, with a block for each purpose."""
    texts = _TEXTS[language]
    blocks = "\n\n".join(f'{{{{ purpose("{name}") }}}}' for name in purposes)
    needed = f"\n\n{texts.required} {{#data.required}}" if required else ""
    rights = "\n".join(f"- {said} {{#rights.{name}}}" for name, said in texts.each)
    return (
        f"# {texts.title}\n\n{texts.who} {{#contact.controller}}\n\n"
        f"## {texts.what}\n\n{texts.lead} {{explains}}\n\n{blocks}{needed}\n\n"
        f"## {texts.rights}\n\n{rights}\n\n"
        f"{texts.answer} {{#rights.answer}}\n{texts.complain} {{#complaint.authority}}\n"
    )
