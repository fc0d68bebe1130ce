import csv
import io

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.blank_fields import BlankFloat, BlankMonetary
from odoo.tools import SQL

from ...domain import profit as rules

# How services that belong to no product are shared among products.
SHARING_RULES = [
    ("none", "Not at All"),
    ("revenue", "By Revenue"),
    ("units", "By Units Sold"),
    ("volume", "By Volume Sold"),
]
REASONS = [
    ("open", "The month is not over"),
    ("no_services", "Services are not loaded"),
    ("not_booked", "Documents of the month are not booked"),
    ("currency", "The report is in another currency than the books"),
    ("no_cost", "The cost of goods is not known"),
]
OF_OZON = (rules.FEE, *rules.SERVICES)
COLUMNS = (
    "profit_month_id", "account_id", "company_id", "currency_id", "period", "product_id", "scheme",
    "reason", "sharing", "quantity_sold", "quantity_returned", "quantity", *rules.PARTS,
    "shared", "ozon_costs", "vat", "cost", "profit", "unbacked", "revenue_unit", "ozon_unit",
    "cost_unit", "profit_unit", "margin",
)
# A browser draws a table of so many rows well. More products are opened as a list with pages.
PRODUCTS_OF_TABLE = 1000


class OzonProfit(models.Model):
    """The profit of a product in a month, by account and delivery scheme.

    The rows of a whole month are recomputed at once (`ozon.profit.month`); no user changes them.
    Unknown values are NULL in the database and blank on the screen.
    """

    _name = "ozon.profit"
    _inherit = "ozon.shares.mixin"
    _description = "Ozon Profit by Product"
    _order = "period DESC, profit DESC NULLS LAST, id"
    _rec_name = "product_id"
    _log_access = False
    _shares = {
        "margin:avg": (100, "profit", ("revenue", "points")),
        "profit_unit:avg": (1, "profit", ("quantity",)),
        "cost_unit:avg": (1, "cost", ("quantity",)),
        "ozon_unit:avg": (1, "ozon_costs", ("quantity",)),
        "revenue_unit:avg": (1, "revenue", ("quantity",)),
    }

    profit_month_id = fields.Many2one(
        "ozon.profit.month", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one("ozon.account", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    period = fields.Date("Month", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null",
        help="Empty: services that belong to no product, or goods without a product.",
    )
    categ_id = fields.Many2one(related="product_id.categ_id", string="Product Category")
    scheme = fields.Char(
        readonly=True,
        help="FBO, FBS or rFBS by Ozon's accruals. Blank if they do not state it for all units, "
             "and for services without a posting.",
    )
    reason = fields.Selection(REASONS, "Why Blank", readonly=True)
    sharing = fields.Selection(
        SHARING_RULES, "Services without a Product Are Shared", readonly=True,
        help="By the rule of the account when the month was worked out.",
    )
    quantity_sold = fields.Float("Units Sold", digits="Product Unit", readonly=True)
    quantity_returned = fields.Float("Units Returned", digits="Product Unit", readonly=True)
    quantity = fields.Float(
        "Units", digits="Product Unit", readonly=True, help="Sold less returned.",
    )
    revenue = fields.Monetary(
        readonly=True,
        help="By the realization report, with VAT: what buyers paid and the payouts of partners' "
             "loyalty programmes, less returns.",
    )
    points = fields.Monetary(
        "Points for Discounts", readonly=True, help="By the realization report.",
    )
    fee = fields.Monetary(
        "Ozon's Commission", readonly=True, help="By the realization report, before points.",
    )
    service = BlankMonetary("Ozon's Services", readonly=True)
    reinvoiced = BlankMonetary("Re-invoiced Services", readonly=True)
    advertising = BlankMonetary(readonly=True)
    return_costs = BlankMonetary("Cost of Returns", readonly=True)
    penalty = BlankMonetary("Penalties", readonly=True)
    financing = BlankMonetary(readonly=True)
    insurance = BlankMonetary(readonly=True)
    star = BlankMonetary("Star Products", readonly=True)
    unknown = BlankMonetary("Services of Unknown Kind", readonly=True)
    buyout = fields.Monetary("Buy-outs", readonly=True)
    compensation = BlankMonetary("Compensations", readonly=True)
    transfer = BlankMonetary("Transfers", readonly=True)
    correction = BlankMonetary("Corrections by Ozon", readonly=True)
    shared = BlankMonetary(
        "Shared Services", readonly=True,
        help="The part of the service columns that comes from services without a product.",
    )
    ozon_costs = BlankMonetary(
        "Ozon's Commission and Services", readonly=True,
        help="Commission before points, and services.",
    )
    vat = BlankMonetary(
        "VAT", readonly=True,
        help="The VAT in Ozon's figures, by the month's documents. VAT of sales is below 0, VAT of "
             "commission and services above 0.",
    )
    cost = BlankMonetary(
        "Cost of Goods", readonly=True, help="By the transfers of the booked documents.",
    )
    profit = BlankMonetary(
        readonly=True,
        help="All parts less the VAT in them and the cost of goods. Blank if one of them is not "
             "known; sums leave such rows out.",
    )
    unbacked = fields.Monetary(
        "Revenue without a Profit", readonly=True,
        help="Revenue and points of rows whose profit is not known.",
    )
    revenue_unit = BlankMonetary("Revenue per Unit", aggregator="avg", readonly=True)
    ozon_unit = BlankMonetary("Ozon per Unit", aggregator="avg", readonly=True)
    cost_unit = BlankMonetary("Cost per Unit", aggregator="avg", readonly=True)
    profit_unit = BlankMonetary("Profit per Unit", aggregator="avg", readonly=True)
    margin = BlankFloat(
        "Margin, %", aggregator="avg", readonly=True, digits=(16, 1),
        help="Profit as a share of revenue and points, which are the seller's price together.",
    )

    _company_period_idx = models.Index("(company_id, period)")

    # Actions

    @api.model
    def action_open(self):
        """Open the products of the last twelve months, those with the highest profit first."""
        self.check_access("read")
        return self._open_products(self._last_year(), {"search_default_last_year": 1})

    def action_open_accruals(self):
        """Open the product's accruals of the month; without a product, those that have none."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": [
                ("account_id", "=", self.account_id.id), ("date", ">=", self.period),
                ("date", "<=", calendar.last_day(self.period)),
                ("product_id", "=", self.product_id.id),
            ],
        }

    def action_open_report(self):
        """Open the lines of the realization report with the product."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector.ozon_report_analysis_action"
            ),
            "views": [(False, "list")],
            "domain": [
                ("account_id", "=", self.account_id.id), ("period", "=", self.period),
                ("product_id", "=", self.product_id.id),
            ],
        }

    def action_open_documents(self):
        """Open the month's statement, which leads to each document."""
        self.ensure_one()
        self.check_access("read")
        return self.profit_month_id.month_id._get_records_action()

    def action_open_extremes(self):
        """Open the ten products with the highest and the ten with the lowest profit.

        All rows of the last twelve months that the user may read count.
        """
        self.check_access("read")
        domain = [*self._last_year(), ("product_id", "!=", False)]
        products = set()
        for order in ("profit:sum DESC", "profit:sum"):
            products |= {product.id for [product] in self._read_group(
                [*domain, ("profit", "!=", False)], ["product_id"], order=order, limit=10,
            )}
        graph = self.env.ref("ozon_connector_settlement.ozon_profit_view_graph_products")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_profit_action"
            ),
            "name": self.env._("Ten Best and Ten Worst Products"),
            "views": [
                (graph.id, "graph"),
                (False, "pivot"), (False, "list"), (False, "form"),
            ],
            "domain": [*domain, ("product_id", "in", list(products))],
            "context": {},
        }

    # Overrides

    @api.model
    def _read_group(
        self, domain, groupby=(), aggregates=(), having=(), offset=0, limit=None, order=None,
    ):
        if tuple(groupby) == ("product_id",):
            # A page that only counts the products needs no order; this one is the quickest.
            counted = not order and not aggregates and not limit
            order = "__count" if counted else self._best_first(order)
        return super()._read_group(domain, groupby, aggregates, having, offset, limit, order)

    @api.model
    def _read_grouping_sets(self, domain, grouping_sets, aggregates=(), order=None):
        return super()._read_grouping_sets(
            domain, grouping_sets, aggregates, self._best_first(order),
        )

    # Business

    @api.model
    def _last_year(self):
        since = fields.Date.subtract(fields.Date.context_today(self), months=12)
        return [("period", ">=", since.replace(day=1))]

    @api.model
    def _open_products(self, domain, context):
        """:return: the action: a table of the products, or a list where they are too many"""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ozon_connector_settlement.ozon_profit_action"
        )
        [[count]] = self._read_group(domain, aggregates=["product_id:count_distinct"])
        if count <= PRODUCTS_OF_TABLE:
            return {**action, "context": {**context, "pivot_row_groupby": ["product_id"]}}
        narrow = self.env.ref("ozon_connector_settlement.ozon_profit_view_list_products")
        return {
            **action,
            "views": [(narrow.id, "list"), (False, "pivot"), (False, "graph"), (False, "form")],
            "context": {
                **context,
                "search_default_group_product": 1, "pivot_row_groupby": ["period:month"],
            },
        }

    @api.model
    def _best_first(self, order):
        """Order products by profit. By name the database would have to join and sort all rows."""
        return "profit:sum DESC NULLS LAST" if order in (None, "product_id") else order

    @api.model
    def _replace(self, profit_month, vals_list):
        """Replace the stored rows of a month.

        :param vals_list: iterable of tuples in the order of `COLUMNS`; None is blank
        """
        self.flush_model()
        self.env.cr.execute(SQL(
            "DELETE FROM ozon_profit WHERE profit_month_id = %s", profit_month.id,
        ))
        file = io.StringIO()
        csv.writer(file).writerows(
            ["" if value is None else value for value in vals] for vals in vals_list
        )
        file.seek(0)
        self.env.cr.copy_expert(
            f"COPY ozon_profit ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv)", file,
        )
        self.invalidate_model()
