"""Which files of a model call each other.

Odoo combines the class of a model from several files, so a call through `self` may lead to any of
them. Here a call leads to the file that declares the method first, not to its overrides. Files that
call each other in a circle cannot be read one after the other, so a circle is a failure. So is a
call of a model to a model that inherits from it.
"""

import argparse
import ast
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
MODELS = ("models", "wizards")
# Methods of Odoo; an override of them is not called by the other files.
OF_ODOO = {"create", "write", "unlink", "copy", "default_get"}


class Class(NamedTuple):
    """One Python class of a model."""

    model: str
    parents: tuple[str, ...]
    file: Path
    methods: dict[str, ast.FunctionDef]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--list", action="store_true", help="print every arrow")
    options = parser.parse_args()
    classes = [found for addon in addons() for found in classes_of(addon)]
    circles, upward = 0, set()
    for model in sorted({found.model for found in classes}):
        arrows = arrows_of(model, classes)
        if options.list and arrows:
            print(model)
            for (source, target), names in sorted(arrows.items()):
                print(f"  {source.name} → {target.name}: {', '.join(sorted(names))}")
        for circle in circles_of(arrows):
            circles += 1
            print(f"{model}: a circle of {', '.join(sorted(file.name for file in circle))}")
            for (source, target), names in sorted(arrows.items()):
                if {source, target} <= circle:
                    print(f"  {source.name} → {target.name}: {', '.join(sorted(names))}")
        upward |= upward_in(arrows, classes)
    for source, target in sorted(upward):
        print(f"{source.name} → {target.name}: a call to a model that inherits from it")
    print(f"{len(classes)} classes, {circles} circles, {len(upward)} calls upwards")
    return 1 if circles or upward else 0


def addons() -> list[Path]:
    return sorted(manifest.parent for manifest in ROOT.glob("*/__manifest__.py"))


def classes_of(addon: Path) -> list[Class]:
    """The classes of an addon's models, in Odoo's order of loading."""
    return [
        found
        for folder in MODELS
        for file in loaded_files(addon / folder)
        for found in classes_in(file)
    ]


def loaded_files(folder: Path) -> list[Path]:
    if not (folder / "__init__.py").is_file():
        return []
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    names = [alias.name for node in tree.body
             if isinstance(node, ast.ImportFrom) and not node.module
             for alias in node.names]  # fmt: skip
    files = []
    for name in names:
        path = folder / f"{name}.py"
        files += [path] if path.is_file() else loaded_files(folder / name)
    return files


def classes_in(file: Path) -> list[Class]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name, parents = attribute(node, "_name"), attribute(node, "_inherit") or ()
            parents = (parents,) if isinstance(parents, str) else tuple(parents)
            if name or parents:
                methods = {
                    item.name: item for item in node.body if isinstance(item, ast.FunctionDef)
                }
                found.append(Class(name or parents[0], parents, file, methods))
    return found


def attribute(node: ast.ClassDef, name: str):
    for item in node.body:
        if isinstance(item, ast.Assign) and getattr(item.targets[0], "id", None) == name:
            return ast.literal_eval(item.value)
    return None


def arrows_of(model: str, classes: list[Class]) -> dict[tuple[Path, Path], set[str]]:
    """:return: {(calling file, declaring file): names of methods}"""
    family = family_of(model, classes)
    declared: dict[str, Path] = {}
    for found in classes:
        if found.model in family:
            for name in found.methods.keys() - OF_ODOO:
                declared.setdefault(name, found.file)
    arrows = defaultdict(set)
    for found in classes:
        if found.model in family:
            for method in found.methods.values():
                for name in called_in(method):
                    target = declared.get(name)
                    if target and target != found.file:
                        arrows[found.file, target].add(name)
    return dict(arrows)


def family_of(model: str, classes: list[Class]) -> set[str]:
    """The model and all models that it inherits from, as far as our addons define them."""
    family, waiting = set(), {model}
    while waiting:
        name = waiting.pop()
        family.add(name)
        for found in classes:
            if found.model == name:
                waiting |= {parent for parent in found.parents if parent not in family}
    return family & {found.model for found in classes}


def called_in(method: ast.FunctionDef) -> set[str]:
    """The names of methods called on records; calls on `super()` lead to no other file."""
    return {
        node.func.attr
        for node in ast.walk(method)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and not (
            isinstance(node.func.value, ast.Call)
            and getattr(node.func.value.func, "id", None) == "super"
        )
    }


def upward_in(arrows: dict[tuple[Path, Path], set[str]], classes: list[Class]) -> set:
    """The arrows to a file of a model that inherits from the calling one."""
    models = {found.file: found.model for found in classes}
    return {
        (source, target) for source, target in arrows
        if models[source] != models[target]
        and models[source] in family_of(models[target], classes)
    }


def circles_of(arrows: dict[tuple[Path, Path], set[str]]) -> list[set[Path]]:
    """The largest sets of files that reach each other."""
    nexts = defaultdict(set)
    for source, target in arrows:
        nexts[source].add(target)
    reached = {}
    for start in {file for pair in arrows for file in pair}:
        seen, waiting = set(), [start]
        while waiting:
            for file in nexts[waiting.pop()] - seen:
                seen.add(file)
                waiting.append(file)
        reached[start] = seen
    circles = []
    for file, seen in reached.items():
        circle = {other for other in seen if file in reached[other]}
        if file in seen and len(circle) > 1 and circle not in circles:
            circles.append(circle)
    return circles


if __name__ == "__main__":
    sys.exit(main())
