"""The code can be read file by file: no file is long, no files call each other in a circle."""

import ast
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from calls.classes import all_classes

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("ozon_connector*/**/*.py"))
CLASSES = all_classes()


def test_files_and_rooms_call_each_other_one_way_only():
    drawn = draw_calls(ROOT)
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
    assert " 0 circles, 0 calls upwards, 0 rooms that call a later one" in drawn.stdout


@pytest.mark.parametrize(("call", "told"), [
    ("self._book()", "a.document: a circle of low/document.py, low/file.py"),
    ('self.env["a.row"]._of(self)', "all models: a circle of low/document.py, low/row.py"),
    ('self.env["a.report"]._print()', "a call to a room that is loaded later"),
    ("self.report_id._print()", "low/document.py → high/report.py: _print"),
    ("self._send()", "a call to a model that inherits from it"),
    ("super()._book()", "0 circles, 0 calls upwards, 0 rooms"),
])  # fmt: skip
def test_a_call_back_is_found(tmp_path, call, told):
    shutil.copytree(ROOT / "dev" / "lib" / "calls", tmp_path / "dev" / "lib" / "calls")
    shutil.copy(ROOT / "dev" / "calls", tmp_path / "dev")
    write_addon(tmp_path / "addon", {
        "low/document.py": f'_name = "a.document"\n\n    def _draft(self):\n        {call}',
        "low/file.py": '_inherit = "a.document"\n\n    def _book(self):\n        self._draft()',
        "low/row.py": '_name = "a.row"\n\n    def _of(self, document):\n        document._draft()',
        "high/report.py": (
            '_name = "a.report"\n    _inherit = "a.document"\n\n'
            "    def _print(self):\n        self._book()\n\n"
            "    def _send(self):\n        self._print()"
        ),
    })
    drawn = draw_calls(tmp_path)
    assert told in drawn.stdout, drawn.stdout + drawn.stderr
    assert drawn.returncode == (0 if told.startswith("0") else 1)


def draw_calls(root):
    return subprocess.run([root / "dev" / "calls"], capture_output=True, text=True, check=False)


def write_addon(addon, files):
    """:param files: {path under `models`: body of the class}, in the order of loading"""
    folders = list(dict.fromkeys(path.split("/")[0] for path in files))
    for folder in folders:
        (addon / "models" / folder).mkdir(parents=True)
        names = [path.split("/")[1][:-3] for path in files if path.startswith(folder + "/")]
        (addon / "models" / folder / "__init__.py").write_text(
            "".join(f"from . import {name}\n" for name in names), encoding="utf-8",
        )
    (addon / "__manifest__.py").write_text("{}", encoding="utf-8")
    (addon / "models" / "__init__.py").write_text(
        "".join(f"from . import {folder}\n" for folder in folders), encoding="utf-8",
    )
    for path, body in files.items():
        (addon / "models" / path).write_text(
            f"class One(models.Model):\n    {body}\n", encoding="utf-8",
        )


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
    methods = defaultdict(set)
    for found in CLASSES:
        methods[found.model, found.file.relative_to(ROOT).parts[0]] |= found.methods.keys()
    assert len(methods) > 30
    crowded = {
        model: len(names) for (model, _addon), names in methods.items() if len(names) > 60
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
