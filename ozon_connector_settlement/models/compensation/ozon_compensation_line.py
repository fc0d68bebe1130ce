from odoo import fields, models
from odoo.addons.ozon_connector.domain.settlement import unmarked
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts

from ...domain.compensations import Figure, Key


class OzonCompensationLine(TextsAsTexts, models.Model):
    """Units of a product that Ozon compensates, takes back or wrote off, of one type.

    Amounts have Ozon's sign: above 0 is what Ozon owes. In a correction they are differences.
    """

    _name = "ozon.compensation.line"
    _description = "Ozon Compensation Line"
    _inherit = "ozon.goods.line.mixin"
    _check_company_auto = True
    # By the id of the document: by its own order the database would sort very many lines by names.
    _order = "compensation_id.id DESC, row_number, id"

    compensation_id = fields.Many2one(
        "ozon.compensation", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="compensation_id.company_id", store=True)
    currency_id = fields.Many2one(related="compensation_id.currency_id")
    type_id = fields.Many2one(
        "ozon.compensation.type", required=True, readonly=True, ondelete="restrict",
        check_company=True, index=True,
    )
    # As in the table of types when it was matched: booked lines stay when the table changes.
    goods = fields.Selection(
        lambda self: self.env["ozon.compensation.type"]._fields["goods"].selection, readonly=True,
    )
    total = fields.Monetary("Actual Value", readonly=True, help="Of all units.")
    reduced = fields.Monetary("Reduced By", readonly=True)
    amount = fields.Monetary(
        "Due from Ozon", readonly=True, help="Without VAT. Below 0 is what Ozon takes.",
    )

    def _key(self):
        """:return: `domain.compensations.Key`"""
        name = "" if self.sku else unmarked(self.name or "")
        return Key(
            self.type_id.name, unmarked(self.sku or ""), unmarked(self.offer_id or ""), name,
        )

    def _figure(self):
        """:return: `domain.compensations.Figure`"""
        kopecks = self.compensation_id._kopecks
        return Figure(
            self.quantity, kopecks(self.total), kopecks(self.reduced), kopecks(self.amount),
        )
