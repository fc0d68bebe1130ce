"""A wheel that an installed Odoo 19 loads without any addons path."""

from ast import literal_eval
from pathlib import Path

from setuptools import setup

ADDONS = [
    "ozon_connector",
    "ozon_connector_bulk",
    "ozon_connector_hr_expense",
    "ozon_connector_l10n_ru",
    "ozon_connector_settlement",
]
HERE = Path(__file__).parent

manifest = literal_eval((HERE / "ozon_connector" / "__manifest__.py").read_text(encoding="utf-8"))


def package(folder: Path) -> str:
    return ".".join(("odoo", "addons", *folder.relative_to(HERE).parts))


def files_of(addon: str) -> dict[str, list[str]]:
    """Every file of the addon, by the package that it belongs to."""
    data = {}
    for file in sorted((HERE / addon).rglob("*")):
        inside = file.relative_to(HERE).parts
        if file.is_file() and not any(part.startswith((".", "__pycache__")) for part in inside):
            folder = file.parent
            # A folder of migrations is called after a version, which no package can be.
            while "." in "".join(folder.relative_to(HERE).parts):
                folder = folder.parent
            data.setdefault(package(folder), []).append(str(file.relative_to(folder)))
    return data


package_data = {name: files for addon in ADDONS for name, files in files_of(addon).items()}

setup(
    name="odoo-addon-ozon-connector",
    version=manifest["version"],
    description=manifest["summary"],
    long_description=(HERE / "README.rst").read_text(encoding="utf-8"),
    long_description_content_type="text/x-rst",
    author=manifest["author"],
    license="LGPL-3.0-or-later",
    python_requires=">=3.10",
    # Odoo itself is not on PyPI, so it cannot be named here.
    # The oldest that Odoo 19 runs with.
    install_requires=["lxml>=4.8.0", "openpyxl>=3.0.9", "requests>=2.25.1"],
    packages=sorted(package_data),
    package_dir={package(HERE / addon): addon for addon in ADDONS},
    package_data=package_data,
    classifiers=[
        "Framework :: Odoo",
        "Framework :: Odoo :: 19.0",
        "Intended Audience :: Financial and Insurance Industry",
        "Natural Language :: Russian",
        "Programming Language :: Python :: 3",
        "Topic :: Office/Business :: Financial :: Accounting",
    ],
)
