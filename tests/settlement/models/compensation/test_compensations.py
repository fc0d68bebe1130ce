"""Ozon's payments for lost goods are booked once, and the goods leave or come back."""

from datetime import date
from decimal import Decimal

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError

from tests.fake_ozon import Compensations, card, written_off
from tests.fake_ozon.compensations import BACK, DECOMMISSIONED, LOST, QUANTITY, VALUE, both
from tests.fake_ozon.settlement_file import Other
from tests.settlement.common import DUE, MONTH, SettlementCase
from tests.settlement.month_case import MonthCase

ITEM_COMPENSATION, CLAIM = 25, 8
NEXT_DAY = "2026-10-08 04:00:00"


class CompensationCase(SettlementCase):
    """September: 3 of one product and 1 of another lost, 1 found again, 2 written off unpaid."""

    def arrange(self):
        super().arrange()
        self.income = self.ledger("91.01", "income_other")
        self.account.compensation_account_id = self.income
        self.goods = self.env["product.product"].create([
            {"name": f"Товар {sku}", "ozon_code": str(sku), "default_code": f"ART-{sku}",
             "is_storable": True, "standard_price": 30.0}
            for sku in (1001, 1002)
        ])  # fmt: skip
        self.seller.cards = [card(10 + sku, sku, name=f"Товар {sku}") for sku in (1001, 1002)]
        self.account._ensure_location()
        self.location = self.account.location_id
        self.bring(dict.fromkeys(self.goods.ids, 20), self.location)

    def at(self, now=DUE):
        return freeze_time(now)

    def ledger(self, code, kind):
        return self.env["account.account"].create({
            "code": code, "name": code, "account_type": kind,
            "company_ids": [Command.set(self.company.ids)],
        })

    def lose(self, amount="150", quantity=3, month=(2026, 9), **values):
        """Put units of the first product into Ozon's report, and their amount into the accruals."""
        given = self.seller.finance.compensations.setdefault(
            month, Compensations("77", date(2026, 10, 5)),
        )
        given.add(1001, amount, quantity, reduced="50", **values)
        self.plant(date(*month, 20), (ITEM_COMPENSATION, str(amount)))
        return given

    def find(self, amount="40", **values):
        given = self.seller.finance.decompensations.setdefault(
            (2026, 9), Compensations("12", date(2026, 10, 5), is_decompensation=True),
        )
        given.add(1001, amount, kind=BACK, **values)
        self.plant(date(2026, 9, 25), (ITEM_COMPENSATION, f"-{amount}"))
        return given

    def document(self, kind="compensation", month=MONTH):
        found = self.env["ozon.compensation"].search([
            ("account_id", "=", self.account.id), ("period", "=", month), ("kind", "=", kind),
            ("corrected_report_id", "=", False),
        ])
        found.invalidate_recordset()
        return found

    def in_stock(self):
        self.env.invalidate_all()
        return [
            good.with_context(location=self.location.id).qty_available for good in self.goods
        ]

    def balances(self):
        rows = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"], ["balance:sum"],
        )
        return {account.code: round(balance, 2) for account, balance in rows if balance}

    def verdicts(self, document):
        document.invalidate_recordset()
        return {check["name"]: check["state"] for check in document.checks}

    def check(self, document, name):
        return next(one for one in document.checks if one["name"] == name)


