"""The Russian of the part for the app Expenses."""

from tests.odoo.i18n import test_translations


class TestCatalogue(test_translations.TestCatalogue):
    module = "ozon_connector_hr_expense"


class TestRussianScreens(test_translations.TestRussianScreens):
    module = "ozon_connector_hr_expense"
    with_texts = {"ir.model.fields", "ir.model.fields.selection", "ir.ui.view", "product.template"}
