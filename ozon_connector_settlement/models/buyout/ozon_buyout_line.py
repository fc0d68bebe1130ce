from decimal import Decimal

from odoo import fields, models
from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.ozon_api.answers.buyouts import BuyoutRow
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts


class OzonBuyoutLine(TextsAsTexts, models.Model):
    """Goods of a posting that Ozon bought; in a correction, the change of a row."""

    _name = "ozon.buyout.line"
    _description = "Ozon Buy-out Line"
    _inherit = "ozon.goods.line.mixin"
    _check_company_auto = True
    # By the id of the document: by its own order the database would sort very many lines by names.
    _order = "buyout_id.id DESC, row_number, id"

    buyout_id = fields.Many2one(
        "ozon.buyout", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="buyout_id.company_id", store=True)
    currency_id = fields.Many2one(related="buyout_id.currency_id", store=True)
    posting_number = fields.Char("Posting", readonly=True, index=True)
    # As Ozon sends them, with any number of digits. They are checked but not booked.
    seller_price = fields.Float("Seller's Price", digits=(16, 4), readonly=True)
    deduction = fields.Float("Deduction (%)", digits=(16, 4), readonly=True)
    buyout_price = fields.Float(
        "Buy-out Price", digits=(16, 4), readonly=True, help="Of a unit, with VAT.",
    )
    vat = fields.Float("VAT (%)", digits=(5, 2), readonly=True)
    amount = fields.Monetary(readonly=True, help="What Ozon owes for the row, with VAT.")

    def _prepare_vals(self, row):
        """:param row: an `ozon_api.answers.BuyoutRow`"""
        return {
            **{field: getattr(row, field) for field in (
                "row_number", "posting_number", "sku", "offer_id", "name", "quantity",
            )},
            **{field: float(getattr(row, field)) for field in (
                "seller_price", "deduction", "buyout_price", "amount", "vat",
            )},
        }

    def _as_rows(self):
        """:return: list of `BuyoutRow`"""
        return [
            BuyoutRow(
                line.row_number, line.posting_number or "", line.sku or "", line.offer_id or "",
                line.name or "", line.quantity, *(
                    Decimal(str(line[field]))
                    for field in ("seller_price", "deduction", "buyout_price")
                ),
                Decimal(str(line.amount)).quantize(settlement.KOPECK), line._rate(), (),
            )
            for line in self
        ]

    def _rate(self):
        """:return: Decimal; the rate of VAT in per cent, the same for 20 and 20.00"""
        rate = Decimal(str(self.vat))
        return rate.to_integral_value() if rate == rate.to_integral_value() else rate.normalize()
