"""Due documents are a queue that several scheduled actions and servers work on."""

from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import OperationalError

from odoo import fields
from odoo.addons.ozon_connector.models.document.ozon_document_queue import turn
from odoo.sql_db import db_connect
from odoo.tools import mute_logger

from tests.fake_ozon import Seller, card, faults, report, row, side
from tests.odoo.common import OzonCase

HELPERS = [f"ozon_connector.ir_cron_help_{number}" for number in (1, 2, 3)]
MANY_ROWS = "odoo.addons.ozon_connector.models.document.ozon_document_base.MANY_ROWS"


class QueueCase(OzonCase):
    def arrange(self):
        super().arrange()
        self.publish(report([row(sku=7001, sold=side(1))]))
        self.account = self.connect(import_from="2026-09-01", auto_import=False)
        self.forget_triggers()

    def forget_triggers(self):
        self.env["ir.cron.trigger"].search([]).unlink()

    def other_cabinet(self, number):
        """An account of another company, with the same month and goods."""
        seller = Seller(client_id=str(number), reports=dict(self.seller.reports))
        self.ozon.sellers.append(seller)
        company = self.create_company(f"ООО «Сосед {number}»")
        return self.connect(seller, company, import_from="2026-09-01", auto_import=False)

    def due(self, account):
        return account._create_reports([fields.Date.to_date("2026-09-01")])

    def called(self, xmlid):
        """The moments at which a scheduled action is triggered."""
        return self.env["ir.cron.trigger"].search([
            ("cron_id", "=", self.env.ref(xmlid).id)
        ]).mapped("call_at")

    def taken_companies(self):
        """The number of companies that this worker has locked."""
        self.env.cr.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        return self.env.cr.fetchone()[0]

    def elsewhere(self, query, *arguments):
        """Another worker's transaction, on its own connection."""
        cr = db_connect(self.env.cr.dbname).cursor()
        self.addCleanup(cr.close)
        cr.execute(query, arguments)
        return cr


class TestPlanning(QueueCase):
    def accounts(self, count):
        accounts = self.account
        for number in range(count - 1):
            accounts |= self.other_cabinet(900100 + number)
        accounts.write({"auto_import": True, "import_from": "2026-08-01"})
        return accounts

    def planning(self):
        """How much the daily action has done, as Odoo notes it. It plans, but loads nothing."""
        with freeze_time("2026-10-07 03:00:00"):
            self.run_cron("ozon_connector.ir_cron_check_keys")
        return self.env["ir.cron.progress"].search([
            ("cron_id", "=", self.env.ref("ozon_connector.ir_cron_check_keys").id),
        ], order="id DESC", limit=1).done

    def reports(self, accounts):
        return self.env["ozon.realization.report"].search([("account_id", "in", accounts.ids)])

    def test_what_is_planned_counts_as_done_so_that_odoo_does_not_give_up(self):
        accounts = self.accounts(3)
        self.assertEqual(self.planning(), 3)
        self.assertEqual(len(self.reports(accounts)), 6)
        self.assertEqual(self.planning(), 3)
        self.assertEqual(len(self.reports(accounts)), 6)

    def test_months_that_are_there_are_found_for_all_accounts_at_once(self):
        accounts = self.accounts(3)
        self.planning()
        reports = self.env["ozon.realization.report"]
        counts = []
        for some in (accounts[0], accounts):
            self.env.invalidate_all()
            with freeze_time("2026-10-07 03:00:00"):
                before = self.env.cr.sql_log_count
                reports._create_due(some)
                counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 3)

    def test_a_month_that_is_missing_between_others_is_created(self):
        self.accounts(1)
        self.planning()
        self.reports(self.account).filtered(lambda one: one.period.month == 8).sudo().unlink()
        self.planning()
        self.assertEqual(
            sorted(one.period.month for one in self.reports(self.account)), [8, 9],
        )


