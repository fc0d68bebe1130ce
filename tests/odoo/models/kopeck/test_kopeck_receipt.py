"""Goods without documents are received for a kopeck: the stock, its value and the books."""

import logging
import time
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user

from tests.fake_ozon import report, row, side
from tests.odoo.kopeck import KopeckCase

_logger = logging.getLogger(__name__)

# More lines than a page handles while a user waits.
MANY = 200


class TestDocuments(KopeckCase):
    def test_a_upd_is_an_order_a_done_receipt_and_a_bill_of_the_company_to_itself(self):
        mug, cup = self.product("Кружка"), self.product("Чашка")

        order = self.receive({mug: 10, cup: 5})

        self.assertEqual((order.state, order.partner_id), ("purchase", self.company.partner_id))
        self.assertEqual(order.picking_ids.state, "done")
        self.assertEqual((self.in_stock(mug), self.in_stock(cup)), (10, 5))
        bill = order.invoice_ids
        self.assertEqual((bill.state, bill.partner_id), ("posted", self.company.partner_id))
        self.assertEqual((order.amount_total, bill.amount_total), (0.15, 0.15))
        self.assertFalse(bill.line_ids.tax_ids)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_its_documents_bear_the_kind_the_number_and_the_day(self):
        order = self.receive({self.product(): 1})

        bill = order.invoice_ids
        self.assertEqual(bill.ref, "UPD No. 15 of 08/31/2026")
        self.assertEqual((str(bill.invoice_date), str(bill.date)), ("2026-08-31", "2026-08-31"))
        self.assertEqual(order.partner_ref, bill.ref)

    def test_a_waybill_differs_in_its_name_only(self):
        order = self.receive({self.product(): 1}, kind="waybill")

        self.assertEqual(order.invoice_ids.ref, "Waybill No. 15 of 08/31/2026")
        self.assertEqual(order.invoice_ids.payment_state, "blocked")

    def test_a_russian_reads_them_in_russian(self):
        self.env = self.env(context={**self.env.context, "lang": "ru_RU"})

        order = self.receive({self.product(): 1})

        self.assertEqual(order.invoice_ids.ref, "УПД № 15 от 31.08.2026")

    def test_the_goods_are_there_from_the_day_of_the_document_on(self):
        mug = self.product()

        order = self.receive({mug: 10})

        moves = order.picking_ids.move_ids
        for moment in (
            order.picking_ids.date_done, moves.date, moves.move_line_ids.date, order.date_approve,
        ):  # fmt: skip
            self.assertEqual(str(moment.date()), "2026-08-31")
            aware = moment.replace(tzinfo=timezone.utc)
            far_east = aware.astimezone(ZoneInfo("Asia/Kamchatka"))
            self.assertEqual(str(far_east.date()), "2026-08-31")
        self.assertEqual(mug.with_context(to_date="2026-08-30 23:59:59").qty_available, 0)
        self.assertEqual(mug.with_context(to_date="2026-08-31 23:59:59").qty_available, 10)

    def test_today_s_goods_are_not_received_in_the_future(self):
        order = self.receive({self.product(): 1}, date=fields.Date.today())

        self.assertLessEqual(order.picking_ids.date_done, fields.Datetime.now())

    def test_taxes_of_the_product_are_left_out(self):
        taxed = self.product(
            supplier_taxes_id=[Command.set(self.purchase_tax(22, included=False).ids)]
        )

        order = self.receive({taxed: 100})

        self.assertEqual((order.amount_total, order.invoice_ids.amount_total), (1.00, 1.00))
        self.assertFalse(order.invoice_ids.line_ids.tax_ids)

    def test_the_bill_has_everything_whether_one_bills_what_is_ordered_or_received(self):
        ordered = self.product("По заказу", purchase_method="purchase")
        received = self.product("По приёмке", purchase_method="receive")

        order = self.receive({ordered: 3, received: 4})

        self.assertEqual(order.invoice_ids.invoice_line_ids.mapped("quantity"), [3, 4])
        self.assertEqual(order.invoice_status, "invoiced")

    def test_the_company_becomes_no_vendor_of_the_product(self):
        mug = self.product()

        self.receive({mug: 10})

        self.assertFalse(mug.seller_ids)

    def test_goods_go_straight_into_the_location_in_a_warehouse_of_three_steps(self):
        self.warehouse_of(self.company).reception_steps = "three_steps"
        ozon = self.connect().location_id
        mug = self.product()

        order = self.receive({mug: 10}, location_id=ozon.id)

        self.assertEqual(self.in_stock(mug, ozon), 10)
        self.assertEqual(order.picking_ids.mapped("state"), ["done"])
        moves = self.env["stock.move"].search([("product_id", "=", mug.id)])
        self.assertEqual(moves, order.picking_ids.move_ids)

    def test_the_lines_of_the_order_are_locked(self):
        self.assertTrue(self.receive({self.product(): 1}).locked)


