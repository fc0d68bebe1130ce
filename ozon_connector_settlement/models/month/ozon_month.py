from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import month_name
from odoo.tools import format_amount

from ...domain.statement import ZERO, Verdict

# What Ozon accrues besides sales and their fee.
ACCRUAL_GROUPS = (
    "service", "reinvoiced", "penalty", "financing", "insurance", "star", "compensation",
    "transfer", "balance", "unknown",
)
STATES = [
    ("open", "Running"),
    ("to_review", "To review"),
    ("different", "Differs"),
    ("tied", "Tied"),
]


class OzonMonth(models.Model):
    """A month of a seller account: Ozon's balance compared with the books.

    It books nothing and hides no difference. `ozon_month_fetch` asks Ozon, `ozon_month_statement`
    compares, `ozon_month_run` decides when.
    """

    _name = "ozon.month"
    _description = "Ozon Month"
    _inherit = [
        "mail.thread", "ozon.task.mixin", "ozon.job", "ozon.facts.mixin",
    ]
    _order = "period DESC, account_id, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, ondelete="restrict", index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    by_files = fields.Boolean(related="account_id.by_files")
    period = fields.Date(required=True, readonly=True, help="The first day of the month.")
    month = fields.Char(compute="_compute_month")
    state = fields.Selection(
        STATES, "Status", default="open", required=True, readonly=True, tracking=True, index=True,
    )
    tied_on = fields.Date(readonly=True, help="The day on which both sides were the same.")
    currency_id = fields.Many2one("res.currency", readonly=True)

    opening_balance = fields.Monetary(
        readonly=True, help="By Ozon's balance. Above 0 is what Ozon owes.",
    )
    accrued = fields.Monetary(readonly=True, help="By Ozon's balance.")
    paid = fields.Monetary(readonly=True, help="What Ozon paid out, by its balance.")
    closing_balance = fields.Monetary(
        readonly=True, help="By Ozon's balance. Above 0 is what Ozon owes.",
    )
    booked_opening = fields.Monetary(readonly=True, help="What Ozon owes by the books.")
    booked_closing = fields.Monetary(readonly=True, help="What Ozon owes by the books.")
    difference = fields.Monetary(
        readonly=True,
        help="Ozon's closing balance less the closing balance of the books. Amounts that Ozon "
             "settles apart are not included.",
    )
    apart = fields.Monetary(
        "Settled Apart", readonly=True,
        help="Buy-outs that Ozon has not paid yet. The books exceed Ozon's balance by this amount, "
             "because Ozon settles buy-outs apart.",
    )
    line_ids = fields.One2many("ozon.month.line", "month_id", "Statement", readonly=True)
    different_line_ids = fields.One2many(
        "ozon.month.line", "month_id", "Differences", readonly=True,
        domain=[("reason", "!=", False)],
    )
    difference_count = fields.Integer(compute="_compute_difference_count", store=True)

    settlement_id = fields.Many2one(
        "ozon.settlement", "Mutual Settlement", compute="_compute_settlement_id",
    )
    settlement_opening = fields.Monetary(compute="_compute_settlement_id")
    settlement_closing = fields.Monetary(compute="_compute_settlement_id")
    sources_differ = fields.Boolean(
        compute="_compute_settlement_id",
        help="Ozon's balance and its mutual settlement differ.",
    )

    until = fields.Date(
        "Balance Up To", readonly=True, help="Ozon's figures are as of the end of this day.",
    )
    fetched_at = fields.Datetime("Requested At", readonly=True)
    is_refused = fields.Boolean(
        "Balance Refused", readonly=True,
        help="Ozon refuses the balance, so its mutual settlement is used instead.",
    )
    settled_at = fields.Datetime(
        readonly=True, help="When the figures were taken from Ozon's mutual settlement.",
    )
    source = fields.Selection(
        [("balance", "Ozon's Balance"), ("settlement", "Ozon's Mutual Settlement")],
        compute="_compute_source", store=True, help="Where Ozon's figures come from.",
    )
    compared_at = fields.Datetime(readonly=True)
    asked_on = fields.Date(readonly=True)
    next_attempt = fields.Datetime(readonly=True)
    failures = fields.Integer(readonly=True)
    error_message = fields.Text("Problem", readonly=True)
    balance_problem = fields.Text(
        readonly=True, help="What does not add up in Ozon's own balance.",
    )
    raw_attachment_id = fields.Many2one("ir.attachment", "Ozon's Balance", readonly=True)

    _account_period_uniq = models.Constraint(
        "UNIQUE(account_id, period)", "The account already has this month.",
    )

    @api.depends("period")
    @api.depends_context("lang")
    def _compute_month(self):
        for month in self:
            month.month = month_name(self.env, month.period)

    @api.depends("month", "account_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for month in self:
            month.display_name = f"{month.month} · {month.account_id.name}"

    @api.depends("fetched_at", "settled_at")
    def _compute_source(self):
        for month in self:
            # The balance is better: it separates the classes and has the days of payouts.
            settled = "settlement" if month.settled_at else False
            month.source = "balance" if month.fetched_at else settled

    @api.depends("line_ids.reason")
    def _compute_difference_count(self):
        for month in self:
            month.difference_count = len(month.line_ids.filtered("reason"))

    @api.depends("account_id", "period", "opening_balance", "closing_balance")
    def _compute_settlement_id(self):
        settlements = self.env["ozon.settlement"].search([
            ("account_id", "in", self.account_id.ids), ("period", "in", self.mapped("period")),
            ("state", "=", "loaded"),
        ]).grouped(lambda settlement: (settlement.account_id, settlement.period))
        for month in self:
            settlement = settlements.get((month.account_id, month.period))
            month.settlement_id = settlement
            month.settlement_opening = settlement and settlement.opening_balance
            month.settlement_closing = settlement and settlement.closing_balance
            month.sources_differ = bool(settlement and month.fetched_at) and any(
                month.currency_id.compare_amounts(ours, theirs)
                for ours, theirs in (
                    (month.opening_balance, settlement.opening_balance),
                    (month.closing_balance, settlement.closing_balance),
                )
            )

    def _compute_ozon_working(self):
        result = super()._compute_ozon_working()
        now = fields.Datetime.now()
        for month in self:
            if not month.ozon_working and month.next_attempt and month.next_attempt <= now:
                month.ozon_working = self.env._("Ozon's balance is being loaded")
        return result

    # Actions

    def action_propose_opening(self):
        """Open the dialog that proposes the entry of Ozon's opening balance."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_month_opening_action"
            ),
            "context": {"default_month_id": self.id},
        }

    def action_open_settlement(self):
        """Open Ozon's mutual settlement of the month."""
        self.ensure_one()
        self.check_access("read")
        return self.settlement_id._get_records_action()

    def action_download_raw(self):
        """Download Ozon's balance as it was received."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.raw_attachment_id.id}?download=true",
            "target": "download",
        }

    # Business: shared by the other files of the model

    def _open_accruals(self, kind):
        """Open the accruals of a class; for a class without types, all that are not sales."""
        groups = [kind] if kind in ACCRUAL_GROUPS else list(ACCRUAL_GROUPS)
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": [
                ("account_id", "=", self.account_id.id), ("date", ">=", self.period),
                ("date", "<=", calendar.last_day(self.period)),
                ("type_id.group", "in", groups),
            ],
        }

    def _documents_of_month(self):
        return self.env["ozon.document"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
        ])

    def _payouts(self, until=None):
        """:param until: the last day, by default that of Ozon's balance"""
        return self.env["ozon.payout"].search([
            ("account_id", "=", self.account_id.id), ("date", ">=", self.period),
            ("date", "<=", until or self.until),
        ])

    def _month_before(self):
        return self.search([
            ("account_id", "=", self.account_id.id),
            ("period", "=", calendar.month_before(self.period)),
        ])

    @api.model
    def _decimal(self, amount):
        return Decimal(str(amount)).quantize(ZERO)

    def _money(self, amount):
        return format_amount(self.env, float(amount), self.currency_id)

    def _note_verdict(self, verdict):
        """Store the result, and tell the responsible person when a tied month no longer ties.

        :param verdict: a `Verdict`; None for a month that is not over
        """
        before, state = self.state, verdict.value if verdict else "open"
        if state != before:
            self.write({
                "state": state,
                "tied_on": fields.Date.context_today(self) if verdict is Verdict.TIED else False,
            })
        if before == "tied" and verdict and verdict is not Verdict.TIED:
            note = self.env._(
                "%(month)s was tied and now differs by %(amount)s. Since then an entry was posted "
                "or reset, or Ozon changed its figures. The month's page names the cause.",
                month=self.month, amount=self._money(self.difference),
            )
            self.message_post(
                body=Markup("<p>%s</p>") % note,
                partner_ids=self.account_id._responsible().partner_id.ids,
            )

    @api.model
    def _trigger(self, moment=None):
        """:param moment: naive, in UTC; now by default"""
        cron = self.env.ref(
            "ozon_connector_settlement.ir_cron_load_months", raise_if_not_found=False,
        )
        if cron:
            cron.sudo()._trigger(moment or fields.Datetime.now())

    def _task_labels(self):
        return {"action_confirm": (
            self.env._("The month is being booked"), self.env._("The month is booked."),
        )}

    def _note_task_problem(self, message):
        self.sudo().error_message = message
