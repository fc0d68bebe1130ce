from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class OzonMonthOpening(models.TransientModel):
    """Proposes the entry that opens the books with Ozon's opening balance."""

    _name = "ozon.month.opening"
    _description = "Ozon Opening Balance"
    _check_company_auto = True

    month_id = fields.Many2one("ozon.month", required=True, readonly=True)
    company_id = fields.Many2one(related="month_id.company_id")
    currency_id = fields.Many2one(related="month_id.currency_id")
    opening_balance = fields.Monetary(related="month_id.opening_balance", string="By Ozon")
    booked_opening = fields.Monetary(related="month_id.booked_opening", string="In the Books")
    amount = fields.Monetary(
        "To Book", compute="_compute_amount", help="Above 0, Ozon owes more than in the books.",
    )
    date = fields.Date(
        required=True, compute="_compute_date", store=True, readonly=False, precompute=True,
        help="The first day of the month, or an earlier day.",
    )
    journal_id = fields.Many2one(
        "account.journal", required=True, check_company=True,
        compute="_compute_journal_id", store=True, readonly=False, precompute=True,
        domain="[('type', '=', 'general')]",
    )
    counter_account_id = fields.Many2one(
        "account.account", "Counter-Account", required=True, check_company=True,
        domain="[('account_type', 'not in', ('asset_receivable', 'liability_payable'))]",
        help="Where the other side is booked, for example the account of opening balances.",
    )

    @api.depends("month_id")
    def _compute_amount(self):
        for opening in self:
            month = opening.month_id
            opening.amount = month.opening_balance - month.booked_opening

    @api.depends("month_id")
    def _compute_date(self):
        for opening in self:
            opening.date = opening.month_id.period - timedelta(days=1)

    @api.depends("month_id")
    def _compute_journal_id(self):
        for opening in self:
            opening.journal_id = opening.month_id.account_id.netting_journal_id

    # Actions

    def action_book(self):
        """Book the entry, and compare the month."""
        self.ensure_one()
        self.check_access("read")
        self.month_id.check_access("read")
        self.env["account.move"].check_access("create")
        self._check()
        account = self.month_id.account_id
        entry = self.env["account.move"].create(self._prepare_entry_vals())
        entry._ozon_write({
            "ozon_account_id": account.id, "ozon_period": self.month_id.period,
            "ozon_kind": "opening",
        })
        entry.action_post()
        self.month_id.sudo().message_post(body=self.env._(
            "%(user)s has booked Ozon's opening balance with %(entry)s.",
            user=self.env.user.name, entry=entry.display_name,
        ))
        self.month_id.sudo().with_env(account.sudo()._for_bookkeeper().env)._compare()
        return entry._get_records_action()

    # Business

    def _check(self):
        """:raises UserError: there is nothing to book, or the entry would not open the month"""
        month = self.month_id
        month._lock()
        if not month.source or not self.currency_id.round(self.amount):
            raise UserError(self.env._(
                "The books already begin %s with Ozon's balance, so there is nothing to book.",
                month.month,
            ))
        if month._month_before().source:
            raise UserError(self.env._(
                "Ozon's figures for the month before %s are known, and that month shows where the "
                "difference comes from. Fix the cause there: an opening entry would hide it.",
                month.month,
            ))
        if self.date > month.period:
            raise UserError(self.env._(
                "Choose a date before %s: the entry is what Ozon owed when the month began. "
                "Nothing was booked.", month.month,
            ))

    def _prepare_entry_vals(self):
        partner = self.month_id.account_id.partner_id.with_company(self.company_id)
        field = "property_account_receivable_id" if self.amount > 0 else (
            "property_account_payable_id"
        )
        label = self.env._("Ozon's opening balance, %s", self.month_id.month)
        currency, company = self.currency_id, self.company_id
        balance = currency._convert(self.amount, company.currency_id, company, self.date)
        return {
            "move_type": "entry",
            "auto_post": "no",
            "company_id": company.id,
            "journal_id": self.journal_id.id,
            "currency_id": currency.id,
            "date": self.date,
            "ref": label,
            "line_ids": [
                Command.create({
                    "name": label, "account_id": ledger_account.id,
                    "partner_id": partner.commercial_partner_id.id,
                    "currency_id": currency.id, "amount_currency": sign * self.amount,
                    "balance": sign * balance,
                })
                for ledger_account, sign in (
                    (partner[field], 1), (self.counter_account_id, -1),
                )
            ],
        }
