"""The classes of the addons' models, read from the code without running it."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
FOLDERS = ("models", "wizards")


class Class(NamedTuple):
    """One Python class of a model."""

    model: str
    parents: tuple[str, ...]
    file: Path
    methods: dict[str, ast.FunctionDef]

    def __hash__(self):
        return hash((self.model, self.file))


def all_classes() -> list[Class]:
    """The classes of all addons, in Odoo's order of loading."""
    return [
        found
        for manifest in sorted(ROOT.glob("*/__manifest__.py"))
        for folder in FOLDERS
        for file in _loaded_files(manifest.parent / folder)
        for found in _classes_in(file)
    ]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


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


def _loaded_files(folder: Path) -> list[Path]:
    if not (folder / "__init__.py").is_file():
        return []
    names = [alias.name for node in tree_of(folder / "__init__.py").body
             if isinstance(node, ast.ImportFrom) and not node.module
             for alias in node.names]  # fmt: skip
    files = []
    for name in names:
        path = folder / f"{name}.py"
        files += [path] if path.is_file() else _loaded_files(folder / name)
    return files


def _classes_in(file: Path) -> list[Class]:
    found = []
    for node in tree_of(file).body:
        if isinstance(node, ast.ClassDef):
            name, parents = _attribute(node, "_name"), _attribute(node, "_inherit") or ()
            parents = (parents,) if isinstance(parents, str) else tuple(parents)
            if name or parents:
                methods = {
                    item.name: item for item in node.body if isinstance(item, ast.FunctionDef)
                }
                found.append(Class(name or parents[0], parents, file, methods))
    return found


def _attribute(node: ast.ClassDef, name: str):
    for item in node.body:
        if isinstance(item, ast.Assign) and getattr(item.targets[0], "id", None) == name:
            return ast.literal_eval(item.value)
    return None
