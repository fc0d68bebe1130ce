"""Special companies: foreign currency, Russian storno, goods with lots, missing settings."""

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

OZON, OWN = "7704217370", "7712345671"


class TestForeignCurrency(BooksCase):
    """A report in yuan, booked in roubles at the rate of the month's last day."""

    def arrange(self):
        super().arrange()
        self.yuan = self.env.ref("base.CNY")
        self.yuan.active = True
        self.yuan.rate_ids.unlink()
        for day, rate in (("2026-09-01", 11.0), ("2026-09-30", 11.5), ("2026-10-03", 12.37)):
            self.env["res.currency.rate"].create(
                {"currency_id": self.yuan.id, "name": day, "company_id": self.company.id,
                 "inverse_company_rate": rate}
            )  # fmt: skip
        rows = [
            row(sku=1001, price="33.33", ratio="0.19", sold=side(7, points="1.11")),
            row(sku=1002, price="18.90", ratio="0.17", sold=side(3), returned=side(1)),
        ]
        self.publish(report(rows, currency_sys_name="CNY"))

    def test_all_documents_are_converted_at_one_rate_and_none_differs(self):
        account = self.connect(sale_tax_ids=self.create_tax("sale", 22, False).ids)
        month = self.import_month(account)
        self.confirm(month)

        documents = month._documents()
        self.assertEqual(documents.currency_id, self.yuan)
        for item in documents.line_ids:
            self.assertAlmostEqual(item.balance, item.amount_currency * 11.5, delta=0.06)
        self.assertEqual(month.open_balance, month.accrual - month.points_left)
        self.assertEqual(month.bill_id.amount_residual, 0.0)
        entries = self.env["account.move"].search([("company_id", "=", self.company.id)])
        self.assertEqual(entries - documents, entries.browse(), "exchange differences")
        self.assertEqual(month.failed_checks, 0, month.checks)

    def test_taken_back_and_booked_again_it_is_the_same(self):
        month = self.import_month()
        self.confirm(month)
        before = self.items(month._documents())
        month.action_reset()
        month.action_confirm()
        self.assertEqual(self.items(month._documents()), before)

    def test_the_cost_of_sales_is_in_the_books_currency(self):
        self.perpetual(cost=30.0)
        month = self.import_month()
        self.confirm(month)
        self.assertEqual(self.items(month.sale_invoice_id)["90.02"], 210.0)

    def test_a_company_in_another_currency(self):
        tenge = self.env.ref("base.KZT")
        tenge.active = True
        self.company.currency_id = tenge
        self.env["res.currency.rate"].create(
            {"currency_id": self.yuan.id, "name": "2026-09-02", "company_id": self.company.id,
             "inverse_company_rate": 70.25}
        )  # fmt: skip
        month = self.import_month()
        self.confirm(month)
        self.assertEqual(month.open_balance, month.accrual - month.points_left)

    def test_without_a_rate_of_the_month_nothing_is_drafted(self):
        self.yuan.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": self.yuan.id, "name": "2026-10-01", "company_id": self.company.id,
             "inverse_company_rate": 12.0}
        )  # fmt: skip
        month = self.import_month()
        self.assertIn("no rate of CNY on or before", month.error_message)
        self.assertFalse(month._documents())


class TestStorno(BooksCase):
    """Russian storno writes refunds with negative debit and credit; the balances are the same."""

    def sides(self, document):
        return {
            line.account_id.with_company(self.company).code: (line.debit, line.credit)
            for line in document.line_ids
        }

    def test_on(self):
        self.company.account_storno = True
        self.publish()
        month = self.import_month()
        self.confirm(month)

        self.assertEqual(
            self.sides(month.sale_refund_id), {"90.01": (0.0, -100.0), "62.01": (-100.0, 0.0)}
        )
        self.assertEqual(month.open_balance, 2610.00)

    def test_off(self):
        self.company.account_storno = False
        self.publish()
        month = self.import_month()
        self.confirm(month)

        self.assertEqual(
            self.sides(month.sale_refund_id), {"90.01": (100.0, 0.0), "62.01": (0.0, 100.0)}
        )
        self.assertEqual(month.open_balance, 2610.00)

    def test_a_month_of_returns_is_netted_the_other_way(self):
        for storno in (True, False):
            with self.subTest(storno=storno):
                savepoint = self.env.cr.savepoint(flush=True)
                self.company.account_storno = storno
                self.publish(report([row(sku=1001, sold=side(1), returned=side(4))]))
                month = self.import_month()
                self.confirm(month)
                self.assertEqual((month.bill_total, month.sale_total), (-30.00, -300.00))
                self.assertEqual(month.netting_total, -30.00)
                self.assertEqual(
                    self.items(month.netting_move_id), {"60.01": -30.00, "62.01": 30.00}
                )
                self.assertEqual(month.open_balance, -270.00)
                self.assertEqual(self.on_hand(month.account_id), 3.0)
                savepoint.rollback()
                self.env.invalidate_all()


