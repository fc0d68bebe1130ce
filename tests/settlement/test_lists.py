"""What lists and cards of Ozon's documents show while Ozon has not published one."""

from lxml import etree

from tests.odoo.common import OzonCase


class TestListsOfDocuments(OzonCase):
    def test_an_amount_is_blank_until_ozon_states_it(self):
        """Zero would look like a month without sales."""
        for kind in self.env["ozon.document"]._kinds():
            for name, node in self.amounts_in_lists(kind):
                with self.subTest(view=name, field=node.get("name")):
                    [row] = node.xpath("ancestor-or-self::*[@invisible][1]") or [None]
                    self.assertIsNotNone(row)
                    self.assertRegex(row.get("invisible"), r"state (== 'waiting'|!= 'posted')")

    def test_the_balances_of_a_settlement_and_the_profit_of_an_open_month_are_blank(self):
        shown = [
            node for model in ("ozon.settlement", "ozon.profit.month")
            for _name, node in self.amounts_in_lists(self.env[model])
        ]  # fmt: skip
        self.assertEqual(len(shown), 8)
        for node in shown:
            with self.subTest(field=node.get("name")):
                self.assertTrue(node.xpath("ancestor-or-self::*[@invisible]"))

    def amounts_in_lists(self, records):
        """:return: list of (name of the list or cards, node of an amount of money)"""
        views = self.env["ir.ui.view"].search([
            ("model", "=", records._name), ("type", "in", ("list", "kanban")),
            ("mode", "=", "primary"),
        ])  # fmt: skip
        return [
            (view.name, node)
            for view in views
            for node in etree.fromstring(view.arch_db).iter("field")
            if records._fields[node.get("name")].type == "monetary"
        ]
