"""Compares the outcomes of Odoo's own tests without our addons and with them."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def outcomes(folder, way, addons):
    """:return: {name of a test: passed, failed, skipped}; empty for an addon that crashed"""
    found = {}
    for file in (folder / f"{way}-{addon}.xml" for addon in addons):
        if not file.exists():
            continue
        for case in ElementTree.parse(file).iter("testcase"):
            kinds = {child.tag for child in case} & {"failure", "error", "skipped"}
            name = f"{case.get('classname')}.{case.get('name')}"
            outcome = "passed"
            if kinds:
                outcome = "skipped" if kinds == {"skipped"} else "failed"
            # A test that fails in its tear-down has another case in the file.
            found[name] = outcome if found.get(name, "passed") == "passed" else found[name]
    return found


def main():
    folder, addons = Path(sys.argv[1]), sys.argv[2].split(",")
    without, beside = (outcomes(folder, way, addons) for way in ("without", "with"))
    if not without:
        print("No test was run; the logs:", folder)
        return 1
    differing = [
        (name, without.get(name, "missing"), beside.get(name, "missing"))
        for name in sorted(without.keys() | beside.keys())
        if without.get(name) != beside.get(name)
    ]
    for name, before, after in differing:
        print(f"{name}: {before} without our addons, {after} with them")
    passed = sum(outcome == "passed" for outcome in beside.values())
    print(f"{len(beside)} tests, {passed} passed with our addons, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
