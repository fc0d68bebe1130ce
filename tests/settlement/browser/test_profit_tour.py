"""A seller looks at the profit of products: the table, a product's row, the bars of months."""

from odoo.tests import tagged

from tests.settlement.profit_case import ProfitCase


@tagged("standard", "post_install", "-at_install")
class TestProfitTour(ProfitCase):
    def test_from_the_table_to_a_cell_and_its_documents(self):
        self.start_tour("/odoo/ozon-profit", "ozon_profit", login="admin")

    def test_the_bars_of_months_and_of_the_best_and_worst_products(self):
        self.start_tour("/odoo/ozon-profit", "ozon_profit_bars", login="admin")
        self.start_tour("/odoo/ozon-profit", "ozon_profit_extremes", login="admin")

    def test_the_way_from_revenue_to_profit(self):
        self.start_tour("/odoo/ozon-profit-months", "ozon_profit_way", login="admin")
