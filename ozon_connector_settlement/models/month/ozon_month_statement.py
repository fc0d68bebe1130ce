from odoo import Command, fields, models
from odoo.addons.ozon_connector.domain import calendar

from ...domain import statement
from ...domain.by_document import by_document
from ...domain.groups import GROUP_OF_FEE, GROUP_OF_SALES, act_of
from ...domain.statement import Reason
from ..movement.ozon_balance_movement import REASON_OF_TYPE

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
            ozon = self._ozon_side()
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

    # What Ozon says

    def _ozon_side(self):
        """:return: a `statement.OzonMonth`"""
        by_type = self._accrued_by_type()
        of_services = sum((
            amount for a_type, amount in by_type.items()
            if a_type.group not in (GROUP_OF_SALES, GROUP_OF_FEE)
        ), ZERO)
        loan = self.env["ozon.month.loan"]._held(self, of_services)
        self.env["ozon.month.loan"]._note_held(self, loan)
        if loan.amount:
            a_type = self.env["ozon.accrual.type"]._loan_of(self.company_id)
            by_type[a_type] = by_type.get(a_type, ZERO) + loan.amount
        parts = self._unbooked_parts(by_type)
        amounts = {**self._stored_amounts(), **self._accrued_by_class(by_type)}
        # The accruals show what the services in Ozon's balance are for.
        apart = self.env["ozon.month.apart"]
        amounts, rest = apart._with_buyouts(
            self, amounts,
            self._decimal(self.services_amount) - of_services - loan.in_services,
        )
        if rest:
            amounts[statement.SERVICES] = rest
            parts = (*parts, statement.Part(statement.SERVICES, "", rest, self._reason_of_rest()))
        return statement.OzonMonth(
            self._decimal(self.opening_balance), self._decimal(self.closing_balance), amounts,
            parts, apart._classes(self.account_id),
        )

    def _stored_amounts(self):
        return {
            statement.SALES: self._decimal(self.sales_amount),
            statement.RETURNS: self._decimal(self.returns_amount),
            statement.POINTS: self._decimal(self.points_amount),
            statement.FEE: self._decimal(self.fee_amount),
            statement.PAYOUT: self._decimal(self.paid),
        }

    def _accrued_by_class(self, by_type):
        """:return: {class: Decimal} of all accruals that do not belong to a sale"""
        in_one = self.env["ozon.service.act"]._is_in_one(self.account_id, self.period)
        amounts = {}
        for a_type, amount in by_type.items():
            kind = act_of(a_type.group, in_one) or a_type.group
            if kind not in (GROUP_OF_SALES, GROUP_OF_FEE):
                amounts[kind] = amounts.get(kind, ZERO) + amount
        return amounts

    def _unbooked_parts(self, by_type):
        """Accruals of types without a document that no movement states, one part for each type."""
        stated = self.env["ozon.balance.movement"]._stated(self.account_id, self.period)
        parts = []
        for a_type in {**by_type, **stated}:
            if a_type.group in (GROUP_OF_SALES, GROUP_OF_FEE) or act_of(a_type.group):
                continue
            left = by_type.get(a_type, ZERO) - stated.get(a_type, ZERO)
            reason = Reason.AMOUNT if a_type in stated else REASON_OF_TYPE.get(
                a_type.name, Reason.TO_BOOK,
            )
            if left:
                parts.append(statement.Part(a_type.group, a_type.title, left, reason))
        return tuple(parts)

    def _accrued_by_type(self):
        """:return: {`ozon.accrual.type`: Decimal} of the days that Ozon's balance covers"""
        rows = self.env["ozon.accrual"]._read_group(
            [("account_id", "=", self.account_id.id), ("date", ">=", self.period),
             ("date", "<=", self.until)],
            ["type_id"], ["amount:sum"],
        )
        return {a_type: self._decimal(amount) for a_type, amount in rows}

    def _reason_of_rest(self):
        """Why the services in Ozon's balance differ from the stored accruals."""
        if not self.account_id.book_services:
            return Reason.TO_BOOK
        waits = self._days_unread() or self.env["ozon.month.apart"]._waits_for_buyouts(self)
        return Reason.NOT_LOADED if waits else Reason.UNEXPLAINED

    def _days_unread(self):
        """The number of days of the balance whose accruals are missing or do not add up."""
        read = self.env["ozon.accrual.day"].search_count([
            ("account_id", "=", self.account_id.id), ("state", "=", "loaded"),
            ("date", ">=", self.period), ("date", "<=", self.until),
        ])
        return (self.until - self.period).days + 1 - read

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
