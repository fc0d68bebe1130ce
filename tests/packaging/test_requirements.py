"""A clone has exactly the pinned libraries."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "dev" / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def normal(name):
    """A name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(path):
    return {normal(name): version for name, version in PIN.findall(path.read_text())}


def test_the_lock_has_each_pinned_library_in_its_version():
    wanted = pins(ROOT / "dev" / "requirements.txt") | pins(ROOT / "requirements.txt")
    locked = pins(LOCK)

    assert wanted.items() <= locked.items(), "Make the lock anew: see CONTRIBUTING.rst."


def test_each_library_of_the_lock_has_hashes():
    entries = re.split(r"\n(?=\S)", LOCK.read_text().strip())

    assert entries
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]
