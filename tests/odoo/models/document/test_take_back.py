"""Every way of taking back a booked month requires the same right as booking it."""

import json

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.odoo.models.realization.test_confirmation import BooksCase

BUYERS = ("purchase.group_purchase_user",), ("purchase.group_purchase_manager",)
BOOKKEEPERS = (
    ("account.group_account_invoice",),
    ("account.group_account_manager",),
    ("ozon_connector.group_ozon_user",),
)
WAYS = (
    ("account.move", "button_draft"),
    ("account.move", "button_cancel"),
    ("account.move", "write", {"state": "draft"}),
    ("account.move", "write", {"state": "cancel"}),
    ("account.move", "unlink"),
    ("ozon.realization.report", "action_reset"),
)


@tagged("standard", "post_install", "-at_install")
class TestTakingBackOverRpc(HttpCase, BooksCase):
    def arrange(self):
        super().arrange()
        self.publish()
        self.account = self.connect()
        self.month = self.import_month(self.account)
        self.confirm(self.month)

    def log_in(self, *groups):
        login = f"user-{'-'.join(groups)}"
        self.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": login,
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([self.env.ref(group).id for group in groups])],
            }
        )
        self.authenticate(login, login)

    def call(self, record, method, *args, context=None, door="call_kw"):
        """:return: the error's name and message; None if the call succeeded"""
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/web/dataset/{door}/{record._name}/{method}",
                data=json.dumps(
                    {
                        "params": {
                            "model": record._name,
                            "method": method,
                            "args": [record.ids, *args],
                            "kwargs": {"context": context or {}},
                        }
                    }
                ),
                headers={"Content-Type": "application/json"},
            ).json()
        self.env.invalidate_all()
        error = answer.get("error")
        return error and (error["data"]["name"].rpartition(".")[2], error["data"]["message"])

    def assert_booked(self):
        self.assertEqual(self.month.state, "posted")
        self.assertEqual(set(self.month._documents().mapped("state")), {"posted"})
        self.assertEqual(len(self.month._documents()), 4)
        self.assertEqual((self.month.open_balance, self.on_hand(self.account)), (2610, 0))

    def test_a_buyer_does_not_by_any_door(self):
        for groups in BUYERS:
            self.log_in(*groups)
            for model, method, *args in WAYS:
                records = self.month if model == self.month._name else self.month._documents()
                for record in records:
                    for context in ({}, {"force_delete": True, "ozon_changes_state": True}):
                        with self.subTest(groups=groups, way=method, record=record.display_name):
                            self.assertTrue(self.call(record, method, *args, context=context))
                            self.assert_booked()

    def test_what_is_not_ozon_s_is_deleted_as_odoo_does_it(self):
        """Odoo deletes the posted entry of a bank line in this way."""
        entry = self.env["account.move"].create({
            "line_ids": [
                Command.create({"account_id": line.account_id.id, "balance": balance})
                for line, balance in zip(self.month.bill_id.line_ids[:2], (5, -5), strict=True)
            ],
        })
        entry.action_post()
        entry.with_context(force_delete=True).unlink()
        self.assertFalse(entry.exists())
        self.assert_booked()

    def test_a_buyer_is_told_which_right_it_needs(self):
        self.log_in("purchase.group_purchase_user")
        name, message = self.call(self.month.bill_id, "button_draft")
        self.assertEqual(name, "AccessError")
        self.assertIn("Invoicing", message)
        self.assertIn("the same right as booking it", message)

    def test_a_buyer_does_not_give_up_the_drafts_of_a_month_either(self):
        self.month.action_reset()
        self.log_in("purchase.group_purchase_user")
        self.assertEqual(self.call(self.month.bill_id, "button_cancel")[0], "AccessError")
        self.assertEqual(self.month.state, "to_review")

    def test_who_keeps_the_books_does(self):
        for groups in BOOKKEEPERS:
            with self.subTest(groups=groups):
                self.log_in(*groups)
                self.assertIsNone(self.call(self.month.bill_id, "button_draft"))
                self.assertEqual(self.month.state, "to_review")
                self.assertIsNone(self.call(self.month.bill_id, "action_post"))
                self.assert_booked()

    def test_nobody_writes_the_state_by_itself(self):
        for groups in BOOKKEEPERS:
            self.log_in(*groups)
            for document in self.month._documents():
                for state in ("draft", "cancel"):
                    with self.subTest(groups=groups, document=document.move_type, state=state):
                        self.assertTrue(
                            self.call(
                                document, "write", {"state": state},
                                context={"ozon_changes_state": True},
                            )
                        )  # fmt: skip
                        self.assert_booked()

    def test_a_long_month_is_refused_at_once_and_not_in_the_background(self):
        many = self.env["ozon.realization.report.line"].create(
            [
                {"report_id": self.month.id, "direction": "sale", "row_number": 10 + n}
                for n in range(101)
            ]
        )
        self.assertEqual(len(many), 101)
        self.log_in("purchase.group_purchase_user")
        error = self.call(self.month.bill_id, "button_draft", door="call_button")
        self.assertEqual(error[0], "AccessError")
        self.assertFalse(self.env["ozon.task"].search([]))

    def test_a_user_of_reports_without_the_right_is_told_before_the_background_is_asked(self):
        self.env.ref("ozon_connector.group_ozon_user").implied_ids -= self.env.ref(
            "account.group_account_invoice"
        )
        self.env["ozon.realization.report.line"].create(
            [
                {"report_id": self.month.id, "direction": "sale", "row_number": 10 + n}
                for n in range(101)
            ]
        )
        self.log_in("ozon_connector.group_ozon_user")
        error = self.call(self.month, "action_reset", door="call_button")
        self.assertEqual(error[0], "AccessError")
        self.assertFalse(self.env["ozon.task"].search([]))
