"""Figures as Prometheus reads them: its text format, version 0.0.4.

Source: https://prometheus.io/docs/instrumenting/exposition_formats/ (text-based format).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gestand.core.figures import Figure, Sample

KIND = "text/plain; version=0.0.4; charset=utf-8"

_TEXT = str.maketrans({"\\": "\\\\", "\n": "\\n"})
_LABEL = str.maketrans({"\\": "\\\\", "\n": "\\n", '"': '\\"'})


def exposition(figures: Iterable[Figure]) -> str:
    """Return figures as one text; one without numbers is left out, since nothing is known of it."""
    return "".join(f"{line}\n" for figure in figures if figure.samples for line in _lines(figure))


def _lines(figure: Figure) -> Iterator[str]:
    yield f"# HELP {figure.name} {figure.means.translate(_TEXT)}"
    yield f"# TYPE {figure.name} {figure.kind.value}"
    for sample in figure.samples:
        yield f"{figure.name}{sample.ending}{_labels(sample)} {_number(sample.value)}"


def _labels(sample: Sample) -> str:
    told = (f'{name}="{value.translate(_LABEL)}"' for name, value in sample.labels.items())
    inside = ",".join(told)
    return f"{{{inside}}}" if inside else ""


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