class TestSharing(QueueCase):
    def test_any_of_the_scheduled_actions_does_what_is_due(self):
        month = self.due(self.account)
        self.run_cron(HELPERS[1])
        self.assertEqual((month.state, month.error_message), ("to_review", False))

    def test_as_many_help_as_there_are_other_companies(self):
        months = self.due(self.account) | self.due(self.other_cabinet(900001))
        self.env["ozon.document"]._call_helpers(months.company_id)
        self.assertEqual([len(self.called(helper)) for helper in HELPERS], [1, 0, 0])

        self.forget_triggers()
        self.run_cron()
        self.assertEqual(set(months.mapped("state")), {"to_review"})
        self.assertTrue(self.called(HELPERS[0]))

    def test_nobody_is_called_for_the_months_of_one_company(self):
        self.account._create_reports(fields.Date.to_date(f"2026-{month:02}-01")
                                     for month in (8, 9, 10))  # fmt: skip
        self.run_cron()
        self.assertEqual([self.called(helper) for helper in HELPERS], [[], [], []])

    def test_a_copy_of_the_scheduled_action_helps_too_and_an_archived_one_does_not(self):
        self.env.ref(HELPERS[0]).active = False
        copy = self.env.ref(HELPERS[1]).copy()
        nine = self.env["res.company"].browse(range(1, 10))
        self.env["ozon.document"]._call_helpers(nine)
        called = self.env["ir.cron.trigger"].search([]).cron_id
        self.assertEqual(
            called, copy | self.env.ref(HELPERS[1]) | self.env.ref(HELPERS[2])
        )

    def test_a_company_that_another_worker_is_at_is_left_to_it(self):
        neighbour = self.other_cabinet(900001)
        taken, free = self.due(self.account), self.due(neighbour)
        other = self.elsewhere(
            "SELECT pg_advisory_lock(hashtext('ozon.document'), %s)", self.company.id
        )
        self.addCleanup(other.execute, "SELECT pg_advisory_unlock_all()")

        self.run_cron()
        self.assertEqual((taken.state, free.state), ("waiting", "to_review"))
        self.assertFalse(taken.job_worker)
        # The next run is in a minute. A run at once would repeat while the other worker works, and
        # a run tomorrow would be too late.
        asked = min(self.called("ozon_connector.ir_cron_import_reports"))
        self.assertTrue(50 < (asked - fields.Datetime.now()).total_seconds() < 70, asked)

        other.execute("SELECT pg_advisory_unlock_all()")
        self.run_cron()
        self.assertEqual(taken.state, "to_review")

    def test_the_company_is_free_again_when_the_work_is_done(self):
        self.due(self.account)
        self.run_cron()
        self.assertEqual(self.taken_companies(), 0)

    def test_it_is_free_again_even_if_the_program_fails(self):
        month = self.due(self.account)
        model = type(self.env["ozon.realization.report"])
        with (
            patch.object(model, "_job_step", side_effect=ValueError("a defect")),
            mute_logger("odoo.addons.ozon_connector.models.common.ozon_job"),
            mute_logger("odoo.addons.base.models.ir_cron"),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("ozon_connector.ir_cron_import_reports").method_direct_trigger()
        self.assertIn("connector failed", month.error_message)
        self.assertEqual(self.taken_companies(), 0)


class TestFairness(QueueCase):
    def test_a_month_known_to_be_big_comes_after_those_that_are_soon_done(self):
        big, small = self.due(self.account), self.due(self.other_cabinet(900001))
        self.assertLess(turn(big), turn(small))
        big._next_step(patient=True)
        self.assertEqual((big.state, len(big.line_ids)), ("loaded", 1))
        self.assertLess(turn(big), turn(small))
        with patch(MANY_ROWS, 0):
            self.assertGreater(turn(big), turn(small))
            # A report that Ozon has failed to return several times comes after both.
            small.failures = 2
            self.assertLess(turn(big), turn(small))


    def test_nobody_waits_until_ozon_has_recovered_for_somebody_else(self):
        refused, other = self.due(self.account), self.due(self.other_cabinet(900001))
        self.ozon.script("/v2/finance/realization", faults.rate_limited("1"))

        self.run_cron()

        self.assertEqual((refused.state, refused.failures), ("waiting", 1))
        self.assertEqual((other.state, len(self.ozon.asked("/v2/finance/realization"))),
                         ("to_review", 2))  # fmt: skip
        refused.next_attempt = fields.Datetime.now()
        self.run_cron()
        self.assertEqual(refused.state, "to_review")


class TestProductsMadeAtOnce(QueueCase):
    def test_who_makes_a_product_that_somebody_else_has_just_made_looks_again(self):
        self.seller.cards = [card(1, 7001)]
        other = self.elsewhere(
            "INSERT INTO ozon_product_claim VALUES ('offer_id:ART-7001', now())"
        )
        other.commit()
        self.addCleanup(other.commit)
        self.addCleanup(other.execute, "DELETE FROM ozon_product_claim")
        month = self.due(self.account)
        month._next_step(patient=True)

        with (
            mute_logger("odoo.sql_db"), self.assertRaises(OperationalError),
            self.env.cr.savepoint(),
        ):
            month._next_step(patient=True)

        self.assertEqual(month.state, "loaded")
        self.assertFalse(self.env["product.product"].search([("ozon_code", "=", "7001")]))

    def test_one_s_own_products_are_no_obstacle(self):
        for month in (8, 9):
            self.publish(report([row(sku=7001, sold=side(1))], month=month), month=month)
        self.account._create_reports(fields.Date.to_date(f"2026-{month:02}-01")
                                     for month in (8, 9))  # fmt: skip
        self.run_cron()
        self.assertEqual(set(self.account.report_ids.mapped("state")), {"to_review"})
