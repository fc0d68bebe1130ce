"""The code can be read file by file: no file is long, no files call each other in a circle."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

from calls.run import addons, classes_of

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("ozon_connector*/**/*.py"))
CLASSES = [found for addon in addons() for found in classes_of(addon)]


def test_the_files_of_a_model_call_each_other_one_way_only():
    drawn = subprocess.run([ROOT / "dev" / "calls"], capture_output=True, text=True, check=False)
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
    assert " 0 circles, 0 calls upwards" in drawn.stdout


def test_no_file_is_longer_than_400_lines():
    long_files = {
        str(file.relative_to(ROOT)): lines for file in FILES
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }  # fmt: skip
    assert long_files == {}


def test_no_function_is_longer_than_a_screen():
    long_functions = {
        f"{file.relative_to(ROOT)}: {node.name}": lines
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (lines := node.end_lineno - node.lineno + 1) > 50
    }  # fmt: skip
    assert long_functions == {}


def test_no_model_has_more_than_60_methods():
    """Odoo combines all classes that an addon has of a model, whatever their files."""
    methods = Counter()
    for found in CLASSES:
        methods[found.model, found.file.relative_to(ROOT).parts[0]] += len(found.methods)
    assert len(methods) > 30
    crowded = {
        model: count for (model, _addon), count in methods.items() if count > 60
    }  # fmt: skip
    assert crowded == {}


def test_no_class_has_more_than_60_methods():
    crowded = {
        f"{file.relative_to(ROOT)}: {node.name}": methods
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and (methods := sum(isinstance(item, ast.FunctionDef) for item in node.body)) > 60
    }  # fmt: skip
    assert crowded == {}


def test_a_file_of_models_has_one_model():
    """What is no model has its place in `tools` or `domain`."""
    models = Counter(found.file for found in CLASSES)
    others = {
        str(file.relative_to(ROOT)): models[file]
        for file in FILES
        if {"models", "wizards"} & set(file.parts) and file.name != "__init__.py"
        and models[file] != 1
    }  # fmt: skip
    assert others == {}


def test_what_is_public_says_what_it_does():
    """Callers read the docstring; overrides of Odoo's methods are described by Odoo."""
    silent = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in FILES if "migrations" not in file.parts
        for name, node in public_in(ast.parse(file.read_text(encoding="utf-8")))
        if not ast.get_docstring(node)
    ]  # fmt: skip
    assert silent == []


def public_in(module):
    """(name, node) of the functions, classes and methods that others may call."""
    for node in module.body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        yield node.name, node
        for item in node.body if isinstance(node, ast.ClassDef) else ():
            if (
                isinstance(item, ast.FunctionDef)
                and not item.name.startswith("_")
                and not overrides(item)
            ):
                yield f"{node.name}.{item.name}", item


def overrides(method):
    """Whether a method calls the method of the same name that it overrides."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == method.name
        and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", None) == "super"
        for node in ast.walk(method)
    )


def test_the_whole_run_leaves_no_test_out():
    program = (ROOT / "dev" / "test").read_text(encoding="utf-8")
    parts = set(re.findall(r"tests/[\w/]+", program[program.index("run_part()"):]))
    files = [
        str(file.relative_to(ROOT)) for file in sorted((ROOT / "tests").rglob("test_*.py"))
        if "foreign_addons" not in file.parts
    ]
    assert len(files) > 100
    left_out = [
        file for file in files if not any(file.startswith(f"{part}/") for part in parts)
    ]
    assert left_out == []
