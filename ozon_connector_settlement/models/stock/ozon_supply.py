from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts

OZON_STATES = [
    ("ACCEPTANCE_AT_STORAGE_WAREHOUSE", "Being accepted"),
    ("REPORTS_CONFIRMATION_AWAITING", "Acts to agree to"),
    ("REPORT_REJECTED", "Dispute about the acts"),
    ("COMPLETED", "Completed"),
    ("CANCELLED", "Cancelled"),
    ("OVERDUE", "Overdue"),
    ("REJECTED_AT_SUPPLY_WAREHOUSE", "Rejected"),
]


class OzonSupply(TextsAsTexts, models.Model):
    """Goods that were supplied to a warehouse of Ozon, and the transfer that moves them there.

    Ozon's acts state what has arrived. When both sides have agreed to them, the transfer is drafted
    once; a person validates it.
    """

    _name = "ozon.supply"
    _description = "Ozon Supply"
    _inherit = "ozon.transfer.draft.mixin"
    _order = "accepted_at DESC NULLS FIRST, id DESC"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    name = fields.Char("Number", required=True, readonly=True)
    supply_id = fields.Char("Ozon Supply ID", required=True, readonly=True)
    order_id = fields.Char("Ozon Order ID", required=True, readonly=True)
    bundle_id = fields.Char(readonly=True)
    warehouse = fields.Char("Ozon's Warehouse", readonly=True)
    ozon_state = fields.Selection(OZON_STATES, "At Ozon", required=True, readonly=True)
    # When Ozon last changed it, as Ozon states it.
    changed_at = fields.Datetime("Changed at Ozon", readonly=True)
    accepted_at = fields.Datetime(
        "Accepted", readonly=True, help="The day of the act of acceptance, else of the arrival.",
    )
    # The supply is to be read, for the first time or again.
    due = fields.Boolean(readonly=True)
    read_at = fields.Datetime("Read", readonly=True)
    agreed = fields.Boolean("Acts Agreed", readonly=True)
    has_acts = fields.Boolean(readonly=True)
    line_ids = fields.One2many("ozon.supply.line", "supply_id", "Goods", readonly=True)
    problem = fields.Text(readonly=True)
    change = fields.Text("Changed Act", readonly=True)
    state = fields.Selection(
        [
            ("acceptance", "Being Accepted"),
            ("problem", "To Review"),
            ("drafted", "Transfer to Validate"),
            ("done", "Transferred"),
            ("ended", "Did Not Arrive"),
        ],
        "Status", compute="_compute_state", store=True, index=True,
    )

    _account_supply_uniq = models.Constraint(
        "UNIQUE(account_id, supply_id)", "The account already has this supply.",
    )

    @api.depends("ozon_state", "problem", "change", "drafted", "picking_id.state")
    def _compute_state(self):
        for supply in self:
            if supply.problem or supply.change:
                supply.state = "problem"
            elif supply.picking_id.state == "done":
                supply.state = "done"
            elif supply.drafted:
                # A draft that a person has deleted or cancelled is not created again.
                supply.state = "problem" if supply._lacks_transfer() else "drafted"
            elif supply.ozon_state in ("CANCELLED", "OVERDUE", "REJECTED_AT_SUPPLY_WAREHOUSE"):
                supply.state = "ended"
            else:
                supply.state = "acceptance"

    # Actions

    def action_dismiss_change(self):
        """Note that a person has seen the change of an act."""
        self.check_access("read")
        self.sudo().change = False
        return True
