"""A mandatory analytic plan is required in whichever way a month is confirmed."""

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.service.model import call_kw
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from tests.fake_ozon import published_example
from tests.odoo.common import OzonCase
from tests.odoo.kopeck import KopeckCase
from tests.odoo.models.common.test_background import TASKS, long_report

REFUSED = "require a 100% analytic distribution"


class MandatoryCase(OzonCase):
    @classmethod
    def require(cls, *domains):
        """Make a plan mandatory for these kinds of documents: `bill`, `invoice` or `general`."""
        plan = cls.env["account.analytic.plan"].create({
            "name": "Площадки", "default_applicability": "optional",
            "applicability_ids": [
                Command.create({"business_domain": domain, "applicability": "mandatory"})
                for domain in domains
            ],
        })  # fmt: skip
        cls.analytic = cls.env["account.analytic.account"].create(
            {"name": "Ozon", "plan_id": plan.id}
        )

    def analyse(self):
        """Give every document the analytic account, as an accountant does in the settings."""
        self.env["account.analytic.distribution.model"].create(
            {"company_id": self.company.id, "analytic_distribution": {str(self.analytic.id): 100}}
        )


@tagged("standard", "post_install", "-at_install")
class TestMandatoryPlan(HttpCase, MandatoryCase):
    def arrange(self):
        super().arrange()
        self.user = new_test_user(
            self.env, "bookkeeper", "ozon_connector.group_ozon_user", password="bookkeeper",
            company_id=self.company.id, company_ids=[(6, 0, self.company.ids)],
        )  # fmt: skip
        self.account = self.connect(allow_negative_stock=True)

    def month(self, payload=None):
        self.publish(payload or published_example(2026, 9))
        month = self.import_month(self.account)
        self.assertEqual(month.state, "to_review", month.error_message)
        return month

    def press(self, month):
        """Press *Confirm* on the report in the browser."""
        self.authenticate("bookkeeper", "bookkeeper")
        answer = self.url_open(
            f"/web/dataset/call_button/{month._name}/action_confirm",
            json={"params": {
                "model": month._name, "method": "action_confirm", "args": [month.ids],
                "kwargs": {"context": {
                    "allowed_company_ids": self.company.ids, "ozon_for_page": True,
                }},
            }},
        ).json()  # fmt: skip
        self.env.invalidate_all()
        return answer.get("error", {}).get("data", {}).get("message")

    def assert_nothing_is_booked(self, month):
        self.assertEqual(month.state, "to_review")
        self.assertEqual(set(month._documents().mapped("state")), {"draft"})
        self.assertEqual(set(month.picking_ids.mapped("state")), {"draft"})

    def test_the_button(self):
        self.require("bill")
        month = self.month()
        with mute_logger("odoo.http"):
            self.assertIn(REFUSED, self.press(month))
        self.assert_nothing_is_booked(month)

    def test_the_button_where_only_sales_are_analysed(self):
        self.require("invoice")
        month = self.month()
        with mute_logger("odoo.http"):
            self.assertIn(REFUSED, self.press(month))
        self.assert_nothing_is_booked(month)

    def test_the_external_api(self):
        self.require("bill")
        month = self.month()
        with self.assertRaisesRegex(ValidationError, REFUSED), self.env.cr.savepoint():
            call_kw(
                self.env[month._name].with_user(self.user), "action_confirm", [month.ids],
                {"context": {"allowed_company_ids": self.company.ids}},
            )  # fmt: skip
        self.env.invalidate_all()
        self.assert_nothing_is_booked(month)

    def test_the_background(self):
        self.require("bill")
        month = self.month(long_report())
        self.assertIsNone(self.press(month))
        self.env.ref(TASKS).method_direct_trigger()
        self.assert_nothing_is_booked(month)
        self.assertIn(REFUSED, month.error_message)

    def test_a_month_whose_lines_are_analysed_is_booked(self):
        """The netting is booked as well: it settles entries, and has nothing to analyse."""
        self.require("bill", "invoice", "general")
        self.analyse()
        month = self.month()
        self.assertIsNone(self.press(month))
        self.assertEqual(month.state, "posted")
        self.assertEqual(month.netting_move_id.state, "posted")


class TestMandatoryPlanOfReceipts(MandatoryCase, KopeckCase):
    def test_goods_without_documents(self):
        self.require("bill")
        receipt = self.receipt({self.product(): 3})
        with self.assertRaisesRegex(ValidationError, REFUSED), self.env.cr.savepoint():
            receipt.action_receive()
        self.env.invalidate_all()
        self.analyse()
        receipt.action_receive()
        bill = self.env["account.move"].search([("ozon_not_to_pay", "=", True)])
        self.assertEqual(bill.state, "posted")
        self.assertEqual(
            bill.invoice_line_ids.analytic_distribution, {str(self.analytic.id): 100}
        )
