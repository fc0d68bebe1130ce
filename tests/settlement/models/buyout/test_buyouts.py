"""What Ozon buys in its own name becomes an invoice to Ozon, and the goods leave."""

from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError

from tests.fake_ozon import Sold, buyout
from tests.fake_ozon.buyouts import example
from tests.odoo.common import decimal
from tests.settlement.common import DUE
from tests.settlement.month_case import MonthCase

MONTH = date(2026, 9, 1)
DAY = date(2026, 9, 10)


class BuyoutCase(MonthCase):
    """September: besides sales to buyers, Ozon bought 2 + 1 units of one product, 1 of another."""

    def arrange(self):
        super().arrange()
        self.bought = [
            buyout("0101-1", 1001, "100", "20", 2), buyout("0102-1", 1001, "100", "20"),
            buyout("0103-1", 1002, "95", "3.13", vat=10),
        ]  # fmt: skip
        self.seller.finance.buyouts[DAY] = self.bought
        self.taxes = {
            rate: self.create_tax("sale", rate, included=True) for rate in (10, 22)
        }

    def buyout(self, period=MONTH):
        found = self.env["ozon.buyout"].search([
            ("account_id", "=", self.account.id), ("period", "=", period),
            ("corrected_report_id", "=", False),
        ])
        found.invalidate_recordset()
        return found

    def loaded(self, now=DUE):
        """The loaded buy-outs, with enough goods in stock."""
        self.load(now)
        found = self.buyout()
        self.assertEqual(found.state, "to_review", found.error_message)
        self.bring_goods(found)
        return found

    def failed(self, document):
        document.invalidate_recordset()
        return {check["name"] for check in document.checks if check["state"] == "failed"}

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: decimal(balance) for account, balance in rows if balance}


class TestBooks(BuyoutCase):
    """The buy-outs of September are loaded, and their invoice is a draft."""

    def arrange(self):
        super().arrange()
        self.load()

    def test_an_invoice_by_product_price_and_rate_and_the_goods_leave(self):
        month = self.loaded()

        mug, bowl = (
            month.line_ids.filtered(lambda line, sku=sku: line.sku == sku).product_id
            for sku in ("1001", "1002")
        )
        invoice = month.invoice_id
        self.assertEqual(
            sorted((line.product_id.id, line.quantity, line.price_unit, line.tax_ids.amount)
                   for line in invoice.invoice_line_ids),
            sorted([(mug.id, 3, 80, 22), (bowl.id, 1, 92.03, 10)]),
        )  # fmt: skip
        self.assertEqual(
            (month.amount, invoice.amount_total, invoice.move_type, invoice.state),
            (332.03, 332.03, "out_invoice", "draft"),
        )
        self.assertEqual((invoice.date, invoice.invoice_date), (date(2026, 9, 30),) * 2)
        self.assertEqual(
            (invoice.ozon_kind, invoice.ozon_account_id, invoice.ozon_period),
            ("buyout", self.account, MONTH),
        )
        self.assertEqual(invoice.partner_id, self.account.partner_id)
        self.assertEqual(self.failed(month), set())

        stock = self.stock(mug, bowl)
        month.action_confirm()

        self.assertEqual((month.state, invoice.state), ("posted", "posted"))
        self.assertEqual(self.stock(mug, bowl), [stock[0] - 3, stock[1] - 1])
        vat = decimal(240 * 22 / 122) + decimal(92.03 * 10 / 110)
        booked = self.balances()
        self.assertEqual(booked, {
            "62.01": decimal(332.03), "68.02": -vat, "90.01": -(decimal(332.03) - vat),
        })
        self.assertEqual(self.failed(month), set())
        self.assertTrue(month.picking_ids.action_open_ozon_report())

        month.action_reset()
        self.assertEqual((self.balances(), self.stock(mug, bowl)), ({}, stock))
        self.assertEqual(month.state, "to_review")
        month.action_confirm()
        self.assertEqual(self.balances(), booked)
        self.assertEqual(self.stock(mug, bowl), [stock[0] - 3, stock[1] - 1])
        # Like every document, it can also be taken back by resetting its entry.
        invoice.button_draft()
        self.assertEqual((month.state, self.stock(mug, bowl)), ("to_review", stock))
        invoice.action_post()
        self.assertEqual((month.state, self.balances()), ("posted", booked))

    def test_the_cost_is_what_the_goods_that_left_were_worth(self):
        month = self.loaded()
        products = month.line_ids.product_id
        valuation = self.ledger_account("41.77", "asset_current")
        cost = self.ledger_account("90.77", "expense_direct_cost")
        category = self.env["product.category"].create({
            "name": "Посуда", "property_valuation": "real_time", "property_cost_method": "average",
            "property_stock_valuation_account_id": valuation.id,
            "property_account_expense_categ_id": cost.id,
        })
        products.write({"categ_id": category.id, "standard_price": 30})
        month.action_draft_again()

        month.action_confirm()
        booked = self.balances()
        self.assertEqual((booked["90.77"], booked["41.77"]), (120, -120))
        self.assertEqual(self.failed(month) - {"cost_ties"}, set())
        month.action_reset()
        self.assertNotIn("90.77", self.balances())
        month.action_confirm()
        self.assertEqual(self.balances(), booked)

    def test_goods_that_are_not_there_stop_it(self):
        month = self.buyout()
        self.assertEqual(len(month.shortage), 2)
        with self.assertRaisesRegex(UserError, "does not have enough goods"):
            month.action_confirm()
        self.assertEqual((month.state, month.invoice_id.state), ("to_review", "draft"))
        transfer = self.env["stock.picking"].browse(month.action_transfer_goods()["res_id"])
        self.assertEqual(sum(transfer.move_ids.mapped("product_uom_qty")), 4)
        self.account.allow_negative_stock = True
        month.action_confirm()
        self.assertEqual(month.state, "posted")

    def stock(self, *products):
        self.env.invalidate_all()
        return [
            product.with_context(location=self.account.location_id.id).qty_available
            for product in products
        ]


