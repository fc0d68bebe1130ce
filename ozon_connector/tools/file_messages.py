"""What a person reads when a file that was brought cannot be used."""

from odoo.tools.translate import LazyTranslate

from ..ozon_api.files import SettlementDoesNotTie

_lt = LazyTranslate(__name__)

# What is wrong with a file, as `ozon_api.files.FileUnreadable` says it.
REASONS = {
    "declares entities": _lt("it has XML in it that no report of Ozon has"),
    "does not say both balances": _lt("it does not say both balances"),
    "does not say its period": _lt("it does not say its month"),
    "has a card twice": _lt("it has a card twice, with different details"),
    "has a figure that belongs to no row": _lt("it has a figure that belongs to no row"),
    "has a formula without a value": _lt(
        "it has a formula whose result is not in the file; save it in Excel first"
    ),
    "has a rounded barcode": _lt(
        "a spreadsheet has rounded a barcode; download the file again and bring it as it is"
    ),
    "has a row without Ozon's number": _lt("a row has no Ozon Product ID"),
    "has a row that is not whole": _lt("a row has no number, no date or no sum of a document"),
    "has a row without a quantity": _lt("a row has no quantity"),
    "has a row without a type": _lt("a row does not say what happened"),
    "has a sum without a name": _lt("a sum has no name"),
    "has a total that is not the sum of its rows": _lt("a total is not the sum of its rows"),
    "has an archive in it": _lt("it has another archive in it; bring that one"),
    "has parts of a kopeck": _lt("a sum has parts of a kopeck"),
    "has rows below its total": _lt("it has rows below its total"),
    "has several reports": _lt("it has several reports in it; bring each as a file of its own"),
    "has too many columns": _lt("it has too many columns"),
    "has too many files": _lt("it has more than 50 files in it"),
    "has too many parts": _lt("it has too much in it"),
    "has too many rows": _lt("it has more than 20,000 rows"),
    "has too many sheets": _lt("it has too many sheets"),
    "is an XML, but no УПД": _lt(
        "it is an XML file, but not a УПД in the format of the tax service (Файл/Документ, КНД "
        "1115131)"
    ),
    "is another electronic document than a УПД": _lt(
        "it is another electronic document than the seller's part of a УПД, by its КНД; "
        "corrections (УКД) and the buyer's part are not read"
    ),
    "is of a version that is not known": _lt(
        "it is in a version of the format that the connector does not know; it knows 5.01 to 5.03"
    ),
    "is written in an encoding that is not known": _lt(
        "it is written in another encoding than windows-1251 or UTF-8"
    ),
    "lacks a part of a УПД": _lt("a part is missing that every УПД has"),
    "has two columns that may be the same": _lt(
        "two columns could be the same thing, and a guess could book a wrong sum; delete the one "
        "that is not the document's number, date, name or sum with VAT"
    ),
    "is a correction": _lt("it is the spreadsheet of a correction, not the report of a month"),
    "is a register that is not known": _lt(
        "it is a register without headings for the number, the date and the sum with VAT of a "
        "document"
    ),
    "is an old .xls file": _lt("it is an old .xls file; save it as .xlsx"),
    "is damaged": _lt("it is damaged"),
    "is encrypted": _lt("it is protected by a password; save it without one"),
    "is negative": _lt("a figure is negative"),
    "is no XLSX file": _lt(
        "it is not an Excel workbook (.xlsx). Only the product catalog may be a CSV; download any "
        "other report as XLSX, and a УПД as XML"
    ),
    "is no report of Ozon": _lt("it is not an Ozon report that the connector knows"),
    "is not a number": _lt("a figure is not a number"),
    "is not a whole number": _lt("a quantity is not whole"),
    "is not of one whole month": _lt(
        "it does not cover one whole month; the books need the report of the whole month"
    ),
    "is not whole": _lt("a quantity is not whole"),
    "is of another marketplace": _lt("it is a report of another marketplace"),
    "is packed in another way": _lt("it is packed in a way that is not known"),
    "is too large": _lt("it is too large"),
    "lacks a column": _lt("a column is missing"),
    "unpacks to too much": _lt("it unpacks to more than 100 MB"),
}


def file_message(env, error):
    """The message for a file that cannot be used.

    :param error: a `FileUnreadable` or `SettlementDoesNotTie` of `ozon_api.files`
    """
    if isinstance(error, SettlementDoesNotTie):
        return env._(
            "The settlement does not add up: %(opening)s at the beginning and documents of "
            "%(change)s give %(expected)s, the file ends with %(closing)s. Nothing was imported. "
            "Download it again; if it stays so, ask Ozon's support.",
            opening=error.opening, change=error.change, expected=error.expected,
            closing=error.closing,
        )
    reason = REASONS.get(error.reason)
    return env._(
        "The file cannot be used: %(reason)s%(place)s. Nothing was imported from it, and the books "
        "are as before.",
        reason=env._(reason) if reason else env._("it is built in an unknown way"),
        place=f" ({error.place})" if error.place else "",
    )
