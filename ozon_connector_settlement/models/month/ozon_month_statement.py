from odoo import Command, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain import statement
from ...domain.by_document import by_document

ZERO = statement.ZERO
FIELD_OF_KEY = {"document": "document_id", "move": "move_id", "payout": "payout_id"}


class OzonMonthStatement(models.Model):
    """Compares Ozon's month with the books, row by row."""

    _inherit = "ozon.month"

    # Actions

    def action_open_entries(self):
        """Open the entries of the month that count in the balance of the books."""
        self.ensure_one()
        self.check_access("read")
        ledger = self.env["ozon.month.books"].sudo()._ledger(self.sudo())
        entries = self.env["account.move"].browse(ledger.here)
        return entries._get_records_action(name=self.env._("Journal Entries"))

    # Business

    def _compare(self):
        """Rewrite the statement from Ozon's latest figures and the current books."""
        self.ensure_one()
        if not self.source:
            return
        before = self.difference, self.apart
        books = self.env["ozon.month.books"]._side(self)
        if self.source == "settlement":
            ozon, books = by_document(self.env["ozon.month.settlement"]._side(self), books)
        else:
            ozon = self.env["ozon.month.balance"]._side(self)
        rows = statement.compare(ozon, books)
        self._write_rows(rows)
        is_over = self.until == calendar.last_day(self.period)
        self._note_verdict(statement.verdict(rows) if is_over else None)
        if (self.difference, self.apart) != before:
            # The next month begins with the closing balance of this one.
            following = self.search([
                ("account_id", "=", self.account_id.id),
                ("period", "=", calendar.next_month(self.period)),
            ])
            for month in following._try_lock():
                month._compare()

    # What is stored

    def _write_rows(self, rows):
        booked_opening = sum((
            row.booked for row in rows if row.kind in (statement.OPENING, statement.BUYOUT_BEFORE)
        ), ZERO)
        self.write({
            "booked_opening": float(booked_opening),
            "booked_closing": float(sum((row.booked for row in rows), ZERO)),
            # The surplus that Ozon settles apart is no difference to fix.
            "difference": float(
                sum((row.difference for row in rows), ZERO) + statement.apart(rows)
            ),
            "apart": float(statement.apart(rows)),
            "compared_at": fields.Datetime.now(),
        })
        prepared = [self._prepare_line_vals(row, place) for place, row in enumerate(rows)]
        if [self._stored_vals(line) for line in self.line_ids] != prepared:
            # Unchanged rows are kept, so that an open page does not lose them.
            self.line_ids.unlink()
            self.write({"line_ids": [Command.create(vals) for vals in prepared]})

    def _prepare_line_vals(self, row, place):
        references = dict.fromkeys(FIELD_OF_KEY.values(), False)
        if row.key:
            references[FIELD_OF_KEY[row.key[0]]] = row.key[1]
        return {
            "sequence": place,
            "kind": row.kind,
            "name": row.name or False,
            "ozon_amount": float(row.ozon),
            "booked_amount": float(row.booked),
            "difference": float(row.difference),
            "reason": row.reason.value if row.reason else False,
            **references,
        }

    def _stored_vals(self, line):
        amounts = ("ozon_amount", "booked_amount", "difference")
        return {
            "sequence": line.sequence, "kind": line.kind, "name": line.name,
            **{name: float(self._decimal(line[name])) for name in amounts},
            "reason": line.reason,
            **{name: line[name].id for name in FIELD_OF_KEY.values()},
        }