class TestSettings(BuyoutCase):
    """Settings decide how buy-outs are booked, if they are made before buy-outs are loaded."""

    def test_another_journal_and_another_total(self):
        journal = self.env["account.journal"].create({
            "name": "Выкуп", "code": "ВЫК", "type": "sale", "company_id": self.company.id,
            "default_account_id": self.account.sale_journal_id.default_account_id.id,
        })
        self.account.buyout_journal_id = journal
        month = self.loaded()
        self.assertEqual(month.invoice_id.journal_id, journal)

        month.invoice_id.invoice_line_ids[0].price_unit += 1
        self.assertEqual(self.failed(month), {"invoice", "taxes"})
        with self.assertRaisesRegex(UserError, "adds up to"):
            month.action_confirm()
        month.action_draft_again()
        month.invoice_id.invoice_line_ids[0].quantity += 1
        month.invoice_id.invoice_line_ids[0].price_unit *= 3 / 4
        with self.assertRaisesRegex(UserError, "another number of"):
            month.action_confirm()
        month.action_draft_again()
        month.invoice_id.invoice_date = month.invoice_id.date = date(2026, 10, 2)
        with self.assertRaisesRegex(UserError, "outside of the month"):
            month.action_confirm()

    def test_every_kind_of_tax(self):
        """Taxes of the row's rate, included or on top; none if the rate is 0."""
        self.taxes[22].price_include_override = "tax_excluded"
        self.bought[2]["vat_percent"] = 0
        month = self.loaded()
        lines = month.invoice_id.invoice_line_ids.sorted("quantity")
        self.assertEqual([line.tax_ids.amount for line in lines], [0, 22])
        self.assertEqual(
            [decimal(line.price_subtotal) for line in lines],
            [decimal(92.03), decimal(240 / 1.22)],
        )
        self.assertEqual(month.invoice_id.amount_total, 332.03)

        # The product's own tax of the same rate takes precedence over the company's.
        self.taxes[22].name = "НДС общий"
        own = self.create_tax("sale", 22, included=True)
        lines[1].product_id.taxes_id = own
        month.action_draft_again()
        self.assertEqual(month.invoice_id.invoice_line_ids.sorted("quantity")[1].tax_ids, own)
        self.assertEqual(month.invoice_id.amount_total, 332.03)

    def test_a_rate_without_a_tax_is_named_and_the_rest_goes_on(self):
        self.bought[2]["vat_percent"] = 5
        self.load()
        month = self.buyout()
        self.assertEqual(month.state, "ready")
        self.assertRegex(month.error_message, "with 5 % VAT, and .* has no sales tax of this rate")
        self.assertEqual(self.import_month(self.account).state, "to_review")
        self.assertEqual(self.act("star").state, "to_review")

        self.create_tax("sale", 5, included=True)
        month.action_fetch()
        self.assertEqual((month.state, month.error_message), ("to_review", False))

    def test_in_another_currency(self):
        """The contract is in roubles, but the books are not."""
        dirham = self.env.ref("base.AED")
        dirham.active = True
        self.env["res.currency.rate"].create([
            {"name": "2026-01-01", "currency_id": currency.id, "rate": rate,
             "company_id": self.company.id}
            for currency, rate in ((dirham, 1), (self.env.ref("base.RUB"), 20))
        ])  # fmt: skip
        self.company.currency_id = dirham
        month = self.loaded()
        self.assertEqual(month.currency_id.name, "RUB")
        month.action_confirm()
        self.assertEqual(month.invoice_id.amount_total, 332.03)
        self.assertEqual(self.balances()["62.01"], decimal(16.60))


