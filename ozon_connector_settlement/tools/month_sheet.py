"""A month's reconciliation with Ozon as a spreadsheet."""

import io

import xlsxwriter

from ..domain import printed

A4 = 9
WIDTHS = (52, 17, 17, 17, 26, 60)
# The columns with amounts.
OZON, BOOKED, DIFFERENCE = "B", "C", "D"
# The column in which the second party signs.
SECOND_PARTY = 4
INDENTS = {printed.TOP: 0, printed.CLASS: 1, printed.DETAIL: 2}


class MonthSheet:
    """Writes one sheet. Texts from outside never become formulas or links.

    :param paper: a `MonthPaper`
    """

    def __init__(self, paper):
        self.paper = paper
        self.output = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.output, {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False,
        })
        self.sheet = self.book.add_worksheet(paper.kind())

    def content(self):
        """Write everything.

        :return: the bytes of the file
        """
        top = self._write_title()
        self._set_page(top)
        self._write_headings(top)
        end = self._write_rows(top + 1)
        end = self._write_notes(end + 1)
        self._write_signatures(end + 1)
        self.book.close()
        return self.output.getvalue()

    def _set_page(self, top):
        """:param top: the row of the headings, which every page repeats"""
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(top)
        self.sheet.freeze_panes(top + 1, 1)
        self.sheet.set_footer("&C&P / &N")
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)

    def _write_title(self):
        """:return: the row of the headings"""
        bold = self.book.add_format({"bold": True, "font_size": 14})
        self.sheet.write_string(0, 0, self.paper.name(), bold)
        title = self.paper.title()
        for place, (label, text) in enumerate(title, start=1):
            self.sheet.write_string(place, 0, label)
            self.sheet.write_string(place, 1, text)
        return len(title) + 2

    def _write_headings(self, top):
        head = self.book.add_format({
            "bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
            "bg_color": "#EEF2FB",
        })
        for column, heading in enumerate(self.paper.headings()):
            self.sheet.write_string(top, column, heading, head)

    def _write_rows(self, top):
        """Write the rows of the statement.

        :param top: the index of the first row
        :return: the index of the row below them
        """
        rows = self.paper.rows()
        formats = {level: self._formats(level) for level in INDENTS}
        for place, row in enumerate(rows, start=top):
            label, text, money = formats[row.level]
            self.sheet.write_string(place, 0, row.label, label)
            self._write_amount(place, OZON, row.ozon, row.parts, top, money)
            self._write_amount(place, BOOKED, row.booked, row.parts, top, money)
            self.sheet.write_formula(
                f"{DIFFERENCE}{place + 1}", f"=ROUND({OZON}{place + 1}-{BOOKED}{place + 1},2)",
                money, float(row.difference),
            )
            self.sheet.write_string(place, 4, row.reason, text)
            self.sheet.write_string(place, 5, row.explanation, text)
        return top + len(rows)

    def _write_amount(self, place, column, amount, parts, top, money):
        cell = f"{column}{place + 1}"
        if parts:
            added = "+".join(f"{column}{top + part + 1}" for part in parts)
            self.sheet.write_formula(cell, f"=ROUND({added},2)", money, float(amount))
        else:
            self.sheet.write_number(cell, float(amount), money)

    def _formats(self, level):
        """:return: the formats of a label, of other texts, and of amounts"""
        common = {"border": 1, "valign": "top", "bold": level == printed.TOP}
        text = {**common, "num_format": "@", "text_wrap": True}
        return (
            self.book.add_format({**text, "indent": INDENTS[level]}),
            self.book.add_format({**text, "bold": False}),
            self.book.add_format({**common, "num_format": "#,##0.00"}),
        )

    def _write_notes(self, top):
        """:return: the row below the notes"""
        notes = self.paper.notes()
        for place, note in enumerate(notes, start=top):
            self.sheet.write_string(place, 0, note)
        return top + len(notes)

    def _write_signatures(self, top):
        bold = self.book.add_format({"bold": True})
        for column, party in zip((0, SECOND_PARTY), self.paper.parties(), strict=True):
            self.sheet.write_string(top, column, party, bold)
            for place, line in enumerate(self.paper.signature(), start=top + 1):
                self.sheet.write_string(place, column, line)
