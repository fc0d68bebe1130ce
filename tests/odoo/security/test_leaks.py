"""Small leaks: forms, dialogs and tasks must show and do nothing for the wrong user."""

import json

import pytest

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.fake_ozon import card
from tests.odoo.common import OzonCase
from tests.odoo.outside import OutsideCase
from tests.odoo.security.test_matrix import KINDS

ADMINISTRATOR = "ozon_connector.group_ozon_manager"


@tagged("standard", "post_install", "-at_install")
class TestOtherCompany(OutsideCase):
    """An unsaved form can name any record by its id, but must reveal nothing about it."""

    maxDiff = None

    def setUp(self):
        super().setUp()
        self.publish()
        self.seller.cards = [card(11, 1001)]
        self.company.vat = "7712345671"
        self.account = self.connect(name="Наш кабинет")
        self.account.location_id.name = "Тайный склад"
        self.report = self.import_month(self.account)
        self.mug = self.product("Тайная кружка", company_id=self.company.id)
        self.order = self.receive({self.mug: 10}, number="7771")
        if "hr.employee" in self.env:
            self.env["hr.employee"].create(
                {"name": "Тайный директор", "company_id": self.company.id}
            )
        self.other = self.create_company("ООО «Другая»")
        self.foreign_names = [
            "Ромашка", "7712345671", "ПОК", "ПРОД", "ПРОЧ", "Наш кабинет", "Тайн", "7771", "7772",
            self.account.client_id, self.account.seller_name, self.account.seller_inn,
            self.account.api_key_hint, self.report.number,
        ]  # fmt: skip
        self.stranger = self.log_in("stranger", ADMINISTRATOR)
        self.stranger.write(
            {"company_ids": [Command.set(self.other.ids)], "company_id": self.other.id}
        )
        self.env.flush_all()
        # The other company's own journals have other names.
        for journal in self.env["account.journal"].search([("company_id", "=", self.other.id)]):
            journal.write({"name": f"Чужой {journal.id}", "code": f"Ч{journal.id}"})
        self.env.flush_all()

    def call(self, *args, context=None, **kwargs):
        own = {"allowed_company_ids": self.other.ids, "lang": "en_US"}
        return super().call(*args, context={**own, **(context or {})}, **kwargs)

    def foreign(self, field):
        """A record of our company for a field of another company's form."""
        found = {
            "res.company": self.company,
            "ozon.account": self.account,
            "ozon.realization.report": self.report,
            "ozon.product": self.account.product_ids[:1],
            "product.product": self.mug,
            "product.template": self.mug.product_tmpl_id,
            "stock.location": self.account.location_id,
            "purchase.order": self.order,
            "account.move": self.report.bill_id,
            "account.journal": self.account.purchase_journal_id,
            "hr.employee": "hr.employee" in self.env
            and self.env["hr.employee"].search([("name", "=", "Тайный директор")]),
        }.get(field.comodel_name)
        return found.id if found else None

    def forms(self):
        """For each of our models, forms in which one field names a record of our company."""
        for model in sorted(self.env.registry):
            if self.env[model]._original_module.startswith("ozon_connector") and (
                not self.env[model]._abstract
                and self.env[model].with_user(self.stranger).has_access("read")
            ):
                for name, field in sorted(self.env[model]._fields.items()):
                    if field.type == "many2one" and (record := self.foreign(field)):
                        yield model, name, record

    def told(self, model, name, record, *, typed):
        readable = self.env[model].with_user(self.stranger).fields_get(attributes=["type"])
        spec = {
            field: {"fields": {"display_name": {}}} if what["type"] == "many2one" else {}
            for field, what in readable.items() if field != name
        }  # fmt: skip
        values = {name: record}
        if typed:
            # Other values in the form can make it compare them with the record.
            values = {
                field: "5" for field, what in readable.items()
                if what["type"] == "char" and field not in ("api_key", "display_name")
            } | values  # fmt: skip
        everything = self.call(model, "onchange", [], values, list(values), {name: {}, **spec})
        if everything is not None:
            return json.dumps(everything, ensure_ascii=False)
        # If the form with all fields is refused, each field is tried alone.
        return json.dumps(
            [
                self.call(model, "onchange", [], values, list(values), {name: {}, field: one})
                for field, one in spec.items()
            ],
            ensure_ascii=False,
        )

    @pytest.mark.exhaustive
    def test_forms_tell_nothing(self):
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule"))
        tried, leaks = 0, {}
        for model, name, record in self.forms():
            text = " ".join(
                self.told(model, name, record, typed=typed) for typed in (False, True)
            )
            found = [secret for secret in self.foreign_names if secret and secret in text]
            if found:
                leaks[model, name] = found, text
            tried += 1
        self.assertEqual(leaks, {})
        self.assertGreater(tried, 15)

    def test_a_saved_dialog_names_no_record_of_another_company(self):
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule"))
        for model, values in (
            ("ozon.connect", {"account_id": self.account.id}),
            ("ozon.connect", {"company_id": self.company.id, "client_id": "9"}),
            ("ozon.report.import", {"account_id": self.account.id}),
            ("ozon.report.import", {"document_ids": [Command.link(self.report.document_id.id)]}),
            ("ozon.setup", {"account_id": self.account.id}),
            ("ozon.kopeck.receipt", {"company_id": self.company.id}),
            ("ozon.kopeck.receipt", {"report_id": self.report.id}),
            ("ozon.kopeck.receipt", {"location_id": self.account.location_id.id}),
            ("ozon.kopeck.receipt", {"order_id": self.order.id}),
            ("ozon.kopeck.receipt", {"line_ids": [Command.create({"product_id": self.mug.id})]}),
        ):
            with self.subTest(model=model, **values):
                names = [name for name in self.env[model]._fields if name not in values]
                spec = {
                    name: {"fields": {"display_name": {}}}
                    if self.env[model]._fields[name].type == "many2one" else {}
                    for name in names
                }  # fmt: skip
                answer = self.call(model, "web_save", [], values, spec)
                text = json.dumps(answer, ensure_ascii=False)
                found = [secret for secret in self.foreign_names if secret and secret in text]
                self.assertEqual(found, [], text[:600])


