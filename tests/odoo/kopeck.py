"""What the tests of receipts without documents have in common."""

from odoo import Command, fields
from odoo.fields import Domain

from tests.odoo.common import OzonCase


class KopeckCase(OzonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = cls.env["account.account"]
        cls.goods_account = accounts.search(
            [("code", "=", "41.01"), ("company_ids", "in", cls.company.ids)]
        ) or accounts.create(
            {
                "code": "41.01",
                "name": "Товары на складах",
                "account_type": "asset_current",
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        cls.location = cls.warehouse_of(cls.company).lot_stock_id

    @classmethod
    def warehouse_of(cls, company):
        return cls.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)

    @classmethod
    def category(cls, cost="standard", valuation="periodic"):
        return cls.env["product.category"].create(
            {
                "name": f"{cost}, {valuation}",
                "property_cost_method": cost,
                "property_valuation": valuation,
                "property_stock_valuation_account_id": cls.goods_account.id,
            }
        )

    @classmethod
    def product(cls, name="Кружка", cost="average", valuation="periodic", **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "categ_id": cls.category(cost, valuation).id,
                "supplier_taxes_id": [Command.clear()],
                **values,
            }
        )

    def receipt(self, goods, **values):
        """The dialog, filled in. `goods`: {product: quantity} or {product: (quantity, price)}."""
        lines = []
        for product, amounts in goods.items():
            quantity, price = amounts if isinstance(amounts, tuple) else (amounts, 0.01)
            lines.append({"product_id": product.id, "quantity": quantity, "price_unit": price})
        return self.env["ozon.kopeck.receipt"].create(
            {
                "number": "15",
                "date": "2026-08-31",
                "location_id": self.location.id,
                "line_ids": [Command.create(line) for line in lines],
                **values,
            }
        )

    def receive(self, goods, **values):
        """:return: the order that holds the receipt"""
        receipt = self.receipt(goods, **values)
        action = receipt.action_receive()
        return self.env["purchase.order"].browse(action["res_id"])

    def buy(self, product, quantity, price, day):
        """An ordinary receipt from a vendor, without its bill."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Завод"}).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_qty": quantity, "price_unit": price}
                    )
                ],
            }
        )
        order.button_confirm()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        order.picking_ids.date_done = fields.Datetime.to_datetime(day)
        order.picking_ids.move_ids._set_value()
        return order

    def reverse(self, bill):
        bill._reverse_moves([{"invoice_date": "2026-09-03"}], cancel=True)

    def in_stock(self, product, location=None):
        quants = self.env["stock.quant"].search(
            Domain("product_id", "=", product.id)
            & Domain("location_id", "child_of", (location or self.location).ids)
        )
        return sum(quants.mapped("quantity"))

    def items(self, moves):
        """{account code: balance} of journal entries."""
        items = {}
        for item in moves.line_ids:
            code = item.account_id.with_company(moves.company_id).code
            items[code] = round(items.get(code, 0) + item.balance, 2)
        return items
