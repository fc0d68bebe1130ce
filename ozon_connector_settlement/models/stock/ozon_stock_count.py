from odoo import api, fields, models
from odoo.tools import format_date


class OzonStockCount(models.Model):
    """Ozon's count of an account's goods on a day, compared with the books.

    A closed month keeps the count of its last day, the current month its latest count, because Ozon
    does not state the stock of past days.
    """

    _name = "ozon.stock.count"
    _description = "Ozon Count of Goods"
    _inherit = "ozon.facts.mixin"
    _order = "date DESC, account_id, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="cascade", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    location_id = fields.Many2one("stock.location", readonly=True, ondelete="restrict")
    date = fields.Date("Day", required=True, readonly=True)
    counted_at = fields.Datetime("Counted", readonly=True)
    compared_at = fields.Datetime("Compared", readonly=True)
    line_ids = fields.One2many("ozon.stock.count.line", "count_id", "Goods", readonly=True)
    product_count = fields.Integer("Positions", readonly=True)
    difference_count = fields.Integer("Differing", readonly=True)

    _account_date_uniq = models.Constraint(
        "UNIQUE(account_id, date)", "The account already has a count of this day.",
    )

    @api.depends("account_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for count in self:
            count.display_name = f"{count.account_id.name} · {format_date(self.env, count.date)}"

    # Actions

    def action_open_lines(self):
        """Open the goods of the count, differences first."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_stock_count_line_action"
            ),
            "domain": [("count_id", "=", self.id)], "context": {},
        }

    def action_compare(self):
        """Compare with the current books."""
        self.check_access("read")
        self.sudo()._compare()
        return True

    # Business

    @api.model
    def _latest(self, account):
        """:return: the last count of an account; empty if there is none"""
        return self.search([("account_id", "=", account.id)], order="date DESC", limit=1)
