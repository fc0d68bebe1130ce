from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...domain import settlement
from ...tools.own_context import with_own


class OzonNettedDocumentMixin(models.AbstractModel):
    """A document that Ozon withholds from what it owes: payable and receivable settle each other.

    A kind says what is netted (`_items_to_net`) and calls `_net` when its entries are posted.
    """

    _name = "ozon.netted.document.mixin"
    _description = "Monthly Document That Ozon Withholds"
    _inherit = "ozon.document.mixin"

    netting_move_id = fields.Many2one(
        "account.move", "Netting", readonly=True, copy=False, check_company=True,
        ondelete="set null", index="btree_not_null",
    )
    netting_total = fields.Monetary(
        "Netted", compute="_compute_netting_total",
        help="What Ozon withholds from what it owes.",
    )

    @api.depends("netting_move_id.line_ids.amount_currency")
    def _compute_netting_total(self):
        for document in self:
            document.netting_total = sum(
                line.amount_currency for line in document.netting_move_id.line_ids
                if line.account_id.account_type == "liability_payable"
            )

    # What a kind defines

    def _items_to_net(self):
        """What is open on both sides.

        :return: payable items, receivable items; each on one ledger account
        """
        raise NotImplementedError

    def _netting_label(self):
        """The label of the entry's lines."""
        raise NotImplementedError

    def _expense_account(self):
        """The account for a rounding coin if the company has none for exchange differences."""
        raise NotImplementedError

    def _netted_documents(self):
        """The entries that its netting may settle."""
        return self._documents()

    # Actions

    def action_open_netting(self):
        """The entry that sets off the document against what Ozon owes."""
        self.ensure_one()
        self.check_access("read")
        return self.netting_move_id._get_records_action(name=self.env._("Netting"))

    # Business

    def _net(self):
        """Book payable against receivable for the smaller residual, and reconcile both sides."""
        if not self.account_id.post_netting:
            return
        payable, receivable = self._items_to_net()
        amount = settlement.netting(-self._residual(payable), self._residual(receivable))
        entry = self.env["account.move"]
        if amount:
            entry = self.netting_move_id = self._create_netting(payable, receivable, amount)
            # Like Odoo's payments, an entry that only settles needs no analytic distribution.
            entry.with_context(validate_analytic=False)._post(soft=False)
        by_account = entry.line_ids.grouped("account_id")
        for items in (payable, receivable):
            items |= by_account.get(items.account_id, items)
            with_own(items, ozon_one_rate=True).reconcile()

    def _open_items(self, documents, account_type):
        """What is open on the documents' first account of the type: Ozon's liability or ours."""
        lines = self._current(documents).line_ids.filtered(
            lambda line: line.account_id.account_type == account_type and not line.reconciled
        )
        return lines.filtered(lambda line: line.account_id == lines[:1].account_id)

    def _residual(self, lines):
        """What the lines leave open, in the document's currency; a debit is positive."""
        return sum(
            (self._kopecks(line.amount_residual_currency) for line in lines), settlement.ZERO,
        )

    def _create_netting(self, payable, receivable, amount):
        """Create the entry: debit the payable account, credit the receivable account.

        :param amount: in the document's currency; negative if returns exceed the sales
        """
        journal = self.account_id.netting_journal_id
        if not journal:
            raise UserError(self.env._(
                "The account %s has no journal for the netting, so nothing was posted. Choose one "
                "on the account, or switch off «Offset Commission Against Sales» there.",
                self.account_id.name,
            ))
        balances = self._netting_balances(payable, receivable, amount)
        label = self._netting_label()
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
                    "account_id": account.id,
                    "partner_id": payable.partner_id.commercial_partner_id[:1].id,
                    "currency_id": self.currency_id.id,
                    "amount_currency": float(in_currency),
                    "balance": balance,
                })
                for account, in_currency, balance in balances
            ],
        })

    def _netting_balances(self, payable, receivable, amount):
        """The lines of the entry. Items settled in full are settled in the company's currency, too.

        :return: [(account, amount in the document's currency, amount in the company's)]
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
            # Both sides are settled in full, and their roundings differ by a coin.
            balances.append((self._rounding_account(rounding), 0, rounding))
        return balances

    def _rounding_account(self, rounding):
        """The account of Odoo's exchange differences, otherwise the account of the commission."""
        account = self.env["account.move.line"]._get_exchange_account(self.company_id, rounding)
        return account or self._expense_account()

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
        # The netting may be undone for another document that it settles; its own then stays booked.
        with_own(self.netting_move_id, ozon_alone=True).button_cancel()
        self.netting_move_id = False

    # What is done by hand to the netting

    def _by_hand_texts(self):
        return super()._by_hand_texts() + self._netting_texts()

    def _taken_back_with_reversals(self):
        return super()._taken_back_with_reversals() | self.netting_move_id

    def _netting_texts(self):
        """Faults, in words: the netting may settle only Ozon's documents, of a single partner."""
        netting, documents = self.netting_move_id, self._documents()
        if self.state != "posted" or netting.state != "posted":
            return []
        texts = []
        items = self._open_items_of(netting)
        others = self._settled_by(items) - self._netted_documents()
        if others or not all(items.mapped("reconciled")):
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
        """Cancel what a person has booked to reverse the netting, which is cancelled itself.

        :raises UserError: it books other amounts than the netting
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
                "The netting was taken back, together with %s, which reversed it by hand.",
                answer.display_name,
            ))
