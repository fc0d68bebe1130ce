"""Whoever sees a menu may open it, with a booked month behind it."""

from tests.odoo.menus import MenuCase
from tests.settlement.month_case import MonthCase


class TestMenus(MenuCase, MonthCase):
    def arrange(self):
        super().arrange()
        self.ask()
        self.book()

    def test_a_user_opens_every_menu(self):
        self.log_in("user", "ozon_connector.group_ozon_user")
        self.assertGreater(self.open_menus(), 15)

    def test_an_administrator_opens_every_menu(self):
        self.log_in("administrator", "ozon_connector.group_ozon_manager")
        self.assertGreater(self.open_menus(), 15)