class TestCompensations(CompensationCase):
    def assert_papers(self, lost, found, gone):
        self.assertEqual((lost.number, str(lost.doc_date)), ("77", "2026-10-05"))
        invoice, credit_note = lost.invoice_id, found.invoice_id
        self.assertEqual(
            (invoice.move_type, invoice.amount_total, invoice.amount_tax),
            ("out_invoice", 150, 0),
        )
        self.assertEqual(
            (credit_note.move_type, credit_note.amount_total), ("out_refund", 40),
        )
        self.assertEqual(str(invoice.invoice_date), "2026-09-30")
        self.assertIn("77", invoice.ref)
        self.assertEqual(invoice.invoice_line_ids.account_id, self.income)
        self.assertEqual(invoice.invoice_line_ids.ozon_product_id, self.goods[0])
        self.assertFalse(gone.invoice_id)
        self.assertEqual((invoice.ozon_kind, invoice.ozon_account_id, str(invoice.ozon_period)),
                         ("compensation", self.account, "2026-09-01"))

    def test_a_month_becomes_an_invoice_a_credit_note_and_transfers(self):
        self.lose()
        self.find()
        self.seller.finance.decommissioned = [
            written_off(1002, 2), written_off(1001, 1, compensation_type="CLOSED_COMPENSATION"),
        ]  # fmt: skip
        self.load()
        lost, found, gone = map(self.document, ("compensation", "decompensation", "written_off"))
        self.assertEqual(
            [(one.state, one.amount, one.error_message) for one in lost | found | gone],
            [("to_review", 150, False), ("to_review", -40, False), ("to_review", 0, False)],
        )
        with self.subTest("the papers are without tax, by the title of Ozon's file"):
            self.assert_papers(lost, found, gone)
        with self.subTest("nothing fails"):
            for one in lost | found | gone:
                self.assertNotIn("failed", self.verdicts(one).values(), one.checks)
        with self.subTest("confirmed, the goods move and Ozon owes it"):
            for one in lost | found | gone:
                one.action_confirm()
            self.assertEqual(set((lost | found | gone).mapped("state")), {"posted"})
            self.assertEqual(self.in_stock(), [18, 18])
            self.assertEqual(self.balances(), {"62.01": 110, "91.01": -110})
            self.assertEqual(lost.picking_ids.move_ids.location_dest_id.usage, "inventory")
            for one in lost | found | gone:
                self.assertNotIn("failed", self.verdicts(one).values(), one.checks)
        with self.subTest("reset and confirmed once more, all is the same"):
            booked = self.balances()
            for one in lost | found | gone:
                one.action_reset()
            self.assertEqual((self.balances(), self.in_stock()), ({}, [20, 20]))
            for one in lost | found | gone:
                one.action_confirm()
            self.assertEqual((self.balances(), self.in_stock()), (booked, [18, 18]))
        with self.subTest("asked again, Ozon says the same and nothing is told"):
            said = lost.message_ids.filtered("body")
            lost.action_compare()
            self.assertFalse(lost.changed or lost.change_problem)
            self.assertEqual(lost.message_ids.filtered("body"), said)

    def test_a_missing_account_is_named_and_the_document_goes_on_when_it_is_there(self):
        self.account.compensation_account_id = False
        self.lose()
        self.load()
        document = self.document()
        self.assertEqual(document.state, "ready")
        self.assertIn("Compensation Account", document.setup_problem)
        rows = self.env["ozon.requirement"]._missing(self.account)
        self.assertIn("compensation_account", [row["name"] for row in rows])
        with self.at():
            setup = self.env["ozon.setup"].create({"account_id": self.account.id})
            setup.action_apply("compensation_account")
        self.assertEqual(self.account.compensation_account_id.account_type, "income_other")
        self.load(NEXT_DAY)
        self.assertEqual(self.document().state, "to_review", self.document().error_message)

    def test_a_type_that_nobody_knows_waits_and_only_it(self):
        self.lose(kind="Затопление склада")
        self.find()
        self.load()
        document = self.document()
        self.assertEqual(document.state, "to_match")
        self.assertEqual(self.document("decompensation").state, "to_review")
        a_type = document.line_ids.type_id
        self.assertEqual((a_type.title, a_type.goods), ("Затопление склада", False))
        self.assertIn("Затопление", self.check(document, "types")["text"])
        with self.at():
            a_type.goods = "nothing"
        self.load(NEXT_DAY)
        document = self.document()
        self.assertEqual((document.state, document.amount), ("to_review", 150))
        document.action_confirm()
        self.assertEqual(self.in_stock(), [20, 20])

    def test_goods_that_are_not_there_stop_the_document_and_nothing_is_booked(self):
        self.lose(quantity=30, amount="300")
        self.load()
        document = self.document()
        self.assertEqual(self.verdicts(document)["stock"], "failed")
        with self.assertRaises(UserError) as caught:
            document.action_confirm()
        self.assertIn("below zero", str(caught.exception))
        self.assertEqual((document.state, self.balances()), ("to_review", {}))

    def test_two_ways_of_signs_and_the_storno_of_a_company(self):
        self.company.account_storno = True
        self.find(amount="40", reduced="10")
        for line in self.seller.finance.decompensations[2026, 9].lines:
            line.values.update({
                key: -value for key, value in line.values.items() if isinstance(value, Decimal)
            })
        self.load()
        document = self.document("decompensation")
        self.assertEqual((document.state, document.amount), ("to_review", -40))
        document.action_confirm()
        self.assertEqual(self.in_stock()[0], 21)
        self.assertEqual(self.balances(), {"62.01": -40, "91.01": 40})
        income = document.invoice_id.line_ids.filtered(lambda line: line.account_id == self.income)
        self.assertEqual((income.debit, income.credit), (0, -40))


