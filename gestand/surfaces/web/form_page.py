"""The page of a form, with the notice beside it, and the page that thanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from gestand.core.forms.documents import LARGEST, MOST, Documents, Upload, WrongFile
from gestand.core.forms.model import AskedConsent, Choice, Field, Form, Kind, Sale
from gestand.core.forms.notice import Notice
from gestand.core.forms.pointed import Kind as Pointed
from gestand.core.forms.typed import YES, Judged, Options, Wrong
from gestand.core.policy.labels import LABELS
from gestand.core.policy.model import Controller
from gestand.core.policy.statement import Authority
from gestand.core.policy.words import GRAMMARS, capitalised
from gestand.surfaces.web.form_words import FORM_WORDS, POINTED, WRONG, WRONG_FILE
from gestand.surfaces.web.page import Around, address, page
from gestand.work.forms.published import Told

SEAL = "_form"
"""The name of the field that seals a form: no category can be called so."""

AS_IT_IS, HELD = "_as-it-is", "_held"
"""The button by which somebody sends what was pointed out, and the word for documents that wait."""

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Shown:
    """A form as it is shown: with what was filled in before, and why it is shown again."""

    form: Form
    notice: Notice
    controller: Controller
    authority: Authority
    judged: Judged = Judged(_NOTHING, {}, undeclared=False)
    stale: bool = False
    pointed: Mapping[str, Sequence[Pointed]] = field(default_factory=dict)
    uploads: Sequence[Upload] = field(default=(), repr=False)
    in_files: Mapping[str, Sequence[Pointed]] = field(default_factory=dict, repr=False)
    wrong_file: WrongFile | None = None
    held: str = ""
    options: Options = field(default_factory=dict)

    @property
    def looks(self) -> bool:
        """Whether there is something to look at once more before it is sent."""
        return bool(self.pointed or self.in_files)


def form_page(around: Around, shown: Shown, seal: str) -> bytes:
    """Return a form; what stands beside it is told before the button to send it."""
    words = FORM_WORDS[around.language]
    title = capitalised(shown.form.title[around.language])
    return page(around, title, words["lead"], _form(around, shown, seal))


def _form(around: Around, shown: Shown, seal: str) -> Iterator[str]:
    words = FORM_WORDS[around.language]
    yield from _troubles(around, shown)
    parts = ' enctype="multipart/form-data"' if shown.form.documents else ""
    yield f'<form method="post" class="asked" novalidate{parts}>'
    yield f'<input type="hidden" name="{SEAL}" value="{escape(seal)}">'
    if shown.held:
        yield f'<input type="hidden" name="{HELD}" value="{escape(shown.held)}">'
    yield '<div class="fields">'
    if shown.form.sale:
        yield _choice(around.language, _of_sale(shown.form.sale), shown)
    for choice in shown.form.choices:
        yield _choice(around.language, choice, shown)
    free_text = next((one for one in shown.form.fields if _is_free(one)), None)
    for one in shown.form.fields:
        hint = _hint(around.language, one, warns=one is free_text)
        yield _field(around.language, one, hint, shown.judged)
    if shown.form.documents:
        yield _documents(around.language, shown, shown.form.documents)
    for asked in shown.form.consents:
        yield _consent(around.language, asked, shown.judged)
    yield "</div>"
    yield from _notice(around, shown)
    # The law wants it to be said on the button that somebody pays (article 6:230v BW).
    as_it_is, sold = "", "pay " if shown.form.sale else ""
    if shown.looks:
        named = f'class="plain" name="{AS_IT_IS}" value="{YES}"'
        as_it_is = f"<button {named}>{escape(words[f'{sold}as it is'])}</button>"
    again = words[f"{sold}again"] if shown.looks else words[f"{sold}send"]
    yield f'<p class="send"><button>{escape(again)}</button>{as_it_is}</p></form>'


def _troubles(around: Around, shown: Shown) -> Iterator[str]:
    words, judged = FORM_WORDS[around.language], shown.judged
    if judged.undeclared:
        yield _trouble(words["wrong"], f"<p>{escape(words['undeclared'])}</p>")
    if judged.wrong or shown.wrong_file:
        fields = {one.name: one for one in shown.form.fields}
        items = "".join(
            f'<li><a href="#field-{escape(name)}">'
            f"{escape(_told_of(around.language, fields.get(name), wrong))}</a></li>"
            for name, wrong in judged.wrong.items()
        )
        if shown.wrong_file and shown.form.documents:
            told = WRONG_FILE[around.language][shown.wrong_file]
            label = capitalised(shown.form.documents.label[around.language])
            name = escape(shown.form.documents.name)
            items += f'<li><a href="#field-{name}">{escape(label)}: {escape(told)}</a></li>'
        yield _trouble(words["wrong"], f"<ul>{items}</ul>")
    if shown.looks:
        yield _pointed(around.language, shown)
    elif shown.stale and not (judged.undeclared or judged.wrong or shown.wrong_file):
        yield _trouble(words["stale"], f"<p>{escape(words['stale why'])}</p>")


def _pointed(language: str, shown: Shown) -> str:
    """Return what the form does not need and may be there: nothing of it is kept yet."""
    words, fields = FORM_WORDS[language], {one.name: one for one in shown.form.fields}
    items = "".join(
        f'<li><a href="#field-{escape(name)}">{escape(_label(language, fields[name]))}: '
        f"{escape(GRAMMARS[language].all_of(POINTED[language][kind] for kind in kinds))}</a></li>"
        for name, kinds in shown.pointed.items()
    )
    items += "".join(
        f"<li>{escape(name)}: "
        f"{escape(GRAMMARS[language].all_of(POINTED[language][kind] for kind in kinds))}</li>"
        for name, kinds in shown.in_files.items()
    )
    told = f"<p>{escape(words['look more'])}</p><ul>{items}</ul>"
    return f'<div class="errors look" role="alert"><h2>{escape(words["look"])}</h2>{told}</div>'


def _trouble(heading: str, told: str) -> str:
    return f'<div class="errors" role="alert"><h2>{escape(heading)}</h2>{told}</div>'


def _label(language: str, one: Field) -> str:
    return capitalised(one.label[language])


def _told_of(language: str, one: Field | None, wrong: Wrong) -> str:
    """Return what is wrong with a field, or with a consent."""
    if one is None:
        what = "choice" if wrong is Wrong.NO_CHOICE else "agree"
        return f"{FORM_WORDS[language][what]}: {WRONG[language][wrong].format(0)}"
    return f"{_label(language, one)}: {_why(language, one, wrong)}"


def _why(language: str, one: Field, wrong: Wrong) -> str:
    return WRONG[language][wrong].format(one.longest)


def _consent(language: str, one: AskedConsent, judged: Judged) -> str:
    """Return a consent that is asked: never ticked before somebody did so."""
    words, name = FORM_WORDS[language], escape(one.name)
    wrong = judged.wrong.get(one.name)
    about = [f"{name}-hint"] + [f"{name}-wrong"] * (wrong is not None)
    how = f'id="field-{name}" name="{name}" value="{YES}" aria-describedby="{" ".join(about)}"'
    how += " required" if one.required else ""
    how += ' aria-invalid="true"' if wrong else ""
    how += " checked" if one.purpose in judged.agreed else ""
    told = f'<p id="{name}-hint">{escape(words["needed" if one.required else "consent"])}</p>'
    if wrong:
        why = capitalised(WRONG[language][wrong].format(0))
        told += f'<p class="wrong" id="{name}-wrong">{escape(why)}</p>'
    return (
        f'<div class="option"><input type="checkbox" {how}><div>'
        f'<label for="field-{name}">{escape(one.words[language])}</label>{told}</div></div>'
    )


_TYPES = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.DAY: "date", Kind.NUMBER: "number"}


def _of_sale(sale: Sale) -> Choice:
    """Return what is sold as something to choose."""
    label = {one: FORM_WORDS[one]["product"] for one in FORM_WORDS}
    return Choice(sale.product, sale.name, label, "", "", "", (), {})


def _priced(language: str, sale: Sale) -> dict[str, str]:
    """Return what is sold, each with its price, by its name."""
    return {one.name: f"{one.title[language]} · {euros(language, one.cents)}"
            for one in sale.products}  # fmt: skip


def euros(language: str, cents: int) -> str:
    """Return an amount as it is written in a language."""
    whole, part = divmod(cents, 100)
    if language == "nl":
        return f"€ {f'{whole:,}'.replace(',', '.')},{part:02}"
    return f"€{whole:,}.{part:02}"


def _choice(language: str, one: Choice, shown: Shown) -> str:
    """Return a field with which somebody chooses a row."""
    name, chosen = escape(one.name), shown.judged.answers.get(one.name, "")
    wrong = shown.judged.wrong.get(one.name)
    first = one.none[language] if one.none else FORM_WORDS[language]["choose"]
    sale = shown.form.sale if shown.form.sale and shown.form.sale.name == one.name else None
    rows = _priced(language, sale) if sale else shown.options.get(one.name, {})
    options = {"": first, **rows}
    picked = {key: " selected" if key == chosen else "" for key in options}
    told = "".join(
        f'<option value="{escape(key)}"{picked[key]}>{escape(text)}</option>'
        for key, text in options.items()
    )
    said = escape(capitalised(WRONG[language][wrong])) if wrong else ""
    why = f'<p class="wrong" id="{name}-wrong">{said}</p>' if wrong else ""
    how = f' aria-describedby="{name}-wrong" aria-invalid="true"' if wrong else ""
    return (
        f'<div class="field"><label class="label" for="field-{name}">'
        f"{escape(capitalised(one.label[language]))}</label>{why}"
        f'<select id="field-{name}" name="{name}"{how}>{told}</select></div>'
    )


def _is_free(one: Field) -> bool:
    """Tell whether anything may stand in a field, such as what a form does not need."""
    return one.kind is Kind.TEXT and not one.fills_in


def _hint(language: str, one: Field, *, warns: bool) -> str:
    """Return what is said of a field; a warning stands at the first one for which it is."""
    words = FORM_WORDS[language]
    if warns:
        return words["plain"]
    return words["identifies"] if one.identifies else ""


def _field(language: str, one: Field, hint: str, judged: Judged) -> str:
    words, name = FORM_WORDS[language], escape(one.name)
    answer, wrong = judged.answers.get(one.name, ""), judged.wrong.get(one.name)
    about = [f"{name}-hint"] * bool(hint) + [f"{name}-wrong"] * (wrong is not None)
    how = f'id="field-{name}" name="{name}"'
    how += f' aria-describedby="{" ".join(about)}"' if about else ""
    how += ' aria-invalid="true"' if wrong else ""
    how += " required" if one.required else ""
    how += f' autocomplete="{one.fills_in}"' if one.fills_in else ""
    if one.kind is Kind.TEXT:
        rows = 7 if _is_free(one) else 3
        box = f'<textarea {how} rows="{rows}">\n{escape(answer)}</textarea>'
    else:
        box = f'<input type="{_TYPES.get(one.kind, "text")}" {how} value="{escape(answer)}">'
    free = "" if one.required else f' <span class="free">({escape(words["free"])})</span>'
    told = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else ""
    if wrong:
        why = capitalised(_why(language, one, wrong))
        told += f'<p class="wrong" id="{name}-wrong">{escape(why)}</p>'
    label = escape(_label(language, one))
    return (
        f'<div class="field"><label class="label" for="field-{name}">{label}{free}</label>'
        f"{told}{box}</div>"
    )


_TAKES = ".pdf,.docx,.odt,.txt,.png,.jpg,.jpeg"


def _documents(language: str, shown: Shown, documents: Documents) -> str:
    """Return the field for documents, with those that wait to be sent."""
    words, name = FORM_WORDS[language], escape(documents.name)
    free = "" if documents.required else f' <span class="free">({escape(words["free"])})</span>'
    hint = words["documents"].format(MOST, LARGEST // 1_000_000)
    told = f'<p class="hint" id="{name}-hint">{escape(hint)}</p>'
    wrong, about = shown.wrong_file, f"{name}-hint"
    if wrong:
        about += f" {name}-wrong"
        why = capitalised(WRONG_FILE[language][wrong])
        told += f'<p class="wrong" id="{name}-wrong">{escape(why)}</p>'
    if shown.uploads:
        names = "".join(f"<li>{escape(one.name)}</li>" for one in shown.uploads)
        told += f'<p class="waits">{escape(words["wait"])}</p><ul class="waits">{names}</ul>'
    how = f'id="field-{name}" name="{name}" aria-describedby="{about}" accept="{_TAKES}"'
    how += ' aria-invalid="true"' if wrong else ""
    return (
        f'<div class="field"><label class="label" for="field-{name}">'
        f"{escape(capitalised(documents.label[language]))}{free}</label>"
        f'{told}<input type="file" multiple {how}></div>'
    )


def _notice(around: Around, shown: Shown) -> Iterator[str]:
    words, labels, notice = FORM_WORDS[around.language], LABELS[around.language], shown.notice
    rows = [
        (labels.why, [escape(notice.why)]),
        (labels.ground, [escape(words) for words in (notice.ground, *notice.terms)]),
        (labels.how_long, [escape(notice.how_long)]),
        (labels.who, map(escape, notice.who)),
    ]
    if notice.may_object:
        more = "object at once" if notice.ends_at_once else "object more"
        rows.append((words["object"], [escape(words[more])]))
    if notice.may_withdraw:
        rows.append((words["withdraw"], [escape(words["withdraw more"])]))
    yield '<section class="beside" aria-labelledby="notice">'
    yield f'<h2 id="notice">{escape(words["notice"])}</h2>{_rows(rows)}'
    yield f"<details><summary>{escape(words['more'])}</summary>{_rows(_more(around, shown))}"
    yield f"</details><p>{_link(around, address(around.language), words['whole'])}</p></section>"


def _more(around: Around, shown: Shown) -> Iterator[tuple[str, Iterable[str]]]:
    words, notice, us = FORM_WORDS[around.language], shown.notice, shown.controller
    mail = f'<a href="mailto:{escape(us.email)}">{escape(us.email)}</a>'
    who = [escape(notice.controller), mail, escape(us.phone)]
    yield words["us"], filter(None, (*who, escape(str(notice.officer or ""))))
    may_take = [escape(words["take"])] if notice.may_take else []
    ask = _link(around, address(around.language, "ask"), words["ask"])
    yield words["rights"], (escape(words["rights more"]), *may_take, ask)
    yield words["must"], (escape(words[f"must {notice.must.value}"]),)
    site, name = shown.authority.site[around.language], shown.authority.name[around.language]
    yield words["complain"], (_link(around, site, name),)


def _rows(rows: Iterable[tuple[str, Iterable[str]]]) -> str:
    told = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{''.join(f'<p>{line}</p>' for line in lines)}</dd></div>"
        for name, lines in rows
    )
    return f"<dl>{told}</dl>"


def _link(around: Around, href: str, text: str) -> str:
    """Return a link; from within a page of somebody else it opens a page of its own."""
    away = ' target="_blank" rel="noopener"' if around.framed else ""
    return f'<a href="{escape(href)}"{away}>{escape(text)}</a>'


def thanks_page(around: Around, notice: Notice) -> bytes:
    """Return what somebody reads who sent a form; the same for everybody who did."""
    words = FORM_WORDS[around.language]
    ask = _link(around, address(around.language, "ask"), around.words["ask link"])
    body = (
        f"<h2>{escape(words['kept'])}</h2><p>{escape(notice.how_long)}</p>",
        f"<h2>{escape(words['rights'])}</h2><p>{escape(words['see'])} {ask}.</p>",
    )
    return page(around, words["thanks"], words["thanks lead"], body)


def published_page(around: Around, title: str, rows: Sequence[Told]) -> bytes:
    """Return what people wrote and everybody may read: the first value, and who says it."""
    words = FORM_WORDS[around.language]
    body = [quoted(one.values) for one in rows]
    body += [] if rows else [f'<p class="none">{escape(words["nothing yet"])}</p>']
    ask = _link(around, address(around.language, "ask"), words["off"])
    whole = _link(around, address(around.language), words["whole"])
    body.append(f'<p class="small">{escape(words["off more"])} {ask}. {whole}.</p>')
    return page(around, capitalised(title), "", body)


def quoted(values: Sequence[str]) -> str:
    """Return a row as everybody may read it."""
    said, who = values[0], ", ".join(filter(None, values[1:]))
    caption = f"<figcaption>{escape(who)}</figcaption>" if who else ""
    return f'<figure class="quoted"><blockquote>{escape(said)}</blockquote>{caption}</figure>'
