from odoo import api, fields, models

from ...domain import stock_count as rules

STATES = [
    ("available_stock_count", "Available for sale"),
    ("valid_stock_count", "Being prepared for sale"),
    ("reserved", "Reserved for orders"),
    ("outbound_pending_delivery", "On the way to buyers"),
    ("return_from_customer_stock_count", "Coming back from buyers"),
    ("return_to_seller_stock_count", "Prepared for removal"),
    ("outbound_returns_picking", "Removal: being picked"),
    ("outbound_returns_ready_to_ship", "Removal: ready"),
    ("outbound_returns_return_to_seller", "Removal: on the way to the seller"),
    ("inbound_replenishment", "Between Ozon's warehouses"),
    ("waiting_docs_stock_count", "Waiting for marking"),
    ("waiting_docs_to_export_stock_count", "Waiting for removal, marked goods"),
    ("expiring_stock_count", "Expiring soon"),
    ("excess_stock_count", "Surplus of supplies"),
    ("stock_defect_stock_count", "Defective, in stock"),
    ("transit_defect_stock_count", "Defective, from supplies"),
    ("other_stock_count", "Being checked"),
    ("stock_not_being_sold", "Taken off sale"),
    ("transit_stock_count", "Supplies on the way"),
    ("requested_stock_count", "Supplies requested"),
]


class OzonStockState(models.Model):
    """How a state of goods at Ozon counts. Ozon does not say which of its states overlap."""

    _name = "ozon.stock.state"
    _description = "Ozon State of Goods"
    _inherit = "ozon.facts.mixin"
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    name = fields.Selection(STATES, "State", required=True, readonly=True)
    reading = fields.Selection(
        [
            (rules.ADDS, "Goods of the location"),
            (rules.WITHIN, "Part of another state"),
            (rules.OUTSIDE, "Not in the location"),
        ],
        required=True,
        help="Only goods of the location are added up and compared with the books. A change "
             "compares all stored counts again.",
    )

    _company_name_uniq = models.Constraint(
        "UNIQUE(company_id, name)", "The company already has this state.",
    )

    @api.depends("name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["name"]._description_selection(self.env))
        for state in self:
            state.display_name = labels.get(state.name, "")

    @api.model
    def _ensure(self, company):
        """The states of a company; missing ones are created.

        :return: {name: `ozon.stock.state`}
        """
        states = self.sudo().search([("company_id", "=", company.id)])
        known = set(states.mapped("name"))
        states |= self.sudo().create([
            {"company_id": company.id, "name": name, "reading": rules.READINGS[name]}
            for name, _label in STATES if name not in known
        ])
        return {state.name: state for state in states}
