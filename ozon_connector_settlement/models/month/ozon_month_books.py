from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.tools import SQL

from ...domain import statement
from ...domain.statement import Reason
from ...tools.ledger import Ledger

ZERO = statement.ZERO


class OzonMonthBooks(models.AbstractModel):
    """What the books hold for a month: documents, payouts, and other entries."""

    _name = "ozon.month.books"
    _description = "Ozon Month by the Books"

    @api.model
    def _side(self, month):
        """:param month: an `ozon.month`
        :return: a `statement.Books`
        """
        ledger, documents = self._ledger(month), month._documents_of_month()
        claims, entries = self._payout_claims(month, ledger), []
        for document in documents:
            of_document = document._record()._statement_claims(ledger)
            claims += of_document
            entries += self._rest_of_document(document, of_document, ledger)
        openings = self._opening_entries(month)
        of_openings, _elsewhere = ledger.amounts_of(openings)
        own = documents.move_ids | month._payouts().move_id | openings
        others = self.env["account.move"].browse(sorted(ledger.here.keys() - set(own.ids)))
        paid_apart = self.env["ozon.month.apart"]._paid_in(month)
        booked = self.env["ozon.month.ledger"]
        before = month._month_before()
        return statement.Books(
            booked._booked_before(month, month.period) + of_openings,
            booked._booked_before(month, calendar.next_month(month.period)),
            tuple(claims),
            (*entries, *(
                entry for move in others for entry in self._entries(
                    move, ledger.here[move.id], paid_apart.get(move.id, ZERO),
                )
            )),
            # It includes what Ozon settles apart; the statement separates it again.
            month._decimal(before.difference - before.apart) if before.source else None,
            self.env["ozon.month.apart"]._before(month),
        )

    @api.model
    def _rest_of_document(self, document, claims, ledger):
        """What a document's entries book beyond its claims, such as an entry that was replaced."""
        booked, _elsewhere = ledger.amounts_of(document.move_ids)
        rest = booked - sum((claim.booked for claim in claims), ZERO)
        if not rest:
            return []
        key = ("document", document.id)
        return [statement.Entry(statement.OTHER, key, rest, Reason.AMOUNT)]

    @api.model
    def _payout_claims(self, month, ledger):
        return [
            statement.Claim(
                statement.PAYOUT, ("payout", payout.id), -month._decimal(payout.amount),
                *ledger.amounts_of(payout.move_id),
            )
            for payout in month._payouts()
        ]

    @api.model
    def _opening_entries(self, month):
        """Opening entries dated in the month itself, not on the day before it."""
        return self.env["account.move"].search([
            ("ozon_account_id", "=", month.account_id.id), ("ozon_kind", "=", "opening"),
            ("date", ">=", month.period), ("date", "<=", calendar.last_day(month.period)),
            ("state", "=", "posted"),
        ])

    @api.model
    def _entries(self, move, amount, paid_apart=ZERO):
        """Classify an entry that belongs to no document of the month.

        :param paid_apart: the part that pays buy-outs, which Ozon settles apart from its balance
        :return: list of `statement.Entry` that add up to the amount
        """
        key, record = ("move", move.id), move._ozon_record()
        if record:
            reason = Reason.CORRECTION if record.corrected_report_id else Reason.EARLIER_MONTH
            # Read its claims as if its month were this one.
            claims = record._statement_claims(Ledger({move.id: amount}, {}))
            rest = amount - sum((claim.booked for claim in claims), ZERO)
            found = [(claim.kind, claim.booked) for claim in claims] + [(statement.OTHER, rest)]
            return [
                statement.Entry(kind, key, booked, reason) for kind, booked in found if booked
            ]
        if move.statement_line_id or move.origin_payment_id:
            is_payout = move.ozon_kind == "payout"
            reason = Reason.EARLIER_MONTH if is_payout else Reason.NO_SOURCE
            found = (
                statement.Entry(statement.BUYOUT, key, paid_apart, Reason.BUYOUT),
                statement.Entry(statement.PAYOUT, key, amount - paid_apart, reason),
            )
            return [entry for entry in found if entry.amount]
        return [statement.Entry(statement.OTHER, key, amount, Reason.BY_HAND)]

    @api.model
    def _ledger(self, month):
        """:return: a `Ledger` of the month"""
        first, last = month.period, calendar.last_day(month.period)
        own = month._documents_of_month().move_ids | month._payouts().move_id
        booked = self.env["ozon.month.ledger"]
        return Ledger(
            booked._booked_by_entry(month, SQL("m.date BETWEEN %s AND %s", first, last)),
            booked._booked_by_entry(month, SQL(
                "m.id = ANY(%s) AND m.date NOT BETWEEN %s AND %s", own.ids, first, last,
            )),
        )
