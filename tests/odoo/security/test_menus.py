"""Whoever sees a menu may open it."""

from tests.odoo.menus import MenuCase


class TestMenus(MenuCase):
    def test_a_user_opens_every_menu(self):
        self.log_in("user", "ozon_connector.group_ozon_user")
        self.assertGreater(self.open_menus(), 5)

    def test_an_administrator_opens_every_menu(self):
        self.log_in("administrator", "ozon_connector.group_ozon_manager")
        self.assertGreater(self.open_menus(), 5)