class TestLoss(CompensationCase):
    """Ozon's report of a loss is loaded, and its invoice is a draft."""

    def arrange(self):
        super().arrange()
        self.given = self.lose()
        self.load()

    def test_what_ozon_changes_is_corrected_and_goods_follow(self):
        document = self.document()
        document.action_confirm()
        self.given.lines.clear()
        self.given.add(1001, "100", 2, reduced="50")
        document.action_compare()
        self.assertTrue(document.changed)

        document.action_create_correction()

        correction = document.correction_ids
        self.assertEqual(
            (correction.state, correction.amount, correction.invoice_id.move_type),
            ("to_review", -50, "out_refund"), correction.error_message,
        )
        correction.action_confirm()
        self.assertEqual(self.in_stock()[0], 18)
        self.assertEqual(self.balances(), {"62.01": 100, "91.01": -100})
        document.action_compare()
        self.assertFalse(document.changed)

    def test_drafts_are_made_anew_when_ozon_changes_the_file(self):
        document = self.document()
        self.given.add(1002, "70")
        document.action_compare()
        with self.at(DUE):
            document.action_fetch()
        self.assertEqual((document.state, document.amount), ("to_review", 220))
        self.assertEqual(document.invoice_id.amount_total, 220)
        self.assertEqual(self.check(document, "accruals")["state"], "failed")
        self.assertIn("220", self.check(document, "accruals")["text"])

    def test_another_report_in_place_of_the_booked_one_waits_for_a_person(self):
        document = self.document()
        document.action_confirm()
        other = self.seller.finance.compensations[2026, 9] = Compensations("78", date(2026, 10, 9))
        other.add(1002, "60")
        document.action_compare()
        self.assertFalse(document.changed)
        self.assertIn("No. 78", document.change_problem)
        self.assertEqual(self.balances(), {"62.01": 150, "91.01": -150})
        with self.subTest("the accruals say that it counts alone"):
            self.seller.accruals(date(2026, 9, 20)).clear()
            self.plant(date(2026, 9, 20), (ITEM_COMPENSATION, "60"))
            self.env["ozon.accrual.feed"]._read_again(self.account, MONTH, date(2026, 9, 30))
            self.load(NEXT_DAY)
            document.action_compare()
            self.assertTrue(document.changed, document.change_problem)

    def test_a_tax_is_refused(self):
        document = self.document()
        document.invoice_id.invoice_line_ids.tax_ids = self.create_tax("sale", 22, included=True)
        self.assertEqual(self.verdicts(document)["invoice"], "failed")
        with self.assertRaisesRegex(UserError, "without VAT"):
            document.action_confirm()

    def test_the_settlement_is_compared_where_it_names_compensations(self):
        settlement = self.settlement()
        settlement.others.append(Other("Компенсации", Decimal(150), Decimal(150), Decimal(0)))
        settlements = self.env["ozon.settlement"]._ensure(self.account, [MONTH])
        with self.at():
            settlements._ask_again()
        self.prove()
        self.assertEqual(self.verdicts(self.document())["settlement"], "passed")
        settlements.other_accruals = [["Компенсации", "149.00", "149.00"]]
        check = self.check(self.document(), "settlement")
        self.assertEqual(check["state"], "failed")
        self.assertIn("149", check["text"])

    def test_another_company_sees_nothing_of_it(self):
        other = self.create_company("ООО «Чужие»")
        stranger = self.env["res.users"].create({
            "name": "Чужой", "login": "stranger", "company_id": other.id,
            "company_ids": [Command.set(other.ids)],
            "group_ids": [Command.link(self.env.ref("ozon_connector.group_ozon_manager").id)],
        })
        for model in ("ozon.compensation", "ozon.compensation.line", "ozon.compensation.type"):
            own = self.env[model].with_user(stranger).with_context(allowed_company_ids=other.ids)
            self.assertFalse(own.search([]), model)


class TestCostOfLosses(CompensationCase):
    """The cost of perpetually valued goods goes to the account of the loss location."""

    def arrange(self):
        super().arrange()
        stock, loss = self.ledger("41.77", "asset_current"), self.ledger("94.00", "expense")
        self.goods.categ_id = self.env["product.category"].create({
            "name": "Постоянно", "property_valuation": "real_time",
            "property_cost_method": "fifo", "property_stock_valuation_account_id": stock.id,
        })
        self.company.account_stock_journal_id = self.env["account.journal"].create({
            "name": "Склад", "code": "СКЛ", "type": "general", "company_id": self.company.id,
        })
        self.account.loss_location_id = self.env["stock.location"].create({
            "name": "Потери на Ozon", "usage": "inventory", "company_id": self.company.id,
            "valuation_account_id": loss.id,
        })

    def test_the_cost_is_booked_taken_back_and_booked_again(self):
        self.lose()
        self.load()
        document = self.document()
        self.assertIn("94.00", self.check(document, "losses")["text"])
        document.action_confirm()
        booked = self.balances()
        self.assertEqual(
            booked, {"62.01": 150, "91.01": -150, "94.00": 90, "41.77": -90},
        )
        document.action_reset()
        self.assertEqual((self.balances(), self.in_stock()[0]), ({}, 20))
        document.action_confirm()
        self.assertEqual((self.balances(), self.in_stock()[0]), (booked, 17))


