"""Which report a file contains, and files within files."""

import io
import zipfile
from datetime import date

import pytest

from ozon_api.files import FileUnreadable, is_archive, recognise, unpack
from tests.fake_ozon import Compensations, Settlement, published_example, realization_file
from tests.fake_ozon.bad_files import of_cells
from tests.fake_ozon.postings import by_order


def zipped(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def refused(call, *arguments):
    with pytest.raises(FileUnreadable) as caught:
        call(*arguments)
    return caught.value.reason


REPORT = realization_file(published_example())


def test_each_known_report_is_recognised_by_what_stands_in_it():
    month, inns = date(2026, 9, 1), {"7704217370", "7712345671"}
    for kind, content in {
        "realization": REPORT,
        "postings": realization_file(by_order(published_example())),
        "settlement": Settlement(2026, 9).as_xlsx(),
    }.items():
        found = recognise(content)
        assert (found.kind, found.month, found.contract, found.inns) == (
            kind, month, "ИР-118204/23", inns,
        )  # fmt: skip


def test_compensations_do_not_say_their_month():
    compensations = Compensations("77", date(2026, 10, 5))
    found = recognise(compensations.as_xlsx())
    assert (found.kind, found.month) == ("compensation", None)


@pytest.mark.parametrize(("title", "reason"), [
    ("Отчёт Wildberries", "is of another marketplace"),
    ("Реестр УПД по выкупленным товарам", "is a register that is not known"),
    ("Детализация отчёта о перевыставлении услуг", "is a register that is not known"),
    ("Прайс-лист", "is no report of Ozon"),
])  # fmt: skip
def test_other_files_are_named_and_not_guessed(title, reason):
    assert refused(recognise, of_cells([[title], ["№", "Сумма"], [1, 2]])) == reason


# ------------------------------------------------------------------ a ZIP of files


def test_the_files_of_a_zip():
    content = zipped({"2026/Сентябрь/отчёт.xlsx": REPORT, "__MACOSX/x": b"1", "a.txt": b"2"})
    assert is_archive(content) and not is_archive(REPORT) and not is_archive(b"PK\3\4")
    assert [(one.name, one.content) for one in unpack(content)] == [
        ("отчёт.xlsx", REPORT), ("a.txt", b"2"),
    ]  # fmt: skip


def test_a_path_in_a_zip_is_only_a_name():
    (one,) = unpack(zipped({"../../etc/passwd": b"1"}))
    assert one.name == "passwd"


def test_a_zip_is_bounded():
    inner = zipped({"a.xlsx": REPORT})
    assert refused(unpack, zipped({"inner.zip": inner})) == "has an archive in it"
    assert refused(unpack, zipped({f"{n}": b"" for n in range(51)})) == "has too many files"
    assert refused(unpack, zipped({f"{n}": b"" for n in range(500)})) == "has too many files"
    assert refused(unpack, zipped({"bomb": bytes(5 * 2**20)})) == "unpacks to too much"
    assert refused(unpack, zipped({"a.xlsx": REPORT})[:-30]) == "is damaged"
    locked = bytearray(zipped({"a": b"1"}))
    locked[locked.find(b"PK\1\2") + 8] |= 1
    assert refused(unpack, bytes(locked)) == "is encrypted"
