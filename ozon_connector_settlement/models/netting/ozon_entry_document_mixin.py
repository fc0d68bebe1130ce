from odoo import Command, fields, models
from odoo.exceptions import UserError

from ...domain.movements import side_of

OPEN_ITEMS = ("asset_receivable", "liability_payable")


class OzonEntryDocumentMixin(models.AbstractModel):
    """A document with one sum in Ozon's sign, whose entry may be a plain one with two sides.

    One side is what Ozon owes or is owed. The other side is the counter-account; it may be a debt
    of somebody else. A kind creates its draft with `_create_two_sides`, or as an invoice or a bill.
    """

    _name = "ozon.entry.document.mixin"
    _description = "Monthly Document with One Sum"
    _inherit = "ozon.withheld.document.mixin"

    _entry_fields = ("move_id", "netting_move_id")

    amount = fields.Monetary(readonly=True, help="Ozon's sign: above 0 is what Ozon owes.")
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, copy=False, check_company=True,
        ondelete="set null", index="btree_not_null",
    )

    # What each kind defines

    def _counter_account(self):
        """:return: the `account.account` of the other side; empty where none is chosen"""
        raise NotImplementedError

    def _counter_partner(self):
        """:return: the `res.partner` of the other side; empty as a rule"""
        return self.env["res.partner"]

    def _entry_label(self):
        """The label of the lines of the entry."""
        raise NotImplementedError

    def _expense_account(self):
        return self._counter_account()

    def _netting_label(self):
        return self._entry_label()

    # Actions

    def action_open_entry(self):
        """Open the entry of the document."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._get_records_action(name=self.env._("Entry"))

    # Business: the entry

    def _kind_of_entry(self, entry):
        # Only drafts for the partner have a kind; nettings have none.
        return self._entry_kind if entry.ozon_partner_id else super()._kind_of_entry(entry)

    def _lead_amount(self):
        amount = self._kopecks(self.amount)
        return abs(amount) if self.move_id.move_type == "entry" else amount

    def _create_two_sides(self):
        """Create a draft: what Ozon owes or is owed, against the counter-account."""
        journal = self.account_id.netting_journal_id
        if not journal:
            raise UserError(self.env._(
                "Choose a journal for the netting on the account %s: entries with Ozon are made in "
                "it. Without it nothing was drafted.", self.account_id.name,
            ))
        label, partner = self._entry_label(), self.account_id.partner_id
        sides = (
            (self._ozon_account(), partner.commercial_partner_id, 1),
            (self._counter_account(), self._counter_partner(), -1),
        )
        return self.env["account.move"]._ozon_creating("account.move.line").create({
            "move_type": "entry",
            "auto_post": "no",
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "partner_id": partner.id,
            "ozon_partner_id": partner.id,
            "currency_id": self.currency_id.id,
            "date": self._booking_day(),
            "ref": self._reference(),
            "ozon_document_id": self.document_id.id,
            "line_ids": [
                Command.create({
                    "name": label, "account_id": ledger_account.id, "partner_id": of.id,
                    "ozon_is_counter": sign < 0, **self._prepare_side_vals(sign),
                })
                for ledger_account, of, sign in sides
            ],
        }).with_env(self.env)

    def _prepare_side_vals(self, sign):
        """:param sign: 1 for Ozon's side, -1 for the other one"""
        company, amount = self.company_id, sign * self.amount
        return {
            "currency_id": self.currency_id.id,
            "amount_currency": amount,
            "balance": self.currency_id._convert(
                amount, company.currency_id, company, self._booking_day(),
            ),
            "is_storno": self._is_storno(),
        }

    def _is_storno(self):
        """Whether a correction takes back a booking, which the company books below 0."""
        return self.company_id.account_storno and (
            (self.amount < 0) != ((self.corrected_report_id or self).amount < 0)
        )

    def _ozon_account(self):
        """The ledger account of the debt; a correction keeps the account of its document.

        :raises UserError: the contact has no such account
        """
        side = side_of((self.corrected_report_id or self).amount)
        partner = self.account_id.partner_id.commercial_partner_id.with_company(self.company_id)
        ledger_account = self._fiscal_position().map_account(partner[f"property_account_{side}_id"])
        if not ledger_account:
            raise UserError(self.env._(
                "The contact %s has no account for what it owes or is owed, so nothing was "
                "drafted. Choose the receivable and the payable account on the contact.",
                partner.display_name,
            ))
        return ledger_account

    def _booked_with_ozon(self):
        """:return: Decimal; what the entry books on Ozon's accounts, above 0 what Ozon owes"""
        lines = self._ozon_items(self._current(self.move_id).line_ids)
        return self._kopecks(sum(lines.mapped("amount_currency")))

    def _ozon_items(self, items):
        """The items without the other side, which may be a debt of somebody else."""
        return items.filtered(
            lambda item: not item.ozon_is_counter and item.account_id.account_type in OPEN_ITEMS
        )

    # Business: checks before posting

    def _check_lead(self):
        result = super()._check_lead()
        if self._booked_with_ozon() != self._kopecks(self.amount):
            raise UserError(self.env._(
                "%(entry)s books %(booked)s on Ozon's accounts, but %(document)s states "
                "%(amount)s, so it was not posted. Undo the manual changes to it, or press "
                "«Recreate Drafts».",
                entry=self.move_id.display_name, document=self.display_name,
                booked=self._money(self._booked_with_ozon()), amount=self._money(self.amount),
            ))
        return result

    def _tie_lead_again(self):
        # A plain entry has no taxes, so nothing needs to be recomputed.
        return super()._tie_lead_again() if self.move_id.is_invoice() else None

    def _check_entry(self):
        booked = self._booked_with_ozon()
        return self._check(
            "entry", self.env._("The entry matches Ozon's amount"),
            booked == self._kopecks(self.amount),
            self.env._(
                "Entry %(booked)s, Ozon %(amount)s",
                booked=self._money(booked), amount=self._money(self.amount),
            ),
        )

    def _check_twice(self):
        """Whether a manual entry of the same sum may be this document, booked before the connector.

        :return: list of a failed check; empty where there is no such entry
        """
        if self.state != "to_review":
            return []
        lines = self.env["account.move.line"].search([
            ("company_id", "=", self.company_id.id), ("parent_state", "=", "posted"),
            ("partner_id", "=", self.account_id.partner_id.commercial_partner_id.id),
            ("account_id.account_type", "in", OPEN_ITEMS), ("move_id.move_type", "=", "entry"),
            ("move_id.ozon_document_id", "=", False), ("move_id.ozon_account_id", "=", False),
            ("move_id.statement_line_id", "=", False), ("move_id.origin_payment_id", "=", False),
            ("amount_currency", "=", self.amount), ("currency_id", "=", self.currency_id.id),
            ("date", ">=", self.period), ("date", "<=", self._booking_day()),
        ])
        if not lines:
            return []
        return [self._check(
            "twice", self.env._("No manual entry with this amount"), False, self.env._(
                "%s has the same amount in this month. If it books the same thing, cancel this "
                "draft; otherwise confirm it", ", ".join(lines.move_id.mapped("display_name")),
            ),
        )]

    # Business: netting

    def _book(self):
        if self.amount < 0:
            self._net()

    def _take_back(self):
        self._note_unchanged()
        self._undo_netting()

    def _open_items(self, documents, account_type):
        items = super()._open_items(documents, account_type)
        return items.filtered(lambda item: not item.ozon_is_counter)

    def _open_items_of(self, documents):
        items = super()._open_items_of(documents)
        return items.filtered(lambda item: not item.ozon_is_counter)