class TestValue(KopeckCase):
    """The value of ten units without documents, by cost method and valuation."""

    def check_value(self, cost, valuation, debit):
        mug = self.product(cost=cost, valuation=valuation)

        order = self.receive({mug: 10})

        self.assertEqual(order.picking_ids.move_ids.value, 0.10)
        self.assertEqual((mug.standard_price, mug.total_value), (0.01, 0.10))
        self.assertEqual(self.items(order.invoice_ids), {debit: 0.10, "60.01": -0.10})

    def test_periodic_standard(self):
        self.check_value("standard", "periodic", "44.02")

    def test_periodic_average(self):
        self.check_value("average", "periodic", "44.02")

    def test_periodic_fifo(self):
        self.check_value("fifo", "periodic", "44.02")

    def test_perpetual_standard(self):
        self.check_value("standard", "real_time", "41.01")

    def test_perpetual_average(self):
        self.check_value("average", "real_time", "41.01")

    def test_perpetual_fifo(self):
        self.check_value("fifo", "real_time", "41.01")

    def test_another_price_is_the_value(self):
        mug = self.product()

        order = self.receive({mug: (10, 0.05)})

        self.assertEqual((order.invoice_ids.amount_total, mug.total_value), (0.50, 0.50))

    def test_a_standard_cost_stays_as_it_is(self):
        mug = self.product(cost="standard", standard_price=120)

        self.receive({mug: 10}, confirmed=True)

        self.assertEqual((mug.standard_price, mug.total_value), (120, 1200))

    def test_fifo_sells_the_goods_without_documents_first_since_they_came_first(self):
        mug = self.product(cost="fifo")
        self.buy(mug, 10, 100, "2026-09-10")

        self.receive({mug: 10}, confirmed=True)

        self.assertEqual(mug.total_value, 1000.10)
        self.assertAlmostEqual(mug._run_fifo(10), 0.10)

    def test_a_company_in_another_currency_books_its_own_cents(self):
        company = self.create_company("Kamille GmbH")
        company.currency_id = self.env.ref("base.EUR")
        self.env.ref("base.EUR").active = True
        self.env.user.company_ids += company
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        company.with_env(env).cost_method = "average"
        mug = env["product.product"].create(
            {"name": "Tasse", "is_storable": True, "supplier_taxes_id": [Command.clear()]}
        )
        location = self.warehouse_of(company).lot_stock_id
        self.env["res.currency.rate"].create(
            {"currency_id": self.env.ref("base.RUB").id, "company_id": company.id, "rate": 90}
        )

        receipt = env["ozon.kopeck.receipt"].create(
            {
                "date": "2026-08-31",
                "location_id": location.id,
                "line_ids": [Command.create({"product_id": mug.id, "quantity": 10})],
            }
        )
        order = env["purchase.order"].browse(receipt.action_receive()["res_id"])

        self.assertEqual((order.currency_id.name, order.company_id), ("EUR", company))
        self.assertEqual(order.invoice_ids.currency_id.name, "EUR")
        self.assertEqual(order.invoice_ids.amount_total, 0.10)
        self.assertEqual(mug.total_value, 0.10)

    def test_many_products_in_one_receipt(self):
        category = self.category("average", "real_time")
        products = self.env["product.product"].create(
            [
                {
                    "name": f"Товар {n}",
                    "is_storable": True,
                    "categ_id": category.id,
                    "supplier_taxes_id": [Command.clear()],
                }
                for n in range(MANY)
            ]
        )
        receipt = self.receipt(dict.fromkeys(products, 3))
        self.env.flush_all()
        self.env.invalidate_all()
        start, queries = time.monotonic(), self.cr.sql_log_count

        order = self.env["purchase.order"].browse(receipt.action_receive()["res_id"])
        self.env.flush_all()

        seconds, per_row = time.monotonic() - start, (self.cr.sql_log_count - queries) / MANY
        _logger.info("%s products received in %.1f s, %.1f queries each", MANY, seconds, per_row)
        self.assertEqual(order.invoice_ids.amount_total, 0.03 * MANY)
        self.assertEqual(round(sum(order.picking_ids.move_ids.mapped("value")), 2), 0.03 * MANY)
        self.assertLess(per_row, 30)
        start = time.monotonic()
        order.action_ozon_undo_receipt()
        self.env.flush_all()
        _logger.info("and undone in %.1f s", time.monotonic() - start)
        self.assertEqual(sum(self.in_stock(product) for product in products[:10]), 0)


