from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date


class OzonKopeckReceiptChecks(models.TransientModel):
    """What prevents a receipt without documents, and what a person should be warned of."""

    _inherit = "ozon.kopeck.receipt"

    def _warnings(self):
        """What a person should read before going on."""
        warnings = []
        real = self.line_ids.filtered(lambda line: line.product_id and line._has_real_cost())
        standard = real.filtered(lambda line: line.product_id.cost_method == "standard")
        if standard:
            warnings.append(self.env._(
                "These products have a standard cost above this price: %s. Their stock goes on "
                "being valued at that cost, while the document says less.",
                standard.product_id._ozon_names(),
            ))
        if real - standard:
            warnings.append(self.env._(
                "These products have a real cost already: %s. Units at this price would dilute "
                "it, and their sales would show too much profit. Enter the documents of the "
                "purchase instead, if there are any.",
                (real - standard).product_id._ozon_names(),
            ))
        again = self._received_before()
        if again:
            warnings.append(self.env._(
                "These products were received for the same purpose already, by %(receipts)s: "
                "%(products)s. Another receipt would double them.",
                receipts=", ".join(again.order_id.mapped("partner_ref")),
                products=again.product_id._ozon_names(),
            ))
        return warnings

    def _received_before(self):
        """The lines of earlier receipts of the same products into the location, for the report or
        for the day.
        """
        if self.report_id:
            purpose = ("order_id.ozon_report_id", "=", self.report_id.id)
        else:
            purpose = ("order_id.ozon_receipt_date", "=", self.date)
        return self.env["purchase.order.line"].sudo().search([
            ("order_id.company_id", "=", self.company_id.id),
            ("order_id.ozon_receipt_kind", "!=", False), ("order_id.state", "!=", "cancel"),
            ("order_id.ozon_location_id", "=", self.location_id.id),
            ("product_id", "in", self.line_ids.product_id.ids), purpose,
        ])

    def _check_receipt(self):
        """Refuse what cannot be received, before anything is created.

        :raises UserError: it cannot be received; the message says why and what to do
        """
        self._check_goods()
        self._check_price()
        self._check_document()
        self._check_settings()
        if self.warning and not self.confirmed:
            raise UserError(self.env._(
                "%(warning)s\n\nNothing was received. If it is right all the same, tick «I have "
                "read this; receive all the same».", warning=self.warning,
            ))

    def _check_goods(self):
        lines = self.line_ids
        if not lines:
            raise UserError(self.env._(
                "There are no goods in the receipt. Add the products and how many came."
            ))
        kits = lines.product_id._ozon_kits(self.company_id)
        if kits:
            raise UserError(self.env._(
                "These products are kits: %s. Stock has their components, never the kits, so a "
                "receipt of a kit would not help. Receive the components.",
                self.env["product.product"].union(*kits)._ozon_names(),
            ))
        untracked = lines.filtered(lambda line: not line.product_id.is_storable)
        if untracked:
            raise UserError(self.env._(
                "These products are not tracked in stock, so there is nothing to receive: %s. "
                "Remove them, or switch on «Track Inventory» on the product.",
                untracked.product_id._ozon_names(),
            ))
        serial = lines.filtered(lambda line: line.product_id.tracking != "none")
        if serial:
            raise UserError(self.env._(
                "These products are tracked by lot or serial number, which goods without documents "
                "do not have: %s. Receive them with an ordinary order and enter the numbers there.",
                serial.product_id._ozon_names(),
            ))
        self._check_amounts()
        twice = self.env["product.product"].union(*(
            product for product, same in lines.grouped("product_id").items() if len(same) > 1
        ))
        if twice:
            raise UserError(self.env._(
                "These products are in the receipt twice: %s. Leave one line of each.",
                twice._ozon_names(),
            ))

    def _check_amounts(self):
        lines = self.line_ids
        nothing = lines.filtered(lambda line: line.uom_id.compare(line.quantity, 0) <= 0)
        if nothing:
            raise UserError(self.env._(
                "The quantity of these products is not above zero: %s. Enter how many units came, "
                "or remove the product.", nothing.product_id._ozon_names(),
            ))
        digits = self.env["decimal.precision"].precision_get("Product Price")
        free = lines.filtered(
            lambda line: float_compare(line.price_unit, 0, precision_digits=digits) <= 0
            or line.currency_id.is_zero(line.amount)
        )
        if free:
            raise UserError(self.env._(
                "The price of these products is not above zero: %s. They would be in stock without "
                "any value. Enter a kopeck.", free.product_id._ozon_names(),
            ))

    def _check_document(self):
        if not self.number.strip():
            raise UserError(self.env._("The document has no number. Enter one."))
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._(
                "The document is dated %s, a day in the future, so the goods cannot have come by "
                "it. Choose a day before their first sale.", format_date(self.env, self.date),
            ))
        same = self.env["purchase.order"].sudo().search([
            ("company_id", "=", self.company_id.id), ("ozon_receipt_kind", "=", self.kind),
            ("ozon_receipt_number", "=", self.number.strip()), ("state", "!=", "cancel"),
            ("ozon_receipt_date", ">=", self.date.replace(month=1, day=1)),
            ("ozon_receipt_date", "<=", self.date.replace(month=12, day=31)),
        ], limit=1)
        if same:
            raise UserError(self.env._(
                "%(reference)s exists already: %(order)s received its goods. A second document of "
                "this number would look like the same one. Choose another number, for example "
                "%(number)s.",
                reference=same.partner_ref, order=same.name, number=self._next_number(),
            ))

    def _check_settings(self):
        if not self._picking_type():
            raise UserError(self.env._(
                "The location %s belongs to no warehouse, so goods cannot be received into it. "
                "Choose a location of a warehouse.", self.location_id.display_name,
            ))
        journal = self._journal()
        if not journal:
            raise UserError(self.env._(
                "%s has no purchase journal, so the document cannot be booked. Make one under "
                "Invoicing ▸ Configuration ▸ Journals.", self.company_id.name,
            ))
        self._check_period(journal)
        self._check_accounts(journal)

    def _check_period(self, journal):
        locks = self.company_id.sudo()._get_violated_lock_dates(self.date, False, journal)
        if locks:
            raise UserError(self.env._(
                "%(day)s is in a locked period (%(locks)s), so nothing was received: the books of "
                "that period would change. Choose a later day that is still before the first "
                "sale, or have the lock date moved.",
                day=format_date(self.env, self.date),
                locks=self.company_id._format_lock_dates(locks),
            ))

    def _check_accounts(self, journal):
        """Every entry must find its accounts in the settings; none is guessed."""
        for line in self.line_ids:
            if line._debit_account(journal):
                continue
            product = line.product_id
            if product.with_company(self.company_id).valuation == "real_time":
                raise UserError(self.env._(
                    "%(product)s is valued perpetually, and there is no stock valuation account to "
                    "receive it on. Choose the Stock Valuation Account of the product category "
                    "«%(category)s», or of the company.",
                    product=product.display_name, category=product.categ_id.display_name or "—",
                ))
            raise UserError(self.env._(
                "There is no expense account for %(product)s. Choose one on the product, on its "
                "category or on the journal %(journal)s.",
                product=product.display_name, journal=journal.display_name,
            ))
        self._check_creditor(self.company_id.partner_id)

    def _check_creditor(self, partner):
        if not partner.sudo().with_company(self.company_id).property_account_payable_id:
            raise UserError(self.env._(
                "%s has no payable account, so the document cannot be booked. Choose the Account "
                "Payable on the contact, page Accounting.", partner.display_name,
            ))
