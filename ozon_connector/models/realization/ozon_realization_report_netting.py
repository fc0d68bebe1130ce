from odoo import Command, models
from odoo.exceptions import UserError

from ...domain import settlement
from ...tools.own_context import with_own


class OzonRealizationReportNetting(models.Model):
    """The netting: Ozon withholds its remuneration from what it owes for the goods sold."""

    _inherit = "ozon.realization.report"

    def _net(self):
        """Book the smaller residual from receivable to payable, and reconcile both sides."""
        if not self.account_id.post_netting:
            return
        payable = self._open_items(self.bill_id, "liability_payable")
        receivable = self._open_items(
            self.sale_invoice_id | self.sale_refund_id, "asset_receivable"
        )
        amount = settlement.netting(-self._residual(payable), self._residual(receivable))
        entry = self.env["account.move"]
        if amount:
            entry = self.netting_move_id = self._create_netting(payable, receivable, amount)
            # An entry that only settles needs no analytic accounts, like Odoo's own payments.
            entry.with_context(validate_analytic=False)._post(soft=False)
        by_ledger_account = entry.line_ids.grouped("account_id")
        for items in (payable, receivable):
            items |= by_ledger_account.get(items.account_id, items)
            with_own(items, ozon_one_rate=True).reconcile()

    def _open_items(self, documents, account_type):
        """What is open on the first ledger account of the type that the documents have."""
        lines = self._current(documents).line_ids.filtered(
            lambda line: line.account_id.account_type == account_type and not line.reconciled
        )
        return lines.filtered(lambda line: line.account_id == lines[:1].account_id)

    def _residual(self, lines):
        """What the lines leave open, in the report's currency; a debit is positive."""
        return sum(
            (self._kopecks(line.amount_residual_currency) for line in lines), settlement.ZERO,
        )

    def _create_netting(self, payable, receivable, amount):
        """Create the entry that debits the payable account and credits the receivable account.

        :param amount: in the report's currency; negative if returns exceed the sales
        """
        journal = self.account_id.netting_journal_id
        if not journal:
            raise UserError(self.env._(
                "The account %s has no journal for the netting, so nothing was posted. Choose one "
                "on the account, or switch off «Net with Ozon» there.", self.account_id.name,
            ))
        balances = self._netting_balances(payable, receivable, amount)
        label = self.env._("Ozon withholds its remuneration, report %s", self._reference())
        return self.env["account.move"]._ozon_create({
            "move_type": "entry",
            "auto_post": "no",
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "currency_id": self.currency_id.id,
            "date": max((payable | receivable).mapped("date")),
            "ref": label,
            "ozon_document_id": self.document_id.id,
            "line_ids": [
                Command.create({
                    "name": label,
                    "account_id": ledger_account.id,
                    "partner_id": self.bill_id.commercial_partner_id.id,
                    "currency_id": self.currency_id.id,
                    "amount_currency": float(in_currency),
                    "balance": balance,
                })
                for ledger_account, in_currency, balance in balances
            ],
        })

    def _netting_balances(self, payable, receivable, amount):
        """The lines of the entry. What is settled in full is so in the company's currency as well.

        :return: [(ledger account, amount in the report's currency, amount in the company's)]
        """
        in_books = {
            items: -sum(items.mapped("amount_residual")) for items in (payable, receivable)
            if abs(self._residual(items)) == abs(amount)
        }
        to_pay = in_books[payable] if payable in in_books else -in_books[receivable]
        to_receive = in_books.get(receivable, -to_pay)
        balances = [
            (payable.account_id, amount, to_pay), (receivable.account_id, -amount, to_receive),
        ]
        rounding = self.company_id.currency_id.round(-to_pay - to_receive)
        if rounding:
            # Both sides are settled in full, and their roundings differ by a kopeck.
            balances.append((self._rounding_account(rounding), 0, rounding))
        return balances

    def _rounding_account(self, rounding):
        """The account of exchange differences, or that of the remuneration."""
        lines = self.env["account.move.line"]
        ledger_account = lines._get_exchange_account(self.company_id, rounding)
        return ledger_account or self._remuneration_account()

    def _undo_netting(self):
        """Undo the reconciliation among the report's documents, and cancel the netting."""
        self._undo_netting_reversals()
        documents = self._documents()
        lines = documents.line_ids
        partials = (lines.matched_debit_ids | lines.matched_credit_ids).filtered(
            lambda partial: partial.debit_move_id.move_id in documents
            and partial.credit_move_id.move_id in documents
        )
        partials.unlink()
        self.netting_move_id.button_cancel()
        self.netting_move_id = False

    # What people do to the netting by hand

    def _by_hand_texts(self):
        return super()._by_hand_texts() + self._netting_texts()

    def _taken_back_with_reversals(self):
        return super()._taken_back_with_reversals() | self.netting_move_id

    def _netting_texts(self):
        """What is wrong with the netting of a booked month, in words."""
        netting, documents = self.netting_move_id, self._documents()
        if self.state != "posted" or netting.state != "posted":
            return []
        texts = []
        items = self._open_items_of(netting)
        if not all(items.mapped("reconciled")) or self._settled_by(items) - documents:
            texts.append(self.env._(
                "%s is not reconciled with the documents that it nets", netting.display_name,
            ))
        owed = self._open_items_of(documents)
        if len(owed.partner_id.commercial_partner_id) > 1:
            texts.append(self.env._(
                "What is owed is booked on several partners: %s",
                ", ".join(owed.partner_id.mapped("display_name")),
            ))
        return texts

    def _undo_netting_reversals(self):
        """Cancel the reversals of the netting that people have booked; it is cancelled itself.

        :raises UserError: a reversal does not match the netting
        """
        netting = self.netting_move_id
        for answer in self._answers().filtered(lambda one: self._answered(one) == netting):
            if self._amounts(answer, -1) != self._amounts(netting, 1):
                raise UserError(self.env._(
                    "%(document)s was reversed by hand with %(entry)s, which books other amounts, "
                    "so nothing was taken back. Reset %(entry)s to draft and cancel it, then "
                    "repeat.", document=netting.display_name, entry=answer.display_name,
                ))
            answer.button_cancel()
            self.message_post(body=self.env._(
                "The netting was taken back, and with it %s, which reversed it by hand.",
                answer.display_name,
            ))
