from odoo import api, fields, models
from odoo.tools import float_compare


class OzonKopeckReceiptLine(models.TransientModel):
    """A product that is received without documents."""

    _name = "ozon.kopeck.receipt.line"
    _description = "Good Received without Documents"
    _check_company_auto = True

    receipt_id = fields.Many2one("ozon.kopeck.receipt", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, related_sudo=False,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, check_company=True,
        domain="[('is_storable', '=', True)]",
    )
    # The unit in which reports count: pieces if the product is kept in dozens.
    uom_id = fields.Many2one("uom.uom", "Unit", compute="_compute_uom_id")
    quantity = fields.Float(digits="Product Unit", default=1, required=True)
    # Odoo values a receipt with this many digits, not with more.
    price_unit = fields.Float(
        "Price", digits="Product Price", required=True, default=lambda self: self._default_price(),
    )
    cost = fields.Float(
        "Cost So Far", digits="Product Price", compute="_compute_cost",
        help="What a unit of the line costs.",
    )
    amount = fields.Monetary(compute="_compute_amount")

    @api.model
    def _default_price(self):
        return self._smallest_price()

    def _smallest_price(self):
        """A kopeck, or the smallest coin of a currency that has none so small."""
        return max(0.01, (self.currency_id or self.env.company.currency_id).rounding)

    @api.depends("product_id.uom_id")
    def _compute_uom_id(self):
        for line in self:
            line.uom_id = line.product_id._ozon_unit()

    @api.depends("product_id", "company_id", "uom_id")
    def _compute_cost(self):
        for line in self:
            product = line.product_id.with_company(line.company_id)
            line.cost = product.uom_id._compute_price(
                product.standard_price, line.uom_id,
            ) if product else 0

    @api.depends("quantity", "price_unit", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.price_unit
            line.amount = line.currency_id.round(amount) if line.currency_id else amount

    def _has_real_cost(self):
        """Whether the product costs more than the price at which it is received."""
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return float_compare(self.cost, self.price_unit, precision_digits=digits) > 0

    def _is_price_raised(self):
        """Whether the price is above the smallest coin, the price of goods without documents."""
        digits = self.env["decimal.precision"].precision_get("Product Price")
        coin = self._smallest_price()
        return float_compare(self.price_unit, coin, precision_digits=digits) > 0

    def _debit_account(self, journal):
        """The account that the document debits; empty if no setting names one."""
        product = self.product_id.with_company(self.company_id).sudo()
        ledger_accounts = product.product_tmpl_id.get_product_accounts()
        if product.valuation == "real_time":
            return ledger_accounts["stock_valuation"]
        return ledger_accounts["expense"] or journal.default_account_id
