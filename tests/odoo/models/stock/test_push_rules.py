"""Returned goods that a push rule moves on at once cannot be sold again."""

from tests.fake_ozon import report, row, side
from tests.odoo.common import OzonCase


class TestPushRules(OzonCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()
        self.publish(report([row(sku=501, sold=side(3), returned=side(1))]))
        self.month = self.import_month(self.account)
        self.good = self.month.line_ids.product_id

    def push_from(self, location, **values):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        inspection = self.env["stock.location"].create(
            {"name": "Проверка", "usage": "internal", "location_id": warehouse.view_location_id.id}
        )
        route = self.env["stock.route"].create(
            {"name": "Проверка", "company_id": self.company.id, "product_selectable": True}
        )
        self.env["stock.rule"].create(
            {
                "name": "Проверка",
                "route_id": route.id,
                "action": "push",
                "location_src_id": location.id,
                "location_dest_id": inspection.id,
                "picking_type_id": warehouse.int_type_id.id,
                **values,
            }
        )
        return route

    def shortage(self):
        self.month.invalidate_recordset()
        return [(line["needed"], line["missing"]) for line in self.month.shortage or []]

    def test_what_comes_back_counts_where_it_stays(self):
        self.assertEqual(self.shortage(), [(2, 2)])

    def test_what_is_pushed_on_does_not_count(self):
        self.good.route_ids = self.push_from(self.account.location_id)
        self.assertEqual(self.shortage(), [(3, 3)])
        self.bring({self.good.id: 3}, self.account.location_id)
        self.assertEqual(self.shortage(), [])

        self.month.action_confirm()

        self.assertEqual((self.month.state, self.month.failed_checks), ("posted", 0))
        pushed = self.month.picking_ids.move_ids.move_dest_ids
        self.assertEqual((pushed.product_uom_qty, pushed.state), (1, "assigned"))

    def test_so_does_a_rule_of_a_place_around_the_location(self):
        self.good.route_ids = self.push_from(self.account.location_id.location_id)
        self.assertEqual(self.shortage(), [(3, 3)])

    def test_a_rule_for_other_goods_changes_nothing(self):
        self.push_from(self.account.location_id)
        self.assertEqual(self.shortage(), [(2, 2)])
