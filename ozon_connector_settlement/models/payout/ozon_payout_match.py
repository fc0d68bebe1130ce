from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date, html2plaintext

from ...domain import payouts as rules

LINE, PAYMENT = "account.bank.statement.line", "account.payment"


class OzonPayoutMatch(models.Model):
    """Finds the bank line or payment of each payout."""

    _inherit = "ozon.payout"

    # Actions

    def action_match(self):
        """Search the bank again, also for payouts whose match a person has undone."""
        self.check_access("read")
        payouts = self.sudo()
        payouts.waits_for_person = False
        payouts._match(payouts.account_id)
        return True

    def action_choose(self):
        """Open the bank lines and payments that may be this payout, each with a button."""
        self.ensure_one()
        self.check_access("read")
        payout = self.sudo()
        payout._check_open()
        found = payout._candidates()
        if not found:
            raise UserError(self.env._(
                "No bank line or payment of %(amount)s around %(day)s can be this payout. Enter or "
                "import the bank statement and press «Match Again», or press «Create Payment» if "
                "you keep no statements.",
                amount=payout.currency_id.format(payout.amount),
                day=format_date(self.env, payout.date),
            ))
        candidates = self.env["ozon.payout.candidate"].sudo().create([
            {"payout_id": payout.id, "res_model": one.kind, "res_id": one.key} for one in found
        ])
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_payout_candidate_action"
            ),
            "domain": [("id", "in", candidates.ids)],
        }

    def action_create_payment(self):
        """Book the payout as a payment, if no bank statement has it."""
        self.ensure_one()
        self.check_access("read")
        payout = self.sudo()
        payout._check_open()
        found = payout._candidates()
        if found:
            raise UserError(self.env._(
                "%(entry)s may be this payout, so no payment was created: the money would be "
                "booked twice. Press «Choose» and take it; if it is something else, set its own "
                "partner first.",
                entry=payout._record(found[0]).display_name,
            ))
        payout.with_env(payout.account_id._for_bookkeeper().env)._create_payment()
        return True

    def action_undo(self):
        """Undo the matches; a payment that was created here is cancelled."""
        self.check_access("read")
        for payout in self.sudo().filtered(lambda payout: payout.state == "matched"):
            payout._take_back()
        return True

    def _check_open(self):
        if self.state == "matched":
            raise UserError(self.env._(
                "The payout %(payout)s is already booked as %(entry)s, so it was not booked again. "
                "Press «Undo» first if this is wrong.",
                payout=self.display_name, entry=self.move_id.display_name,
            ))

    # Business

    @api.model
    def _match(self, accounts=None):
        """Match open payouts as far as they are certain, and settle documents booked meanwhile.

        :param accounts: `ozon.account`; all payouts of their companies are matched. None: all
            payouts
        """
        domain = [("company_id", "in", accounts.company_id.ids)] if accounts is not None else []
        payouts = self.sudo().search(domain)
        not_in_bank = payouts.filtered(
            lambda payout: payout.state != "matched"
            or payout.payment_id and not payout.payment_id.is_matched
        )
        for of_company in not_in_bank.grouped("company_id").values():
            of_company._match_company()
        payouts._settle_open()

    def _match_company(self):
        """Match the payouts of one company together, because they may compete with each other."""
        by_plan = {payout._as_plan(): payout for payout in self}
        found = rules.assign({
            plan: payout._candidates() for plan, payout in by_plan.items()
        })
        for plan, payout in by_plan.items():
            in_books = payout.with_env(payout.account_id._for_bookkeeper().env)
            candidate = found.taken.get(plan)
            if candidate and not payout.waits_for_person:
                in_books._try(in_books._take_or_link, candidate)
            elif payout.state != "matched":
                payout.write({
                    "state": "to_choose" if candidate or plan in found.waiting else "open",
                    "error_message": False,
                })

    def _as_plan(self):
        return rules.Payout(
            self.id, self.account_id.id, self.date, self._exact(self.amount, self.currency_id),
        )

    def _take_or_link(self, candidate):
        if self.state == "matched":
            self._link_line(self._record(candidate))
        else:
            self._take(self._record(candidate), "system")

    def _choose(self, found):
        """Match what a person has chosen.

        :param found: an `account.bank.statement.line` or `account.payment`
        :raises UserError: it is not, or no longer, a candidate for this payout
        """
        self.ensure_one()
        self._check_open()
        if found not in [self._record(one) for one in self._candidates()]:
            raise UserError(self.env._(
                "This can no longer be the payout %s: it was changed, deleted or matched with "
                "another payout. Nothing was booked. Press «Choose» again.",
                self.display_name,
            ))
        self.with_env(self.account_id._for_bookkeeper().env)._take(found, "person")

    @api.model
    def _record(self, candidate):
        return self.env[candidate.kind].browse(candidate.key)

    # What may be a payout

    def _candidates(self):
        """What may be this payout, nearest day first; for a matched payment, bank lines only.

        :return: tuple of `domain.payouts.Candidate`, whose kind is a model and whose key is an id
        """
        lines = self._lines()
        if self.payment_id:
            # A line that is reconciled, even partly, settles something else.
            found = [line for line in lines if not line._seek_for_lines()[2]]
        else:
            found = [*lines, *self._payments()]
        account = self.account_id
        return rules.find(
            self._exact(self.amount, self.currency_id), self.date,
            [self._as_candidate(one) for one in found],
            account.payout_days_before, account.payout_days_after,
        )

    def _as_candidate(self, found):
        if found._name == PAYMENT:
            amount = found.amount if found.payment_type == "inbound" else -found.amount
        else:
            amount = found.amount_currency if found.foreign_currency_id else found.amount
        return rules.Candidate(
            found.id, found.date, self._exact(amount, self.currency_id), found._name,
        )

    def _window(self):
        """The domain of company, journals and days."""
        account = self.account_id
        return [
            ("company_id", "=", self.company_id.id),
            ("journal_id", "in", account._bank_journals().ids),
            ("date", ">=", self.date - timedelta(days=account.payout_days_before)),
            ("date", "<=", self.date + timedelta(days=account.payout_days_after)),
        ]

    def _near(self, field, amount):
        """The domain of an amount within float precision; `find` then compares exactly."""
        half = self.currency_id.rounding / 2
        return [(field, ">", amount - half), (field, "<", amount + half)]

    def _lines(self):
        """The bank lines in this currency that may come from Ozon and are no other payout."""
        lines = self.env[LINE].search([
            *self._window(), ("state", "=", "posted"),
            "|", "&", *self._near("amount", self.amount),
            "&", *self._near("amount_currency", self.amount),
        ])
        taken = self.search([("statement_line_id", "in", lines.ids)]).statement_line_id
        return (lines - taken).filtered(
            lambda line: (line.foreign_currency_id or line.currency_id) == self.currency_id
            and self._is_ozon_s(line)
        )

    def _is_ozon_s(self, line):
        """Whether a line's partner is Ozon or, if it has none, its text names Ozon."""
        ozon = self._partner()
        _bank, _suspense, others = line._seek_for_lines()
        settled = others.matched_debit_ids.debit_move_id | others.matched_credit_ids.credit_move_id
        if (others | settled).partner_id.commercial_partner_id - ozon:
            return False
        if line.partner_id:
            return line.partner_id.commercial_partner_id == ozon
        texts = (
            line.account_number, line.partner_name, line.payment_ref,
            html2plaintext(line.narration or ""),
        )
        return rules.names_payer(
            " ".join(filter(None, texts)), self.account_id._payer_inns(), ozon.name or "",
        )

    def _payments(self):
        """The payments of Ozon that no bank line has settled."""
        payments = self.env[PAYMENT].search([
            *self._window(), *self._near("amount", abs(self.amount)),
            ("payment_type", "=", "inbound" if self.amount > 0 else "outbound"),
            ("state", "in", ("in_process", "paid")), ("is_matched", "=", False),
            ("move_id.state", "=", "posted"), ("currency_id", "=", self.currency_id.id),
            ("partner_id.commercial_partner_id", "=", self._partner().id),
        ])
        return payments - self.search([("payment_id", "in", payments.ids)]).payment_id
