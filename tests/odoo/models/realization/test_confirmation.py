"""Confirming a report books the whole month, with fee, income, goods and netting, or nothing."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import published_example, report, row, side
from tests.odoo.common import OzonCase

CHECKS = "odoo.addons.ozon_connector.models.goods.ozon_goods_document_checks"


class BooksCase(OzonCase):
    """Reads the books: journal items by account, units by location, open balances."""

    def items(self, *documents):
        """The sums of the documents' journal items by account code, in the company's currency."""
        sums = {}
        for item in self.env["account.move"].union(*documents).line_ids:
            code = item.account_id.with_company(self.company).code
            sums[code] = round(sums.get(code, 0) + item.balance, 2)
        return {code: balance for code, balance in sums.items() if balance}

    def on_hand(self, account, sku="1001"):
        """The units of the product in the account's location."""
        product = account.product_ids.filtered(lambda card: card.sku == sku).product_id
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", account.location_id.id)]
        )
        return sum(quants.mapped("quantity"))

    def receive(self, product, units, price, location):
        """Buy goods, and receive them in a location."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Поставщик"}).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id, "product_qty": units, "price_unit": price,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )  # fmt: skip
        order.button_confirm()
        picking = order.picking_ids
        picking.location_dest_id = location
        picking.move_ids.location_dest_id = location
        picking.button_validate()
        self.assertEqual(picking.state, "done")

    def perpetual_category(self, cost_method="average"):
        """A category with perpetual valuation, and the accounts that it needs."""
        accounts = {
            code: self.env["account.account"].search(
                [("code", "=", code), ("company_ids", "in", self.company.ids)]
            )
            for code in ("41.01", "90.02", "90.01")
        }
        accounts["41.01"].account_stock_variation_id = accounts["90.02"]
        return self.env["product.category"].create(
            {
                "name": "Товары",
                "property_valuation": "real_time",
                "property_cost_method": cost_method,
                "property_stock_valuation_account_id": accounts["41.01"].id,
                "property_account_expense_categ_id": accounts["90.02"].id,
                "property_account_income_categ_id": accounts["90.01"].id,
            }
        )

    def perpetual(self, cost_method="average", cost=30.0):
        """The product of the published example, with perpetual valuation."""
        return self.env["product.product"].create(
            {
                "name": "Кружка",
                "ozon_code": "1001",
                "default_code": "ART-1001",
                "is_storable": True,
                "categ_id": self.perpetual_category(cost_method).id,
                "standard_price": cost,
                "taxes_id": False,
            }
        )


class TestPublishedExample(BooksCase):
    """The example's entries: revenue 2 800, points 100, gross commission 290, accrued 2 610."""

    def arrange(self):
        super().arrange()
        self.publish()

    def test_drafts_of_everything_wait_for_a_person(self):
        month = self.import_month()

        self.assertEqual(month.state, "to_review", month.error_message)
        documents = month.bill_id | month.sale_invoice_id | month.sale_refund_id
        self.assertEqual(set(documents.mapped("state")), {"draft"})
        self.assertEqual(documents.ozon_report_id, month)
        self.assertEqual(set(month.picking_ids.mapped("state")), {"draft"})
        self.assertFalse(month.netting_move_id)

    def test_points_lower_the_fee(self):
        month = self.import_month()
        self.confirm(month)

        self.assertEqual(month.state, "posted")
        self.assertEqual(month.bill_id.amount_total, 190.00)
        self.assertEqual(month.sale_invoice_id.amount_total, 2900.00)
        self.assertEqual(month.sale_refund_id.amount_total, 100.00)
        self.assertEqual(self.items(month.bill_id), {"44.02": 190.00, "60.01": -190.00})
        self.assertEqual(self.items(month.sale_invoice_id), {"62.01": 2900.00, "90.01": -2900.00})
        self.assertEqual(self.items(month.sale_refund_id), {"62.01": -100.00, "90.01": 100.00})
        self.assertEqual(self.items(month.netting_move_id), {"60.01": 190.00, "62.01": -190.00})
        self.assertEqual(
            self.items(month._documents()), {"44.02": 190.00, "62.01": 2610.00, "90.01": -2800.00}
        )
        self.assertEqual((month.open_balance, month.accrual, month.points_left), (2610, 2610, 0))
        self.assertEqual(self.on_hand(month.account_id), 0.0)

    def test_points_are_income(self):
        month = self.import_month(self.connect(points_policy="income"))
        self.confirm(month)

        self.assertEqual(month.bill_id.amount_total, 290.00)
        self.assertEqual(month.sale_invoice_id.amount_total, 3000.00)
        self.assertEqual(month.sale_refund_id.amount_total, 100.00)
        self.assertEqual(month.netting_total, 290.00)
        self.assertEqual(
            self.items(month._documents()), {"44.02": 290.00, "62.01": 2610.00, "90.01": -2900.00}
        )
        self.assertEqual((month.open_balance, month.accrual, month.points_left), (2610, 2610, 0))
        self.assertEqual(self.on_hand(month.account_id), 0.0)

    def test_ozon_owes_what_is_accrued_less_the_points_left(self):
        # 50 points per unit and a fee of 10 roubles: points pay 99 % of the fee.
        self.publish(report([row(sku=1001, sold=side(10, points="50"))]))
        month = self.import_month()
        self.confirm(month)

        self.assertEqual((month.accrual, month.points_left), (900.00, 401.00))
        self.assertEqual(month.open_balance, 499.00)
        self.assertEqual(month.bill_id.amount_residual, 0.00)

    def test_invoice_lines_are_products_at_their_prices(self):
        month = self.import_month()

        lines = month.sale_invoice_id.invoice_line_ids
        self.assertEqual(
            [(line.quantity, line.price_unit, line.price_total) for line in lines],
            [(20.0, 100.0, 2000.0), (10.0, 90.0, 900.0)],
        )
        self.assertEqual(lines.product_id, month.line_ids.product_id)
        [returned] = month.sale_refund_id.invoice_line_ids
        self.assertEqual((returned.quantity, returned.price_unit), (1.0, 100.0))

    def test_the_goods_leave_and_come_back_in_the_month_of_the_report(self):
        month = self.import_month()
        self.bring_goods(month)
        self.assertEqual(self.on_hand(month.account_id), 29.0)
        month.action_confirm()

        self.assertEqual(self.on_hand(month.account_id), 0.0)
        moves = month.picking_ids.move_ids
        self.assertEqual(sorted(moves.mapped("quantity")), [1.0, 30.0])
        self.assertEqual(set(moves.mapped("state")), {"done"})
        self.assertEqual(
            {str(date) for date in moves.mapped("date") + month.picking_ids.mapped("date_done")},
            {"2026-09-30 20:59:59"},
        )

    def test_documents_are_of_the_month_and_of_ozon(self):
        month = self.import_month()
        self.confirm(month)

        self.assertEqual({str(day) for day in month._documents().mapped("date")}, {"2026-09-30"})
        self.assertEqual(month._documents().line_ids.partner_id, month.account_id.partner_id)
        self.assertEqual(str(month.bill_id.invoice_date), "2026-10-03")

    def test_posting_the_bill_in_odoo_s_ordinary_way_does_the_same(self):
        month = self.import_month()
        self.bring_goods(month)

        month.bill_id.action_post()

        self.assertEqual((month.state, month.open_balance), ("posted", 2610.00))
        self.assertEqual(set(month.picking_ids.mapped("state")), {"done"})

    def test_posting_all_its_documents_at_once_does_the_same(self):
        month = self.import_month()
        self.bring_goods(month)

        (month.sale_refund_id | month.bill_id | month.sale_invoice_id).action_post()

        self.assertEqual((month.state, month.open_balance), ("posted", 2610.00))

    def test_a_part_of_a_month_is_not_posted_alone(self):
        month = self.import_month()
        with self.assertRaisesRegex(UserError, "posted together"):
            month.sale_invoice_id.action_post()

    def test_a_changed_sales_document_is_not_posted(self):
        month = self.import_month()
        self.bring_goods(month)
        month.sale_invoice_id.invoice_line_ids[0].price_unit = 1

        with self.assertRaisesRegex(UserError, "adds up to"):
            month.action_confirm()

    def test_every_check_passes(self):
        self.company.vat = "7712345671"
        month = self.import_month()
        self.confirm(month)

        self.assertEqual(
            {check["name"]: check["state"] for check in month.checks},
            {
                "rows": "passed", "identity": "passed", "goods": "passed", "bill": "passed",
                "sales": "passed", "taxes": "info", "stock": "passed", "cost": "info",
                "cost_ties": "passed",
                "netting": "passed", "balance": "passed", "inn": "passed", "vendor_inn": "passed",
                "unknown": "passed", "dates": "passed", "not_included": "info",
            },
        )  # fmt: skip
        self.assertEqual(month.failed_checks, 0)


