from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar, settlement
from odoo.addons.ozon_connector.models.document.ozon_document_base import UNDER_WAY


class OzonWithheldDocumentMixin(models.AbstractModel):
    """A document besides the realization report that Ozon withholds from what it owes.

    Its leading entry is payable. It is netted with the receivable documents of the account up to
    the end of its month. Either side may be booked first.
    """

    _name = "ozon.withheld.document.mixin"
    _description = "Monthly Document That Ozon Withholds from Another"
    _inherit = "ozon.netted.document.mixin"

    def _items_to_net(self):
        """The leading entry, and what Ozon owes by documents up to the end of the month."""
        payable = self._open_items(self._lead(), "liability_payable")
        receivable = self._open_items(self._owed_by_ozon(), "asset_receivable")
        if not settlement.netting(-self._residual(payable), self._residual(receivable)):
            # The open items of other documents must not be reconciled among themselves.
            return payable, receivable.browse()
        return payable, receivable

    def _owed_by_ozon(self):
        """The posted documents of the account by which Ozon owes, oldest first.

        Documents that are being booked or taken back in steps are left out.
        """
        posted = self.env["account.move"].search([
            ("ozon_account_id", "=", self.account_id.id), ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("payment_state", "in", ("not_paid", "partial")),
            ("currency_id", "=", self.currency_id.id),
            ("commercial_partner_id", "=", self._lead().commercial_partner_id.id),
            ("date", "<=", calendar.last_day(self.period)),
        ], order="date, id")
        return posted.filtered(lambda move: move._ozon_record().state not in UNDER_WAY)

    def _netted_documents(self):
        items = self._open_items_of(self.netting_move_id)
        others = self._settled_by(items).filtered("ozon_account_id")
        return super()._netted_documents() | others.filtered(
            lambda move: move.ozon_account_id == self.account_id
        )

    # Business: when other documents are booked or taken back

    @api.model
    def _withheld_kinds(self):
        """:return: list of empty recordsets, one for each kind"""
        names = self.env.registry.descendants(["ozon.withheld.document.mixin"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    @api.model
    def _net_all_open(self, account):
        """Net the documents of an account that Ozon has not been able to withhold so far."""
        waiting = []
        for kind in self._withheld_kinds():
            waiting += kind.search([
                ("account_id", "=", account.id), ("state", "=", "posted"),
                ("netting_move_id", "=", False), ("amount", "!=", 0),
            ], order="period, id").filtered(lambda one: one._lead_amount() < 0)
        for document in sorted(waiting, key=lambda one: (one.period, one._name, one.id)):
            document._for_books()._net()

    @api.model
    def _undo_all_netting_with(self, documents):
        """Undo the nettings that settle other documents, because those are being taken back."""
        settled = self._settled_by(documents.line_ids)
        for kind in self._withheld_kinds():
            for document in kind.search([("netting_move_id", "in", settled.ids)]):
                document._for_books()._undo_netting()
