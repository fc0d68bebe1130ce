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

    def test_so_are_those_of_settlements_days_and_profits(self):
        for model, count in (
            ("ozon.settlement", 4), ("ozon.profit.month", 4), ("ozon.accrual.day", 2),
        ):  # fmt: skip
            amounts = self.amounts_in_lists(self.env[model])
            self.assertEqual(len(amounts), count)
            for _name, node in amounts:
                with self.subTest(model=model, field=node.get("name")):
                    self.assertTrue(node.xpath("ancestor-or-self::*[@invisible]"))

    def test_so_are_those_of_a_month_that_ozon_has_not_answered_for(self):
        view = self.env.ref("ozon_connector_settlement.ozon_month_view_list")
        amounts = self.amounts_of(view)
        self.assertEqual(len(amounts), 6)
        self.assertEqual({node.get("invisible") for node in amounts}, {"not source"})

    def amounts_in_lists(self, records):
        """:return: list of (name of the list or cards, node of an amount of money)"""
        views = self.env["ir.ui.view"].search([
            ("model", "=", records._name), ("type", "in", ("list", "kanban")),
            ("mode", "=", "primary"),
        ])  # fmt: skip
        return [(view.name, node) for view in views for node in self.amounts_of(view)]

    def amounts_of(self, view):
        """:return: list of the nodes of its amounts of money"""
        fields = self.env[view.model]._fields
        return [
            node for node in etree.fromstring(view.arch_db).iter("field")
            if fields[node.get("name")].type == "monetary"
        ]  # fmt: skip