class TestLots(BooksCase):
    def arrange(self):
        super().arrange()
        self.publish(report([row(sku=1001, sold=side(3), returned=side(1))]))
        self.product = self.env["product.product"].create(
            {"name": "Чайник", "default_code": "ART-1001", "is_storable": True, "tracking": "lot"}
        )
        self.month = self.import_month()
        self.assertEqual(self.month.line_ids.product_id, self.product)
        self.lot = self.env["stock.lot"].create({"name": "П-1", "product_id": self.product.id})
        self.env["stock.quant"]._update_available_quantity(
            self.product, self.month.account_id.location_id, 5, lot_id=self.lot
        )

    def test_returned_goods_need_their_lot_which_a_person_enters(self):
        with self.assertRaisesRegex(UserError, "Lot/Serial"), self.env.cr.savepoint():
            self.month.action_confirm()
        self.env.invalidate_all()
        returned = self.month.picking_ids.filtered(lambda one: one.location_id.usage == "customer")
        returned.action_confirm()
        returned.move_ids.move_line_ids.lot_id = self.lot

        self.month.action_confirm()
        self.assertEqual(self.month.state, "posted")
        self.assertEqual(self.lot.product_qty, 3.0)

        self.month.action_reset()
        self.assertEqual(self.lot.product_qty, 5.0)


