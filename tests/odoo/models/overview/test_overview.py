"""The first page of Ozon: a card per account, and hints in empty lists about what to do next."""

from datetime import date, datetime

from odoo import Command

from tests.fake_ozon import card, report, row, side
from tests.odoo.common import OzonCase

LISTS = [
    "ozon_account_action_overview",
    "ozon_account_action",
    "ozon_realization_report_action",
    "ozon_product_action",
    "ozon_exchange_action",
    "ozon_report_analysis_action",
    "ozon_report_figure_action",
    "account_move_action_ozon_bills",
]


class TestCards(OzonCase):
    def test_the_last_month_with_its_four_numbers(self):
        self.publish()
        account = self.connect()
        self.import_month(account)
        self.assertEqual(account.last_month, "September 2026")
        self.assertEqual(account.last_state, "to_review")
        self.assertEqual(
            (
                account.last_revenue,
                account.last_fee_payable,
                account.last_points,
                account.last_accrual,
            ),
            (2800.0, 190.0, 100.0, 2610.0),
        )
        self.assertEqual((account.report_review_count, account.card_review_count), (1, 0))
        reports = account.action_open_reports_to_review()
        self.assertEqual(
            self.env[reports["res_model"]].search(reports["domain"]), account.report_ids
        )
        self.confirm(account.report_ids)
        self.assertEqual((account.last_state, account.report_review_count), ("posted", 0))

    def test_cards_that_a_person_must_look_at(self):
        self.env["product.product"].create(
            [{"name": name, "default_code": "K1"} for name in ("Кружка белая", "Кружка синяя")]
        )
        self.seller.cards = [card(11, 501, name="Кружка", offer_id="K1"), card(12, 502)]
        account = self.connect()
        account.action_sync_products()
        self.assertEqual(account.card_review_count, 1)

    def test_the_next_run_is_that_of_the_scheduler_or_an_earlier_attempt(self):
        cron = self.env.ref("ozon_connector.ir_cron_import_reports")
        cron.nextcall = datetime(2026, 12, 7, 3)
        account = self.connect()
        self.assertEqual(account.next_run, datetime(2026, 12, 7, 3))
        self.env["ozon.realization.report"].create(
            {
                "account_id": account.id,
                "period": date(2026, 10, 1),
                "next_attempt": datetime(2026, 12, 1, 3),
            }
        )
        self.assertEqual(account.next_run, datetime(2026, 12, 1, 3))
        account.report_ids.action_cancel()
        account.auto_import = False
        self.assertFalse(account.next_run)

    def test_twenty_accounts_need_no_more_queries_than_two(self):
        accounts = self.env["ozon.account"].create(
            [
                {"name": f"Ozon {place}", "client_id": str(1000 + place), "api_key": "key"}
                for place in range(20)
            ]
        )
        self.env["ozon.realization.report"].create(
            [
                {"account_id": account.id, "period": period, "state": "to_review"}
                for account in accounts
                for period in (date(2026, 8, 1), date(2026, 9, 1))
            ]
        )
        arch = self.env["ozon.account"].get_view(
            self.env.ref("ozon_connector.ozon_account_view_kanban_overview").id, "kanban"
        )
        fields = dict.fromkeys(arch["models"]["ozon.account"], {})

        def queries(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.web_read(fields)
            return self.env.cr.sql_log_count - before

        queries(accounts)  # fills the caches
        self.assertEqual(queries(accounts), queries(accounts[:2]))


class TestNextStep(OzonCase):
    def help_of(self, action, user=None):
        environment = self.env(user=user) if user else self.env
        return environment["ir.actions.act_window"]._for_xml_id(f"ozon_connector.{action}")["help"]

    def assert_everywhere(self, text):
        for action in LISTS:
            self.assertIn(text, self.help_of(action), action)

    def test_connect_then_synchronise_then_load(self):
        self.assert_everywhere('name="ozon_connector.ozon_connect_action"')
        account = self.connect()
        self.assertEqual(account.next_step, "synchronise")
        self.assert_everywhere('data-method="action_synchronise_next"')
        self.seller.cards = [card(12, 502)]
        self.env["ozon.account"].action_synchronise_next()
        self.assertEqual(account.product_ids.mapped("planned"), ["create"])
        self.assertEqual(account.next_step, "synchronise", "what it would do is shown first")
        account.action_sync_products()
        self.assertEqual(account.product_ids.mapped("match_state"), ["created"])
        self.assertEqual(account.next_step, "load")
        self.assert_everywhere('name="ozon_connector.ozon_report_import_action"')
        dialog = account.action_import_earlier()
        self.assertEqual(dialog["context"], {"default_account_id": account.id})

    def test_an_account_of_another_company_is_no_step_of_this_one(self):
        self.connect(company=self.create_company("ООО «Другая»"))
        self.assert_everywhere('name="ozon_connector.ozon_connect_action"')

    def test_a_month_can_be_loaded_without_synchronising(self):
        self.publish()
        account = self.connect()
        self.assertEqual(self.import_month(account).state, "to_review")

    def test_who_may_not_connect_is_told_who_may(self):
        user = self.env["res.users"].create(
            {
                "name": "Бухгалтер",
                "login": "bookkeeper",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("ozon_connector.group_ozon_user").ids)],
            }
        )
        text = self.help_of("ozon_realization_report_action", user)
        self.assertIn("An administrator of Ozon accounts", text)
        self.assertNotIn("ozon_connect_action", text)

    def test_other_bills_are_left_alone(self):
        bills = self.env.ref("account.action_move_in_invoice_type")
        self.assertNotIn("ozon", (bills.read(["help"])[0]["help"] or "").lower())


