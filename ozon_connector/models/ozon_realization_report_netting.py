from odoo import Command, models
from odoo.exceptions import UserError

from ..domain import settlement


class OzonRealizationReport(models.Model):
    """The netting: Ozon withholds its remuneration from what it owes for the goods sold."""

    _inherit = 'ozon.realization.report'

    def _net(self):
        """Book payable against receivable for the smaller residual, and reconcile both sides."""
        if not self.account_id.post_netting:
            return
        payable = self._open_items(self.bill_id, 'liability_payable')
        receivable = self._open_items(
            self.sale_invoice_id | self.sale_refund_id, 'asset_receivable'
        )
        amount = settlement.netting(-self._residual(payable), self._residual(receivable))
        entry = self.env['account.move']
        if amount:
            entry = self.netting_move_id = self._create_netting(payable, receivable, amount)
            entry._post(soft=False)
        by_account = entry.line_ids.grouped('account_id')
        for items in (payable, receivable):
            (items | by_account.get(items.account_id, items)).reconcile()

    def _open_items(self, documents, account_type):
        """What is open on the documents' first account of the type: Ozon's liability or ours."""
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
        """The entry: to the payable account's debit, from the receivable account's credit.

        :param amount: in the report's currency; negative if returns exceed the sales
        """
        journal = self.account_id.netting_journal_id
        if not journal:
            raise UserError(self.env._(
                "The account %s has no journal for the netting, so nothing was posted. Choose one "
                "on the account, or switch off «Net with Ozon» there.", self.account_id.name,
            ))
        # The side that is settled in full gives the amount in the books' currency as well.
        settled = payable if abs(self._residual(payable)) == abs(amount) else receivable
        balance = abs(sum(settled.mapped('amount_residual'))) * (1 if amount > 0 else -1)
        label = self.env._("Ozon withholds its remuneration, report %s", self._reference())
        return self.env['account.move']._ozon_create({
            'move_type': 'entry',
            'company_id': self.company_id.id,
            'journal_id': journal.id,
            'currency_id': self.currency_id.id,
            'date': max((payable | receivable).mapped('date')),
            'ref': label,
            'ozon_report_id': self.id,
            'line_ids': [
                Command.create({
                    'name': label,
                    'account_id': account.id,
                    'partner_id': self.bill_id.commercial_partner_id.id,
                    'currency_id': self.currency_id.id,
                    'amount_currency': sign * float(amount),
                    'balance': sign * balance,
                })
                for account, sign in ((payable.account_id, 1), (receivable.account_id, -1))
            ],
        })

    def _undo_netting(self):
        """Undo the reconciliation among the report's documents, and cancel the netting."""
        documents = self._documents()
        lines = documents.line_ids
        partials = (lines.matched_debit_ids | lines.matched_credit_ids).filtered(
            lambda partial: partial.debit_move_id.move_id in documents
            and partial.credit_move_id.move_id in documents
        )
        partials.unlink()
        self.netting_move_id.button_cancel()
        self.netting_move_id = False
