"""Cost and margin in the analysis, from those transfers of booked reports that have a value."""

import re
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import Command, fields

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase


class CostCase(BooksCase):
    def sums(self, *groupby, domain=()):
        """(cost, margin) of each group."""
        groups = self.env["ozon.report.analysis"]._read_group(
            list(domain), list(groupby), ["cost:sum", "margin:sum"]
        )
        return [
            tuple(round(figure or 0.0, 2) for figure in group[len(groupby) :]) for group in groups
        ]

    def good(self, sku, cost):
        return self.env["product.product"].create(
            {
                "name": f"Товар {sku}",
                "ozon_code": str(sku),
                "default_code": f"ART-{sku}",
                "is_storable": True,
                "standard_price": cost,
            }
        )


class TestPublishedExample(CostCase):
    """30 sold, one returned, 2 610 accrued."""

    def arrange(self):
        super().arrange()
        self.publish()
        self.good(1001, cost=30.0)
        self.month = self.import_month()

    def test_a_draft_has_no_cost(self):
        self.assertEqual(self.sums("report_id"), [(0.0, 0.0)])

    def test_what_came_back_lowers_the_cost(self):
        self.confirm(self.month)
        self.assertEqual(self.sums("direction"), [(-30.0, -90.0 + 30.0), (900.0, 2700.0 - 900.0)])
        self.assertEqual(self.sums("period:month"), [(870.0, 2610.0 - 870.0)])

    def test_taken_back_there_is_no_cost_and_booked_again_it_is_the_same(self):
        self.confirm(self.month)
        self.month.action_reset()
        self.assertEqual(self.sums("period:month"), [(0.0, 0.0)])
        self.month.action_confirm()
        self.assertEqual(self.sums("period:month"), [(870.0, 1740.0)])

    def test_a_later_price_does_not_change_what_was_booked(self):
        self.confirm(self.month)
        self.month.line_ids.product_id.standard_price = 77.0
        self.assertEqual(self.sums("period:month"), [(870.0, 1740.0)])


class TestWhatIsNotKnown(CostCase):
    def test_goods_without_a_cost_count_in_no_margin(self):
        rows = [
            row(sku=1001, price="100", ratio="0.10", sold=side(3)),
            row(sku=1002, price="1000", ratio="0.10", sold=side(7)),
        ]
        self.publish(report(rows))
        self.good(1001, cost=33.33)
        self.good(1002, cost=0.0)
        month = self.import_month()
        self.confirm(month)
        self.assertEqual(
            self.sums("product_id"), [(99.99, round(300.0 - 30.0 - 99.99, 2)), (0.0, 0.0)]
        )
        self.assertEqual(self.sums("report_id"), [(99.99, 170.01)])
        known = self.env["ozon.report.analysis"].search(["|", ("cost", ">", 0), ("cost", "<", 0)])
        self.assertEqual(known.mapped("sku"), ["1001"])

    def test_without_moving_goods_nothing_is_known(self):
        self.publish()
        self.good(1001, cost=30.0)
        month = self.import_month(self.connect(post_stock=False))
        month.action_confirm()
        self.assertEqual(month.state, "posted")
        self.assertEqual(self.sums("report_id"), [(0.0, 0.0)])

    def test_a_report_in_another_currency_is_not_compared_with_the_books(self):
        yuan = self.env.ref("base.CNY")
        yuan.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": yuan.id,
                "name": "2026-09-01",
                "company_id": self.company.id,
                "inverse_company_rate": 11.0,
            }
        )
        self.publish(report([row(sku=1001, sold=side(3))], currency_sys_name="CNY"))
        self.good(1001, cost=30.0)
        month = self.import_month()
        self.confirm(month)
        self.assertEqual(self.sums("report_id"), [(0.0, 0.0)])


class TestFirstInFirstOut(CostCase):
    def test_the_cost_is_that_of_the_layers_that_left_split_over_the_rows(self):
        rows = [
            row(sku=1001, price="100", ratio="0.10", sold=side(7)),
            row(sku=1001, price="90", ratio="0.10", sold=side(5)),
        ]
        self.publish(report(rows))
        good = self.perpetual("fifo")
        account = self.connect()
        self.receive(good, 10, 20.0, account.location_id)
        self.receive(good, 10, 41.0, account.location_id)
        month = self.import_month(account)
        month.action_confirm()
        self.assertEqual(self.sums("report_id"), [(282.0, 1150.0 - 115.0 - 282.0)])


class TestMovesBeingDone(CostCase):
    def test_what_leaves_is_written_once_although_the_clock_goes_on(self):
        """Odoo dates a move when it is done, and again with its transfer."""
        goods = [self.good(sku, cost=30.0) for sku in (1, 2)]
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])[0]
        way = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        for one in goods:
            self.env["stock.quant"]._update_available_quantity(one, warehouse.lot_stock_id, 5)
        transfer = self.env["stock.picking"].create({
            **way, "picking_type_id": warehouse.out_type_id.id,
            "move_ids": [
                Command.create({
                    **way, "product_id": one.id, "product_uom_qty": 5, "quantity": 5,
                    "picked": True,
                })
                for one in goods
            ],
        })
        transfer.action_confirm()
        self.env.flush_all()
        now = datetime.now().replace(microsecond=0)
        clock = (now + timedelta(seconds=tick) for tick in range(1_000))
        with (
            patch.object(fields.Datetime, "now", side_effect=lambda *_args: next(clock)),
            self.assertLogs("odoo.sql_db", "DEBUG") as log,
        ):
            transfer._action_done()
            self.env.flush_all()

        self.assertEqual(set(transfer.move_ids.mapped("state")), {"done"})
        written = re.findall(r'UPDATE "stock_move"\s+SET (.*)', "\n".join(log.output))
        self.assertEqual(sum('"date" =' in columns for columns in written), 1)
