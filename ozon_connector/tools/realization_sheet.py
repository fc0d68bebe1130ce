"""A realization report as a spreadsheet that can be compared with Ozon's own file."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .realization_paper import FIGURES, TEXTS, Side

A4 = 9
HEADING_ROWS = 2
MONEY = "#,##0.00"


class RealizationSheet:
    """Writes one sheet, with the columns of Ozon's own file.

    Figures are numbers and totals are formulas, with their values. Texts are foreign, so none of
    them becomes a formula or a link.

    :param paper: a `RealizationPaper`
    """

    def __init__(self, paper):
        self.paper = paper
        self.report = paper.report
        self.env = paper.env
        self.output = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.output, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        })
        self.sheet = self.book.add_worksheet(self.env._("Report"))

    def content(self):
        """Write everything.

        :return: the bytes of the file
        """
        top = self._write_title()
        self._write_headings(top)
        self._set_page(top)
        total = self._write_rows(top + HEADING_ROWS)
        self._write_settlement(total)
        self.book.close()
        return self.output.getvalue()

    def _set_page(self, top):
        """Print it in landscape, as wide as a page, with its headings on each page."""
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(top, top + HEADING_ROWS - 1)
        self.sheet.set_footer("&C&P / &N")

    def _write_title(self):
        """:return: the row below the title"""
        bold = self.book.add_format({"bold": True, "font_size": 14})
        self.sheet.write_string(0, 0, self.paper.name(), bold)
        for place, (label, text) in enumerate(self.paper.title(), start=1):
            self.sheet.write_string(place, 0, label)
            self.sheet.write_string(place, 1, text)
        return place + 2

    def _write_headings(self, top):
        head = self.book.add_format({
            "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
            "bg_color": "#EEF2FB",
        })
        goods = [
            (self.env._("No."), 6), (self.env._("Product name"), 45), (self.env._("Article"), 18),
            (self.env._("SKU"), 14), (self.env._("Barcode"), 16),
        ]
        for column, (title, width) in enumerate(goods):
            self.sheet.merge_range(top, column, top + 1, column, "", head)
            self.sheet.write_string(top, column, title, head)
            self.sheet.set_column(column, column, width)
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
            self.sheet.merge_range(top, first, top, first + len(FIGURES), "", head)
            self.sheet.write_string(top, first, title, head)
            titles = self._figure_titles(amount, total)
            for column, figure in enumerate(titles, start=first):
                self.sheet.write_string(top + 1, column, figure, head)
            self.sheet.set_column(first, first + len(FIGURES), 14)
        self.sheet.set_row(top + 1, 62)
        self.sheet.freeze_panes(top + HEADING_ROWS, 2)

    def _figure_titles(self, amount, total):
        """The headings of a side; the two given ones differ between the sides."""
        return [
            self.env._("Selling price"), self.env._("Qty"), amount,
            self.env._("Points for discounts"),
            self.env._("Payouts of partners' loyalty programmes"),
            self.env._("Gross commission of Ozon"), total,
        ]

    def _write_rows(self, top):
        """:return: the row of the totals"""
        rows = self.paper.rows()
        plain = {
            "text": self.book.add_format({"border": 1, "num_format": "@"}),
            "whole": self.book.add_format({"border": 1, "num_format": "0"}),
            "money": self.book.add_format({"border": 1, "num_format": MONEY}),
        }
        for place, row in enumerate(rows, start=top):
            self.sheet.write_number(place, 0, row.number, plain["whole"])
            for column, field in enumerate(TEXTS, start=1):
                self.sheet.write_string(place, column, getattr(row, field), plain["text"])
            self._write_side(place, 0, row.sold, plain)
            self._write_side(place, 1, row.returned, plain)
        total = top + len(rows)
        self._write_totals(top, total, rows)
        return total

    def _write_side(self, row, place, side, formats):
        first = self._first_column(place)
        for column, field in enumerate(Side._fields, start=first):
            form = formats["whole" if field == "quantity" else "money"]
            if side is None or getattr(side, field) is None:
                self.sheet.write_blank(row, column, None, form)
            else:
                self.sheet.write_number(row, column, getattr(side, field), form)

    def _write_totals(self, top, total, rows):
        text = self.book.add_format({"border": 1, "bold": True})
        money = self.book.add_format({"border": 1, "bold": True, "num_format": MONEY})
        whole = self.book.add_format({"border": 1, "bold": True, "num_format": "0"})
        for column in range(self._first_column(2)):
            self.sheet.write_blank(total, column, None, text)
        self.sheet.write_string(total, 1, self.env._("Total"), text)
        for place, side in enumerate(("sold", "returned")):
            totals = self.paper.totals(rows, side)
            for figure in FIGURES:
                value, form = getattr(totals, figure), whole if figure == "quantity" else money
                column = self._figure_column(place, figure)
                if not rows:
                    self.sheet.write_number(total, column, value, form)
                    continue
                above = (xl_rowcol_to_cell(row, column) for row in (top, total - 1))
                self.sheet.write_formula(total, column, f"=SUM({':'.join(above)})", form, value)

    def _write_settlement(self, total):
        """How Ozon's commission and what it owes follow from the totals."""
        report = self.report
        bold = self.book.add_format({"bold": True})
        money = self.book.add_format({"num_format": MONEY})
        total_money = self.book.add_format({"num_format": MONEY, "bold": True})
        top = total + 2
        self.sheet.write_string(top, 1, self.env._("Settlement: sold less returned"), bold)
        cell = {name: xl_rowcol_to_cell(top + place, 2) for place, name in enumerate(
            ("revenue", "points", "base_fee", "points_used", "fee_payable", "points_left"), start=1,
        )}
        fee, left = "{base_fee}-{points_used}", "{points}-{points_used}"
        due = "{revenue}-{fee_payable}+{points_left}"
        if report.points_are_income:
            fee, left, due = "{base_fee}", "0", "{revenue}+{points}-{fee_payable}"
        figures = [
            (self.env._("Sales, with the payouts of partners' loyalty programmes"), "revenue",
             self._net_formula(total, "amount", "partners")),
            (self.env._("Points for discounts"), "points", self._net_formula(total, "points")),
            (self.env._("Gross commission of Ozon"), "base_fee",
             self._net_formula(total, "base_fee")),
            (self.env._("Points that lower the commission"), "points_used", None),
            (self.env._("Commission payable"), "fee_payable", fee.format(**cell)),
            (self.env._("Unused points"), "points_left", left.format(**cell)),
            (self.env._("To be accrued to the principal"), "accrual", due.format(**cell)),
        ]
        for row, (label, name, formula) in enumerate(figures, start=top + 1):
            form = total_money if name == "accrual" else money
            self.sheet.write_string(row, 1, label, bold if name == "accrual" else None)
            value = float(report._kopecks(report[name]))
            if formula is None:
                self.sheet.write_number(row, 2, value, form)
            else:
                self.sheet.write_formula(row, 2, f"={formula}", form, value)

    def _net_formula(self, total, *figures):
        """A formula: the totals of the figures, sold less returned."""
        return "".join(
            sign + xl_rowcol_to_cell(total, self._figure_column(place, figure))
            for place, sign in enumerate("+-") for figure in figures
        ).removeprefix("+")

    def _first_column(self, place):
        """The column in which a side begins, 0 for what was sold, 1 for what came back."""
        return 1 + len(TEXTS) + place * (1 + len(FIGURES))

    def _figure_column(self, place, figure):
        return self._first_column(place) + 1 + FIGURES.index(figure)

