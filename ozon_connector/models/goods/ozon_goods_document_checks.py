from odoo import api, fields, models

from ...tools.many_products import union

# How many products a check names; the page names more.
SHOWN = 3
# How many products the field lists. A list of 20,000 takes long to open, and nobody reads it.
LISTED = 100
# A list shows only for its first drafts, up to this many rows, whether their goods are in stock.
# All drafts of an agency, or a year of 20,000 rows a month, would take longer than a page may.
ROWS_OF_LIST = 5000
# Asking about one document takes as long as this many rows.
ROWS_OF_ASKING = 100


class OzonGoodsDocumentChecks(models.AbstractModel):
    """The checks of a document's goods: enough of them, moved as the document says, at cost."""

    _inherit = "ozon.goods.document.mixin"

    # A list of {product_id, product, needed, available, missing}, the first 100; see `Shortage`.
    shortage = fields.Json(compute="_compute_checks")
    # How many products are missing in total, and how many units of them.
    shortage_products = fields.Integer("Missing Products", compute="_compute_checks")
    shortage_units = fields.Float(
        "Missing Units", compute="_compute_checks", digits="Product Unit",
    )
    shortage_text = fields.Char("Missing Goods", compute="_compute_checks")
    allow_negative_stock = fields.Boolean(related="account_id.allow_negative_stock")

    @api.depends("line_ids.product_id")
    def _compute_checks(self):
        # The shortage comes first: the checks use it as well, and finding it takes long.
        for document in self:
            shortage = document.sudo()._shortage()
            document.shortage = _shortage_rows(self.sudo().env, shortage)
            document.shortage_products = len(shortage)
            document.shortage_units = sum(line.missing for line in shortage)
            document.shortage_text = self.env._(
                "%(count)s products would go below zero: %(goods)s", count=len(shortage),
                goods=", ".join(line.product.display_name for line in shortage[:SHOWN]),
            ) if shortage else False
        return super()._compute_checks()

    @api.depends("line_ids.product_id", "state")
    def _compute_attention(self):
        result = super()._compute_attention()
        looked_at = 0
        for document in self.filtered(lambda one: one.state == "to_review"):
            # Where stock may be negative, missing goods do not stop the booking.
            if document.attention or document.account_id.allow_negative_stock:
                continue
            if looked_at > ROWS_OF_LIST:
                break
            looked_at += ROWS_OF_ASKING + document._row_count()
            missing = document.sudo()._shortage()
            if missing:
                document.attention = self.env._("Products missing in stock: %s", len(missing))
        return result

    # The checks

    def _check_stock(self):
        title = self.env._("Stock is sufficient")
        if not self.account_id.post_stock:
            return self._check(
                "stock", title, None,
                self.env._("Switched off on the account: no goods are moved"),
            )
        if self.state == "posted":
            return _moved_check(self, title)
        if not self.shortage_text:
            places = [self.account_id.location_id, *self._units_elsewhere()]
            return self._check("stock", title, True, self.env._(
                "%s has enough", ", ".join(place.display_name for place in places),
            ))
        return self._check(
            "stock", title, None if self.account_id.allow_negative_stock else False,
            self.shortage_text,
        )

    def _check_costs(self):
        """:return: list of the checks of the cost of what was sold, each from `_check`"""
        goods = self._setup_products().with_company(self.company_id)
        # Both checks need it, and with very many goods it takes long.
        alike = goods._ozon_alike()
        return [_cost_check(self, alike), self._check_cost_ties(goods, alike)]


def _shortage_rows(env, shortage):
    """
    :param shortage: list of `Shortage`
    :return: the value of the field `shortage`
    """
    several = len({line.place.id for line in shortage}) > 1
    listed = shortage[:LISTED]
    # In one recordset, so that Odoo reads the names together.
    products = union(env, (line.product for line in listed))
    return [
        {
            "product_id": product.id,
            "product": line._replace(product=product).named(with_place=several),
            "needed": line.needed, "available": line.available, "missing": line.missing,
        } for line, product in zip(listed, products, strict=True)
    ]


def _moved_check(document, title):
    """Whether the transfers of a posted document moved what it says."""
    moves, wrong = document._done_moves(), document.env["product.product"]
    if not document._moved_exactly(moves):
        lacking = document._lacking_units(document._product_units(), moves)
        wrong = wrong.browse(
            product_id for product_id, moved in lacking.items() if any(moved.values())
        )
    if not moves:
        return document._check("stock", title, None if wrong else True, document.env._(
            "No goods were moved",
        ))
    if wrong:
        return document._check("stock", title, False, document.env._(
            "The transfers move other quantities than the report: %s",
            ", ".join(wrong[:SHOWN].mapped("display_name")),
        ))
    pickings = document.picking_ids & document.picking_ids.search([
        ("id", "in", document.picking_ids.ids), ("move_ids.ozon_undone", "=", False),
    ])
    return document._check(
        "stock", title, True, document.env._("Moved by: %s", ", ".join(pickings.mapped("name"))),
    )


def _cost_check(document, alike):
    """Warn if an account is missing: Odoo then silently books no cost of sales.

    :param alike: the result of `_ozon_alike` for the document's goods
    """
    title = document.env._("Cost of sales")
    goods = document.env["product.product"].with_company(document.company_id)
    perpetual = goods._ozon_perpetual(alike)
    if perpetual:
        perpetual &= _sold_goods(document)
    if not perpetual:
        return document._check("cost", title, None, document.env._(
            "Not booked with the invoice: the goods are valued periodically, at closing",
        ))
    lacking = perpetual._ozon_without_cost_accounts()
    if lacking:
        return document._check("cost", title, False, document.env._(
            "No cost is booked for %(goods)s: the stock valuation or the expense account is "
            "missing on the category or the company",
            goods=", ".join(lacking[:SHOWN].mapped("display_name")),
        ))
    text = document.env._("Booked with the invoice when it is posted")
    if document.state == "posted":
        text = document.env._("Booked: %s", document.company_id.currency_id.format(
            _booked_cost(document),
        ))
    return document._check("cost", title, True, text)


def _sold_goods(document):
    """The products of its invoices and credit notes; if these sum up, all products of its rows."""
    [[count, goods]] = document.env["account.move.line"]._read_group(
        [
            ("move_id", "in", document._sale_entries().ids),
            # The same as `account.move.invoice_line_ids`.
            ("display_type", "in", ("product", "line_section", "line_subsection", "line_note")),
        ],
        [], ["__count", "product_id:recordset"],
    )
    return goods or (document._setup_products() if count else goods)


def _booked_cost(document):
    [[cost]] = document.env["account.move.line"]._read_group(
        [
            ("move_id", "in", document._sale_entries().ids), ("display_type", "=", "cogs"),
            ("account_id.account_type", "=like", "expense%"),
        ],
        [], ["balance:sum"],
    )
    return cost
