from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts


class OzonStockCountLine(TextsAsTexts, models.Model):
    """A product in Ozon's count and in the books, in the product's own unit.

    A card without a product has a line of its own, in Ozon's pieces.
    """

    _name = "ozon.stock.count.line"
    _description = "Ozon Counted Goods"
    _inherit = "ozon.facts.mixin"
    _order = "is_different DESC, different_since, id"
    _rec_name = "name"

    count_id = fields.Many2one(
        "ozon.stock.count", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one(related="count_id.account_id", store=True, index=True)
    company_id = fields.Many2one(related="count_id.company_id", store=True)
    date = fields.Date(related="count_id.date", store=True)
    is_last = fields.Boolean(
        "Last Count", compute="_compute_is_last", search="_search_is_last",
    )
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="cascade", index="btree_not_null",
    )
    uom_id = fields.Many2one(related="product_id.uom_id")
    name = fields.Char("Goods", readonly=True)
    sku = fields.Char("SKU", readonly=True, help="Of goods that have no product yet.")
    booked = fields.Float(
        "In the Books", digits="Product Unit", readonly=True,
        help="Units in the account's location at the end of the day, according to Odoo.",
    )
    unbooked = fields.Float(
        "Sold, not Booked", digits="Product Unit", readonly=True,
        help="Sold less returned by Ozon's accruals, in months whose report is not posted yet. "
             "Ozon does not always say how many units an accrual is for.",
    )
    at_ozon = fields.Float(
        digits="Product Unit", readonly=True,
        help="The states that count as goods of the location, added up.",
    )
    difference = fields.Float(
        digits="Product Unit", readonly=True,
        help="Units at Ozon less the units that should be there by the books. Below 0, Ozon has "
             "less.",
    )
    is_different = fields.Boolean("Differs", readonly=True)
    different_since = fields.Date("Since", readonly=True)
    state_ids = fields.One2many(
        "ozon.stock.count.state", "line_id", "At Ozon by State", readonly=True,
    )
    states_text = fields.Char("States", compute="_compute_states_text")

    _different_idx = models.Index("(count_id) WHERE is_different")

    @api.depends("state_ids.quantity")
    @api.depends_context("lang")
    def _compute_states_text(self):
        for line in self:
            line.states_text = ", ".join(
                f"{state.state_id.display_name} {state.quantity:g}" for state in line.state_ids
            )

    def _compute_is_last(self):
        last = self._last_counts()
        for line in self:
            line.is_last = line.count_id.id in last

    @api.model
    def _search_is_last(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("count_id", "in" if True in value else "not in", sorted(self._last_counts()))]

    @api.model
    def _last_counts(self):
        """:return: set of the id of each account's last count"""
        self.env["ozon.stock.count"].flush_model(["account_id", "date"])
        self.env.cr.execute("""
            SELECT DISTINCT ON (account_id) id FROM ozon_stock_count ORDER BY account_id, date DESC
        """)
        return {row[0] for row in self.env.cr.fetchall()}

    def action_open_movements(self):
        """Open the movements by the books and by Ozon, day by day."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_stock_movement_action"
            ),
            "domain": [
                ("product_id", "=", self.product_id.id), ("account_id", "=", self.account_id.id),
            ],
        }
