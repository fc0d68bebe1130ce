"""All needs of booking a month are named before anything fails, and fixed from one page.

The tests of all needs are generated from BREAKS and ASKED: each removes one thing, as a person or
another addon could.
"""

from odoo import Command, fields
from odoo.addons.ozon_connector.tools.default_journals import default_journal
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from tests.fake_ozon import report, row, side
from tests.odoo.common import OzonCase


def archive_account(code):
    def break_(test):
        test.books_account(code).active = False

    return break_


def clear(field):
    def break_(test):
        test.account[field] = False

    return break_


def archive_journal(field):
    def break_(test):
        test.account[field].active = False

    return break_


def archive_accounts(test):
    test.env["account.account"].search([("company_ids", "in", test.company.ids)]).active = False


def without_default(field):
    def break_(test):
        test.account[field].default_account_id = False

    return break_


def without_service(test):
    test.env.ref("ozon_connector.product_remuneration").unlink()


def without_warehouse(test):
    test.account._warehouse().active = False
    test.account.location_id.location_id = False


def archived_location(test):
    test.account.location_id.active = False


# What is removed: (need, how, words that name it, whether a proposal fixes it). If a journal is
# archived, the account it provided is missing as well.
BREAKS = {
    # The chart of the country is an addon of its own, which a test cannot install.
    "chart": ("chart", archive_accounts, "no chart of accounts", False),
    "payable_account": ("payable", archive_account("60.01"), "payable account", True),
    "receivable_account": ("receivable", archive_account("62.01"), "receivable account", True),
    "purchase_journal": ("purchase_journal", clear("purchase_journal_id"), "no purchase journal",
                         True),
    "archived_purchase_journal": ("purchase_journal", archive_journal("purchase_journal_id"),
                                  "no purchase journal", True),
    "sales_journal": ("sale_journal", clear("sale_journal_id"), "no sales journal", True),
    "archived_sales_journal": ("sale_journal", archive_journal("sale_journal_id"),
                               "no sales journal", True),
    "netting_journal": ("netting_journal", clear("netting_journal_id"),
                        "no journal for the netting", True),
    "archived_netting_journal": ("netting_journal", archive_journal("netting_journal_id"),
                                 "no journal for the netting", True),
    "expense_account": ("expense_account", without_default("purchase_journal_id"),
                        "No expense account", True),
    "income_account": ("income_account", without_default("sale_journal_id"), "No income account",
                       True),
    "service": ("service", without_service, "was deleted", False),
    "warehouse": ("warehouse", without_warehouse, "no warehouse", True),
    "location": ("location", archived_location, "is archived", True),
}  # fmt: skip
FOLLOWS = {
    "chart": {"payable", "receivable", "expense_account", "income_account"},
    "purchase_journal": {"expense_account"}, "sale_journal": {"income_account"},
    "warehouse": {"location"},
}  # fmt: skip
# Only confirming needs these: the drafts are there for review.
BOOKED_ONLY = {"netting_journal"}


def archive_partner(test):
    test.account.partner_id.active = False


def without_bank_journal(test):
    test.env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", test.company.id)]
    ).unlink()


def books_in_tenge(test):
    test.env.ref("base.RUB").rate_ids.unlink()
    test.company.currency_id = test.env.ref("base.KZT")


def without_inn(test):
    test.company.vat = False


# Needs that stop no month: (need, how it is removed, its state then, words that name it, method
# that fixes it).
ASKED = {
    "contact": ("partner", archive_partner, "confirm", "is archived", "action_apply"),
    "bank_journal": ("bank_journal", without_bank_journal, "info", "no bank journal",
                     "action_apply"),
    "taxes_of_the_fee": ("fee_taxes", clear("fee_tax_ids"), "confirm", "without VAT",
                         "action_apply"),
    "taxes_of_the_goods": ("goods_taxes", clear("sale_tax_ids"), "confirm", "without VAT",
                           "action_apply"),
    "rate_of_the_rouble": ("rates", books_in_tenge, "confirm", "keeps its books in KZT",
                           "action_keep"),
    "inn": ("inn", without_inn, "confirm", "has no INN", "action_apply"),
}  # fmt: skip


