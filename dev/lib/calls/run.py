"""Draws which files and rooms of the models call each other, and judges the drawing.

Files that call each other in a circle cannot be read one after the other, so a circle is a failure,
whether they are files of one model or of several. So are a call of a model to one that inherits
from it, and a call of a room to one that is loaded later: rooms are read in the order in which
their `__init__.py` lists them.
"""

import argparse
import sys
from pathlib import Path

from calls.circles import circles_of
from calls.classes import all_classes
from calls.files import Arrows, arrows_of, upward_in
from calls.rooms import arrows_between, arrows_between_files, back_in


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--list", action="store_true", help="print every arrow")
    options = parser.parse_args()
    classes = all_classes()
    circles, upward = [], set()
    for model in sorted({found.model for found in classes}):
        arrows = arrows_of(model, classes)
        if options.list and arrows:
            print(model)
            _draw(arrows)
        circles += _told_circles(model, arrows)
        upward |= upward_in(arrows, classes)
    files = arrows_between_files(classes)
    circles += _told_circles("all models", files)
    for source, target in sorted(upward):
        print(f"{_name_of(source)} → {_name_of(target)}: a call to a model that inherits from it")
    rooms = arrows_between(files)
    if options.list:
        print("rooms")
        _draw(rooms)
    back = back_in(rooms, classes)
    for source, target in sorted(back):
        print(f"{source} → {target}: a call to a room that is loaded later")
        _draw({(source, target): rooms[source, target]})
    print(
        f"{len(classes)} classes, {len(circles)} circles, {len(upward)} calls upwards, "
        f"{len(back)} rooms that call a later one"
    )
    return 1 if circles or upward or back else 0


def _told_circles(of_what: str, arrows: Arrows) -> list[set[Path]]:
    """Print the circles among the files of one model, or of all."""
    circles = circles_of(arrows)
    for circle in circles:
        print(f"{of_what}: a circle of {', '.join(sorted(map(_name_of, circle)))}")
        _draw({pair: names for pair, names in arrows.items() if {*pair} <= circle})
    return circles


def _draw(arrows: dict):
    for (source, target), names in sorted(arrows.items()):
        print(f"  {_name_of(source)} → {_name_of(target)}: {', '.join(sorted(names))}")


def _name_of(place: Path | str) -> str:
    """A file with its room, or a room."""
    return f"{place.parent.name}/{place.name}" if isinstance(place, Path) else place


if __name__ == "__main__":
    sys.exit(main())
