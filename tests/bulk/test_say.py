"""Code that takes part in bulk work is detected, wherever it is."""

from odoo import api, fields, models
from odoo.addons.account.models.account_move import AccountMove
from odoo.addons.ozon_connector_bulk.tools import say
from odoo.tests import TransactionCase, tagged


@tagged("standard", "post_install", "-at_install")
class TestSay(TransactionCase):
    def nobody_else(self):
        return all(
            say.nobody_else(self.env, models_) for models_ in (
                say.DOCUMENTS, say.GOODS, say.PRODUCTS,
            )
        )  # fmt: skip

    def test_with_odoo_alone_there_is_nobody(self):
        self.assertTrue(self.nobody_else())

    def test_an_automation_rule(self):
        """The app Automation Rules may put methods on the registry's classes at any time."""
        for model in ("account.move", "account.move.line", "stock.move", "product.template"):
            for name in ("create", "write", "_compute_field_value"):
                with self.subTest(model=model, name=name):
                    def ruled(records, *arguments):
                        raise NotImplementedError

                    model_class = type(self.env[model])
                    setattr(model_class, name, ruled)
                    self.assertFalse(self.nobody_else())
                    delattr(model_class, name)
                    self.assertTrue(self.nobody_else())

    def test_a_method_of_odoo_that_was_replaced(self):
        """An addon may replace a method of Odoo's own class when it is imported."""
        def replaced(records, soft=True):
            raise NotImplementedError

        replaced.__module__ = "odoo.addons.somebody.models.account_move"
        self.patch(AccountMove, "_post", replaced)
        say._definitions_are_known.cache_clear()
        self.addCleanup(say._definitions_are_known.cache_clear)
        self.assertFalse(self.nobody_else())


@tagged("standard", "post_install", "-at_install")
class TestClasses(TransactionCase):
    """Which definitions of an unknown addon's class take part, and which do not."""

    def has_a_say(self, model, **members):
        definition = type(models.Model)(
            "Somebody", (models.Model,), {
                "__module__": "odoo.addons.somebody.models.model", "_module": None,
                "_inherit": model, **members,
            },
        )  # fmt: skip
        definitions = [
            base for base in type(self.env[model]).mro() if say.is_model_definition(base)
        ]
        return say._has_a_say(definition, [definition, *definitions])

    def test_a_method_of_odoo_is_a_say(self):
        for model, name in (
            ("account.move", "_post"),
            ("account.move", "_get_sync_stack"),
            ("account.move", "_prepare_product_base_line_for_taxes_computation"),
            ("account.move.line", "create"),
            ("account.move.line", "_compute_analytic_distribution"),
            ("account.tax", "_prepare_base_line_for_taxes_computation"),
            ("stock.move", "_push_apply"),
            ("stock.move", "_get_manual_value"),
            ("stock.move", "_update_reserved_quantity"),
            ("stock.move", "_trigger_scheduler"),
            ("stock.move", "_action_assign"),
            ("stock.move.line", "_free_reservation"),
            ("stock.move.line", "_action_done"),
            ("stock.quant", "_update_available_quantity"),
            ("stock.quant", "create"),
            ("product.product", "_get_remaining_moves"),
        ):
            with self.subTest(model=model, name=name):
                def override(records, *arguments, **options):
                    raise NotImplementedError

                self.assertTrue(self.has_a_say(model, **{name: override}))

    def test_a_field_of_odoo_is_a_say(self):
        self.assertTrue(self.has_a_say("account.move.line", price_unit=fields.Float()))

    def test_what_odoo_calls_by_itself_is_a_say(self):
        @api.constrains("name")
        def _check_name(records):
            raise NotImplementedError

        stored = fields.Float(compute="_compute_weight", store=True)
        self.assertTrue(self.has_a_say("account.move.line", _check_name=_check_name))
        self.assertTrue(self.has_a_say("account.move.line", weight=stored))

    def test_what_nobody_calls_is_none(self):
        def action_show(records):
            raise NotImplementedError

        shown = fields.Float(compute="_compute_weight")
        self.assertFalse(self.has_a_say(
            "account.move.line", action_show=action_show, note=fields.Char(), weight=shown,
            _description="Line",
        ))  # fmt: skip
