from dataclasses import replace

from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_base import STATES
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.ozon_api.answers.buyouts import joined
from odoo.exceptions import UserError

from ...domain import buyouts
from ...domain.balance import pieces_of
from ...tools.buyout_paper import BuyoutPaper
from ...tools.messages import buyout_error_message

# Ozon documents 31 days per request. Its balance accepts this many in any case.
SURE_DAYS = 28


class OzonBuyout(models.Model):
    """The goods that Ozon bought in its own name in a month, from /v1/finance/products/buyout.

    Ozon sells them abroad and charges no fee. This file stores the rows and their sums; the
    invoice, the checks, and the decisions of a person are in the files next to it.
    """

    _name = "ozon.buyout"
    _description = "Ozon Buy-outs"
    _inherit = [
        "ozon.goods.document.mixin", "ozon.typed.document.mixin", "ozon.printed.document.mixin",
    ]

    _entry_fields = ("invoice_id",)
    _entry_kind = "buyout"
    _paper_class = BuyoutPaper

    # Added once more, because an addon translates only the labels it adds itself.
    state = fields.Selection(selection_add=STATES)
    line_ids = fields.One2many("ozon.buyout.line", "buyout_id", "Goods", readonly=True)
    unmatched_line_ids = fields.One2many(
        "ozon.buyout.line", compute="_compute_unmatched_line_ids", string="Goods without a Product",
    )
    amount = fields.Monetary(readonly=True, help="What Ozon owes for the goods, with VAT.")
    units_total = fields.Integer("Units", readonly=True)
    invoice_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True, ondelete="set null",
        index="btree_not_null",
    )
    corrected_report_id = fields.Many2one(
        "ozon.buyout", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.buyout", "corrected_report_id", "Corrections", readonly=True,
    )

    @api.depends("state", "line_ids.product_id")
    def _compute_unmatched_line_ids(self):
        for buyout in self:
            waiting = buyout.line_ids if buyout.state == "to_match" else buyout.line_ids.browse()
            buyout.unmatched_line_ids = waiting.filtered(lambda line: not line.product_id)

    @api.depends("month")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for buyout in self:
            buyout.display_name = self.env._("Buy-outs · %s", buyout.display_name)
        return result

    # Actions

    def action_open_invoice(self):
        """Open the invoice to Ozon."""
        self.ensure_one()
        self.check_access("read")
        return self.invoice_id._get_records_action(name=self.env._("Invoice"))

    # Business: what is requested and stored

    @api.model
    def _ozon_methods(self):
        return {"/v1/finance/products/buyout": self.env._("loading what Ozon has bought")}

    def _row_count(self):
        return len(self.line_ids)

    def _ask(self, client):
        first, last = self.period, calendar.last_day(self.period)
        try:
            answer = client.buyouts(first, last)
        except errors.PeriodTooLong:
            answer = joined([
                client.buyouts(*piece) for piece in pieces_of(first, last, SURE_DAYS)
            ])
        if not answer.rows:
            return answer
        known = self._known_currency()
        return replace(
            answer, currency=known.name or client.balance(first, first).currency,
        )

    def _store(self, answer):
        self._check_period(answer)
        rows = buyouts.changes(answer.rows, self._booked_rows()) if self.corrected_report_id else (
            answer.rows
        )
        # Checked here, so that Ozon is asked again if rows do not name their goods.
        self.env["ozon.product"]._check_named(rows)
        self.line_ids.unlink()
        self.write({
            "line_ids": [Command.create(self.line_ids._prepare_vals(row)) for row in rows],
            "amount": float(buyouts.total(rows)),
            "units_total": sum(row.quantity for row in rows),
            # Nothing bought, no document. Ozon may have something later on.
            "state": "loaded" if rows else "cancelled",
            **self._prepare_accept_vals(answer, rows),
        })
        self.write(self._prepare_header_vals(answer))

    def _check_period(self, answer):
        """:raises UserError: a row has an unknown figure"""
        try:
            buyouts.check_known(answer.rows)
        except buyouts.UnknownBuyoutFigure as error:
            raise UserError(buyout_error_message(self.env, error)) from None

    def _prepare_header_vals(self, answer):
        """Ozon states neither number nor date; its settlement may name the document."""
        currency = self._currency(answer.currency) if answer.currency else self.currency_id
        return {"currency_id": currency.id, **self._prepare_number_vals()}

    def _known_currency(self):
        """The currency of the contract, from a realization report; Ozon's rows do not state it.

        :return: `res.currency`, empty before there is any report
        """
        return self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account_id.id), ("period", "<=", self.period),
            ("state", "not in", ("waiting", "cancelled")),
        ], order="period DESC, correction_number", limit=1).currency_id

    def _match(self, patient):
        self._match_goods(patient, self._booked_products())

    # Business: how two versions differ

    def _difference(self, answer):
        # The rows of the month together with its corrections.
        present = (self | self._open_corrections()).line_ids._as_rows()
        return buyouts.changes(answer.rows, present)

    def _figures(self):
        return self.amount, self.units_total

    def _rebuilt_message(self, old):
        return self.env._(
            "Ozon changed its data on the goods that it bought: %(old)s → %(new)s. The draft "
            "invoice is recreated; manual changes to it are lost.",
            old=self._money(old[0]), new=self._money(self.amount),
        )

    def _booked_rows(self):
        """The rows that a correction starts from."""
        return self._before().line_ids._as_rows()

    def _booked_products(self):
        """:return: for a correction, {`_goods_key`: (product, units)} as they were booked"""
        return {
            line._goods_key(): (line.product_id, line.units)
            for line in self._before().line_ids if line.product_id
        }

    def _before(self):
        """The month that a correction corrects, and its earlier corrections."""
        corrected = self.corrected_report_id
        return corrected | corrected._open_corrections().filtered(
            lambda one: one.correction_number < self.correction_number
        )
