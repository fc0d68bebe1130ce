"""The printout of a monthly document: its head, its table, and its state in the books."""

import math
import re
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.domain.pages import Heights, divided
from odoo.addons.ozon_connector.domain.texts import printable
from odoo.addons.ozon_connector.tools.moments import month_name
from odoo.tools import formatLang

from .paper import Paper

# The layout of a page, counted in rows of one line. It was measured with a wkhtmltopdf without
# patched Qt, which neither repeats headings nor numbers pages by itself.
PAGE = Heights(page=35, title=10, name=1.3, heading=4, totals=1, end=11)
LINE, PADDING = 0.59, 0.41
# How many capital letters fit in a line of a column, for each per cent of its width.
LETTERS = 1.05


class Column(NamedTuple):
    """A column of a printed table.

    :param heading: its heading, in the reader's language
    :param width: per cent of the table
    :param is_figure: whether its texts are aligned to the right
    """

    heading: str
    width: int
    is_figure: bool = False


class Table(NamedTuple):
    """A table that is divided into pages.

    :param columns: list of `Column`
    :param pages: the `Piece`s of each page; a row is a list of texts, one per column
    :param totals: the texts of the last row
    """

    columns: list
    pages: list
    totals: list


class DocumentPaper(Paper):
    """The texts of a monthly document. Each kind defines its table.

    :param document: a record of a monthly document with Ozon's figures, in the reader's language
    """

    # What each kind defines

    def _kind(self):
        """:return: the name of the kind of document"""
        raise NotImplementedError

    def _columns(self):
        """:return: list of `Column`"""
        raise NotImplementedError

    def _rows(self):
        """:return: list of rows, each a list of texts, one per column"""
        raise NotImplementedError

    def _totals(self):
        """:return: the texts of the last row, one per column"""
        raise NotImplementedError

    # What all kinds share

    def name(self):
        """The title of the document."""
        document = self.record
        if document.number and document.doc_date:
            name = self.env._(
                "%(document)s No. %(number)s of %(day)s", document=self._kind(),
                number=document.number, day=self._date(document.doc_date),
            )
        else:
            name = self.env._(
                "%(document)s: %(month)s", document=self._kind(),
                month=month_name(self.env, document.period),
            )
        if document.correction_number:
            name = f'{name} ({self.env._("correction %s", document.correction_number)})'
        return printable(name)

    def title(self):
        """The head of the document.

        :return: list of (label, text), without unknown texts
        """
        ozon, company = self.parties()
        first = self.record.period
        title = [
            (self.env._("Contract"), self._contract()),
            (self.env._("Ozon"), ozon),
            (self.env._("Company"), company),
            (
                self.env._("Period"),
                f"{self._date(first)} – {self._date(calendar.last_day(first))}",
            ),
            (self.env._("Currency"), self.record.currency_id.name),
            (self.env._("Entry"), self._entry()),
        ]
        return [(label, printable(text)) for label, text in title if text]

    def state(self):
        """:return: a sentence on whether the document is in the books; None once it is booked"""
        if self.record.state == "posted":
            return None
        if self.record.state == "cancelled":
            return self.env._("This document is cancelled and not in the books.")
        return self.env._("This document is not in the books yet.")

    def origin(self):
        """:return: a sentence on the source of the figures"""
        return self.env._(
            "Printed from Ozon's data. Ozon's own document is in the seller cabinet.",
        )

    def table(self):
        """:return: a `Table`"""
        columns = self._columns()

        def height(row):
            lines = (
                math.ceil(len(text) / (column.width * LETTERS))
                for column, text in zip(columns, row, strict=True)
            )
            return PADDING + LINE * max(1, *lines)

        return Table(columns, divided([self._rows()], height, PAGE), self._totals())

    def page_number(self, page, pages):
        """:param page: counted from 1

        :return: a translated text
        """
        return self.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    def file_name(self):
        """:return: the name of a file with the document, without its extension"""
        parts = [self._kind(), f"{self.record.period:%Y-%m}", self.record.account_id.name]
        if self.record.correction_number:
            parts.append(self.env._("correction %s", self.record.correction_number))
        return re.sub(r"[^\w .-]", "_", " ".join(parts))

    def _entry(self):
        """:return: the entry of the document and its VAT as text, or None"""
        entry = self.record[self.record._entry_fields[0]]
        if not entry:
            return None
        if not entry.amount_tax:
            return entry.display_name
        return self.env._(
            "%(entry)s, VAT %(tax)s", entry=entry.display_name, tax=self._money(entry.amount_tax),
        )

    def _money(self, amount):
        """:return: an amount with two decimals as text, without its currency"""
        return formatLang(self.env, float(self.record._kopecks(amount)), digits=2)

    def _number(self, number):
        """:return: a price or rate as text with all digits that Ozon stated, at least two"""
        exact = Decimal(str(number)).normalize()
        return formatLang(self.env, number, digits=max(2, -exact.as_tuple().exponent))

    def _count(self, number):
        return formatLang(self.env, number, digits=0)
