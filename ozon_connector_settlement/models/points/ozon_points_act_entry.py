from odoo import Command, models
from odoo.addons.ozon_connector.domain import settlement
from odoo.exceptions import UserError

from ...domain.points import OVERUSE


class OzonPointsActEntry(models.Model):
    """The entry of an act: an invoice or a plain entry for a premium, a bill for an overuse."""

    _inherit = "ozon.points.act"

    _needed_to_draft = ("chart", "payable", "points_account", "rates")
    _needed_to_book = ("netting_journal",)

    def _reference(self):
        """The reference; without a number its kind distinguishes it from other documents."""
        reference = super()._reference()
        if self.number or not self.kind:
            return reference
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return f"{reference}: {kinds[self.kind]}"

    def _entry_label(self):
        if self.kind == OVERUSE:
            return self.env._("Points overuse, %s", self._reference())
        return self.env._("Premium for points, %s", self._reference())

    def _counter_account(self):
        return self._fiscal_position().map_account(self.account_id._points_account(self.kind))

    def _draft(self):
        self._check_currency_rate()
        self._activate_currency()
        if self._current(self.move_id):
            return
        self._discard(self._followers())
        if self.kind != OVERUSE and self.account_id.premium_document == "entry":
            self.move_id = self._create_two_sides()
            return
        move_type, journal = self._type_and_journal()
        taxes = self._taxes()
        [price] = settlement.spread(
            [abs(self._kopecks(self.amount))], self._price_share(taxes),
        )
        entry = self._create_entry({
            **self._prepare_entry_vals(move_type, journal),
            "invoice_line_ids": [Command.create({
                "name": self._entry_label(), "account_id": self._counter_account().id,
                "tax_ids": [Command.set(taxes.ids)], "quantity": 1, "price_unit": float(price),
            })],
        })
        self._tie(entry, abs(self._kopecks(self.amount)))
        self.move_id = entry

    def _type_and_journal(self):
        """:return: (type of the entry, its journal); a correction may have the opposite type"""
        if self.kind == OVERUSE:
            return "in_refund" if self.amount > 0 else "in_invoice", self._purchase_journal()
        journal = self.account_id.sale_journal_id
        if not journal:
            raise UserError(self.env._(
                "The account %s has no sales journal, so the premium cannot be invoiced. Choose "
                "one on the account, or book premiums as journal entries.", self.account_id.name,
            ))
        return "out_refund" if self.amount < 0 else "out_invoice", journal

    def _taxes(self):
        """The taxes; an overuse is a commission of Ozon and has the taxes of the commission."""
        if self.kind == OVERUSE:
            taxes = self.account_id._fee_taxes(self.period)
        else:
            taxes = self.account_id.premium_tax_ids
        return self._fiscal_position().map_tax(taxes)

    # Business: what is booked with the entry

    def _check_lead(self):
        self.ensure_one()
        if self.proof == "different" and not self.takes_settlement and not self.corrected_report_id:
            raise UserError(self.env._(
                "Ozon's document states %(settlement)s, but the points that are left are "
                "%(amount)s, so %(act)s was not posted. Press «Take Ozon's Total» if Ozon's "
                "document is right, or wait for Ozon to correct it.",
                settlement=self._money(self.settlement_amount), amount=self._money(self.amount),
                act=self.display_name,
            ))
        return super()._check_lead()

    def _book(self):
        result = super()._book()
        if self.amount > 0:
            # Ozon withholds other documents from a premium as it does from sales.
            self._net_all_open(self.account_id)
        return result

    def _take_back(self):
        self._undo_all_netting_with(self._documents() - self.netting_move_id)
        return super()._take_back()