class TestDecisions(BuyoutCase):
    def test_ozons_own_example_waits_for_a_person_who_accepts_its_amounts(self):
        """95 less 3.13 % is 92.03, Ozon says 92.30; 2086 less 3.01 % is 2023.21, not 2023.30."""
        self.create_tax("sale", 20, included=True)
        self.bought[:] = example()
        month = self.loaded()
        self.assertEqual((month.amount, self.failed(month)), (2115.60, {"rows"}))
        [text] = [check["text"] for check in month.checks if check["name"] == "rows"]
        for figure in ("92.30", "92.03", "2,023.30", "2,023.21", "0208194185-0001-1"):
            self.assertIn(figure, text)
        with self.assertRaisesRegex(UserError, "nobody has decided yet"):
            month.action_confirm()
        self.assertEqual(month.state, "to_review")

        month.action_accept()
        self.assertEqual((month.accepted_by_id, bool(month.accepted_at)), (self.env.user, True))
        self.assertIn("2,023.21", month.message_ids[0].body)
        self.assertEqual(self.failed(month), set())
        with self.assertRaisesRegex(UserError, "needs a decision"):
            month.action_accept()

        # The decision only applies to the rows that the person has seen.
        self.bought[0]["amount"] = self.bought[0]["buyout_price"] = Decimal("92.40")
        month.action_compare()
        month.action_fetch()
        self.assertEqual((month.amount, month.accepted_by_id), (2115.70, self.env["res.users"]))
        month.action_accept()
        month.action_confirm()
        self.assertEqual(self.balances()["62.01"], decimal(2115.70))

    def test_equal_rows_and_postings_of_an_earlier_month_are_named(self):
        self.bought.append(dict(self.bought[1]))
        month = self.loaded()
        self.assertEqual((month.amount, self.failed(month)), (412.03, {"rows"}))
        self.assertIn("rows 2, 4", str(month.checks))

        self.seller.finance.buyouts[date(2026, 10, 5)] = [self.bought[0]]
        later = self.env["ozon.buyout"].create({
            "account_id": self.account.id, "period": "2026-10-01",
        })
        with self.at("2026-11-07 04:00:00"):
            later.action_fetch()
        self.assertIn("posting 0101-1 in September 2026", str(later.checks))
        self.assertTrue(later.to_accept)

    def test_what_was_sold_to_a_buyer_is_not_bought_by_ozon(self):
        self.plant_posting(DAY, self.sold_unit(1001), unit="0101-1")
        # A unit sold and returned is not sold.
        for sign in (1, -1):
            self.plant_posting(DAY, self.sold_unit(1001, sign), unit="0102-1")
        # Another product of the same posting.
        self.plant_posting(DAY, self.sold_unit(1003), unit="0103-1")
        month = self.loaded()
        self.assertEqual(self.failed(month), {"twice"})
        [text] = [check["text"] for check in month.checks if check["name"] == "twice"]
        self.assertIn("0101-1", text)
        self.assertNotIn("0102-1", text)
        self.assertNotIn("0103-1", text)
        with self.assertRaisesRegex(UserError, "counted twice"):
            month.action_confirm()
        self.assertEqual((month.state, self.balances()), ("to_review", {}))

    def test_without_accruals_it_cannot_be_known_and_the_goods_of_both_are_named(self):
        self.account.book_services = False
        month = self.loaded()
        [check] = [check for check in month.checks if check["name"] == "twice"]
        self.assertEqual(check["state"], "info")
        self.assertIn("A-1001, A-1002", check["text"])
        month.action_confirm()

    def sold_unit(self, sku, sign=1):
        return Sold(sku, paid=sign * Decimal(100))


