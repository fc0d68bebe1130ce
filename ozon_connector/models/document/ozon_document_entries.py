from decimal import Decimal

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ...domain import calendar, settlement
from ...tools.summed_entry import SummedEntry

# A large amount, so that the share of taxes in it has many digits.
PROBE = 1_000_000.0


class OzonDocumentEntries(models.AbstractModel):
    """The journal entries of a document with their totals, taxes and dates."""

    _name = "ozon.document.entries.mixin"
    _description = "Journal Entries of a Monthly Document"
    _inherit = "ozon.document.base.mixin"

    # The Many2one fields of its journal entries. The first one is the leading entry.
    _entry_fields = ()
    # The `ozon_kind` of its invoices and bills.
    _entry_kind = "other"

    def _lead(self):
        """The leading entries. Posting one of them books its document."""
        return self[self._entry_fields[0]]

    def _followers(self):
        """The entries that follow the leading ones."""
        return self.env["account.move"].union(
            *(self[field] for field in self._entry_fields[1:])
        )

    def _documents(self):
        """The journal entries of the documents."""
        return self._lead() | self._followers()

    def _current(self, entries):
        """The entries that were not cancelled."""
        return entries.filtered(lambda move: move.state != "cancel")

    def _kind_of_entry(self, entry):
        """:return: the `ozon_kind` of one of its journal entries"""
        return "netting" if entry.move_type == "entry" else self._entry_kind

    def _moves_of_entry(self, entry):
        """The moves of the goods that one of its entries books; a kind without goods has none."""
        return self.env["stock.move"]

    def _costs_of_entry(self, entry):
        """What the goods of one of its entries cost.

        :return: {product: (units in the product's unit, cost)}, in the direction of the entry
        """
        return {}

    def _booking_day(self):
        """The day whose currency rates all entries use: the last day of the month."""
        return calendar.last_day(self.period)

    def _reference(self):
        """The reference of the document's entries: its number, and which correction it is."""
        reference = self.number or f"Ozon {self.period:%Y-%m}"
        if self.correction_number:
            return self.env._(
                "%(report)s, correction %(number)s",
                report=reference, number=self.correction_number,
            )
        return reference

    def _prepare_entry_vals(self, move_type, journal):
        """What the bills and invoices of all kinds have in common, without their lines.

        :param move_type: a `move_type` of `account.move`
        :param journal: an `account.journal`
        """
        purchase = move_type in ("in_invoice", "in_refund")
        return {
            "move_type": move_type,
            "company_id": self.company_id.id,
            "journal_id": journal.id,
            "partner_id": self.account_id.partner_id.id,
            "ozon_partner_id": self.account_id.partner_id.id,
            "currency_id": self.currency_id.id,
            "ref": self._reference(),
            "invoice_date": self.doc_date if purchase else self._booking_day(),
            "date": self._booking_day(),
            "ozon_document_id": self.document_id.id,
        }

    def _create_entry(self, vals):
        """Create a draft with the document's amounts, or its next lines if it has very many.

        Nobody's defaults affect it.

        A default of the database (Settings ▸ Technical ▸ User-defined Defaults) or of the caller's
        context would fill in whatever we leave out: a cash rounding, a repetition, a discount.

        :param vals: values for `account.move._ozon_create_document`
        :return: the draft if it is whole; otherwise an empty recordset
        """
        purchase = vals["move_type"] in ("in_invoice", "in_refund")
        term = self.account_id.partner_id.with_company(self.company_id)[
            "property_supplier_payment_term_id" if purchase else "property_payment_term_id"
        ]
        vals = {
            **vals,
            "invoice_line_ids": [
                Command.create({"discount": 0.0, **line})
                for _command, _id, line in vals["invoice_line_ids"]
            ],
            "auto_post": "no",
            "invoice_cash_rounding_id": False,
            # Ozon withholds its commission, so a discount for early payment makes no sense.
            "invoice_payment_term_id": False if term.early_discount else term.id,
        }
        entries = self.env["account.move"]._ozon_creating("account.move.line")
        document = self.document_id
        entry = (
            document._create_in_steps(entries, vals) if document._creates_in_steps()
            else entries._ozon_create_document(vals)
        ).with_env(self.env)
        if entry.invoice_cash_rounding_id:
            # Another addon has chosen one nevertheless.
            entry.invoice_cash_rounding_id = False
        return entry

    def _purchase_journal(self):
        if not self.account_id.purchase_journal_id:
            raise UserError(self.env._(
                "The account %s has no purchase journal, so its bill cannot be made. "
                "Choose one on the account.", self.account_id.name,
            ))
        return self.account_id.purchase_journal_id

    def _kopecks(self, amount):
        return Decimal(str(amount)).quantize(settlement.KOPECK)

    def _fiscal_position(self):
        positions = self.env["account.fiscal.position"].with_company(self.company_id)
        return positions._get_fiscal_position(self.account_id.partner_id)

    def _price_share(self, taxes):
        """The share of a tax-included amount that is a line's price with these taxes.

        1 without taxes or with included ones, 1/1.22 with an excluded tax of 22 %.
        """
        if all(tax.price_include for tax in taxes):
            return Decimal(1)
        AccountTax = self.env["account.tax"]
        base_line = AccountTax._prepare_base_line_for_taxes_computation(
            {}, tax_ids=taxes, price_unit=PROBE, quantity=1.0, currency_id=self.currency_id,
            special_mode="total_included",
        )
        AccountTax._add_tax_details_in_base_line(base_line, self.company_id, "round_globally")
        details = base_line["tax_details"]
        price = details["raw_total_excluded_currency"] + sum(
            data["raw_tax_amount_currency"] for data in details["taxes_data"]
            if data["tax"].price_include
        )
        return Decimal(str(price)) / Decimal(str(PROBE))

    def _tie(self, document, total):
        """Make a document's total equal to the report's, to the kopeck.

        With an excluded tax not every total can be reached from prices in whole kopecks (0.03 with
        20 %: 0.02 gives 0.02, 0.03 gives 0.04), and tax rounded line by line drifts. The report's
        total is given, so the tax is what is left of it after the untaxed amount.

        :raises settlement.PlanDoesNotTie: the difference is more than rounding explains
        """
        def missing():
            return total - self._kopecks(document.amount_total)

        lines = document.invoice_line_ids
        # All fields of 20,000 lines would fill the memory.
        document.line_ids.fetch(["tax_repartition_line_id"])
        what = f"total of {document.move_type}"
        if abs(missing()) > self._rounding(document):
            settlement.check_sum(what, total, total - missing())
        for _attempt in range(2):
            tax_lines = document.line_ids.filtered("tax_repartition_line_id")
            if not missing():
                break
            if tax_lines:
                tax_line = max(tax_lines, key=lambda line: abs(line.amount_currency))
                tax_line.amount_currency += document.direction_sign * float(missing())
            else:
                # A tax that rounds to zero has no line; the missing amount in a price adds it.
                line = lines.filtered("tax_ids")[-1]
                line.price_unit += float(missing()) / line.quantity
        settlement.check_sum(what, total, total - missing())
        self._tie_in_books(document)
        document._ozon_note_prices()

    def _tie_in_books(self, document):
        """Do the same in the company's currency: convert the total; the tax is the remainder.

        Odoo converts line by line and computes the tax of the converted lines, so that 2 900.00 at
        6.00 can become 17 400.03.
        """
        company = document.company_currency_id
        if company == document.currency_id or not document.invoice_currency_rate:
            return
        total = company.round(document.amount_total / document.invoice_currency_rate)
        missing = company.round(total - abs(document.amount_total_signed))
        lines = document.line_ids.filtered("tax_repartition_line_id") or document.invoice_line_ids
        coin = max(company.rounding, document.currency_id.rounding / document.invoice_currency_rate)
        count = max(len(document.line_ids), document._ozon_line_count())
        if not missing or abs(missing) > coin * (count + 1):
            return
        largest = max(lines, key=lambda line: abs(line.balance))
        largest.balance += document.direction_sign * missing

    def _tie_again(self, document, total):
        """Tie again after Odoo has recomputed taxes; keep prices that were changed by hand."""
        changed = float_compare(
            document._ozon_prices(), document.ozon_price_total, precision_digits=2
        )
        missing = abs(total - self._kopecks(document.amount_total))
        # A difference beyond rounding comes from another tax; a person has to explain it.
        if document.state == "draft" and not changed and missing <= self._rounding(document):
            SummedEntry(document).take_noted()
            self._tie(document, total)

    def _rounding(self, document):
        """How far rounding may make a document's total differ from the sum of its prices."""
        taxes = document.invoice_line_ids.tax_ids
        return settlement.KOPECK * (document._ozon_line_count() + 1) * len(taxes)

    def _check_document(self, document):
        """Refuse a document that was changed in a way that the report does not allow."""
        if document.currency_id != self.currency_id:
            raise UserError(self.env._(
                "%(document)s is in %(currency)s, the report of Ozon in %(own)s, so nothing was "
                "posted. Change it back, or press «Recreate Drafts» on the report.",
                document=document.display_name, currency=document.currency_id.name,
                own=self.currency_id.name,
            ))
        if document.invoice_cash_rounding_id:
            raise UserError(self.env._(
                "%(document)s has the cash rounding «%(rounding)s», so it differs from Ozon's "
                "report, and nothing was posted. Empty «Cash Rounding Method» on it: Ozon's "
                "amounts are exact and must not be rounded.",
                document=document.display_name,
                rounding=document.invoice_cash_rounding_id.display_name,
            ))
        if document.auto_post not in ("no", "at_date"):
            raise UserError(self.env._(
                "%(document)s is set to repeat itself, so nothing was posted: the month would be "
                "booked again every time. Set «Auto-post» on it to «No».",
                document=document.display_name,
            ))
        lead = self._lead()
        # The account may have another partner by now; its drafts keep theirs.
        partner = (lead.ozon_partner_id or lead).commercial_partner_id
        if document.commercial_partner_id != partner:
            raise UserError(self.env._(
                "%(document)s has the partner %(other)s, but the month belongs to %(partner)s. The "
                "netting would fail, and the money would not go to Ozon, so nothing was posted. "
                "Change it back, or press «Recreate Drafts» on the report.",
                document=document.display_name, partner=partner.display_name,
                other=document.commercial_partner_id.display_name,
            ))
