from odoo import api, fields, models

# How many products a check names; the page shows them all.
SHOWN = 3


class OzonGoodsDocumentChecks(models.AbstractModel):
    """The checks of a document's goods: enough of them, moved as the document says, at cost."""

    _inherit = "ozon.goods.document.mixin"

    # A list of {product_id, product, needed, available, missing}; see `Shortage`.
    shortage = fields.Json(compute="_compute_shortage")
    allow_negative_stock = fields.Boolean(related="account_id.allow_negative_stock")

    @api.depends("state", "line_ids.product_id")
    def _compute_shortage(self):
        for document in self:
            shortage = document.sudo()._shortage()
            several = len({line.place for line in shortage}) > 1
            document.shortage = [{
                "product_id": line.product.id,
                "product": line.named_with_place() if several else line.named(),
                "needed": line.needed,
                "available": line.available,
                "missing": line.missing,
            } for line in shortage]

    # The checks

    def _check_stock(self):
        title = self.env._("Stock is sufficient")
        if not self.account_id.post_stock:
            return self._check(
                "stock", title, None,
                self.env._("Switched off on the account: no goods are moved"),
            )
        if self.state == "posted":
            return self._check_moved(title)
        shortage = self._shortage()
        if not shortage:
            places = [self.account_id.location_id, *self._units_elsewhere()]
            return self._check("stock", title, True, self.env._(
                "%s has enough", ", ".join(place.display_name for place in places),
            ))
        return self._check(
            "stock", title, None if self.account_id.allow_negative_stock else False,
            self.env._(
                "%(count)s products would go below zero: %(goods)s", count=len(shortage),
                goods=", ".join(line.product.display_name for line in shortage[:SHOWN]),
            ),
        )

    def _check_moved(self, title):
        moves = self._done_moves()
        lacking = self._lacking_units(self._product_units(), moves)
        wrong = [product for product, moved in lacking.items() if any(moved.values())]
        if not moves:
            return self._check("stock", title, None if wrong else True, self.env._(
                "No goods were moved",
            ))
        if wrong:
            return self._check("stock", title, False, self.env._(
                "The transfers move other quantities than the report: %s",
                ", ".join(product.display_name for product in wrong[:SHOWN]),
            ))
        pickings = self.picking_ids.filtered(
            lambda picking: not all(picking.move_ids.mapped("ozon_undone"))
        )
        return self._check(
            "stock", title, True, self.env._("Moved by: %s", ", ".join(pickings.mapped("name"))),
        )

    def _check_cost(self):
        """Warn if an account is missing: Odoo then silently books no cost of sales."""
        title = self.env._("Cost of sales")
        lines = self._sale_entries().invoice_line_ids
        # Lines that sum up many goods have no product.
        goods = lines.product_id or (lines and self._setup_products()) or lines.product_id
        perpetual = goods.with_company(self.company_id).filtered(
            lambda product: product.is_storable and product.valuation == "real_time"
        )
        if not perpetual:
            return self._check("cost", title, None, self.env._(
                "Not booked with the invoice: the goods are valued periodically, at closing",
            ))
        lacking = perpetual.browse()
        for product in perpetual:
            accounts = product.product_tmpl_id.get_product_accounts()
            if not (accounts["stock_valuation"] and accounts["expense"]):
                lacking |= product
        if lacking:
            return self._check("cost", title, False, self.env._(
                "No cost is booked for %(goods)s: the stock valuation or the expense account is "
                "missing on the category or the company",
                goods=", ".join(lacking[:SHOWN].mapped("display_name")),
            ))
        cost = sum(
            line.balance for line in self._sale_entries().line_ids
            if line.display_type == "cogs" and line.account_id.account_type.startswith("expense")
        )
        text = self.env._("Booked with the invoice when it is posted")
        if self.state == "posted":
            text = self.env._("Booked: %s", self.company_id.currency_id.format(cost))
        return self._check("cost", title, True, text)