@tagged("standard", "post_install", "-at_install")
class TestDialogs(OutsideCase):
    """A dialog belongs to its user: a colleague can neither read nor change it."""

    def setUp(self):
        super().setUp()
        self.publish()
        self.account = self.connect()
        self.mug = self.product()
        self.owner = self.log_in("owner", ADMINISTRATOR)

    def dialogs(self):
        models = [
            model for model in sorted(self.env.registry)
            if self.env[model]._transient
            and self.env[model]._original_module.startswith("ozon_connector")
        ]
        values = {
            "ozon.connect": {"account_id": self.account.id},
            "ozon.file.import": {"account_id": self.account.id},
            "ozon.report.import": {"account_id": self.account.id},
            "ozon.setup": {"account_id": self.account.id},
            "ozon.kopeck.receipt": {
                "number": "15", "location_id": self.location.id,
                "line_ids": [Command.create({"product_id": self.mug.id, "quantity": 2})],
            },
        }  # fmt: skip
        made = {
            model: self.env[model].browse(self.call(model, "create", [vals]))
            for model, vals in values.items()
        }
        made["ozon.kopeck.receipt.line"] = made["ozon.kopeck.receipt"].line_ids
        made["ozon.setup.proposal"] = self.env["ozon.setup.proposal"].browse(
            self.call(
                "ozon.setup.proposal", "create",
                [{"setup_id": made["ozon.setup"].id, "name": "inn"}],
            )
        )
        # Created in the background for the page of the same user.
        made["ozon.file.progress"] = self.env["ozon.file.progress"].with_user(self.owner).sudo(
        ).create({"dialog": 1, "company_id": self.company.id, "name": "1.xlsx"})
        self.assertEqual(sorted(made), models)
        return made

    def test_a_colleague_has_no_part_in_it(self):
        made = self.dialogs()
        self.log_in("colleague", ADMINISTRATOR)
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule"))
        self.assertEqual(len(made), 8)
        for model, dialog in made.items():
            with self.subTest(model=model):
                self.assertIsNone(self.call(model, "read", dialog.ids))
                self.assertIsNone(self.call(model, "write", dialog.ids, {}))
                self.assertIsNone(self.call(model, "unlink", dialog.ids))
                self.assertEqual(self.call(model, "search", []), [])
                for method in ("action_receive", "action_import", "action_save", "action_sync",
                               "action_open_order", "action_open_reports"):  # fmt: skip
                    if hasattr(dialog, method):
                        self.assertIsNone(self.call(model, method, dialog.ids), method)
        line = {"receipt_id": made["ozon.kopeck.receipt"].id, "product_id": self.mug.id}
        self.assertIsNone(self.call("ozon.kopeck.receipt.line", "create", [line]))

    def test_its_user_goes_on_with_it(self):
        made = self.dialogs()
        self.assertTrue(
            self.call("ozon.kopeck.receipt", "action_receive", made["ozon.kopeck.receipt"].ids)
        )
        self.assertTrue(
            self.call("ozon.report.import", "action_import", made["ozon.report.import"].ids)
        )


class TestTasks(OzonCase):
    def test_one_of_somebody_who_was_archived_since_is_not_done(self):
        self.publish()
        report = self.import_month()
        self.bring_goods(report)
        user = self.env["res.users"].create(
            {
                "name": "Уволенный", "login": "fired", "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set([self.env.ref(KINDS["user"]).id])],
            }
        )  # fmt: skip
        task = self.env["ozon.task"].create(
            {
                "res_model": report._name, "res_id": report.id, "method": "action_confirm",
                "user_id": user.id, "company_id": self.company.id,
            }
        )  # fmt: skip
        user.active = False

        self.run_cron("ozon_connector.ir_cron_run_tasks")

        self.assertFalse(task.exists())
        self.assertEqual(report.state, "to_review")
        self.assertIn("Уволенный", report.error_message)
