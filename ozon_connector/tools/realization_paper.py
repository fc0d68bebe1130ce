"""A realization report as it is printed, on paper and in a spreadsheet."""

import math
from typing import NamedTuple

from ..domain.pages import Heights, divided
from ..domain.texts import printable

TEXTS = ("name", "offer_id", "sku", "barcode")
# The columns of one side of a row, after its price.
FIGURES = ("quantity", "amount", "points", "partners", "base_fee", "accrual")
SIDES = ("sold", "returned")
# How the template fills a page, in rows of one line, measured with wkhtmltopdf without patched Qt,
# which neither repeats headings nor numbers pages by itself.
PAPER = Heights(page=35, title=5.5, name=1.3, heading=5.5, totals=1, end=12.5)
LINE, PADDING = 0.59, 0.41
# Letters in a line of a column, if all are capitals.
LETTERS = {"name": 22, "offer_id": 14, "sku": 13}


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


class RealizationPaper:
    """What a printed report says. Foreign texts become printable but not escaped.

    :param report: an `ozon.realization.report` in the reader's language
    """

    def __init__(self, report):
        report.ensure_one()
        self.report = report
        self.env = report.env

    def name(self):
        """The title of the document: its kind, number and date."""
        report = self.report
        name = self.env._(
            "Intermediary report No. %(number)s of %(day)s",
            number=printable(report.number) or "—",
            day=report._day(report.doc_date),
        )
        if not report.correction_number:
            return name
        return f'{name} ({self.env._("correction %s", report.correction_number)})'

    def title(self):
        """The head of the report: a list of (label, text), without what Ozon did not send."""
        report = self.report
        first, last = map(report._day, (report.date_from, report.date_to))
        title = [
            (self.env._("Contract"), report.contract),
            (self.env._("Intermediary"), report.payer),
            (self.env._("Principal"), report.receiver),
            (self.env._("Period"), f"{first} – {last}"),
            (self.env._("Currency"), report.currency_id.name),
        ]
        return [(label, printable(text)) for label, text in title if text]

    def rows(self):
        """The lines with both sides in one row, as in Ozon's file.

        :return: a list of `Row`; a second side of the same kind, which corrections may have, gets a
            row of its own
        """
        rows, free = [], {}
        for line in self.report.line_ids.sorted(lambda line: (line.row_number, line.id)):
            side = "sold" if line.direction == "sale" else "returned"
            goods = (line.row_number, *(line[field] for field in TEXTS))
            place = free.get((goods, side))
            if place is None:
                other = "returned" if side == "sold" else "sold"
                free.setdefault((goods, other), len(rows))
                texts = {field: printable(line[field]) for field in TEXTS}
                rows.append(Row(line.row_number, **texts, sold=None, returned=None))
                place = len(rows) - 1
            else:
                del free[goods, side]
            rows[place] = rows[place]._replace(**{side: self._side(line)})
        return rows

    def pages(self, rows):
        """:return: the `Piece`s of each page; table 0 is what was sold, 1 what came back"""
        tables = [[row for row in rows if getattr(row, side)] for side in SIDES]
        return divided(tables, self._height, PAPER)

    def page_number(self, page, pages):
        """:return: the words for a page's number and how many there are"""
        return self.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    def totals(self, rows, side):
        """The sums of one side of rows, 'sold' or 'returned'; a sum has no price."""
        sides = [getattr(row, side) for row in rows if getattr(row, side)]
        return Side(None, *(self._sum(sides, figure) for figure in FIGURES))

    def _height(self, row):
        lines = (math.ceil(len(getattr(row, text)) / width) for text, width in LETTERS.items())
        return PADDING + LINE * max(1, *lines)

    def _side(self, line):
        kopecks = self.report._kopecks
        amount = float(kopecks(line.amount))
        return Side(
            price=float(kopecks(amount / line.quantity)) if line.quantity else None,
            quantity=line.quantity,
            amount=amount,
            points=float(kopecks(line.points)),
            partners=float(kopecks(line.revenue) - kopecks(line.amount)),
            base_fee=float(kopecks(line.base_fee)),
            accrual=float(kopecks(line.accrual)),
        )

    def _sum(self, sides, figure):
        report = self.report
        amounts = [getattr(side, figure) for side in sides]
        if figure == "quantity":
            return sum(amounts)
        return float(sum(map(report._kopecks, amounts), report._kopecks(0)))
