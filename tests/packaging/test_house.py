"""The code can be read file by file: no file is long, none call each other in a circle."""

import ast
import subprocess
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("ozon_connector*/**/*.py"))


def test_the_files_of_a_model_call_each_other_one_way_only():
    drawn = subprocess.run([ROOT / "dev" / "calls"], capture_output=True, text=True, check=False)
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr
    assert " 0 circles" in drawn.stdout


def test_no_file_is_longer_than_400_lines():
    long_files = {
        str(file.relative_to(ROOT)): lines for file in FILES
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }  # fmt: skip
    assert long_files == {}


def test_no_class_has_more_than_60_methods():
    methods = Counter()
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                methods[f"{file.parts[-3]}.{node.name}"] += sum(
                    isinstance(item, ast.FunctionDef) for item in node.body
                )
    assert {name: count for name, count in methods.items() if count > 60} == {}
