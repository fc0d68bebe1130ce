"""The checks of a document of compensations."""

from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.domain.settlement import Direction

from ..domain import compensations as rules


class CompensationChecks:
    """The checks of one document. Each method gives a row for `checks`.

    :param document: an `ozon.compensation`
    """

    def __init__(self, document):
        self.document = document
        self.env = document.env

    def _documents_of_month(self):
        """The sum of all documents of the month that have money, including corrections.

        :return: (Decimal, the documents whose figures are still to come)
        """
        document = self.document
        documents = document.search([
            ("account_id", "=", document.account_id.id), ("period", "=", document.period),
            ("kind", "!=", rules.WRITTEN_OFF), ("state", "!=", "cancelled"),
        ])
        stated = sum((document._kopecks(one.amount) for one in documents), settlement.ZERO)
        return stated, documents.filtered(lambda one: one.state == "waiting")

    def accruals(self):
        """The documents of the month are what Ozon has accrued."""
        document = self.document
        title = self.env._("Ozon has accrued the same")
        stated, waiting = self._documents_of_month()
        accrued = document._accrued()
        whole = sum((sum(sums, rules.ZERO) for sums in accrued.values()), rules.ZERO)
        names = ", ".join(
            f"{a_type.title} {document._money(sum(sums, rules.ZERO))}"
            for a_type, sums in accrued.items()
        )
        text = self.env._(
            "Documents of the month %(stated)s, accruals %(accrued)s: %(names)s",
            stated=document._money(stated), accrued=document._money(whole), names=names or "—",
        )
        if waiting:
            return document._check("accruals", title, None, self.env._(
                "%(text)s; still to come: %(waiting)s", text=text,
                waiting=", ".join(waiting.mapped("display_name")),
            ))
        return document._check("accruals", title, stated == whole, text)

    def settlement(self):
        """Ozon's settlement says the same, in its rows or in the section below them."""
        document = self.document
        title = self.env._("Ozon's settlement says the same")
        found = self.env["ozon.settlement"].search([
            ("account_id", "=", document.account_id.id), ("period", "=", document.period),
            ("state", "=", "loaded"),
        ])
        says = rules.in_settlement(found._amounts_beside_services())
        if not says:
            return document._check("settlement", title, None, self.env._(
                "Not compared: Ozon's mutual settlement is not loaded, or does not name them"
            ))
        stated, waiting = self._documents_of_month()
        return document._check(
            "settlement", title, None if waiting else says.has(stated), self.env._(
                "Documents of the month %(stated)s, the settlement %(without)s without VAT and "
                "%(with_vat)s with VAT: %(names)s",
                stated=document._money(stated), without=document._money(says.without_vat),
                with_vat=document._money(says.with_vat), names=", ".join(says.names),
            ),
        )

    def invoice(self):
        """The invoice is what the report says, without taxes."""
        document = self.document
        total = document._kopecks(document.invoice_id.amount_total_in_currency_signed)
        lines = document.invoice_id.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        title = self.env._("The invoice matches the report")
        if lines.tax_ids:
            return document._check("invoice", title, False, self.env._(
                "Compensations are without VAT, the invoice has: %s",
                ", ".join(lines.tax_ids.mapped("name")),
            ))
        return document._check(
            "invoice", title, total == document._kopecks(document.amount), self.env._(
                "Invoice %(invoice)s, report %(amount)s",
                invoice=document._money(total), amount=document._money(document.amount),
            ),
        )

    def types(self):
        """Every type states what happens with its goods."""
        document = self.document
        title = self.env._("Every type states what happens with its goods")
        unknown = document.line_ids.filtered(lambda line: not line.goods).type_id
        if not document.account_id.post_stock:
            return document._check("types", title, None, self.env._(
                "Switched off on the account: no goods are moved"
            ))
        if unknown:
            return {**document._check("types", title, False, self.env._(
                "Choose what happens with the goods of: %s", ", ".join(unknown.mapped("title")),
            )), "res_model": unknown._name, "res_id": unknown[:1].id}
        moved = dict.fromkeys(Direction, 0)
        for units in document._product_units().values():
            for direction, count in units.items():
                moved[direction] += count
        return document._check("types", title, True, self.env._(
            "Units that leave: %(leave)g, that come back: %(back)g",
            leave=moved[Direction.SALE], back=moved[Direction.RETURN],
        ))

    def losses(self):
        """Where the cost of lost goods goes."""
        document = self.document
        title = self.env._("Cost of lost goods")
        goods = document._product_units()
        if not document.account_id.post_stock or not goods:
            return document._check("losses", title, None, self.env._("No goods are moved"))
        location = document._goods_outside()
        products = self.env["product.product"].browse(goods).with_company(document.company_id)
        if not any(product.valuation == "real_time" for product in products):
            text = self.env._("Not booked: the goods are valued periodically, at closing")
        elif location.valuation_account_id:
            text = self.env._(
                "Booked on %(account)s, the account of %(location)s",
                account=location.valuation_account_id.display_name,
                location=location.display_name,
            )
        else:
            text = self.env._(
                "%s has no account of its own, so Odoo's closing of the inventory valuation books "
                "it", location.display_name,
            )
        return document._check("losses", title, None, text)