class SetupCase(OzonCase):
    def arrange(self):
        super().arrange()
        self.publish()

    def books_account(self, code):
        return self.env["account.account"].search(
            [("code", "=", code), ("company_ids", "in", self.company.ids)]
        )

    def open_set_up(self, account=None):
        account = account or self.account
        setup = self.env["ozon.setup"].create({"account_id": account.id})
        setup.invalidate_recordset()
        return setup

    def states(self, setup):
        return {row["name"]: row["state"] for row in setup.checks}

    def missing(self, account=None):
        setup = self.open_set_up(account)
        return {name for name, state in self.states(setup).items() if state == "failed"}

    def entries(self):
        return self.env["account.move"].search_count(
            [("company_id", "=", self.company.id), ("state", "=", "posted")]
        )


class TestEachNeed(SetupCase):
    """One thing is missing at a time; see below."""

    def check_named(self, need, take_away, words):
        self.account = self.connect()
        self.assertEqual(self.missing(), set())
        take_away(self)
        self.env.invalidate_all()

        self.assertEqual(self.missing() - FOLLOWS.get(need, set()), {need})
        self.assertIn(words, self.account.setup_problem)
        month = self.import_month(self.account)
        self.env.invalidate_all()
        drafted = need in BOOKED_ONLY

        self.assertEqual(month.state, "to_review" if drafted else "ready", month.error_message)
        self.assertIn(words, month.setup_problem)
        [check] = [check for check in month.checks if check["name"] == need]
        self.assertEqual(check["state"], "failed")
        self.assertIn(words, check["text"])
        self.assertEqual(check["buttons"][0]["method"], "action_set_up")
        # If waiting does not help, no new attempt is promised.
        self.assertFalse(month.retry_helps)
        self.assertFalse(month.next_attempt)
        if drafted:
            self.bring_goods(month)
            before = self.entries()
            with self.assertRaisesRegex(UserError, words):
                month.action_confirm()
            with self.assertRaisesRegex(UserError, words):
                month.bill_id.action_post()
            self.assertEqual(self.entries(), before)
            self.assertEqual(set(month.picking_ids.mapped("state")), {"draft"})
        else:
            self.assertFalse(month._documents())
            self.assertIn(words, month.error_message)
        return month

    def check_mended(self, need, take_away, words):
        month = self.check_named(need, take_away, words)
        setup = self.open_set_up()
        setup.action_propose()
        self.assertIn(need, setup.proposal_ids.mapped("name"))
        self.assertIn(need, self.missing())  # a proposal alone changes nothing

        setup.action_apply()
        self.env.invalidate_all()

        self.assertEqual(self.missing(), set())
        if month.state == "ready":
            self.run_cron()  # it continues automatically
            self.env.invalidate_all()
        self.assertEqual((month.state, month.problem), ("to_review", False), month.setup_problem)
        self.confirm(month)
        self.assertEqual(month.state, "posted")


def generate(name, need, take_away, words, mended):
    def test(self):
        check = self.check_mended if mended else self.check_named
        check(need, take_away, words)

    setattr(TestEachNeed, f"test_without_{name}", test)


for name, (need, take_away, words, mended) in BREAKS.items():
    generate(name, need, take_away, words, mended)


class TestEachQuestion(SetupCase):
    """Everything is set up except for one thing, which is shown and fixed and stops no month."""

    def arrange(self):
        super().arrange()
        self.company.account_purchase_tax_id = self.purchase_tax(22, True)
        self.company.account_sale_tax_id = self.create_tax("sale", 22, True)
        self.account = self.connect()
        setup = self.open_set_up()
        setup.action_propose()
        setup.action_apply()
        self.assertEqual(self.open_rows(), {})

    def open_rows(self):
        """{need: row} of everything that is not as it should be."""
        self.env.invalidate_all()
        return {
            row["name"]: row for row in self.open_set_up().checks if row["state"] != "passed"
        }

    def check_asked(self, need, take_away, state, words, method):
        take_away(self)
        rows = self.open_rows()
        self.assertEqual(rows.keys(), {need})
        self.assertEqual(rows[need]["state"], state)
        self.assertIn(words, rows[need]["text"])
        self.assertTrue(rows[need]["buttons"])
        self.assertEqual(self.missing(), set())

        setup = self.open_set_up()
        if method == "action_apply":
            setup.action_propose()
            self.assertEqual(setup.proposal_ids.mapped("name"), [need])
            self.assertEqual(self.open_rows().keys(), {need})  # a proposal alone changes nothing
            setup.action_apply()
        else:
            getattr(setup, method)(need)

        self.assertEqual(self.open_rows(), {})

    def test_every_need_is_taken_away_by_a_test(self):
        taken_away = {need for need, *_rest in [*BREAKS.values(), *ASKED.values()]}
        self.assertEqual(taken_away, set(self.env["ozon.requirement"]._names()))