class TestNotToBePaid(KopeckCase):
    def arrange(self):
        super().arrange()
        self.bill = self.receive({self.product(): 10}).invoice_ids
        self.other = self.bill.copy({"invoice_date": "2026-09-01"})
        self.other.action_post()
        self.env["account.journal"].create(
            {"name": "Банк", "code": "БНК", "type": "bank", "company_id": self.company.id}
        )

    def register(self, bills):
        return self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bills.ids
        )

    def test_odoo_says_that_its_payment_is_blocked(self):
        self.assertEqual(self.bill.payment_state, "blocked")
        self.assertTrue(self.bill.no_followup)
        self.assertEqual(self.other.payment_state, "not_paid")

    def test_no_payment_can_be_registered(self):
        for pay in (
            self.bill.action_register_payment,
            self.bill.action_force_register_payment,
            lambda: self.register(self.bill).create({}),
        ):
            with self.assertRaisesRegex(UserError, "not to be paid"):
                pay()

    def test_among_others_it_is_left_out_of_a_payment(self):
        register = self.register(self.bill | self.other).create({})

        self.assertEqual(register.line_ids.move_id, self.other)

    def test_nobody_says_otherwise_by_hand(self):
        clerk = new_test_user(
            self.env, "clerk", "account.group_account_manager", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        bills = self.env["account.move"].with_user(clerk)
        for forbidden in (
            lambda: bills.browse(self.bill.id).write({"ozon_not_to_pay": False}),
            lambda: bills.create({"move_type": "in_invoice", "ozon_not_to_pay": True}),
        ):
            with self.assertRaisesRegex(AccessError, "pay itself"):
                forbidden()
        self.assertEqual(self.bill.payment_state, "blocked")

    def test_it_cannot_be_unblocked(self):
        with self.assertRaisesRegex(UserError, "not to be paid"):
            self.bill.action_toggle_block_payment()

    def test_it_is_in_no_list_and_no_figure_of_bills_to_pay(self):
        search = self.env["account.move"].get_view(
            self.env.ref("account.view_account_invoice_filter").id, "search"
        )["arch"]
        self.assertIn("('payment_state', 'in', ('not_paid', 'partial'))", search)
        journal = self.bill.journal_id
        figures = journal._get_journal_dashboard_data_batched()[journal.id]
        self.assertEqual(figures["number_waiting"], 1)

    def test_it_is_not_offered_to_be_reconciled_with_a_credit_of_the_same_vendor(self):
        refund = self.env["account.move"].create(
            {
                "move_type": "in_refund",
                "partner_id": self.company.partner_id.id,
                "invoice_date": "2026-09-02",
                "invoice_line_ids": [
                    Command.create({"name": "Возврат", "price_unit": 5, "tax_ids": False})
                ],
            }
        )
        refund.action_post()

        offered = refund.invoice_outstanding_credits_debits_widget["content"]

        self.assertEqual([row["move_id"] for row in offered], self.other.ids)
        self.assertFalse(self.bill.invoice_outstanding_credits_debits_widget)

    def test_it_stays_so_when_it_is_reset_and_posted_again(self):
        self.bill.button_draft()
        self.bill.action_post()

        self.assertEqual(self.bill.payment_state, "blocked")

    def test_a_reversed_one_says_that_it_is_reversed(self):
        self.reverse(self.bill)

        self.assertEqual(self.bill.payment_state, "reversed")


class TestForReport(KopeckCase):
    """From a report's shortage to the receipt, and back to a report that finds its goods."""

    def arrange(self):
        super().arrange()
        self.publish(
            report([row(sku=1, sold=side(12)), row(sku=2, sold=side(5), returned=side(2))])
        )
        self.report = self.import_month()
        self.assertEqual(self.report.state, "to_review", self.report.error_message)
        self.products = self.report.line_ids.product_id

    def dialog(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_the_dialog_comes_with_what_is_missing(self):
        action = self.report.action_kopeck_receipt()

        receipt = self.dialog(action)
        self.assertEqual(action["target"], "new")
        self.assertEqual(
            [(line.product_id.ozon_code, line.quantity) for line in receipt.line_ids],
            [("1", 12), ("2", 3)],
        )
        self.assertEqual(set(receipt.line_ids.mapped("price_unit")), {0.01})
        self.assertEqual(receipt.location_id, self.report.account_id.location_id)
        self.assertEqual((receipt.kind, receipt.number), ("upd", "1"))
        self.assertEqual(receipt.amount_total, 0.15)

    def test_it_is_dated_before_the_first_sale_of_the_month(self):
        receipt = self.dialog(self.report.action_kopeck_receipt())

        self.assertEqual(str(receipt.date), "2026-08-31")

    def test_the_shortage_is_gone_without_any_other_step(self):
        self.assertTrue(self.report._shortage())

        self.dialog(self.report.action_kopeck_receipt()).action_receive()

        self.assertEqual(self.report._shortage(), [])
        self.assertEqual(self.report.kopeck_receipt_count, 1)

    def test_the_bill_is_in_the_journal_of_the_ozon_account(self):
        journal = self.report.account_id.purchase_journal_id.copy(
            {"name": "Ozon", "code": "OZ", "default_account_id": self.goods_account.id}
        )
        self.report.account_id.purchase_journal_id = journal

        self.dialog(self.report.action_kopeck_receipt()).action_receive()

        self.assertEqual(self.report.kopeck_receipt_ids.invoice_ids.journal_id, journal)

    def test_there_is_nothing_to_receive_for_a_report_that_finds_its_goods(self):
        self.dialog(self.report.action_kopeck_receipt()).action_receive()

        with self.assertRaisesRegex(UserError, "nothing to receive"):
            self.report.action_kopeck_receipt()

    def test_two_dialogs_of_the_same_shortage_do_not_receive_it_twice(self):
        first = self.dialog(self.report.action_kopeck_receipt())
        second = self.dialog(self.report.action_kopeck_receipt())
        first.action_receive()
        second.number = "2"

        with self.assertRaisesRegex(UserError, "would double them"):
            second.action_receive()
        second.confirmed = True
        second.action_receive()
        self.assertEqual(self.report.kopeck_receipt_count, 2)

    def test_undone_it_is_missing_again(self):
        self.dialog(self.report.action_kopeck_receipt()).action_receive()

        self.report.kopeck_receipt_ids.action_ozon_undo_receipt()

        self.assertEqual([missing.missing for missing in self.report._shortage()], [12, 3])
        self.assertEqual(self.report.kopeck_receipt_count, 0)

    def test_a_report_in_another_currency_is_received_in_the_company_s(self):
        self.publish(report([row(sku=1, sold=side(2))], month=8, currency_sys_name="CNY"), month=8)
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.env.ref("base.CNY").id,
                "company_id": self.company.id,
                "name": "2026-01-01",
                "rate": 0.08,
            }
        )
        chinese = self.import_month(self.report.account_id, month=8)
        self.assertEqual(chinese.state, "to_review", chinese.error_message)

        self.dialog(chinese.action_kopeck_receipt()).action_receive()

        bill = chinese.kopeck_receipt_ids.invoice_ids
        self.assertEqual((bill.currency_id.name, bill.amount_total), ("RUB", 0.02))

    def test_products_of_a_list_come_with_a_unit_each(self):
        for products in (self.products, self.products.product_tmpl_id):
            receipt = self.dialog(products.action_ozon_kopeck_receipt())

            self.assertEqual(receipt.line_ids.product_id, self.products)
            self.assertEqual(receipt.line_ids.mapped("quantity"), [1, 1])
            self.assertEqual(receipt.location_id, self.report.account_id.location_id)

    def test_the_lists_of_products_offer_it_to_ozon_s_users(self):
        buyer, bookkeeper = (
            self.env["res.users"].create(
                {
                    "name": login,
                    "login": login,
                    "company_id": self.company.id,
                    "company_ids": [Command.set(self.company.ids)],
                    "group_ids": [Command.set(self.env.ref(group).ids)],
                }
            )
            for login, group in (
                ("buyer", "purchase.group_purchase_user"),
                ("bookkeeper", "ozon_connector.group_ozon_user"),
            )
        )
        for model in ("product.product", "product.template"):
            for user, offered in ((buyer, False), (bookkeeper, True)):
                actions = self.env["ir.actions.actions"].with_user(user).get_bindings(model)
                names = [action["name"] for action in actions.get("action", [])]
                self.assertEqual("Receive for 1 Kopeck (Ozon)" in names, offered)

    def test_the_dialog_of_the_menu_is_filled_in_by_hand(self):
        mug = self.product()
        with Form(self.env["ozon.kopeck.receipt"]) as form:
            form.number = "7"
            with form.line_ids.new() as line:
                line.product_id = mug
                line.quantity = 3
                self.assertEqual((line.price_unit, line.amount), (0.01, 0.03))
            self.assertEqual(form.amount_total, 0.03)
            self.assertFalse(form.warning)

        order = self.env["purchase.order"].browse(form.record.action_receive()["res_id"])

        self.assertEqual(self.in_stock(mug, self.report.account_id.location_id), 3)
        self.assertEqual(str(order.ozon_receipt_date), str(fields.Date.today()))

    def test_numbers_go_on_from_the_highest(self):
        self.receive({self.product(): 1}, number="41")
        self.receive({self.product(): 1}, number="б/н")

        self.assertEqual(self.env["ozon.kopeck.receipt"].create({}).number, "42")