class TestNumber(BuyoutCase):
    def test_the_settlement_names_it(self):
        self.settlement().add("УПД по выкупленным товарам", "4767782", credit="332.03")
        month = self.loaded()
        self.assertEqual((month.number, month.proof), (False, "missing"))
        self.assertIn("The number is missing", str(month.checks))
        month.action_confirm()
        self.prove()
        month.invalidate_recordset()
        self.assertEqual(
            (month.number, month.proof, month.invoice_id.ref), ("4767782", "proved", "4767782"),
        )
        self.assertEqual(self.failed(month), set())
        self.assertIn("4767782", month.message_ids[0].body)

    def test_a_settlement_that_says_otherwise_fails_a_check(self):
        self.settlement().add("УПД по выкупленным товарам", "4767782", credit="332.04")
        month = self.loaded()
        self.prove()
        self.assertEqual(self.failed(month), {"proof"})
        self.assertFalse(month.number)

    def test_a_person_types_it_and_nothing_else(self):
        month = self.loaded()
        bookkeeper = self.env["res.users"].create({
            "name": "Бухгалтер", "login": "buyouts", "company_id": self.company.id,
            "company_ids": self.company.ids,
            "group_ids": [self.env.ref("ozon_connector.group_ozon_user").id],
        })
        month.with_user(bookkeeper).number = " 4767782 "
        self.assertEqual((month.number, month.invoice_id.ref), ("4767782", "4767782"))
        self.assertIn("entered by hand", str(month.checks))
        for vals in (
            {"amount": 5}, {"currency_id": self.env.ref("base.EUR").id},
            {"number": "1", "amount": 5},
        ):
            with (
                self.subTest(vals), self.assertRaisesRegex(UserError, "set only by the Ozon"),
                self.env.cr.savepoint(),
            ):
                month.with_user(bookkeeper).write(vals)
        # Ozon returns the rows again: the number stays.
        month.action_compare()
        month.action_draft_again()
        self.assertEqual((month.number, month.invoice_id.ref), ("4767782", "4767782"))


class TestChanges(BuyoutCase):
    def test_what_ozon_changes_becomes_a_correction(self):
        self.correct()

    def test_what_ozon_changes_becomes_a_correction_with_stornos(self):
        self.company.account_storno = True
        self.correct()

    def correct(self):
        month = self.loaded()
        month.action_confirm()
        # One row disappears, one becomes dearer, and a new one appears.
        self.bought[:] = [
            self.bought[0], buyout("0103-1", 1002, "100", "3.13", vat=10),
            buyout("0104-1", 1002, "100", "20", vat=10),
        ]  # fmt: skip
        month.action_compare()
        self.assertTrue(month.changed)
        month.action_create_correction()
        correction = month.correction_ids[-1]
        self.assertEqual(correction.state, "to_review", correction.error_message)
        self.assertEqual(correction.amount, 4.84)
        self.bring_goods(correction)
        correction.action_confirm()
        self.assertEqual(self.balances()["62.01"], decimal(336.87))
        moved = sum(
            (1 if move.location_dest_id.usage == "customer" else -1) * move.quantity
            for move in correction.picking_ids.move_ids
        )
        self.assertEqual(moved, 0)
        self.assertEqual(self.failed(correction), set())
        with self.assertRaisesRegex(UserError, "has a correction"):
            month.action_reset()

        # All rows disappear.
        self.bought.clear()
        month.action_compare()
        month.action_create_correction()
        last = month.correction_ids.sorted("correction_number")[-1]
        self.assertEqual((last.invoice_id.move_type, last.amount), ("out_refund", -336.87))
        last.action_confirm()
        self.assertNotIn("62.01", self.balances())
        last.action_reset()
        self.assertEqual(self.balances()["62.01"], decimal(336.87))

    def test_a_draft_is_made_anew(self):
        month = self.loaded()
        self.bought.pop()
        month.action_compare()
        month.action_fetch()
        self.assertEqual((month.amount, month.invoice_id.amount_total), (240, 240))


class TestLoading(BuyoutCase):
    def test_a_month_without_buy_outs_is_looked_at_again(self):
        kept, self.seller.finance.buyouts[DAY] = self.bought, []
        self.load()
        month = self.buyout()
        self.assertEqual((month.state, month.error_message), ("cancelled", False))
        self.load()
        asked = len(self.asked())
        self.load("2026-10-07 09:00:00")
        self.assertEqual(len(self.asked()), asked)

        self.seller.finance.buyouts[DAY] = kept
        self.load("2026-10-08 04:00:00")
        self.assertEqual(self.buyout().state, "to_review")

    def test_a_month_that_is_too_long_at_once_comes_in_pieces(self):
        self.seller.finance.longest_buyout_period = 28
        self.seller.finance.buyouts[date(2026, 9, 30)] = [buyout("0109-1", 1001, "100", "20")]
        month = self.loaded()
        self.assertEqual(month.amount, 412.03)
        self.assertEqual(
            [request.body["date_from"] for request in self.asked()],
            ["2026-09-01", "2026-09-01", "2026-09-29"],
        )
        self.assertEqual(month.line_ids.mapped("row_number"), [1, 2, 3, 4])

    def test_what_cannot_be_booked_is_named(self):
        del self.bought[1]["quantity"]
        self.load()
        self.assertRegex(
            self.buyout().error_message, "In row 2 of the report, «quantity» is missing",
        )
        self.bought[1].update(quantity=1, bonus=5)
        self.buyout().action_fetch()
        self.assertRegex(self.buyout().error_message, "Row 2 .* bonus = 5")
        self.assertEqual(self.import_month(self.account).state, "to_review")

        self.bought[1].pop("bonus")
        self.account.book_buyouts = False
        self.assertFalse(self.env["ozon.buyout"]._create_due(self.account))

    def test_switched_off_nothing_is_asked(self):
        self.account.book_buyouts = False
        self.load()
        self.assertFalse(self.buyout() or self.asked())

    def asked(self):
        return [one for one in self.ozon.requests if one.path == "/v1/finance/products/buyout"]


