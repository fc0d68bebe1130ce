from odoo import fields, models
from odoo.exceptions import UserError


class OzonAccount(models.Model):
    """Reads the account's accruals, and creates the documents that are made from them."""

    _inherit = "ozon.account"

    accrual_feed_ids = fields.One2many("ozon.accrual.feed", "account_id", readonly=True)
    accruals_problem = fields.Text(related="accrual_feed_ids.error_message")
    accrual_days_due = fields.Integer(
        "Days to Read", compute="_compute_accrual_days",
    )
    accrual_days = fields.Integer("Days of Accruals", compute="_compute_accrual_days")

    def _compute_accrual_days(self):
        counts = self.env["ozon.accrual.day"].sudo()._read_group(
            [("account_id", "in", self.ids)], ["account_id", "due"], ["__count"],
        )
        by_account = {account: {} for account in self}
        for account, due, count in counts:
            by_account.setdefault(account, {})[due] = count
        for account in self:
            found = by_account[account]
            account.accrual_days_due = found.get(True, 0)
            account.accrual_days = sum(found.values())

    # Actions

    def action_load_accruals(self):
        """Read the accruals that are due, in the background."""
        self.check_access("read")
        for account in self:
            if account.state == "draft":
                raise UserError(self.env._(
                    "The account %s is not connected to Ozon yet, so nothing can be read. Enter "
                    "the Client-Id and the key and press «Connect».", account.name,
                ))
            if not account.book_services:
                raise UserError(self.env._(
                    "The account %s does not book services, so their accruals are not read. Switch "
                    "«Book Services» on first.", account.name,
                ))
        self.env["ozon.accrual.feed"].sudo()._load_now(self.sudo())
        return True

    def action_open_accruals(self):
        """Open the accruals of the account."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": [("account_id", "=", self.id)],
        }

    # Business

    def _create_reports(self, months):
        months = list(months)
        reports = super()._create_reports(months)
        if self.book_services and months:
            for kind in self.env["ozon.accrued.document.mixin"].sudo()._accrued_kinds():
                kind._create_missing(self, months)
            self.env["ozon.accrual.feed"].sudo()._load_now(self, min(months))
        return reports

    def _has_figures(self):
        return super()._has_figures() or bool(self.env["ozon.accrual.day"].search_count(
            [("account_id", "=", self.id), ("state", "!=", "waiting")], limit=1,
        ))
