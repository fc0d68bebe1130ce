import io
import re
from typing import NamedTuple

import xlsxwriter

from odoo import api, models
from odoo.exceptions import UserError

from ...domain.texts import unmarked

# Characters that XML forbids: a PDF or a spreadsheet with one of them does not open.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Longer than any name on Ozon. A cell of a spreadsheet takes 32,767 characters.
LONGEST_TEXT = 2000

TEXTS = ("name", "offer_id", "sku", "barcode")
# The columns of one side of a row, after its price.
FIGURES = ("quantity", "amount", "points", "partners", "base_fee", "accrual")
HEADING_ROWS = 2


class Side(NamedTuple):
    """One side of a row of Ozon's report: goods sold, or goods that came back."""

    price: float | None  # of a unit, what buyers paid; None when no units moved
    quantity: int
    amount: float  # paid by buyers
    points: float
    partners: float  # payouts of partners' loyalty programmes
    base_fee: float
    accrual: float


class Row(NamedTuple):
    """A row of Ozon's report. Texts are printable. A side that the row does not have is None."""

    number: int
    name: str
    offer_id: str
    sku: str
    barcode: str
    sold: Side | None
    returned: Side | None


class OzonRealizationReportPrint(models.Model):
    """The report on paper, and as a spreadsheet that can be compared with Ozon's own file."""

    _inherit = "ozon.realization.report"

    def action_download_xlsx(self):
        """
        :return: an action that downloads the report as a spreadsheet
        :raises UserError: Ozon has not given the report yet
        """
        self.ensure_one()
        self.check_access("read")
        if not self.doc_date:
            raise UserError(self.env._(
                "%s is not loaded yet, so there are no figures to take away.", self.display_name,
            ))
        return {
            "type": "ir.actions.act_url",
            "url": f"/ozon/report/{self.id}/xlsx",
            "target": "download",
        }

    def _file_name(self):
        """The name of a file with the report, without its extension."""
        self.ensure_one()
        parts = [self.env._("Intermediary report"), self.month, self.number]
        if self.correction_number:
            parts.append(self.env._("correction %s", self.correction_number))
        return re.sub(r"[^\w .-]", "_", " ".join(filter(None, parts)))

    def _print_rows(self):
        """The lines with both sides in one row, as in Ozon's file.

        :return: a list of `Row`; a second side of the same kind, which corrections may have, gets a
            row of its own
        """
        self.ensure_one()
        rows, free = [], {}
        for line in self.line_ids.sorted(lambda line: (line.row_number, line.id)):
            side = "sold" if line.direction == "sale" else "returned"
            goods = (line.row_number, *(line[field] for field in TEXTS))
            place = free.get((goods, side))
            if place is None:
                other = "returned" if side == "sold" else "sold"
                free.setdefault((goods, other), len(rows))
                texts = {field: self._printable(line[field]) for field in TEXTS}
                rows.append(Row(line.row_number, **texts, sold=None, returned=None))
                place = len(rows) - 1
            else:
                del free[goods, side]
            rows[place] = rows[place]._replace(**{side: self._print_side(line)})
        return rows

    def _print_side(self, line):
        amount, points = float(self._kopecks(line.amount)), float(self._kopecks(line.points))
        return Side(
            price=float(self._kopecks(amount / line.quantity)) if line.quantity else None,
            quantity=line.quantity,
            amount=amount,
            points=points,
            partners=float(self._kopecks(line.revenue) - self._kopecks(line.amount)),
            base_fee=float(self._kopecks(line.base_fee)),
            accrual=float(self._kopecks(line.accrual)),
        )

    def _print_totals(self, rows, side):
        """The sums of one side of rows, 'sold' or 'returned'; a sum has no price."""
        sides = [getattr(row, side) for row in rows if getattr(row, side)]
        return Side(None, *(self._print_sum(sides, figure) for figure in FIGURES))

    def _print_sum(self, sides, figure):
        amounts = [getattr(side, figure) for side in sides]
        if figure == "quantity":
            return sum(amounts)
        return float(sum(map(self._kopecks, amounts), self._kopecks(0)))

    @api.model
    def _printable(self, text):
        """Foreign text without characters that break a PDF or a spreadsheet, cut to a limit.

        It gets no apostrophe where it looks like a formula, because these files write texts as
        texts.
        """
        return UNPRINTABLE.sub("", unmarked(text or ""))[:LONGEST_TEXT]

    # The spreadsheet

    def _xlsx(self):
        """The report as a spreadsheet with the columns of Ozon's own file.

        Figures are numbers. Texts are foreign, so none of them becomes a formula or a link.

        :return: the bytes of the file
        """
        self.ensure_one()
        output = io.BytesIO()
        book = xlsxwriter.Workbook(output, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        })
        sheet = book.add_worksheet(self.env._("Report"))
        top = self._write_title(book, sheet)
        self._write_headings(book, sheet, top)
        self._write_rows(book, sheet, top + HEADING_ROWS)
        book.close()
        return output.getvalue()

    def _print_title(self):
        """The head of the report: a list of (label, text), without anything Ozon did not send."""
        self.ensure_one()
        period = f"{self._day(self.date_from)} – {self._day(self.date_to)}"
        title = [
            (self.env._("Contract"), self.contract),
            (self.env._("Intermediary"), self.payer),
            (self.env._("Principal"), self.receiver),
            (self.env._("Period"), period),
            (self.env._("Currency"), self.currency_id.name),
        ]
        return [(label, self._printable(text)) for label, text in title if text]

    def _print_name(self):
        """The title of the document: its kind, number and date."""
        self.ensure_one()
        name = self.env._(
            "Intermediary report No. %(number)s of %(day)s",
            number=self._printable(self.number) or "—", day=self._day(self.doc_date),
        )
        if not self.correction_number:
            return name
        return f'{name} ({self.env._("correction %s", self.correction_number)})'

    def _write_title(self, book, sheet):
        """:return: the row below the title"""
        bold = book.add_format({"bold": True, "font_size": 14})
        sheet.write_string(0, 0, self._print_name(), bold)
        for place, (label, text) in enumerate(self._print_title(), start=1):
            sheet.write_string(place, 0, label)
            sheet.write_string(place, 1, text)
        return place + 2

    def _write_headings(self, book, sheet, top):
        head = book.add_format({
            "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
            "bg_color": "#EEF2FB",
        })
        goods = [
            (self.env._("No."), 6), (self.env._("Product name"), 45), (self.env._("Article"), 18),
            (self.env._("SKU"), 14), (self.env._("Barcode"), 16),
        ]
        for column, (title, width) in enumerate(goods):
            sheet.merge_range(top, column, top + 1, column, "", head)
            sheet.write_string(top, column, title, head)
            sheet.set_column(column, column, width)
        sides = [
            (
                self.env._("Goods sold"), self.env._("Amount sold"),
                self.env._("Total to be accrued"),
            ),
            (
                self.env._("Returned by buyers"), self.env._("Amount returned"),
                self.env._("Total returned"),
            ),
        ]
        for place, (title, amount, total) in enumerate(sides):
            first = self._first_column(place)
            sheet.merge_range(top, first, top, first + len(FIGURES), "", head)
            sheet.write_string(top, first, title, head)
            titles = self._figure_titles(amount, total)
            for column, figure in enumerate(titles, start=first):
                sheet.write_string(top + 1, column, figure, head)
            sheet.set_column(first, first + len(FIGURES), 14)
        sheet.set_row(top + 1, 62)
        sheet.freeze_panes(top + HEADING_ROWS, 2)

    def _figure_titles(self, amount, total):
        """The headings of a side; the two given ones differ between the sides."""
        return [
            self.env._("Selling price"), self.env._("Qty"), amount,
            self.env._("Points for discounts"),
            self.env._("Payouts of partners' loyalty programmes"),
            self.env._("Gross commission of Ozon"), total,
        ]

    @api.model
    def _first_column(self, place):
        """The column in which a side begins, 0 for what was sold, 1 for what came back."""
        return 1 + len(TEXTS) + place * (1 + len(FIGURES))

    def _write_rows(self, book, sheet, top):
        rows = self._print_rows()
        plain = {
            "text": book.add_format({"border": 1, "num_format": "@"}),
            "whole": book.add_format({"border": 1, "num_format": "0"}),
            "money": book.add_format({"border": 1, "num_format": "#,##0.00"}),
        }
        bold = {
            "text": book.add_format({"border": 1, "bold": True}),
            "whole": book.add_format({"border": 1, "bold": True, "num_format": "0"}),
            "money": book.add_format({"border": 1, "bold": True, "num_format": "#,##0.00"}),
        }
        for place, row in enumerate(rows, start=top):
            sheet.write_number(place, 0, row.number, plain["whole"])
            for column, field in enumerate(TEXTS, start=1):
                sheet.write_string(place, column, getattr(row, field), plain["text"])
            self._write_side(sheet, place, 0, row.sold, plain)
            self._write_side(sheet, place, 1, row.returned, plain)
        end = top + len(rows)
        for column in range(1 + len(TEXTS)):
            sheet.write_blank(end, column, None, bold["text"])
        sheet.write_string(end, 1, self.env._("Total"), bold["text"])
        self._write_side(sheet, end, 0, self._print_totals(rows, "sold"), bold)
        self._write_side(sheet, end, 1, self._print_totals(rows, "returned"), bold)

    def _write_side(self, sheet, row, place, side, formats):
        first = self._first_column(place)
        for column, field in enumerate(Side._fields, start=first):
            form = formats["whole" if field == "quantity" else "money"]
            if side is None or getattr(side, field) is None:
                sheet.write_blank(row, column, None, form)
            else:
                sheet.write_number(row, column, getattr(side, field), form)
