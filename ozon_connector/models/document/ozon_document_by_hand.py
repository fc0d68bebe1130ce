from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from ...domain import calendar, settlement
from ...tools.drafted_entries import changed_texts

OPEN_ITEMS = ("asset_receivable", "liability_payable")


class OzonDocumentByHand(models.AbstractModel):
    """What people did by hand to the entries of a document, with Odoo's own functions.

    We do not forbid anybody to reverse, copy or reconcile entries. But the report shows what was
    done until somebody undoes it, and a month with a reversal cannot be taken back.
    """

    _inherit = "ozon.document.entries.mixin"

    def _check_by_hand(self):
        """:return: a list with one check; an empty list if nothing was done by hand

        Other accounts or taxes do not make it fail: a reviewer may choose them.
        """
        texts = self._by_hand_texts()
        changed = changed_texts(self._current(self._documents()).sudo())
        if not texts and not changed:
            return []
        title = self.env._("Documents not changed by hand")
        return [self._check(
            "by_hand", title, False if texts else None, "; ".join(texts + changed),
        )]

    def _check_dates(self):
        elsewhere = self._current(self._documents()).filtered(
            lambda move: calendar.month_of(move.date) != self.period
        )
        title = self.env._("Booked in the month of the report")
        if not elsewhere:
            return self._check("dates", title, True, self.month)
        return self._check("dates", title, False, self.env._(
            "Dated in another month, because of a lock date or by hand: %s",
            ", ".join(f"{move.display_name} ({self._day(move.date)})" for move in elsewhere),
        ))

    def _by_hand_texts(self):
        """:return: a list of what was done, in words"""
        return [
            *self._reversed_texts(), *self._copied_texts(), *self._not_posted_texts(),
        ]

    def _taken_back_with_reversals(self):
        """The entries that are taken back together with what reverses them."""
        return self.env["account.move"]

    # Reversals and debit notes

    def _answers(self):
        """Posted reversals and debit notes of the entries that the report has or had."""
        Move = self.env["account.move"].sudo()
        # The second field comes from the addon «Debit Notes».
        origins = {"reversed_entry_id", "debit_origin_id"} & Move._fields.keys()
        answers = Move.union(*(
            Move.search([(f"{origin}.ozon_document_id", "=", self.document_id.id),
                 ("state", "=", "posted")])
            for origin in sorted(origins)
        ))
        return answers.filtered(self._stands)

    def _stands(self, move):
        """Whether an entry counts: it is posted and no other entry reverses all of it."""
        return move.state == "posted" and not any(
            self._stands(answer) and self._amounts(answer, -1) == self._amounts(move, 1)
            for answer in move.reversal_move_ids
        )

    def _reversed_texts(self):
        return [
            self.env._(
                "%(entry)s was booked by hand against %(document)s",
                entry=answer.display_name, document=self._answered(answer).display_name,
            )
            for answer in self._answers()
        ]

    def _answered(self, answer):
        return answer.reversed_entry_id or answer.debit_origin_id

    def _check_not_reversed(self):
        """Refuse to take back a document that is reversed: it would be undone twice.

        :raises UserError: somebody has reversed one by hand
        """
        for answer in self._answers():
            document = self._answered(answer)
            if document in self._documents() - self._taken_back_with_reversals():
                raise UserError(self.env._(
                    "%(document)s was reversed by hand with %(entry)s. If it were taken back "
                    "as well, it would be subtracted twice, so nothing was taken back. Reset "
                    "%(entry)s to draft and cancel it, then repeat.",
                    document=document.display_name, entry=answer.display_name,
                ))

    def _amounts(self, entry, sign):
        """:return: {ledger account: [sum in the entry's currency, in the company's]}"""
        sums = defaultdict(lambda: [settlement.ZERO, settlement.ZERO])
        for line in entry.line_ids:
            sums[line.account_id][0] += self._kopecks(sign * line.amount_currency)
            sums[line.account_id][1] += self._kopecks(sign * line.balance)
        return sums

    # Copies

    def _copied_texts(self):
        """Posted copies: documents of the same partner, type and lines that belong to no report."""
        texts = []
        for document in self._current(self._documents()).filtered("amount_total"):
            others = self.env["account.move"].sudo().search([
                ("company_id", "=", document.company_id.id), ("state", "=", "posted"),
                ("ozon_document_id", "=", False), ("reversed_entry_id", "=", False),
                ("move_type", "=", document.move_type),
                ("currency_id", "=", document.currency_id.id),
                ("commercial_partner_id", "=", document.commercial_partner_id.id),
                ("amount_total", "=", document.amount_total), ("date", ">=", self.period),
            ])
            texts += [
                self.env._(
                    "%(copy)s books the same as %(document)s once more",
                    copy=copy.display_name, document=document.display_name,
                )
                for copy in others
                if self._contents(copy) == self._contents(document) and self._stands(copy)
            ]
        return texts

    def _contents(self, document):
        return sorted(
            (line.account_id.id, line.name or "", line.quantity, line.amount_currency)
            for line in document.line_ids if line.display_type != "payment_term"
        )

    # What was booked together

    def _not_posted_texts(self):
        if self.state != "posted":
            return []
        return [
            self.env._("%s is not posted, while the month is booked", document.display_name)
            for document in self._documents() if document.state != "posted"
        ]

    def _settled_from_outside(self):
        """Other entries that settle the document's entries: usually payments."""
        documents = self._documents()
        return self._settled_by(self._open_items_of(documents)) - documents

    def _settled_by(self, items):
        """:return: the entries that the items are reconciled with, without exchange differences"""
        return (
            items.matched_debit_ids.debit_move_id | items.matched_credit_ids.credit_move_id
        ).move_id.filtered(lambda move: not move.exchange_diff_partial_ids)

    def _open_items_of(self, documents):
        """The documents' lines on payable or receivable accounts; a document may have thousands."""
        return self.env["account.move.line"].sudo().search([
            ("move_id", "in", documents.ids), ("account_id.account_type", "in", OPEN_ITEMS),
        ])