class TestMonthsOfCompensations(MonthCase, CompensationCase):
    def test_the_month_ties_when_it_is_booked_and_says_not_loaded_before(self):
        amount = Decimal("150")
        self.plant(date(2026, 9, 20), (ITEM_COMPENSATION, str(amount)))
        self.ask()
        self.assertIn(("compensation", amount, "not_loaded"), self.differences())
        document = self.document()
        self.assertEqual(document.state, "waiting")
        self.assertIn("has accrued", document.error_message)

        self.seller.finance.compensations[2026, 9] = given = Compensations()
        given.add(1001, amount, 3)
        self.ask(NEXT_DAY)
        self.assertIn(("compensation", amount, "draft"), self.differences())
        self.receive_payout()
        self.book()
        self.document().action_confirm()
        self.ask("2026-10-09 04:00:00")
        self.assertEqual((self.differences(), self.month().state), ([], "tied"))
        row = self.month().line_ids.filtered(lambda line: line.kind == "compensation")
        self.assertEqual(row.document_id, self.document().document_id)

    def test_a_month_without_any_is_no_document_until_something_is_accrued(self):
        self.ask()
        for kind in ("compensation", "decompensation", "written_off"):
            document = self.document(kind)
            self.assertEqual((document.state, document.has_nothing), ("cancelled", True), kind)
        self.lose()
        self.env["ozon.accrual.feed"]._read_again(self.account, MONTH, date(2026, 9, 30))
        self.ask(NEXT_DAY)
        self.assertEqual(self.document().state, "to_review", self.document().error_message)
        self.assertEqual(self.document("decompensation").state, "cancelled")


class TestBadReports(CompensationCase):
    def problem(self, given, now=DUE):
        self.seller.finance.compensations[2026, 9] = given
        self.load(now)
        document = self.document()
        self.assertEqual((document.state, document.invoice_id.id), ("waiting", False))
        return document.error_message

    def test_a_file_that_cannot_be_used_is_named_and_the_rest_goes_on(self):
        self.find()
        no_quantity = Compensations()
        no_quantity.add(1001, "50", **{QUANTITY: None})
        headings = Compensations().laid_out(columns=("№", QUANTITY, "Тип компенсации", VALUE))
        wrong_sum = Compensations()
        wrong_sum.add(1001, "500", 10, reduced="500", **{VALUE: Decimal(90)})
        other_kind = Compensations(is_decompensation=True)
        other_kind.add(1001, "50")
        two = Compensations(), Compensations("78")
        given = {
            "no quantity.*F4": no_quantity,
            "no table": headings,
            "does not add up: value × quantity is 900": wrong_sum,
            "of the opposite kind": other_kind,
            "several reports": both(*two),
            "not an XLSX": b"<html>maintenance</html>",
        }
        days = iter(range(7, 28))
        for words, report in given.items():
            with self.subTest(words):
                now = f"2026-10-{next(days):02} 04:00:00"
                self.assertRegex(self.problem(report, now), words)
        self.assertEqual(self.document("decompensation").state, "to_review")
        self.assertTrue(self.document().file_attachment_id)

    def test_a_key_without_the_right_to_what_was_written_off_is_named(self):
        self.lose()
        for role in self.seller.roles:
            role["methods"].remove(DECOMMISSIONED)
        self.load()
        self.assertIn("may not use this part", self.document("written_off").error_message)
        self.assertEqual(self.document().state, "to_review")
        self.assertNotEqual(self.account.state, "error")
        self.account.action_connect()
        self.assertIn("goods that Ozon wrote off", self.account.missing_rights)

    def test_a_report_that_takes_time_is_waited_for(self):
        self.lose()
        self.seller.finance.polls = 50
        self.load()
        document = self.document()
        self.assertEqual((document.state, document.error_message), ("waiting", False))
        self.assertTrue(document.code and document.next_attempt)
        self.seller.finance.polls = 0
        self.load("2026-10-07 04:05:00")
        self.assertEqual(self.document().state, "to_review", self.document().error_message)

    def test_a_report_that_fails_is_named(self):
        self.seller.finance.failure = "INTERNAL"
        self.assertIn("could not create", self.problem(Compensations()))
        self.assertFalse(self.document().code)
        self.seller.finance.failure = ""
        self.lose(kind=LOST)
        self.load(NEXT_DAY)
        self.assertEqual(self.document().state, "to_review", self.document().error_message)