class TestGuards(KopeckCase):
    def refused(self, reason, goods, **values):
        """Check that nothing is created and the reason is shown."""
        count = self.env["purchase.order"].search_count([])
        receipt = self.receipt(goods, **values)
        with self.assertRaisesRegex(UserError, reason):
            receipt.action_receive()
        self.assertEqual(self.env["purchase.order"].search_count([]), count)

    def test_a_product_with_a_real_cost_warns(self):
        for cost, words in (("average", "dilute"), ("fifo", "dilute"), ("standard", "goes on")):
            with self.subTest(cost=cost):
                dear = self.product("Дорогая", cost=cost, standard_price=120)
                self.refused(words, {dear: 1})
                order = self.receive({dear: 1}, number=cost, confirmed=True)
                self.assertEqual(order.picking_ids.state, "done")

    def test_a_product_received_for_a_kopeck_before_does_not_warn(self):
        mug = self.product()
        self.receive({mug: 1}, date="2026-07-31", number="1")

        self.assertFalse(self.receipt({mug: 1}).warning)

    def test_the_same_products_on_the_same_day_warn(self):
        mug = self.product()
        self.receive({mug: 1}, number="1")

        self.refused("would double them", {mug: 1}, number="2")

    def test_a_service_or_an_untracked_good_is_refused(self):
        for kind in ("service", "consu"):
            product = self.env["product.product"].create({"name": "Упаковка", "type": kind})
            self.refused("not tracked in stock", {product: 1})

    def test_a_product_with_serial_numbers_is_refused(self):
        self.refused("serial number", {self.product(tracking="serial"): 1})

    def test_a_quantity_that_is_not_above_zero_is_refused(self):
        mug = self.product()
        self.refused("above zero", {mug: 0})
        self.refused("above zero", {mug: -3})

    def test_a_price_without_any_value_is_refused(self):
        mug = self.product()
        self.refused("without any value", {mug: (1, 0)})
        self.refused("without any value", {mug: (1, -1)})
        self.refused("without any value", {mug: (0.1, 0.01)})

    def test_a_receipt_without_goods_or_with_a_good_twice_is_refused(self):
        self.refused("no goods", {})
        mug = self.product()
        line = {"product_id": mug.id, "quantity": 1}
        self.refused("twice", {}, line_ids=[Command.create(line), Command.create(line)])

    def test_a_locked_period_is_refused(self):
        mug = self.product()
        for field in ("fiscalyear_lock_date", "purchase_lock_date", "hard_lock_date"):
            with self.subTest(field=field):
                self.company[field] = "2026-08-31"
                self.refused("locked period", {mug: 1})
                if field != "hard_lock_date":
                    self.company[field] = False

    def test_a_day_that_is_yet_to_come_is_refused(self):
        tomorrow = fields.Date.today() + timedelta(days=2)
        self.refused("a day in the future", {self.product(): 1}, date=tomorrow)

    def test_the_same_number_in_the_same_year_is_refused_unless_undone(self):
        order = self.receive({self.product(): 1})
        self.refused("exists already", {self.product(): 1}, date="2026-01-15")
        self.refused("exists already", {self.product(): 1}, number=" 15 ")
        self.receive({self.product(): 1}, kind="waybill")
        self.receive({self.product(): 1}, date="2025-12-31")

        order.action_ozon_undo_receipt()

        self.receive({self.product(): 1})

    def test_a_missing_setting_is_named(self):
        mug = self.product(valuation="real_time")
        mug.categ_id.property_stock_valuation_account_id = False
        self.refused("Stock Valuation Account", {mug: 1})
        cup = self.product()
        self.company.expense_account_id = False
        journals = self.env["account.journal"].search([("company_id", "=", self.company.id)])
        journals.default_account_id = False
        self.refused("no expense account", {cup: 1})

    def test_a_company_without_a_payable_account_is_told(self):
        self.company.partner_id.property_account_payable_id = False
        defaults = self.env["ir.default"].search(
            [("field_id.name", "=", "property_account_payable_id")]
        )
        defaults.unlink()
        self.env.registry.clear_cache()
        self.env.invalidate_all()
        self.refused("payable account", {self.product(): 1})

    def test_a_location_outside_of_any_warehouse_is_refused(self):
        shelf = self.env["stock.location"].create(
            {"name": "Полка", "usage": "internal", "company_id": self.company.id}
        )
        self.refused("belongs to no warehouse", {self.product(): 1}, location_id=shelf.id)

    def test_many_products_are_not_all_named(self):
        services = self.env["product.product"].create(
            [{"name": f"Услуга {n}", "type": "service"} for n in range(8)]
        )
        self.refused("Услуга 4 and 3 more", dict.fromkeys(services, 1))

    def test_another_company_s_goods_and_places_are_refused(self):
        other = self.create_company("ООО «Лютик»")
        foreign = self.warehouse_of(other).lot_stock_id
        with self.assertRaises(UserError):
            self.receipt({self.product(): 1}, location_id=foreign.id)
        with self.assertRaises(UserError):
            self.receipt({self.product(company_id=other.id): 1})


