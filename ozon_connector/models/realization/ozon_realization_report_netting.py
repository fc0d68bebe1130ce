from odoo import models


class OzonRealizationReportNetting(models.Model):
    """What a realization report nets: Ozon withholds its commission from what it owes."""

    _inherit = "ozon.realization.report"

    def _items_to_net(self):
        return (
            self._open_items(self.bill_id, "liability_payable"),
            self._open_items(self.sale_invoice_id | self.sale_refund_id, "asset_receivable"),
        )

    def _netting_label(self):
        return self.env._("Ozon withholds its commission, report %s", self._reference())

    def _expense_account(self):
        return self.env["ozon.realization.bill"]._remuneration_account(self)