def generate_question(name, *question):
    def test(self):
        self.check_asked(*question)

    setattr(TestEachQuestion, f"test_without_{name}", test)


for name, question in ASKED.items():
    generate_question(name, *question)


class TestAtOnce(SetupCase):
    def test_everything_that_is_missing_is_named_together(self):
        self.account = self.connect()
        for name in ("purchase_journal", "sales_journal", "payable_account", "netting_journal"):
            BREAKS[name][1](self)
        self.env.invalidate_all()

        month = self.import_month(self.account)

        for name in ("purchase_journal", "sales_journal", "payable_account", "netting_journal"):
            self.assertIn(BREAKS[name][2], month.error_message)

    def test_the_reason_is_today_s(self):
        """A fixed reason is replaced by the remaining one, without another attempt."""
        self.account = self.connect()
        self.account.purchase_journal_id = False
        month = self.import_month(self.account)
        self.assertIn("no purchase journal", month.setup_problem)

        self.account.purchase_journal_id = default_journal(self.company, "purchase")
        self.account.sale_journal_id = False
        self.env.invalidate_all()

        self.assertNotIn("no purchase journal", month.setup_problem)
        self.assertIn("no sales journal", month.setup_problem)
        self.assertIn("no sales journal", month.attention)
        self.assertFalse(month.problem)

    def test_a_product_whose_own_account_is_archived(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        month = self.import_month(self.account)
        product = month.line_ids.product_id[:1]
        product.property_account_income_id = self.env["account.account"].create(
            {"code": "90.99", "name": "Старая выручка", "account_type": "income",
             "company_ids": [Command.set(self.company.ids)]}
        )  # fmt: skip
        product.property_account_income_id.active = False
        self.env.invalidate_all()

        self.assertIn(f"No income account for {product.display_name}", month.setup_problem)

    def test_a_rate_that_is_missing(self):
        self.env.ref("base.KZT").rate_ids.unlink()
        self.publish(report([row(sku=1, sold=side(1))], currency_sys_name="KZT"))
        self.account = self.connect()
        month = self.import_month(self.account)
        self.env.invalidate_all()

        self.assertEqual(self.missing(), {"rates"})
        self.assertIn("no rate of KZT", month.setup_problem)
        self.assertFalse(month.next_attempt)
        self.assertFalse(month._documents())

        self.env["res.currency.rate"].create(
            {"currency_id": self.env.ref("base.KZT").id, "name": "2026-09-30", "rate": 5.4}
        )
        self.env.invalidate_all()
        self.assertEqual(self.missing(), set())
        month.action_fetch()
        self.assertEqual(month.state, "to_review", month.error_message)

    def test_what_is_switched_off_is_not_asked_for(self):
        self.account = self.connect(post_sales=False, post_stock=False, post_netting=False)
        self.account.write({"sale_journal_id": False, "netting_journal_id": False})
        self.books_account("62.01").active = False
        self.env.invalidate_all()

        self.assertEqual(self.missing(), set())
        month = self.import_month(self.account)
        self.assertEqual(month.state, "to_review", month.error_message)

    def test_without_vat_is_said_once(self):
        self.account = self.connect()
        setup = self.open_set_up()
        self.assertEqual(self.states(setup)["fee_taxes"], "confirm")

        setup.action_keep("fee_taxes")
        setup.action_keep("goods_taxes")

        states = self.states(self.open_set_up())
        self.assertEqual((states["fee_taxes"], states["goods_taxes"]), ("passed", "passed"))

    def test_a_report_that_waits_is_compared_once_and_not_for_ever(self):
        """If it stayed due, it would trigger the scheduled action again and again."""
        self.account = self.connect()
        self.account.purchase_journal_id = False
        month = self.import_month(self.account)
        triggers = self.env["ir.cron.trigger"]
        triggers.search([]).unlink()
        month.compare_due = True

        self.run_cron()

        self.assertEqual((month.state, month.compare_due), ("ready", False))
        self.assertFalse(triggers.search([("call_at", "<=", fields.Datetime.now())]))

    def test_a_late_report_and_one_that_is_not_drafted_are_different(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        month = self.import_month(self.account)
        self.assertFalse(month.activity_search(["ozon_connector.mail_activity_report_late"]))
        told = month.activity_search(["ozon_connector.mail_activity_report_not_drafted"])
        self.assertIn("no purchase journal", told.note)

        self.account.purchase_journal_id = default_journal(self.company, "purchase")
        month.action_fetch()
        self.assertFalse(month.activity_ids)

    def test_an_import_counts_what_is_loaded_and_says_why_it_is_not_drafted(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        with Form(self.env["ozon.report.import"].with_context(
            default_account_id=self.account.id,
        )) as form:  # fmt: skip
            form.month_from = form.month_to = "2026-09-01"
            self.assertIn("no purchase journal", form.setup_problem)
        dialog = form.record

        dialog.action_import()
        self.run_cron()
        self.env.invalidate_all()

        self.assertEqual(
            (dialog.loaded_count, dialog.drafted_count, dialog.running_count), (1, 0, 0)
        )
        [reason] = dialog.reasons
        self.assertIn("no purchase journal", reason["text"])
        self.assertEqual(reason["title"], "September 2026")
        self.assertEqual(dialog.action_set_up()["res_model"], "ozon.setup")

    def test_connecting_and_the_overview_lead_there(self):
        self.company.write({"name": "ООО «Новое»"})
        account = self.env["ozon.account"].create(
            {"client_id": self.seller.client_id, "api_key": self.seller.api_key}
        )
        account.purchase_journal_id = False
        told = account.action_connect()["params"]
        self.assertIn("Set Up", told["message"])
        account.action_sync_products()
        self.assertEqual(account.next_step, "set_up")
        action = self.env["ozon.account"].action_set_up_next()
        self.assertEqual(action["res_model"], "ozon.setup")

    def test_an_error_of_the_database_is_told_as_the_reason(self):
        """A constraint of another addon is no defect of the program, and replaces older reasons."""
        self.account = self.connect()
        self.env.cr.execute(
            "ALTER TABLE account_move ADD CONSTRAINT account_move_strange "
            "CHECK (move_type != 'in_invoice') NOT VALID"
        )
        with mute_logger("odoo.sql_db"):
            month = self.import_month(self.account)
        self.assertEqual(month.state, "ready")
        self.assertIn("refused the drafts", month.error_message)


class TestProposals(SetupCase):
    def test_a_company_with_nothing_gets_a_chart_first(self):
        company = self.env["res.company"].create(
            {"name": "ООО «Пустое»", "country_id": self.env.ref("base.aq").id}
        )
        self.env.user.company_ids += company
        account = self.env["ozon.account"].with_company(company).create(
            {"client_id": "77", "api_key": "k" * 36, "company_id": company.id}
        )
        self.assertLessEqual(
            {"chart", "payable", "receivable", "purchase_journal", "sale_journal",
             "netting_journal", "expense_account", "income_account"}, self.missing(account),
        )  # fmt: skip
        setup = self.open_set_up(account)

        setup.action_propose()
        self.assertEqual(setup.proposal_ids.mapped("name"), ["chart"])
        setup.action_apply()
        # Next, the journals of the new chart are proposed.
        self.assertIn("purchase_journal", setup.proposal_ids.mapped("name"))
        setup.action_apply()

        self.env.invalidate_all()
        self.assertEqual(self.missing(account), set())
        self.assertTrue(company.chart_template)

    def test_the_generic_chart_keeps_the_currency(self):
        company = self.env["res.company"].create(
            {"name": "ООО «Рублёвое»", "country_id": self.env.ref("base.aq").id,
             "currency_id": self.env.ref("base.RUB").id}
        )  # fmt: skip
        self.env.user.company_ids += company
        account = self.env["ozon.account"].with_company(company).create(
            {"client_id": "78", "api_key": "k" * 36, "company_id": company.id}
        )
        self.open_set_up(account).action_apply("chart")
        self.assertEqual(company.currency_id.name, "RUB")

    def test_a_company_with_accounts_keeps_them(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        setup = self.open_set_up()
        setup.action_propose()
        self.assertNotIn("chart", setup.proposal_ids.mapped("name"))
        with self.assertRaises(UserError):
            setup.action_apply("chart")

    def test_what_is_unticked_is_left(self):
        self.account = self.connect()
        self.account.write({"purchase_journal_id": False, "sale_journal_id": False})
        setup = self.open_set_up()
        setup.action_propose()
        setup.proposal_ids.filtered(lambda line: line.name == "sale_journal").selected = False

        setup.action_apply()

        self.assertTrue(self.account.purchase_journal_id)
        self.assertFalse(self.account.sale_journal_id)

    def test_what_changed_meanwhile_is_not_done(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        setup = self.open_set_up()
        setup.action_propose()
        default_journal(self.company, "purchase").name = "Другой"
        with self.assertRaisesRegex(UserError, "has changed since"):
            setup.action_apply()
        self.assertFalse(self.account.purchase_journal_id)

    def test_accounts_and_journals_that_no_one_has_are_made(self):
        self.account = self.connect()
        self.account.write({"purchase_journal_id": False})
        self.env["account.journal"].search(
            [("type", "=", "purchase"), ("company_id", "=", self.company.id)]
        ).unlink()
        self.books_account("60.01").active = False
        self.env.invalidate_all()
        setup = self.open_set_up()
        setup.action_propose()
        setup.action_apply()
        self.env.invalidate_all()

        self.assertEqual(self.missing(), set())
        self.assertEqual(self.account.purchase_journal_id.type, "purchase")
        partner = self.account.partner_id.with_company(self.company)
        self.assertEqual(partner.property_account_payable_id.account_type, "liability_payable")

    def test_the_inn_of_the_cabinet_is_proposed(self):
        self.account = self.connect()
        self.company.vat = False
        setup = self.open_set_up()
        self.assertEqual(self.states(setup)["inn"], "confirm")
        setup.action_propose()
        [line] = setup.proposal_ids.filtered(lambda line: line.name == "inn")
        self.assertEqual(line.value, self.account.seller_inn)

    def test_who_does_not_decide_sees_it_and_changes_nothing(self):
        self.account = self.connect()
        self.account.purchase_journal_id = False
        user = new_test_user(
            self.env, "reader", "ozon_connector.group_ozon_user", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        setup = self.open_set_up().with_user(user).create({"account_id": self.account.id})
        self.assertEqual(self.states(setup)["purchase_journal"], "failed")
        self.assertFalse(any(row["buttons"] for row in setup.checks))
        self.assertFalse(setup.can_propose)
        for press in (setup.action_propose, setup.action_apply):
            with self.assertRaises(AccessError):
                press()

    def test_rights_that_are_lacking_are_said_in_the_proposal(self):
        self.account = self.connect()
        self.books_account("60.01").active = False
        user = new_test_user(
            self.env, "manager", "ozon_connector.group_ozon_manager", company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        setup = self.env["ozon.setup"].with_user(user).create({"account_id": self.account.id})
        setup.action_propose()
        line = setup.proposal_ids.filtered(lambda line: line.name == "payable")
        self.assertEqual((line.allowed, line.selected), (False, False))
        self.assertIn("administrator", line.reason)

    def test_every_button_leads_somewhere(self):
        self.account = self.connect()
        for _need, take_away, _words, _mended in BREAKS.values():
            take_away(self)
        setup = self.open_set_up()
        for check in setup.checks:
            for button in check["buttons"]:
                if button["method"] == "action_mend":
                    action = setup.action_mend(*button["args"])
                    self.assertEqual(action["type"], "ir.actions.act_window", check)


class TestReportPage(SetupCase):
    def test_transfers_that_were_undone_do_not_count(self):
        month = self.import_month(self.connect())
        self.confirm(month)
        self.assertEqual(month.picking_count, 2)

        month.action_reset()
        self.env.invalidate_all()
        self.assertEqual(month.picking_count, 2)  # planned again
        self.confirm(month)
        self.env.invalidate_all()

        self.assertEqual(month.picking_count, 2)
        self.assertGreater(len(month.picking_ids), 2)
        domain = month.action_open_transfers()["domain"]
        shown = self.env["stock.picking"].search(domain)
        self.assertEqual(len(shown), 2)

    def test_which_side_lacks_the_inn(self):
        month = self.import_month(self.connect())

        def inn():
            self.env.invalidate_all()
            return next(check for check in month.checks if check["name"] == "inn")

        month.company_id.vat = False
        self.assertIn("the company ООО «Ромашка» has no INN", inn()["text"])
        self.assertEqual(
            month.action_open_company()["res_model"], "res.company", inn()["buttons"]
        )
        month.company_id.vat = month.receiver_inn
        self.assertEqual(inn()["state"], "passed")
        month.receiver_inn = False
        self.assertIn("report names no INN", inn()["text"])
