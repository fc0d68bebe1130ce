"""The Russian of services and settlements."""

from tests.odoo.i18n import test_translations


class TestCatalogue(test_translations.TestCatalogue):
    module = "ozon_connector_settlement"


class TestRussianScreens(test_translations.TestRussianScreens):
    module = "ozon_connector_settlement"
    with_texts = {"ir.model.fields", "ir.model.fields.selection", "ir.ui.view", "ir.ui.menu"}
