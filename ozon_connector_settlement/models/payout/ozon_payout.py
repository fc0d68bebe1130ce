from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.exceptions import UserError
from odoo.tools import format_date


class OzonPayout(models.Model):
    """A payment of Ozon to the seller, and its line in the bank.

    From /v1/finance/balance, requested for single days, or from the mutual settlement of a month
    without a balance. Money that Ozon takes back is below 0.
    """

    _name = "ozon.payout"
    _description = "Ozon Payout"
    _inherit = ["mail.thread", "mail.activity.mixin", "ozon.facts.mixin"]
    _check_company_auto = True
    _order = "date DESC, account_id, amount, number, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    date = fields.Date(required=True, readonly=True, help="The day on which Ozon paid.")
    period = fields.Date(
        compute="_compute_period", store=True, precompute=True, help="The first day of the month.",
    )
    week_from = fields.Date(readonly=True, help="The first day that the payout is for.")
    week_to = fields.Date(readonly=True, help="The last day that the payout is for.")
    amount = fields.Monetary(
        required=True, readonly=True,
        help="Above 0 is what Ozon paid, below 0 what it took back.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    # Ozon may pay the same amount twice on one day, and states no number.
    number = fields.Integer(default=1, required=True, readonly=True)
    state = fields.Selection(
        [("open", "Not in the bank yet"), ("to_choose", "To choose"), ("matched", "Matched")],
        "Status", default="open", required=True, readonly=True, tracking=True, index=True,
    )
    statement_line_id = fields.Many2one(
        "account.bank.statement.line", "Bank Statement Line", readonly=True, copy=False,
        check_company=True, ondelete="set null",
    )
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, check_company=True, ondelete="set null",
    )
    payment_is_ours = fields.Boolean("Payment Made Here", readonly=True, copy=False)
    move_id = fields.Many2one(
        "account.move", "Journal Entry", compute="_compute_move_id", compute_sudo=True,
    )
    matched_by = fields.Selection(
        [
            ("system", "Automatically"), ("person", "By a person"),
            ("before", "Reconciled by hand earlier"),
        ],
        readonly=True, copy=False, tracking=True,
    )
    # A person has undone a match: automatic matching would find the wrong one again.
    waits_for_person = fields.Boolean("Left to a Person", readonly=True, copy=False)
    is_gone = fields.Boolean("No Longer Named by Ozon", readonly=True, copy=False)
    error_message = fields.Text("Problem", readonly=True, copy=False)

    _day_amount_number_uniq = models.Constraint(
        "UNIQUE(account_id, date, currency_id, amount, number)",
        "The account already has this payout.",
    )
    _statement_line_uniq = models.UniqueIndex(
        "(statement_line_id) WHERE statement_line_id IS NOT NULL",
        "This bank line already belongs to another payout.",
    )
    _payment_uniq = models.UniqueIndex(
        "(payment_id) WHERE payment_id IS NOT NULL",
        "This payment already belongs to another payout.",
    )

    @api.depends("date")
    def _compute_period(self):
        for payout in self:
            payout.period = payout.date and calendar.month_of(payout.date)

    @api.depends("payment_id.move_id", "statement_line_id.move_id")
    def _compute_move_id(self):
        for payout in self:
            # If there are both, the payment settles what Ozon owes.
            payout.move_id = payout.payment_id.move_id or payout.statement_line_id.move_id

    @api.depends("date", "amount", "currency_id", "account_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for payout in self:
            day = payout.date and format_date(self.env, payout.date)
            amount = payout.currency_id.format(payout.amount) if payout.currency_id else ""
            payout.display_name = " · ".join(filter(None, (day, amount, payout.account_id.name)))

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_matched(self):
        for payout in self:
            if payout.state == "matched":
                raise UserError(self.env._(
                    "The payout %(payout)s is booked as %(entry)s, and that entry would lose its "
                    "origin, so nothing was deleted. Press «Undo» on the payout first.",
                    payout=payout.display_name, entry=payout.sudo().move_id.display_name,
                ))

    # Actions

    def action_open_entry(self):
        """Open the journal entry of the payment or of the bank line."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._get_records_action(name=self.env._("Payout"))

    # Business

    @api.model
    def _exact(self, amount, currency):
        """:return: an amount of a record as a Decimal"""
        return Decimal(str(amount)).quantize(Decimal(1).scaleb(-currency.decimal_places))

    def _partner(self):
        """The partner for Ozon, as in the journal items."""
        return self.account_id.partner_id.commercial_partner_id
