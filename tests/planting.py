"""Plant every breach, and make every change that breaks one of the 76 promises; tell what is red.

    python -m tests.planting            each alone in a company of its own; 1 where it is not right
    python -m tests.planting P12 P13    only these
    python -m tests.planting --carried  writes docs/reference/carried.md anew
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from gestand.work.prove import Proved
from tests.mutations import MUTATIONS, Mutation
from tests.noorderlicht import PEOPLE, founded
from tests.plants import PLANTS
from tests.sowing import Plant, sweep, told, verdicts

CARRIED = Path(__file__).parents[1] / "docs" / "reference" / "carried.md"
_HEADS = "number", "what was promised", "promises of the example", "mode", "what looks"
_MORE = "what turns it red", "how"


def looks(ids: list[str], found: dict[str, Proved]) -> str:
    """Return what the verdicts on some promises of the example rest on."""
    ones = [found[id_] for id_ in ids]
    names = {f"`{each.probe}`" for one in ones for each in one.evidence}
    said = ["a signature"] if any(one.signed for one in ones) else []
    hollow = any(not one.evidence and not one.signed for one in ones)
    return ", ".join([*sorted(names), *said, *(["nothing yet"] if hollow else [])])


def carried(text: str, found: dict[str, Proved]) -> str:
    """Return the page of what was promised, with the last columns as they are found."""
    lines = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if number := re.match(r"\| (P\d+) ", line):
            ids = re.findall(r"`([^`]+)`", cells[2])
            modes = ", ".join(dict.fromkeys(found[id_].promise.mode for id_ in ids))
            what, plant = MUTATIONS[number[1]]
            cells = [*cells[:3], modes, looks(ids, found), what, plant.how.value]
            line = f"| {' | '.join(cells)} |"
        elif line.startswith("| number"):
            line = f"| {' | '.join((*_HEADS, *_MORE))} |"
        elif line.startswith("| ---"):
            line = "|" + " --- |" * len((*_HEADS, *_MORE))
        lines.append(line)
    return "\n".join(lines) + "\n"


def came_of(plant: Plant, swept: Path, folder: Path) -> dict[str, str]:
    """Return the promises whose verdict is not as it should be, in a copy made in `folder`."""
    shutil.copytree(swept, folder)
    plant.sow(folder)
    found = verdicts(told(folder))
    wanted = dict.fromkeys(plant.red, plant.how)
    return {
        id_: found[id_].value if id_ in found else "not red"
        for id_ in found.keys() | wanted.keys()
        if found.get(id_) is not wanted.get(id_)
    }


def _cases(chosen: list[str]) -> Iterator[tuple[str, Mutation]]:
    planted = {"nothing": Plant(lambda _folder: None, set()), **PLANTS}
    every = [*(("-", (name, plant)) for name, plant in planted.items()), *MUTATIONS.items()]
    yield from (case for case in every if not chosen or case[0] in chosen)


def main(arguments: list[str]) -> int:
    """Do each alone, and tell where other promises turn red than should."""
    wrong = found = alarms = 0
    with TemporaryDirectory() as place:
        swept = founded(Path(place) / "swept", PEOPLE)
        sweep(swept)
        if "--carried" in arguments:
            CARRIED.write_text(carried(CARRIED.read_text("utf-8"), told(swept)), "utf-8")
            return 0
        for count, (number, (what, plant)) in enumerate(_cases(arguments)):
            folder = Path(place) / str(count)
            differs = came_of(plant, swept, folder)
            shutil.rmtree(folder)
            wrong += bool(differs)
            missed = any(said == "not red" for said in differs.values())
            found += bool(plant.red) and not missed
            alarms += sum(id_ not in plant.red for id_ in differs)
            red = ", ".join(sorted(plant.red)) or "nothing"
            verdict = f"WRONG: {differs}" if differs else "OK"
            sys.stdout.write(f"{number:4} {what}: {plant.how.value} {red}: {verdict}\n")
            sys.stdout.flush()
    done = sum(bool(plant.red) for _, (_, plant) in _cases(arguments))
    sys.stdout.write(f"{found} of {done} breaches and changes found, {alarms} false alarms\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