class TestSwitches(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()

    def test_without_sales_only_the_bill_and_the_goods_are_booked(self):
        month = self.import_month(self.connect(post_sales=False))
        self.confirm(month)

        self.assertFalse(month.sale_invoice_id | month.sale_refund_id | month.netting_move_id)
        self.assertEqual(self.items(month.bill_id), {"44.02": 190.00, "60.01": -190.00})
        self.assertEqual(len(month.picking_ids), 2)

    def test_without_stock_nothing_is_moved_and_nothing_is_short(self):
        month = self.import_month(self.connect(post_stock=False))
        month.action_confirm()

        self.assertFalse(month.picking_ids)
        self.assertEqual(month.open_balance, 2610.00)

    def test_without_netting_both_sides_stay_open(self):
        month = self.import_month(self.connect(post_netting=False))
        self.confirm(month)

        self.assertFalse(month.netting_move_id)
        self.assertEqual(month.bill_id.amount_residual, 190.00)
        self.assertEqual(month.sale_invoice_id.amount_residual, 2900.00)

    def test_switched_off_after_drafting_leaves_out_what_was_drafted(self):
        account = self.connect()
        month = self.import_month(account)
        account.write({"post_sales": False, "post_stock": False})
        month.action_confirm()

        self.assertEqual(month.state, "posted")
        self.assertFalse(month.sale_invoice_id | month.sale_refund_id)
        self.assertFalse(month.picking_ids)

    def test_switched_on_after_drafting_books_it_all_the_same(self):
        account = self.connect(post_sales=False, post_stock=False)
        month = self.import_month(account)
        account.write({"post_sales": True, "post_stock": True})
        self.confirm(month)

        self.assertEqual((month.sale_total, month.open_balance), (2800.00, 2610.00))
        self.assertEqual(len(month.picking_ids), 2)


class TestShortage(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()

    def test_it_is_listed_and_refused_before_anything_is_booked(self):
        month = self.import_month()
        [line] = month.shortage
        self.assertEqual(line["product"], "[ART-1001] Товар 1001")
        self.assertEqual(
            (line["needed"], line["available"], line["missing"]), (29.0, 0.0, 29.0)
        )

        refused = self.assertRaisesRegex(UserError, "needed 29, available 0, missing 29")
        with refused, self.env.cr.savepoint():
            month.action_confirm()
        self.env.invalidate_all()

        self.assertEqual((month.state, month.bill_id.state), ("to_review", "draft"))
        self.assertEqual(month.sale_invoice_id.state, "draft")

    def test_of_very_many_products_the_first_are_listed_and_all_are_counted(self):
        skus = range(7001, 7104)
        account = self.connect()
        self.publish(report([row(sku=sku, sold=side(2)) for sku in skus], month=8), month=8)
        month = self.import_month(account, month=8)
        self.assertEqual(len(month.shortage), 100)
        self.assertEqual(month.shortage[0]["product"], "[ART-7001] Товар 7001")
        self.assertEqual((month.shortage_products, month.shortage_units), (103, 206))
        self.assertIn("103 products", month.shortage_text)

    def test_a_list_says_it_and_looks_at_so_many_rows_only(self):
        account = self.connect()
        for month in (8, 9):
            self.publish(report([row(sku=1001, sold=side(2))], month=month), month=month)
            self.import_month(account, month=month)

        self.assertEqual(self.listed(account), ["Products missing in stock: 1"] * 2)
        with patch(f"{CHECKS}.ROWS_OF_LIST", 0):
            self.assertEqual(self.listed(account), ["Products missing in stock: 1", False])
        account.allow_negative_stock = True
        self.assertEqual(self.listed(account), [False, False])

    def listed(self, account):
        """The reason in the list why each report needs a person, if it does; latest month first."""
        self.env.invalidate_all()
        page = self.env["ozon.realization.report"].web_search_read(
            [("account_id", "=", account.id)], {"attention": {}},
        )
        return [values["attention"] for values in page["records"]]

    def test_goods_reserved_by_another_transfer_are_not_there(self):
        month = self.import_month()
        location = month.account_id.location_id
        self.bring({month.line_ids.product_id.id: 29}, location)
        warehouse = month.account_id._warehouse()
        other = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.int_type_id.id,
                "location_id": location.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": month.line_ids.product_id.id,
                            "product_uom_qty": 5,
                            "location_id": location.id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        other.action_confirm()
        other.action_assign()
        month.invalidate_recordset()

        self.assertEqual([line["missing"] for line in month.shortage], [5.0])
        with self.assertRaisesRegex(UserError, "missing 5"):
            month.action_confirm()

    def test_goods_in_a_shelf_of_the_location_are_there(self):
        month = self.import_month()
        shelf = self.env["stock.location"].create(
            {"name": "Полка", "location_id": month.account_id.location_id.id}
        )
        self.bring({month.line_ids.product_id.id: 29}, shelf)

        month.action_confirm()

        self.assertEqual(month.state, "posted")
        quants = self.env["stock.quant"].search([("location_id", "child_of", shelf.location_id.id)])
        self.assertEqual([quantity for quantity in quants.mapped("quantity") if quantity], [])

    def test_negative_stock_is_allowed_only_by_the_account(self):
        month = self.import_month(self.connect(allow_negative_stock=True))
        month.action_confirm()

        self.assertEqual(month.state, "posted")
        self.assertEqual(self.on_hand(month.account_id), -29.0)


class TestCostOfSales(BooksCase):
    """With perpetual valuation the invoice books the cost of the moves actually created."""

    def test_average_and_standard_cost(self):
        for cost_method in ("average", "standard"):
            with self.subTest(cost_method=cost_method):
                savepoint = self.env.cr.savepoint(flush=True)
                self.perpetual(cost_method, cost=30.0)
                self.publish()
                month = self.import_month()
                self.confirm(month)
                self.assertEqual(
                    self.items(month.sale_invoice_id),
                    {"62.01": 2900.0, "90.01": -2900.0, "90.02": 900.0, "41.01": -900.0},
                )
                self.assertEqual(
                    self.items(month.sale_refund_id),
                    {"62.01": -100.0, "90.01": 100.0, "90.02": -30.0, "41.01": 30.0},
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_fifo_takes_the_cost_of_the_units_that_left(self):
        product = self.perpetual("fifo", cost=0.0)
        self.publish(report([row(sku=1001, sold=side(3))]))
        account = self.connect()
        for units, price in ((2, 10.0), (5, 20.0)):
            self.receive(product, units, price, account.location_id)
        month = self.import_month(account)
        month.action_confirm()

        self.assertEqual(month.picking_ids.move_ids.value, 40.0)
        self.assertEqual(self.items(month.sale_invoice_id)["90.02"], 40.0)

        month.action_reset()
        self.assertEqual(product.total_value, 120.0)
        month.action_confirm()
        self.assertEqual(self.items(month.sale_invoice_id)["90.02"], 40.0)
        self.assertEqual(product.total_value, 80.0)

    def test_perpetual_without_accounts_books_no_cost_and_says_so(self):
        product = self.perpetual()
        product.categ_id.property_stock_valuation_account_id = False
        self.publish()
        month = self.import_month()
        self.confirm(month)

        self.assertNotIn("90.02", self.items(month.sale_invoice_id))
        checks = {check["name"]: check for check in month.checks}
        self.assertEqual(checks["cost"]["state"], "failed")
        self.assertIn("Кружка", checks["cost"]["text"])

    def test_periodic_valuation_books_no_cost_with_the_invoice(self):
        self.publish(published_example())
        month = self.import_month()
        self.confirm(month)
        self.assertEqual(set(self.items(month.sale_invoice_id)), {"62.01", "90.01"})


class TestTransferOfWhatIsMissing(BooksCase):
    """The other way to fix a shortage: an ordinary transfer, filled in."""

    def arrange(self):
        super().arrange()
        self.publish()
        self.month = self.import_month()

    def test_it_brings_the_goods_from_the_warehouse(self):
        stock = self.month.account_id._warehouse().lot_stock_id
        self.bring({self.month.line_ids.product_id.id: 40}, stock)

        action = self.month.action_transfer_goods()
        transfer = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(transfer.state, "draft")
        self.assertEqual(transfer.move_ids.product_uom_qty, 29.0)
        transfer.button_validate()
        self.month.invalidate_recordset()

        self.assertFalse(self.month.shortage)
        self.month.action_confirm()
        self.assertEqual(self.month.state, "posted")

    def test_goods_that_are_the_warehouse_s_own_stock_cannot_be_transferred_to_it(self):
        self.month.account_id.location_id = self.month.account_id._warehouse().lot_stock_id
        with self.assertRaisesRegex(UserError, "nowhere to transfer"):
            self.month.action_transfer_goods()

    def test_nothing_missing_is_said(self):
        self.bring_goods(self.month)
        with self.assertRaisesRegex(UserError, "Nothing is missing"):
            self.month.action_transfer_goods()