class TestListOfReports(OzonCase):
    def test_a_month_that_waits_counts_in_the_company_s_money(self):
        month = self.import_month()
        self.assertEqual(month.state, "waiting")
        self.assertEqual(month.currency_id, self.company.currency_id)

    def test_a_report_in_another_currency_has_its_own(self):
        self.env.ref("base.CNY").active = True
        self.publish(report([row(sku=1001, sold=side(1))], currency_sys_name="CNY"))
        self.assertEqual(self.import_month().currency_id, self.env.ref("base.CNY"))

    def test_why_a_report_needs_a_person_is_said_in_words(self):
        month = self.import_month()
        self.assertIn("Ozon has not published", month.attention)
        self.publish()
        month.action_fetch()
        self.assertEqual(month.attention, "Products missing in stock: 1")
        self.bring_goods(month)
        self.assertFalse(month.attention)
        month.changed = True
        self.assertEqual(month.attention, "Changed by Ozon")

    def test_the_columns_of_the_cards_are_the_states_in_their_order(self):
        account = self.connect()
        self.env["ozon.realization.report"].create(
            [
                {"account_id": account.id, "period": date(2026, month, 1), "state": state}
                for month, state in ((7, "posted"), (8, "waiting"), (9, "to_review"))
            ]
        )
        reports = self.env["ozon.realization.report"].with_context(read_group_expand=True)
        groups = reports.web_read_group([], ["state"])["groups"]
        self.assertEqual(
            [group["state"] for group in groups], ["waiting", "to_review", "posted"]
        )


class TestFiguresByMonth(OzonCase):
    def test_three_figures_a_month_as_in_the_report(self):
        self.publish()
        month = self.import_month()
        groups = self.env["ozon.report.figure"]._read_group(
            [], ["period:month", "kind"], ["amount:sum"]
        )
        self.assertEqual(
            [(kind, amount) for period, kind, amount in groups],
            [
                ("1_revenue", 2800.0),
                ("2_fee", 190.0),
                ("3_accrual", 2610.0),
            ],
        )
        month.bill_id.button_cancel()
        self.assertFalse(self.env["ozon.report.figure"].search([]))


class TestBillPage(OzonCase):
    def test_the_bill_shows_the_report_to_those_who_may_see_it(self):
        self.publish()
        bill = self.import_month().bill_id
        self.assertEqual(
            (bill.ozon_revenue, bill.ozon_fee_payable, bill.ozon_points, bill.ozon_accrual),
            (2800.0, 190.0, 100.0, 2610.0),
        )
        self.assertEqual(bill.ozon_line_ids, bill.ozon_report_id.line_ids)
        other = self.env["res.users"].create(
            {
                "name": "Бухгалтер без Ozon",
                "login": "no-ozon",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("account.group_account_invoice").ids)],
            }
        )
        arch = self.env["account.move"].with_user(other).get_view(view_type="form")["arch"]
        self.assertNotIn("ozon_line_ids", arch)
        self.assertIn("ozon_line_ids", self.env["account.move"].get_view(view_type="form")["arch"])
