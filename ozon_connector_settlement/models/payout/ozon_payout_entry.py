from odoo import Command, api, models
from odoo.exceptions import RedirectWarning, UserError

NO_ORIGIN = {"ozon_account_id": False, "ozon_period": False, "ozon_kind": False}


class OzonPayoutEntry(models.Model):
    """Books and undoes a match in the same way as Odoo does it.

    A bank line moves from the suspense account to what Ozon owes; a payment is already there. Both
    then settle the oldest open items of the account.
    """

    _inherit = "ozon.payout"

    # Take a match

    def _take(self, found, matched_by):
        """Match this payout with a bank line or a payment.

        :param found: an `account.bank.statement.line` or `account.payment`
        :param matched_by: a value of the field; if `found` is reconciled already, it becomes
            `before`
        """
        self.ensure_one()
        is_line = found._name == "account.bank.statement.line"
        before = self._is_settled(found)
        if is_line and not before:
            self._move_from_suspense(found, self._ledger_account())
        self.write({
            "statement_line_id" if is_line else "payment_id": found.id, "state": "matched",
            "matched_by": "before" if before else matched_by,
            "waits_for_person": False, "error_message": False,
        })
        self.move_id._ozon_write({
            "ozon_account_id": self.account_id.id, "ozon_period": self.period,
            "ozon_kind": "payout",
        })
        self._settle()

    @api.model
    def _is_settled(self, found):
        """Whether the line or payment is reconciled already, with nothing left over."""
        if found._name == "account.payment":
            return found.is_reconciled
        _bank, suspense, _others = found._seek_for_lines()
        return found.is_reconciled and not suspense

    def _ledger_account(self):
        """The ledger account with open items of Ozon, else the one on which they will be."""
        owed = self._items_owed()
        return owed[:1].account_id or (
            self._partner().with_company(self.company_id).property_account_receivable_id
        )

    def _move_from_suspense(self, line, ledger_account):
        """Book a bank line against a ledger account and Ozon.

        :return: the journal item that was on the suspense account
        """
        bank, suspense, _others = line._seek_for_lines()
        partner = self._partner()
        # Odoo keeps a line and its entry in step only if all items are written through the entry.
        line.move_id.with_context(skip_readonly_check=True).write({
            "line_ids": [
                Command.update(bank.id, {"partner_id": partner.id}),
                Command.update(suspense.id, {
                    "partner_id": partner.id, "account_id": ledger_account.id,
                }),
            ],
        })
        return suspense

    def _link_line(self, line):
        """Settle a payment that was booked before with the bank line that has arrived for it.

        :param line: an `account.bank.statement.line`
        """
        on_its_way, _owed, _others = self.payment_id._seek_for_lines()
        item = self._move_from_suspense(line, on_its_way.account_id)
        (item | on_its_way).reconcile()
        self.statement_line_id = line

    # Settle what Ozon owes

    def _settle(self):
        """Reconcile the open items of the payouts with what Ozon owes, oldest first."""
        for payout in self.filtered(lambda payout: payout.matched_by != "before"):
            for item in payout._open_items():
                for owed in payout._items_owed(item):
                    if item.reconciled:
                        break
                    (item | owed).reconcile()

    def _open_items(self):
        return self.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
            and item.partner_id == self._partner() and not item.reconciled
        )

    def _items_owed(self, item=None):
        """The open items of the account on the other side, oldest first.

        :param item: a journal item of the payout; only items on its ledger account are returned
        """
        domain = [
            ("company_id", "=", self.company_id.id), ("parent_state", "=", "posted"),
            ("move_id.ozon_account_id", "=", self.account_id.id),
            ("partner_id", "=", self._partner().id),
            ("currency_id", "=", self.currency_id.id),
            ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False),
            ("ozon_is_counter", "=", False),
            ("amount_residual_currency", ">" if self.amount > 0 else "<", 0),
        ]
        if item:
            domain += [
                ("account_id", "=", item.account_id.id), ("move_id", "!=", item.move_id.id),
            ]
        return self.env["account.move.line"].search(domain, order="date, id")

    def _settle_open(self):
        """Settle documents that were booked after the payout that pays them."""
        items = self.env["account.move.line"].search([
            ("company_id", "in", self.company_id.ids), ("parent_state", "=", "posted"),
            ("move_id.ozon_kind", "=", "payout"),
            ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False),
        ])
        for payout in self.sorted(lambda payout: (payout.date, payout.id)):
            if payout.move_id in items.move_id:
                in_books = payout.with_env(payout.account_id._for_bookkeeper().env)
                in_books._try(in_books._settle)

    def _try(self, step, *arguments):
        """Run a step of one payout. If Odoo refuses, the payout shows why; the others continue."""
        try:
            with self.env.cr.savepoint():
                step(*arguments)
        except (RedirectWarning, UserError) as error:
            self.error_message = self.env._(
                "Odoo refused to book this payout or to settle documents with it, so nothing was "
                "changed in the books: %(reason)s Fix this and press «Match Again»; it is also "
                "tried again every day.", reason=error.args[0],
            )
        else:
            if not self.is_gone:
                self.error_message = False

    # Take a match back

    def _reopen(self, waits=False):
        """Remove the match. Its entry stays, but no longer refers to Ozon.

        :param waits: whether only a person may match it again
        """
        for payout in self:
            linked = payout.statement_line_id if payout.payment_id else None
            payout.move_id.exists()._ozon_write(NO_ORIGIN)
            payout.write({
                "state": "open", "statement_line_id": False, "payment_id": False,
                "payment_is_ours": False, "matched_by": False, "error_message": False,
                "is_gone": False, "waits_for_person": waits,
            })
            if linked:
                linked.action_undo_reconciliation()

    @api.model
    def _release_lines(self, lines):
        """Reopen the payouts of bank lines whose reconciliation a person undoes."""
        payouts = self.search([("statement_line_id", "in", lines.ids)])
        linked = payouts.filtered("payment_id")
        linked.write({"statement_line_id": False, "waits_for_person": True})
        (payouts - linked)._reopen(waits=True)

    @api.model
    def _release_entries(self, moves):
        """Reopen the payouts of entries that are reset or deleted."""
        lines, payments = moves.statement_line_ids, moves.origin_payment_id
        if not lines and not payments:
            return
        self.search([("payment_id", "in", payments.ids)])._reopen()
        payouts = self.search([("statement_line_id", "in", lines.ids)])
        linked = payouts.filtered("payment_id")
        linked.statement_line_id = False
        (payouts - linked)._reopen()

    def _take_back(self):
        """Undo `_take` in Odoo's own way; what was reconciled before it stays reconciled."""
        self.ensure_one()
        if self.matched_by == "before":
            self._reopen(waits=True)
        elif self.payment_is_ours:
            payment = self.payment_id
            payment.action_draft()
            payment.action_cancel()
        elif self.payment_id:
            _bank, owed, _others = self.payment_id._seek_for_lines()
            owed.remove_move_reconcile()
            self._reopen(waits=True)
        else:
            self.statement_line_id.action_undo_reconciliation()
