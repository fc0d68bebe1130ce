"""Many products are created in bulk, and all that is stored equals Odoo's own way."""

from odoo import fields
from odoo.addons.ozon_connector.models.stock.product_product_cost import LONG_AGO
from odoo.addons.ozon_connector.models.stock.product_product_cost import (
    ProductProduct as RowByRow,
)

from bench.stored import rows
from tests.odoo.common import OzonCase


class TestFirstCost(OzonCase):
    """The cost of 0 that Odoo notes at the creation of a product is dated before all receipts."""

    def assortment(self):
        """Products whose first cost is 0, is not 0, is followed by another, or is missing."""
        products = self.env["product.product"].create(
            [{"name": f"Кружка {number}", "is_storable": True} for number in range(6)]
        )
        _plain, priced, repriced, unknown, early, moved = products
        price = self.env["product.value"]
        price.search([("product_id", "=", priced.id)]).value = 40
        repriced.standard_price = 50
        repriced.standard_price = 0
        price.search([("product_id", "=", unknown.id)]).unlink()
        price.search([("product_id", "=", early.id)]).date = LONG_AGO
        price.search([("product_id", "=", moved.id)]).date = "2025-03-01"
        price.create({
            "product_id": moved.id, "value": 7, "date": "2025-02-01",
            "company_id": self.company.id,
        })  # fmt: skip
        self.env.flush_all()
        return products

    def stored(self, products):
        return rows(
            self.env, "product_value", "product_id", products.ids, {"product_id"}, order="id"
        )

    def test_the_same_costs_are_dated_as_row_by_row(self):
        products, others = self.assortment(), self.assortment()
        products._ozon_predate_first_cost()
        RowByRow._ozon_predate_first_cost(others)
        self.env.flush_all()
        self.assertEqual(self.stored(products), self.stored(others))
        dates = [
            price.date for price in self.env["product.value"].search(
                [("product_id", "in", products.ids)], order="product_id, id",
            )
        ]  # fmt: skip
        self.assertEqual(dates.count(LONG_AGO), 3)

    def test_a_cost_read_before_shows_its_new_date(self):
        product = self.env["product.product"].create({"name": "Кружка", "is_storable": True})
        price = self.env["product.value"].search([("product_id", "=", product.id)])
        self.assertGreater(price.date, fields.Datetime.to_datetime("2020-01-01"))
        product._ozon_predate_first_cost()
        self.assertEqual(price.date, LONG_AGO)


class TestFieldOfAUser(OzonCase):
    """A stored field that a user adds in the settings, and that follows the date of a cost."""

    def setUp(self):
        # Cleanups run in reverse order: Odoo forgets the field after the database has.
        self.addCleanup(self.registry.reset_changes)
        super().setUp()

    def test_it_is_computed_again(self):
        self.env["ir.model.fields"].create({
            "model_id": self.env.ref("stock_account.model_product_value").id,
            "name": "x_year", "field_description": "Year", "ttype": "integer", "store": True,
            "depends": "date", "compute": "for one in self: one['x_year'] = one.date.year",
        })  # fmt: skip
        product = self.env["product.product"].create({"name": "Кружка", "is_storable": True})
        price = self.env["product.value"].search([("product_id", "=", product.id)])
        self.assertEqual(price.x_year, fields.Date.today().year)
        product._ozon_predate_first_cost()
        self.assertEqual(price.x_year, LONG_AGO.year)
