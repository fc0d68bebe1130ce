"""A month's reconciliation with Ozon, for print and for the spreadsheet."""

from odoo.addons.ozon_connector.domain.texts import printable
from odoo.tools import format_datetime

from ..domain import printed
from ..domain.statement import OPENING, PAYOUT
from .paper import Paper


class MonthPaper(Paper):
    """The texts and figures of a month.

    :param month: an `ozon.month` that has Ozon's balance, in the reader's language
    """

    def __init__(self, month):
        super().__init__(month)
        self.month = month

    def kind(self):
        """:return: the short name of the document"""
        return self.env._("Reconciliation")

    def name(self):
        """The title of the document."""
        return printable(self.env._(
            "Reconciliation with Ozon: %(month)s, %(account)s",
            month=self.month.month, account=self.month.account_id.name,
        ))

    def title(self):
        """The head of the document.

        :return: list of (label, text), without unknown texts
        """
        ozon, company = self.parties()
        title = [
            (self.env._("Contract"), self._contract()),
            (self.env._("Ozon"), ozon),
            (self.env._("Company"), company),
            (self.env._("Period"), f"{self._day('period')} – {self._day('until')}"),
            (self.env._("Currency"), self.month.currency_id.name),
            (
                self.env._("As of"),
                format_datetime(self.env, self.month.compared_at, dt_format="short"),
            ),
        ]
        return [(label, printable(text)) for label, text in title if text]

    def headings(self):
        """:return: list of the headings of the columns"""
        return [
            self.env._("Figure"), self.env._("According to Ozon"), self.env._("By the books"),
            self.env._("Discrepancy"), self.env._("Reason"), self.env._("Explanation"),
        ]

    def rows(self):
        """:return: list of `printed.Row` for the table, each with its label"""
        rows = printed.table([self._line(line) for line in self.month.line_ids])
        labels = self._labels()
        without = self.env._("Without a document")
        return [
            row._replace(
                label=(row.label or without) if row.level == printed.DETAIL else labels[row.kind],
            )
            for row in rows
        ]

    def notes(self):
        """:return: list of sentences on the result"""
        month = self.month
        notes = [self.env._("An amount above 0 is in favour of the company, below 0 of Ozon.")]
        if month.state == "open":
            notes.append(self.env._("The month is not over. The figures are provisional."))
        if not month.difference_count:
            notes.append(self.env._("Ozon's balance matches the books."))
        elif month.currency_id.is_zero(month.difference):
            notes.append(self.env._(
                "The closing balances are the same, because differences cancel each other out. "
                "See the rows for their reasons.",
            ))
        else:
            notes.append(self.env._(
                "The closing balances differ by %s. See the rows for the reasons.",
                month._money(month.difference),
            ))
        return [printable(note) for note in notes]

    def _labels(self):
        """:return: {kind: label of its total or class}"""
        return {
            **self._choices("kind"),
            OPENING: self.env._("Opening balance on %s", self._day("period")),
            printed.ACCRUED: self.env._("Accrued"),
            PAYOUT: self.env._("Paid out"),
            printed.CLOSING: self.env._("Closing balance on %s", self._day("until")),
        }

    def _line(self, line):
        """:return: a `printed.Line`"""
        return printed.Line(
            line.kind, printable(self._subject(line)),
            self.month._decimal(line.ozon_amount), self.month._decimal(line.booked_amount),
            self._choices("reason").get(line.reason, ""), line.explanation or "",
        )

    def _subject(self, line):
        """The subject of a line of the statement, without its class."""
        entry = line.payout_id or line.move_id
        record = line.document_id.sudo()._record()
        title = record and record.number and record.doc_date and self.env._(
            "No. %(number)s of %(day)s",
            number=record.number, day=self._date(record.doc_date),
        )
        parts = (line.name, entry.display_name, record and record.month, title)
        return " · ".join(filter(None, parts))

    def _choices(self, field):
        lines = self.month.line_ids
        return dict(lines._fields[field]._description_selection(self.env))

    def _day(self, field):
        return self._date(self.month[field])
