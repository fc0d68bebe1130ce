"""Documents with every kind of tax and all awkward prices, which no single report has."""

from itertools import product

from odoo import Command

from tests.odoo.common import OzonCase


class DocumentCase(OzonCase):
    TYPES = ("in_invoice", "in_refund", "out_invoice", "out_refund")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.env["res.partner"].create({"name": "ООО «Интернет Решения»"})
        cls.goods = cls.env["product.product"].create(
            [{"name": f"Товар {n}", "is_storable": n % 2 == 1} for n in range(4)]
        )

    def arrange(self):
        super().arrange()
        self.taxes = {
            use: [
                self.env["account.tax"],
                self.create_tax(use, 22, included=True),
                self.create_tax(use, 7, included=False),
                self.create_tax(use, 0, included=False),
                self.several_taxes(use),
                self.tax_in_the_return(use),
            ]
            for use in ("purchase", "sale")
        }

    def several_taxes(self, use):
        """A group of two taxes; the second is also levied on the first."""
        first = self.create_tax(use, 5, included=False)
        first.include_base_amount = True
        group = self.create_tax(use, 3, included=False)
        second = self.create_tax(use, 2, included=False)
        group.write(
            {"amount_type": "group", "children_tax_ids": [Command.set((first + second).ids)]}
        )
        return group

    def tax_in_the_return(self, use):
        """A tax whose base and amount are in boxes of the tax return."""
        boxes = self.env["account.account.tag"].create(
            [
                {"name": f"Строка {n} {use}", "applicability": "taxes",
                 "country_id": self.company.country_id.id}
                for n in (10, 20)
            ]
        )  # fmt: skip
        tax = self.create_tax(use, 10, included=False)
        for lines in (tax.invoice_repartition_line_ids, tax.refund_repartition_line_ids):
            base, amount = lines.sorted("repartition_type")
            base.tag_ids, amount.tag_ids = boxes[0], boxes[1]
        return tax

    def vals(self, move_type, **head):
        """A document with every tax, and one line for each awkward price and quantity."""
        use = "purchase" if move_type.startswith("in") else "sale"
        journal = self.env["account.journal"].search(
            [("type", "=", use), ("company_id", "=", self.company.id)], limit=1
        )
        prices = (100, 33.333333, -0.01, 0, 4999.995, 0.015)
        quantities = (1, 3, 0.333, -2)
        lines = [
            {
                "product_id": good.id, "name": f"{price} × {quantity}", "quantity": quantity,
                "price_unit": price, "tax_ids": [Command.set(tax.ids)],
                "account_id": journal.default_account_id.id,
            }
            for (price, quantity), good, tax in zip(
                product(prices, quantities), [*self.goods] * 6, self.taxes[use] * 4, strict=True
            )
        ]  # fmt: skip
        # The product of the first line again, so that the total of 24 lines is above zero.
        lines.append({**lines[0], "price_unit": 90_000})
        return {
            "move_type": move_type, "company_id": self.company.id, "journal_id": journal.id,
            "partner_id": self.partner.id, "currency_id": self.company.currency_id.id,
            "ref": "2609", "invoice_date": "2026-09-30", "date": "2026-09-30",
            "invoice_line_ids": [Command.create(line) for line in lines],
            **head,
        }  # fmt: skip
