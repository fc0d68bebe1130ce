"""The calls between the files of one model.

Odoo combines the class of a model from several files, so a call through `self` may lead to any of
them. Here a call leads to the file that declares the method first, not to its overrides.
"""

import ast
from collections import defaultdict
from pathlib import Path

from calls.classes import Class, family_of

# Methods of Odoo; an override of them is not called by the other files.
OF_ODOO = {"create", "write", "unlink", "copy", "default_get"}
Arrows = dict[tuple[Path, Path], set[str]]


def arrows_of(model: str, classes: list[Class]) -> Arrows:
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
                for call in calls_in(method):
                    target = declared.get(call.attr)
                    if target and target != found.file:
                        arrows[found.file, target].add(call.attr)
    return dict(arrows)


def calls_in(method: ast.FunctionDef) -> list[ast.Attribute]:
    """What is called on records, like `self._draft`. Calls on `super()` lead to no other file."""
    return [
        node.func
        for node in ast.walk(method)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and not is_super(node.func.value)
    ]


def is_super(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", None) == "super"


def upward_in(arrows: Arrows, classes: list[Class]) -> set[tuple[Path, Path]]:
    """The arrows to a file of a model that inherits from the calling one."""
    models = {found.file: found.model for found in classes}
    return {
        (source, target) for source, target in arrows
        if models[source] != models[target]
        and models[source] in family_of(models[target], classes)
    }
