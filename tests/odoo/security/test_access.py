"""Who may do what: every model, every kind of user. A new model must get a row here."""

import pytest

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.odoo.common import OzonCase
from tests.odoo.outside import AdminCase

# The rights of a user and of an administrator of Ozon: read, write, create, unlink.
RIGHTS = {
    "ozon.account": ("r", "rwcu"),
    "ozon.booking": ("", "r"),
    "ozon.connect": ("", "rwcu"),
    "ozon.document": ("r", "r"),
    "ozon.exchange": ("r", "r"),
    "ozon.fee.tax": ("r", "rwcu"),
    "ozon.kopeck.receipt": ("rwcu", "rwcu"),
    "ozon.kopeck.receipt.line": ("rwcu", "rwcu"),
    "ozon.posting": ("r", "r"),
    "ozon.posting.month": ("r", "r"),
    "ozon.product": ("rw", "rwu"),
    "ozon.realization.report": ("r", "ru"),
    "ozon.realization.report.line": ("r", "r"),
    "ozon.report.analysis": ("r", "r"),
    "ozon.report.difference": ("r", "r"),
    "ozon.report.figure": ("r", "r"),
    "ozon.file.import": ("rwcu", "rwcu"),
    "ozon.file.progress": ("", "r"),
    "ozon.report.import": ("rwcu", "rwcu"),
    "ozon.setup": ("rwcu", "rwcu"),
    "ozon.setup.proposal": ("rwcu", "rwcu"),
    "ozon.sync.stop": ("", "r"),
    "ozon.task": ("", "r"),
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


class TestRights(OzonCase):
    def user(self, *groups):
        return self.env["res.users"].create(
            {
                "name": "Кто-то",
                "login": "-".join(groups) or "nobody",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([self.env.ref(group).id for group in groups])],
            }
        )

    def rights_of(self, user):
        return {
            model: "".join(
                letter
                for letter, operation in OPERATIONS.items()
                if self.env[model].with_user(user).has_access(operation)
            )
            for model in self.models()
        }

    def models(self):
        """Our own models, whatever their names."""
        return sorted(
            name for name in self.env.registry
            if self.env[name]._original_module.startswith("ozon_connector")
            and not self.env[name]._abstract
        )

    def test_every_model_is_in_the_table(self):
        self.assertEqual(self.models(), sorted(RIGHTS))

    def test_ozon_s_users_and_administrators(self):
        user = self.user("ozon_connector.group_ozon_user")
        administrator = self.user("ozon_connector.group_ozon_manager")
        self.assertEqual(self.rights_of(user), {m: r[0] for m, r in RIGHTS.items()})
        self.assertEqual(self.rights_of(administrator), {m: r[1] for m, r in RIGHTS.items()})

    def test_nobody_else_sees_anything(self):
        for group in (
            "base.group_portal",
            "base.group_user",
            "purchase.group_purchase_manager",
            "account.group_account_manager",
            "stock.group_stock_manager",
        ):
            with self.subTest(group=group):
                rights = self.rights_of(self.user(group))
                self.assertEqual(set(rights.values()), {""})

    def test_a_bookkeeper_imports_reviews_and_posts(self):
        self.publish()
        account = self.connect()
        bookkeeper = self.user("ozon_connector.group_ozon_user")
        mine = account.with_user(bookkeeper)
        report = self.env["ozon.realization.report"].create(
            {"account_id": account.id, "period": "2026-09-01"}
        )

        report.with_user(bookkeeper).action_fetch()
        self.assertEqual(report.state, "to_review", report.error_message)
        self.assertIn(b"4187733", report.with_user(bookkeeper).raw_attachment_id.raw)
        self.bring_goods(report)
        report.with_user(bookkeeper).action_confirm()
        self.assertEqual(report.state, "posted")
        report.with_user(bookkeeper).action_reset()
        self.assertEqual(report.state, "to_review")
        for forbidden in (
            lambda: mine.action_connect(),
            lambda: mine.write({"auto_import": False}),
            lambda: report.with_user(bookkeeper).write({"revenue": 1}),
        ):
            with self.assertRaises(AccessError):
                forbidden()

    def test_an_accountant_without_ozon_rights_posts_the_bill_all_the_same(self):
        self.publish()
        report = self.import_month()
        accountant = self.user("account.group_account_invoice")

        self.bring_goods(report)
        report.bill_id.with_user(accountant).action_post()

        self.assertEqual(report.state, "posted")
        with self.assertRaises(AccessError):
            report.with_user(accountant).action_confirm()


@pytest.mark.exhaustive
@tagged("standard", "post_install", "-at_install")
class TestPrivateMethods(AdminCase):
    def test_they_are_not_reachable_from_outside(self):
        account = self.connect()
        self.log_in_as_admin()
        for model, method in (
            ("ozon.account", "_client"),
            ("ozon.account", "_cron_import_reports"),
            ("ozon.account", "_create_reports"),
            ("ozon.product", "_store_cards"),
            ("ozon.realization.report", "_store"),
            ("ozon.realization.report", "_draft"),
        ):
            with self.subTest(method=method), mute_logger("odoo.http"):
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={
                        "params": {
                            "model": model, "method": method, "args": [account.ids], "kwargs": {},
                        }
                    },
                ).json()  # fmt: skip
                self.assertIn("error", answer)
                self.assertIn("AccessError", answer["error"]["data"]["name"])