class MonthOfBuyoutsCase(BuyoutCase):
    def book_all(self):
        self.book()
        self.bring_goods(self.buyout())
        self.buyout().action_confirm()


class TestMonth(MonthOfBuyoutsCase):
    """The balance does not include buy-outs. It is compared with the books; nothing is booked."""

    def arrange(self):
        super().arrange()
        self.ask()

    def test_apart_from_the_balance_they_stand_in_sight_and_the_month_ties(self):
        self.book_all()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")
        month = self.month()
        self.assertEqual(
            (self.differences(), month.state, month.apart),
            ([("buyout", Decimal("-332.03"), "buyout")], "tied", 332.03),
        )
        self.assertEqual(decimal(month.booked_closing - month.closing_balance), decimal(332.03))
        # Neither services nor payouts of the balance settle them.
        self.assertEqual(self.buyout().invoice_id.payment_state, "not_paid")

        self.ask("2026-10-20 04:00:00")
        self.assertEqual(
            self.differences(date(2026, 10, 1)),
            [("buyout_before", Decimal("-332.03"), "buyout")],
        )
        self.pay("2026-10-15", 332.03)
        self.ask("2026-10-21 04:00:00")
        self.assertEqual(self.differences(date(2026, 10, 1)), [
            ("buyout_before", Decimal("-332.03"), "buyout"),
            ("buyout", Decimal("332.03"), "buyout"),
        ])
        october = self.month(date(2026, 10, 1))
        self.assertEqual((october.apart, october.difference), (0, 0))

        # If buy-outs should be in the balance but are not, the month says so.
        self.account.buyouts_settled = "balance"
        self.month()._compare()
        self.assertEqual(self.differences(), [("buyout", Decimal("-332.03"), "no_source")])
        self.assertEqual(self.month().state, "different")

    def test_another_difference_is_carried_on_beside_them(self):
        self.book_all()
        # The payout has not arrived in the bank.
        self.ask("2026-10-20 04:00:00")

        self.assertEqual(self.differences(date(2026, 10, 1)), [
            ("opening", Decimal("-500.00"), "earlier"),
            ("buyout_before", Decimal("-332.03"), "buyout"),
        ])

    def test_services_are_withheld_from_them_only_in_the_balance(self):
        self.bring_goods(self.buyout())
        for settled, expected in (("apart", 0), ("balance", 75.50)):
            with self.subTest(settled=settled):
                self.account.buyouts_settled = settled
                self.buyout().action_confirm()
                self.act().action_confirm()
                self.assertEqual(self.act().netting_total, expected)
                self.buyout().action_reset()
                self.assertFalse(self.act().netting_move_id)
                self.act().action_reset()

    def pay(self, day, amount):
        """Ozon pays the buy-outs, and the bookkeeper matches the bank line with their invoice."""
        line = self.receive_payout(amount, day)
        invoice = self.buyout().invoice_id
        owed = invoice.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        _bank, suspense, _others = line._seek_for_lines()
        suspense.account_id = owed.account_id
        (suspense | owed).reconcile()


class TestMonthInBalance(MonthOfBuyoutsCase):
    def test_in_the_balance_they_are_a_class_that_ties(self):
        self.account.buyouts_settled = "balance"
        self.seller.finance.buyouts_as = "buyout_of_goods"
        self.ask()
        self.assertEqual(
            [one for one in self.differences() if one[0] == "buyout"],
            [("buyout", Decimal("332.03"), "draft")],
        )
        self.book_all()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")
        self.assertEqual((self.differences(), self.month().state), ([], "tied"))
        [line] = self.month().line_ids.filtered(lambda one: one.kind == "buyout")
        self.assertEqual((line.ozon_amount, line.booked_amount), (332.03, 332.03))
        line.action_open()
