from decimal import Decimal

from odoo import fields, models

from ...domain import settlement
from ...tools.texts_as_texts import TextsAsTexts


class OzonRealizationReportLine(TextsAsTexts, models.Model):
    """One side of a row of Ozon's report: goods sold, or goods that came back.

    Amounts are as Ozon sends them, positive on both sides; a return counts against the report.
    """

    _name = "ozon.realization.report.line"
    _description = "Ozon Report Line"
    _inherit = "ozon.goods.line.mixin"
    _check_company_auto = True
    # By the id of the report: by the report's own order the database would sort all lines by names.
    _order = "report_id.id DESC, row_number, direction DESC, id"

    report_id = fields.Many2one(
        "ozon.realization.report", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    currency_id = fields.Many2one(related="report_id.currency_id", store=True)
    direction = fields.Selection(
        [("sale", "Sold"), ("return", "Returned")], required=True, readonly=True,
    )
    amount = fields.Monetary("Paid by Buyers", readonly=True)
    revenue = fields.Monetary(
        readonly=True, help="What buyers paid and the payouts of partners' loyalty programmes.",
    )
    points = fields.Monetary("Points for Discounts", readonly=True)
    base_fee = fields.Monetary("Gross Commission", readonly=True)
    accrual = fields.Monetary("Due from Ozon", readonly=True)
    invoice_number = fields.Char(
        "Invoice to the Buyer", readonly=True,
        help="The invoice (УПД) of the company that bought the goods.",
    )
    invoice_date = fields.Date("Date of the Invoice", readonly=True)
    buyer = fields.Char("Company That Bought", readonly=True)
    buyer_inn = fields.Char("INN of the Buyer", readonly=True)

    def _invoice(self):
        """:return: the `settlement.CompanyInvoice` of the line, or None"""
        if not self.invoice_number:
            return None
        return settlement.CompanyInvoice(
            self.invoice_number, self.invoice_date or None, self.buyer or "", self.buyer_inn or "",
        )

    def _movements(self):
        """The lines as `domain.settlement.Movement`, each with its line's product."""
        def decimal(amount):
            return Decimal(str(amount)).quantize(settlement.KOPECK)

        return [(line.product_id, settlement.Movement(
            row_number=line.row_number,
            direction=settlement.Direction(line.direction),
            sku=line.sku or "",
            offer_id=line.offer_id or "",
            barcode=line.barcode or "",
            name=line.name or "",
            quantity=line.quantity,
            amount=decimal(line.amount),
            revenue=decimal(line.revenue),
            points=decimal(line.points),
            base_fee=decimal(line.base_fee),
            accrual=decimal(line.accrual),
            at_old_rate=line.at_old_rate,
            rate_known=line.rate_known,
            invoice=line._invoice(),
        )) for line in self]

    def _in_product_units(self, movements):
        """Movements whose quantities are in the unit of each product, `product._ozon_unit`.

        :param movements: the result of `_movements`
        """
        return [
            (product, movement._replace(quantity=line._product_quantity()))
            for line, (product, movement) in zip(self, movements, strict=True)
        ]
