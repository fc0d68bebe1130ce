import math
import re
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ...domain.pages import Heights, divided
from ...domain.texts import unmarked

# Characters that XML forbids: a PDF or a spreadsheet with one of them does not open.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Longer than any name on Ozon. A cell of a spreadsheet takes 32,767 characters.
LONGEST_TEXT = 2000

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


class OzonRealizationReportPrint(models.Model):
    """The figures of the report as they are printed, on paper and in a spreadsheet."""

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
                "%s is not loaded yet, so there are no figures to download.", self.display_name,
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

    @api.model
    def _print_pages(self, rows):
        """:return: the `Piece`s of each page; table 0 is what was sold, 1 what came back"""
        tables = [[row for row in rows if getattr(row, side)] for side in SIDES]
        return divided(tables, self._print_height, PAPER)

    @api.model
    def _print_page_number(self, page, pages):
        return self.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    @api.model
    def _print_height(self, row):
        lines = (math.ceil(len(getattr(row, text)) / width) for text, width in LETTERS.items())
        return PADDING + LINE * max(1, *lines)

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

    def _print_title(self):
        """The head of the report: a list of (label, text), without what Ozon did not send."""
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
