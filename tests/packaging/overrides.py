"""The methods of Odoo that our addons override, read from the code of both."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import odoo.addons

ROOT = Path(__file__).parents[2]
ADDONS = sorted(path.parent for path in ROOT.glob("ozon_connector*/__manifest__.py"))
# The folders of our addons; Odoo itself may be in a folder below.
OURS = {ROOT, ROOT / "tests" / "foreign_addons"}
# The model whose methods all models have.
BASE_MODEL = "base"


class Override(NamedTuple):
    model: str
    method: str
    file: str
    calls_super: bool


def overrides():
    """Every method of a model or controller of Odoo that one of our classes redefines.

    :return: list of `Override`, several for a method that several files override
    """
    found = []
    for addon in ADDONS:
        for file in sorted(addon.rglob("*.py")):
            for definition, models in _model_classes(file):
                for model in models:
                    if not model.startswith("ozon."):
                        found += _overrides_of(definition, model, file, odoo_methods(model))
            for definition, controller, known in _controllers(file):
                found += _overrides_of(definition, controller, file, known)
    return sorted(found)


def _overrides_of(definition, model, file, known):
    return [
        Override(model, function.name, str(file.relative_to(ROOT)), _calls_super(function))
        for function in definition.body
        if isinstance(function, ast.FunctionDef) and function.name in known
    ]


def _calls_super(function):
    """Whether Odoo's own method is called as well."""
    return any(
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"
        for node in ast.walk(function)
    )


@cache
def odoo_methods(model):
    """:return: the names of the methods that a model has in Odoo, including inherited ones"""
    methods, parents = _odoo()
    names, waiting, seen = set(_base_methods()), [model, BASE_MODEL], set()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            names |= methods[one]
            waiting += parents[one]
    return names


@cache
def _odoo():
    methods, parents = defaultdict(set), defaultdict(set)
    for folder in odoo.addons.__path__:
        if Path(folder).resolve() in OURS:
            continue
        for file in Path(folder).glob("*/*/**/*.py"):
            if file.parts[-2] == "tests" or file.parts[-3] == "tests":
                continue
            for definition, models in _model_classes(file):
                for model in models:
                    methods[model] |= {
                        node.name for node in definition.body if isinstance(node, ast.FunctionDef)
                    }
                    parents[model] |= set(_names(definition, "_inherit")) - {model}
    return methods, parents


@cache
def _base_methods():
    """The methods that Odoo's core gives every model."""
    file = Path(odoo.addons.__path__[0]).parent / "orm" / "models.py"
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == "BaseModel":
            names = {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
    return {name for name in names if not name.startswith("__")}


def _controllers(file):
    """:return: list of (class, the controller of Odoo that it changes, the methods of that)"""
    module = ast.parse(file.read_text(encoding="utf-8"))
    imported = {
        name.asname or name.name: (node.module, name.name)
        for node in module.body
        if isinstance(node, ast.ImportFrom) and ".controllers." in (node.module or "")
        and not node.module.startswith("odoo.addons.ozon_")
        for name in node.names
    }
    for node in module.body:
        for base in node.bases if isinstance(node, ast.ClassDef) else ():
            if getattr(base, "id", None) in imported:
                path, name = imported[base.id]
                yield node, name, _methods_of(_source_of(path), name)


def _source_of(path):
    """The file of a module of an addon of Odoo, such as `odoo.addons.web.controllers.pivot`."""
    place = Path(*path.split(".")[2:]).with_suffix(".py")
    files = (Path(folder) / place for folder in odoo.addons.__path__)
    return next(file for file in files if file.exists())


def _methods_of(file, name):
    """The methods of a class, and those that it inherits in the same file."""
    classes = {
        node.name: node for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
    }
    methods, waiting = set(), [name]
    while waiting:
        if node := classes.get(waiting.pop()):
            methods |= {part.name for part in node.body if isinstance(part, ast.FunctionDef)}
            waiting += [base.id for base in node.bases if isinstance(base, ast.Name)]
    return methods


def _model_classes(file):
    """:return: list of the model classes of a file, each with the names of the models it changes"""
    text = file.read_text(encoding="utf-8")
    if "_inherit" not in text and "_name" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            inherited, named = _names(node, "_inherit"), _names(node, "_name")
            models = named or (inherited if len(inherited) == 1 else [])
            if models:
                yield node, models


def _names(definition, attribute):
    for node in definition.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == attribute:
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                return []
            return [value] if isinstance(value, str) else list(value or [])
    return []
