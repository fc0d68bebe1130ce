"""The calls between all files, and between rooms: the folders of models, and the wizards.

Here every call on a record counts, also one to another model, and every import. A call leads to
the model that the code names, as in `self.env["ozon.booking"]`, else to the caller's own model,
else to the only model that declares the method. If several others declare it, nothing is assumed.
"""

import ast
from collections import defaultdict
from pathlib import Path

from calls.classes import ROOT, Class, family_of, tree_of
from calls.files import OF_ODOO, Arrows, calls_in, is_super

RoomArrows = dict[tuple[str, str], set[str]]


def room_of(file: Path) -> str:
    return str(file.parent.relative_to(ROOT))


def arrows_between_files(classes: list[Class]) -> Arrows:
    """:return: {(calling file, called file): names of methods and imports}"""
    methods = Methods(classes)
    arrows = defaultdict(set)
    for found in classes:
        for source, target, name in (*_calls_of(found, methods), *_imports_of(found, classes)):
            if source != target:
                arrows[source, target].add(name)
    return dict(arrows)


def arrows_between(file_arrows: Arrows) -> RoomArrows:
    """:return: {(calling room, called room): texts «file → file: method»}"""
    arrows = defaultdict(set)
    for (source, target), names in file_arrows.items():
        if room_of(source) != room_of(target):
            arrows[room_of(source), room_of(target)] |= {
                f"{source.name} → {target.name}: {name}" for name in names
            }
    return dict(arrows)


def back_in(arrows: RoomArrows, classes: list[Class]) -> set[tuple[str, str]]:
    """The arrows to a room that is loaded later."""
    order = list(dict.fromkeys(room_of(found.file) for found in classes))
    return {
        (source, target) for source, target in arrows if order.index(target) > order.index(source)
    }


class Methods:
    """Which file declares a method, for each model."""

    def __init__(self, classes: list[Class]):
        self.families = {
            model: family_of(model, classes) for model in {found.model for found in classes}
        }
        # {name: {model: file}} in the order of loading
        self.files: dict[str, dict[str, Path]] = defaultdict(dict)
        self.of_odoo: set[tuple[str, str]] = set()
        for found in classes:
            for name, method in found.methods.items():
                declared = self.files[name]
                if not self.families[found.model] & declared.keys() and _calls_super(method):
                    self.of_odoo.add((found.model, name))
                declared.setdefault(found.model, found.file)

    def of_model(self, model: str, name: str) -> Path | None:
        """The file that declares the method for a model, or None if it is Odoo's."""
        return self._lowest(self.families.get(model, set()) & self.files[name].keys(), name)

    def of_any(self, name: str) -> Path | None:
        """The file of the only model that declares the method."""
        return self._lowest(set(self.files[name]), name)

    def _lowest(self, models: set[str], name: str) -> Path | None:
        lowest = [model for model in models if not (self.families[model] - {model}) & models]
        if len(lowest) != 1 or (lowest[0], name) in self.of_odoo:
            return None
        return self.files[name][lowest[0]]


def _calls_of(found: Class, methods: Methods):
    """:return: tuples (calling file, declaring file, name of the method)"""
    for method in found.methods.values():
        for call in calls_in(method):
            name = call.attr
            if name in OF_ODOO or name not in methods.files:
                continue
            named = _model_named_in(call.value)
            if named:
                target = methods.of_model(named, name)
            else:
                target = methods.of_model(found.model, name) or methods.of_any(name)
            if target:
                yield found.file, target, name


def _model_named_in(node: ast.AST) -> str | None:
    """«ozon.booking» in `self.env["ozon.booking"]`, also with `.sudo()` and the like after it."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    if (
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        and getattr(node.value, "attr", None) == "env"
    ):
        return node.slice.value
    return None


def _calls_super(method: ast.FunctionDef) -> bool:
    """Whether it extends a method of the same name, which then is Odoo's."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == method.name and is_super(node.value)
        for node in ast.walk(method)
    )


def _imports_of(found: Class, classes: list[Class]):
    """:return: tuples (importing file, imported file, what is imported)"""
    files = {one.file for one in classes}
    for node in tree_of(found.file).body:
        if not isinstance(node, ast.ImportFrom):
            continue
        path = (node.module or "").replace(".", "/")
        if node.level:
            target = found.file.parents[node.level - 1] / path
        else:
            target = ROOT / path.removeprefix("odoo/addons/")
        if target.with_suffix(".py") in files:
            names = ", ".join(alias.name for alias in node.names)
            yield found.file, target.with_suffix(".py"), f"import of {names}"
