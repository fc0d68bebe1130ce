from odoo import api, models
from odoo.addons.ozon_connector.domain import settlement
from odoo.addons.ozon_connector.domain.settlement import Direction

from ...domain import compensations as rules


class OzonCompensationChecks(models.Model):
    """The checks of a document of compensations."""

    _inherit = "ozon.compensation"

    @api.depends("amount", "invoice_id.amount_total", "line_ids.goods")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    @api.depends("account_id.compensation_account_id")
    def _compute_missing_setup(self):
        return super()._compute_missing_setup()

    def _checks(self):
        if not self.line_ids:
            return []
        checks = []
        if self.kind != rules.WRITTEN_OFF:
            checks += [self._check_accruals(), self._check_settlement()]
        checks.append(self._check_types())
        if self.state in ("to_review", "posted"):
            if self.amount:
                checks += [self._check_invoice(), self._check_dates()]
            checks += [self._check_stock(), *self._check_lots(), self._check_losses()]
        return checks + self._check_by_hand()

    # The same amount in several sources of Ozon

    def _documents_of_month(self):
        """The sum of all documents of the month that have money, including corrections.

        :return: (Decimal, the documents whose figures are still to come)
        """
        documents = self.search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("kind", "!=", rules.WRITTEN_OFF), ("state", "!=", "cancelled"),
        ])
        stated = sum((self._kopecks(one.amount) for one in documents), settlement.ZERO)
        return stated, documents.filtered(lambda one: one.state == "waiting")

    def _check_accruals(self):
        title = self.env._("Ozon has accrued the same")
        stated, waiting = self._documents_of_month()
        accrued = self._accrued()
        whole = sum((sum(sums, rules.ZERO) for sums in accrued.values()), rules.ZERO)
        names = ", ".join(
            f"{a_type.title} {self._money(sum(sums, rules.ZERO))}"
            for a_type, sums in accrued.items()
        )
        text = self.env._(
            "Documents of the month %(stated)s, accruals %(accrued)s: %(names)s",
            stated=self._money(stated), accrued=self._money(whole), names=names or "—",
        )
        if waiting:
            return self._check("accruals", title, None, self.env._(
                "%(text)s; still to come: %(waiting)s", text=text,
                waiting=", ".join(waiting.mapped("display_name")),
            ))
        return self._check("accruals", title, stated == whole, text)

    def _check_settlement(self):
        """Ozon's settlement names compensations in its rows, or in the section below them."""
        title = self.env._("Ozon's settlement says the same")
        found = self.env["ozon.settlement"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("state", "=", "loaded"),
        ])
        says = rules.in_settlement(found._amounts_beside_services())
        if not says:
            return self._check("settlement", title, None, self.env._(
                "Not compared: Ozon's mutual settlement is not loaded, or does not name them"
            ))
        stated, waiting = self._documents_of_month()
        return self._check(
            "settlement", title, None if waiting else says.has(stated), self.env._(
                "Documents of the month %(stated)s, the settlement %(without)s without VAT and "
                "%(with_vat)s with VAT: %(names)s",
                stated=self._money(stated), without=self._money(says.without_vat),
                with_vat=self._money(says.with_vat), names=", ".join(says.names),
            ),
        )

    # Its entry

    def _check_invoice(self):
        total = self._kopecks(self.invoice_id.amount_total_in_currency_signed)
        lines = self.invoice_id.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        title = self.env._("The invoice matches the report")
        if lines.tax_ids:
            return self._check("invoice", title, False, self.env._(
                "Compensations are without VAT, the invoice has: %s",
                ", ".join(lines.tax_ids.mapped("name")),
            ))
        return self._check(
            "invoice", title, total == self._kopecks(self.amount), self.env._(
                "Invoice %(invoice)s, report %(amount)s",
                invoice=self._money(total), amount=self._money(self.amount),
            ),
        )

    # Its goods

    def _check_types(self):
        title = self.env._("Every type states what happens with its goods")
        unknown = self.line_ids.filtered(lambda line: not line.goods).type_id
        if not self.account_id.post_stock:
            return self._check("types", title, None, self.env._(
                "Switched off on the account: no goods are moved"
            ))
        if unknown:
            return {**self._check("types", title, False, self.env._(
                "Choose what happens with the goods of: %s", ", ".join(unknown.mapped("title")),
            )), "res_model": unknown._name, "res_id": unknown[:1].id}
        moved = dict.fromkeys(Direction, 0)
        for units in self._product_units().values():
            for direction, count in units.items():
                moved[direction] += count
        return self._check("types", title, True, self.env._(
            "Units that leave: %(leave)g, that come back: %(back)g",
            leave=moved[Direction.SALE], back=moved[Direction.RETURN],
        ))

    def _check_losses(self):
        """Where the cost of lost goods goes."""
        title = self.env._("Cost of lost goods")
        goods = self._product_units()
        if not self.account_id.post_stock or not goods:
            return self._check("losses", title, None, self.env._("No goods are moved"))
        location = self._goods_outside()
        products = self.env["product.product"].browse(goods).with_company(self.company_id)
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
        return self._check("losses", title, None, text)