class TestMissingSettings(BooksCase):
    """Every missing setting is named, and nothing is booked until it is there."""

    def arrange(self):
        super().arrange()
        self.publish()
        self.account = self.connect()

    def assert_stops(self, text):
        month = self.import_month(self.account)
        self.assertFalse(month._documents())
        self.assertIn(text, month.error_message)
        self.assertEqual(month.state, "ready")

    def test_sales_journal(self):
        self.account.sale_journal_id = False
        self.assert_stops("no sales journal")

    def test_income_account(self):
        self.account.sale_journal_id.default_account_id = False
        self.assert_stops("No income account for [ART-1001]")

    def test_a_tax_of_a_fixed_amount(self):
        tax = self.create_tax("sale", 7, False)
        tax.amount_type = "fixed"
        self.account.sale_tax_ids = tax
        self.assert_stops("a fixed amount")

    def test_netting_journal(self):
        self.account.netting_journal_id = False
        month = self.import_month(self.account)
        self.bring_goods(month)
        with self.assertRaisesRegex(UserError, "no journal for the netting"):
            month.action_confirm()

    def test_warehouse(self):
        self.account._warehouse().active = False
        self.account.location_id.location_id = False
        self.assert_stops("no warehouse")

    def test_taxes_of_a_part_of_the_goods_are_told(self):
        self.publish(report([row(sku=1001, sold=side(1)), row(sku=1002, sold=side(1))]))
        self.env["product.product"].create(
            {
                "name": "Чайник", "default_code": "ART-1001", "is_storable": True,
                "taxes_id": [Command.set(self.create_tax("sale", 22, True).ids)],
            }
        )  # fmt: skip
        month = self.import_month(self.account)
        checks = {check["name"]: check for check in month.checks}
        self.assertEqual(checks["taxes"]["state"], "failed")
        self.assertIn("ART-1002", checks["taxes"]["text"])

    def test_a_vat_rate_of_another_year_is_told(self):
        self.account.sale_tax_ids = self.create_tax("sale", 22, True)
        self.publish(year=2025, month=12)
        states = {}
        for year, month in ((2025, 12), (2026, 9)):
            checks = {check["name"]: check for check in self.import_month(
                self.account, year, month
            ).checks}  # fmt: skip
            states[year] = checks["taxes"]["state"]
        self.assertEqual(states, {2025: "failed", 2026: "passed"})

    def test_another_company_s_inn_is_told(self):
        self.company.vat = "7700000000"
        checks = self.party_checks()
        self.assertEqual(checks["inn"]["state"], "failed")
        self.assertIn("7712345671", checks["inn"]["text"])

    def party_checks(self, month=9, **header):
        rows = [row(sku=1001, sold=side(1))]
        self.publish(report(rows, 2026, month, **header), 2026, month)
        loaded = self.import_month(self.account, 2026, month)
        return {check["name"]: check for check in loaded.checks}

    def test_the_company_may_be_payer_or_receiver(self):
        """Ozon does not say which of the two is Ozon."""
        self.company.vat = OWN
        for month, payer, receiver in ((7, OZON, OWN), (8, OWN, OZON)):
            checks = self.party_checks(month, payer_inn=payer, receiver_inn=receiver)
            with self.subTest(payer=payer):
                self.assertEqual(checks["inn"]["state"], "passed")
                self.assertEqual(checks["vendor_inn"]["state"], "passed")

    def test_a_vendor_with_another_inn_is_told_and_holds_nothing_up(self):
        self.company.vat = OWN
        self.account.partner_id.vat = "7707083893"
        checks = self.party_checks()
        self.assertEqual(checks["inn"]["state"], "passed")
        self.assertEqual(checks["vendor_inn"]["state"], "info")
        for inn in (OZON, "7707083893"):
            self.assertIn(inn, checks["vendor_inn"]["text"])
        self.assertEqual(
            [button["method"] for button in checks["vendor_inn"]["buttons"]],
            ["action_open_vendor"],
        )

    def test_the_vendor_of_the_bill_counts_not_that_of_the_account(self):
        self.publish(report([row(sku=1001, sold=side(1))]))
        month = self.import_month(self.account)
        other = self.env["res.partner"].create({"name": "ООО «Другое»", "vat": "7707083893"})
        self.account.partner_id = other
        self.env.invalidate_all()
        states = {check["name"]: check["state"] for check in month.checks}
        self.assertEqual(states["vendor_inn"], "passed")
        self.assertEqual(month.action_open_vendor()["res_id"], month.bill_id.partner_id.id)

    def test_the_side_that_lacks_the_inn_is_named(self):
        self.account.partner_id.vat = "7707083893"
        self.assertIn("the company ООО «Ромашка» has no INN", self.text_of(7))
        self.company.vat = OWN
        self.assertIn("does not name the INN", self.text_of(8, payer_inn=""))
        self.account.partner_id.vat = False
        self.assertIn("has no INN. Enter it on the contact", self.text_of(9))

    def text_of(self, month, **header):
        return self.party_checks(month, **header)["vendor_inn"]["text"]


class TestGoodsOfAllKinds(BooksCase):
    def test_services_are_sold_and_not_moved(self):
        self.publish()
        month = self.import_month()
        month.line_ids.product_id.type = "service"
        month.action_draft_again()
        month.action_confirm()
        self.assertFalse(month.picking_ids)
        self.assertEqual(month.open_balance, 2610.00)

    def test_goods_that_stock_does_not_count_are_moved_and_never_short(self):
        self.publish()
        month = self.import_month()
        month.line_ids.product_id.is_storable = False
        self.assertFalse(month.shortage)
        month.action_confirm()
        self.assertEqual(sorted(month.picking_ids.move_ids.mapped("quantity")), [1.0, 30.0])

    def test_money_without_goods_has_no_cost(self):
        payload = report([row(sku=1001, sold=side(1))])
        side_ = payload["result"]["rows"][0]["delivery_commission"]
        side_.update(quantity=0)
        self.publish(payload)
        self.perpetual(cost=30.0)
        month = self.import_month()
        self.confirm(month)
        self.assertFalse(month.picking_ids)
        self.assertEqual(
            self.items(month.sale_invoice_id), {"62.01": 100.00, "90.01": -100.00}
        )