class TestUndo(KopeckCase):
    def test_the_goods_are_returned_and_the_documents_cancelled(self):
        mug = self.product()
        order = self.receive({mug: 10})
        receipt = order.picking_ids

        order.action_ozon_undo_receipt()

        self.assertEqual((order.state, order.invoice_ids.state), ("cancel", "cancel"))
        back = order.picking_ids - receipt
        self.assertEqual((back.state, back.return_id), ("done", receipt))
        self.assertEqual(back.move_ids.origin_returned_move_id, receipt.move_ids)
        self.assertEqual(back.date_done, receipt.date_done)
        self.assertEqual((self.in_stock(mug), mug.total_value), (0, 0))

    def test_what_was_there_before_costs_what_it_did(self):
        for cost in ("standard", "average", "fifo"):
            for day in ("2026-08-01", "2026-09-15"):
                with self.subTest(cost=cost, day=day):
                    mug = self.product(cost=cost)
                    if cost == "standard":
                        mug.standard_price = 100
                    self.buy(mug, 10, 100, day)
                    order = self.receive({mug: 10}, number=f"{cost} {day}", confirmed=True)

                    order.action_ozon_undo_receipt()

                    self.assertEqual((mug.standard_price, mug.total_value), (100, 1000))

    def test_a_second_receipt_after_it_is_valued_anew(self):
        mug = self.product()
        self.receive({mug: 10}).action_ozon_undo_receipt()

        self.receive({mug: (4, 0.02)})

        self.assertEqual((self.in_stock(mug), mug.total_value), (4, 0.08))

    def test_it_is_refused_when_the_goods_have_left(self):
        mug = self.product()
        order = self.receive({mug: 10})
        self.sell(mug, 1)

        with self.assertRaisesRegex(UserError, "have left"):
            order.action_ozon_undo_receipt()
        self.assertEqual((order.state, order.invoice_ids.state), ("purchase", "posted"))

    def test_an_account_that_allows_negative_stock_lets_the_stock_fall_below_zero(self):
        account = self.connect(allow_negative_stock=True)
        self.location = account.location_id
        mug = self.product()
        order = self.receive({mug: 10})
        self.sell(mug, 4)

        order.action_ozon_undo_receipt()

        self.assertEqual(self.in_stock(mug), -4)

    def test_half_of_it_is_not_undone_whatever_a_call_from_outside_says(self):
        order = self.receive({self.product(): 10})
        buyer = new_test_user(
            self.env, "buyer", "purchase.group_purchase_manager", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        for context in ({}, {"ozon_undo": True}):
            for method in ("button_cancel", "button_draft"):
                with self.subTest(method=method, **context):
                    asked = order.with_user(buyer).with_context(**context)
                    with self.assertRaisesRegex(UserError, "Undo the Receipt"):
                        getattr(asked, method)()
        self.assertEqual(order.state, "purchase")

    def test_it_is_not_made_an_ordinary_order_nor_an_order_a_receipt(self):
        order = self.receive({self.product(): 10})
        buyer = new_test_user(
            self.env, "buyer", "purchase.group_purchase_manager", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        for forbidden in (
            lambda: order.with_user(buyer).write({"ozon_receipt_kind": False}),
            lambda: order.with_user(buyer).write({"ozon_location_id": False}),
            lambda: order.with_user(buyer).create(
                {"partner_id": self.company.partner_id.id, "ozon_receipt_kind": "upd"}
            ),
        ):
            with self.assertRaises(AccessError):
                forbidden()
        order.with_user(buyer).write({"priority": "1"})

    def test_it_is_refused_in_a_locked_period(self):
        order = self.receive({self.product(): 10})
        self.company.fiscalyear_lock_date = "2026-08-31"

        with self.assertRaisesRegex(UserError, "locked period"):
            order.action_ozon_undo_receipt()
        self.assertEqual(order.invoice_ids.state, "posted")

    def test_it_is_refused_when_the_bill_is_settled(self):
        order = self.receive({self.product(): 10})
        self.reverse(order.invoice_ids)

        with self.assertRaisesRegex(UserError, "settled"):
            order.action_ozon_undo_receipt()

    def test_it_is_done_once(self):
        order = self.receive({self.product(): 10})
        order.action_ozon_undo_receipt()

        with self.assertRaisesRegex(UserError, "already been undone"):
            order.action_ozon_undo_receipt()

    def test_half_of_a_receipt_is_neither_cancelled_nor_taken_up_again(self):
        order = self.receive({self.product(): 10})
        with self.assertRaisesRegex(UserError, "Undo the Receipt"):
            order.button_cancel()
        order.action_ozon_undo_receipt()
        with self.assertRaisesRegex(UserError, "Undo the Receipt"):
            order.button_draft()

    def test_only_ozon_s_users_do_it(self):
        order = self.receive({self.product(): 10})
        buyer = self.env["res.users"].create(
            {
                "name": "Закупщик",
                "login": "buyer",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [
                    Command.set(
                        [
                            self.env.ref("purchase.group_purchase_manager").id,
                            self.env.ref("account.group_account_manager").id,
                        ]
                    )
                ],
            }
        )
        seen = order.with_user(buyer).web_read(
            {"name": {}, "ozon_report_id": {"fields": {"display_name": {}}}}
        )
        self.assertEqual(seen[0]["name"], order.name)
        with self.assertRaises(AccessError):
            order.with_user(buyer).action_ozon_undo_receipt()
        with self.assertRaises(AccessError):
            order.order_line.product_id.with_user(buyer).action_ozon_kopeck_receipt()

    def sell(self, product, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": quantity,
                "location_id": self.location.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
