"""Who may do what: every model and public method × every kind of user, as docs/rights.rst says.

The table is read from there, so it must be true. A new model or public method that is not in it
fails.
"""

from contextlib import contextmanager
from pathlib import Path

from docutils.core import publish_doctree
from docutils.nodes import entry, row, section, table

from odoo import Command
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.fake_ozon import card
from tests.odoo.common import OzonCase

RIGHTS = Path(__file__).parents[3] / "docs" / "rights.rst"
# The addon named behind a method that exists only with it.
BROUGHT_BY = {
    "Expenses": "ozon_connector_hr_expense", "Settlement": "ozon_connector_settlement",
}  # fmt: skip
# The kinds of users, as named in the table.
KINDS = {
    "portal": "base.group_portal",
    "internal": "base.group_user",
    "purchase": "purchase.group_purchase_user",
    "accountant": "account.group_account_manager",
    "user": "ozon_connector.group_ozon_user",
    "administrator": "ozon_connector.group_ozon_manager",
    "other": "ozon_connector.group_ozon_manager",  # of another company
}
RECORDS = ("read", "write", "create", "unlink")
# Odoo's own method for everybody: the words for an empty list, which reveal nothing of its records.
FOR_EVERYBODY = {"get_empty_list_help"}


def rows_under(heading):
    """The rows of the table under a heading of docs/rights.rst, as lists of text."""
    document = publish_doctree(
        RIGHTS.read_text(encoding="utf-8"), settings_overrides={"report_level": 5}
    )
    [part] = [part for part in document.findall(section) if part[0].astext() == heading]
    _heading, *rows = [
        [" ".join(cell.astext().split()) for cell in line.findall(entry)]
        for line in next(iter(part.findall(table))).findall(row)
    ]
    return rows


def rights_table():
    """({(model, method): kinds that may}, {(model, method): addon that adds it})."""
    rows = rows_under("Methods")
    rights, brought = {}, {}
    for model, methods, who in rows:
        kinds = set(who.split(", ")) - {"nobody"}
        assert kinds <= KINDS.keys(), (model, who)
        for method in methods.split(", "):
            plain, _, mark = method.partition(" (")
            name = (model, plain)
            assert name not in rights, name
            rights[name] = kinds
            if mark:
                brought[name] = BROUGHT_BY[mark.removesuffix(")")]
    return rights, brought


class MatrixCase(OzonCase):
    def ours(self, model):
        """The classes of our addons that a model consists of."""
        return [
            base for base in type(self.env[model]).mro()
            if base.__module__.startswith("odoo.addons.ozon_connector")
        ]

    def models(self):
        return sorted(
            model for model in self.env.registry
            if self.ours(model) and not self.env[model]._abstract
        )

    def methods(self, model, *, private=False):
        """The methods that our addons define for a model, which calls from outside may or may not
        reach."""
        names = {
            name for base in self.ours(model) for name, value in vars(base).items()
            if callable(value) and not name.startswith("__") and not isinstance(value, type)
        }
        return sorted(
            name for name in names - FOR_EVERYBODY if self.is_private(model, name) == private
        )

    def is_private(self, model, name):
        try:
            get_public_method(self.env[model], name)
        except AccessError:
            return True
        return False


class TestMatrix(MatrixCase):
    maxDiff = None

    def arrange(self):
        super().arrange()
        self.publish()
        self.seller.cards = [card(11, 1001)]
        self.account = self.connect(
            import_from="2026-09-01", allow_negative_stock=True,
            fee_tax_ids=[Command.create({"valid_from": "2026-01-01"})],
        )
        self.report = self.import_month(self.account)
        self.report.account_id._client(document=self.report).roles()
        self.other_company = self.create_company("ООО «Другая»")
        self.users = {kind: self.user(kind, group) for kind, group in KINDS.items()}
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.cr.postcommit.run()
        self.env.invalidate_all()
        self.records = self.records_of_the_report()

    def user(self, kind, group):
        company = self.other_company if kind == "other" else self.company
        return self.env["res.users"].create(
            {
                "name": kind,
                "login": f"matrix-{kind}",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set([self.env.ref(group).id])],
                "lang": "en_US",
            }
        )

    def records_of_the_report(self):
        """A record of each model that the report brings: {model: record}."""
        return {
            "ozon.account": self.account,
            "ozon.document": self.report.document_id,
            "ozon.exchange": self.env["ozon.exchange"].search(
                [("account_id", "=", self.account.id)], limit=1
            ),
            "ozon.fee.tax": self.account.fee_tax_ids,
            "ozon.product": self.account.product_ids[:1],
            "ozon.realization.report": self.report,
            "ozon.realization.report.line": self.report.line_ids[:1],
            "ozon.report.analysis": self.env["ozon.report.analysis"].search(
                [("report_id", "=", self.report.id)], limit=1
            ),
            "ozon.report.figure": self.env["ozon.report.figure"].search(
                [("account_id", "=", self.account.id)], limit=1
            ),
            "account.move": self.report.bill_id,
            "account.move.line": self.report.bill_id.invoice_line_ids[:1],
            "stock.move": self.report.picking_ids.move_ids[:1],
            "stock.picking": self.report.picking_ids[:1],
            "product.product": self.report.line_ids.product_id[:1],
            "product.template": self.report.line_ids.product_id.product_tmpl_id[:1],
        }

    def record(self, model, user):
        """A record of the company; for a dialog, the user's own."""
        if self.env[model]._transient:
            return self.dialog(model, user)
        made = self.records.get(model)
        if made is None:
            made = self.make(model)
        self.assertTrue(made, model)
        return made

    def make(self, model):
        if model == "hr.expense":
            boss = self.env["hr.employee"].create({"name": "Директор"})
            return self.env[model].create({"name": "Товар", "employee_id": boss.id})
        if model.startswith("ozon.posting"):
            month = self.env["ozon.posting.month"]._of(self.account, self.report.period)
            posting = self.env["ozon.posting"].create({"month_id": month.id, "name": "0101-0001-1"})
            return posting if model == "ozon.posting" else month
        values = {
            "ozon.sync.stop": {"account_id": self.account.id},
            "ozon.booking": {"document_id": self.report.document_id.id},
            "ozon.task": {
                "res_model": self.report._name, "res_id": self.report.id,
                "method": "action_confirm", "user_id": self.env.uid,
                "company_id": self.company.id,
            },
            "ozon.report.difference": {"report_id": self.report.id},
            "purchase.order": {"partner_id": self.account.partner_id.id},
        }.get(model)
        return self.env[model].create(values) if values else self.env[model]

    def dialog(self, model, user):
        values = {
            "ozon.connect": {"account_id": self.account.id},
            "ozon.file.import": {"account_id": self.account.id},
            "ozon.report.import": {
                "account_id": self.account.id,
                "month_from": "2026-09-01", "month_to": "2026-09-01",
            },
            "ozon.setup": {"account_id": self.account.id},
            "ozon.kopeck.receipt": {
                "company_id": self.company.id, "location_id": self.account.location_id.id,
                "number": "1",
            },
        }
        if model == "ozon.setup.proposal":
            setup = self.dialog("ozon.setup", user)
            return self.env[model].with_user(user).create({"setup_id": setup.id, "name": "inn"})
        if model == "ozon.kopeck.receipt.line":
            receipt = self.dialog("ozon.kopeck.receipt", user)
            return self.env[model].with_user(user).create(
                {"receipt_id": receipt.id, "product_id": self.report.line_ids.product_id[0].id}
            )
        if model == "ozon.file.progress":
            # Created in the background.
            return self.env[model].with_user(user).sudo().create(
                {"dialog": 1, "company_id": self.company.id, "name": "1.xlsx"}
            )
        return self.env[model].with_user(user).create(values[model])

    def may(self, kind, model, method):
        """Whether a user of this kind may call a method; its result does not matter here."""
        user = self.users[kind]
        # Like a call from outside, but everything is rolled back.
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            if model == "account.payment.register" or method == "default_get":
                records = self.env[model]
            else:
                records = self.record(model, user)
            records = records.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids,
                # The context that the web client sends for selected records.
                active_model="account.move", active_ids=self.report.bill_id.ids,
                ozon_account_id=self.account.id,
            )
            if method in RECORDS:
                return records.has_access(method)
            self.call(records, method)
        except (AccessError, MissingError):
            return False
        except UserError:
            return True
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        return True

    def call(self, records, method):
        arguments = {
            "default_get": [["line_ids"]], "action_keep": ["inn"], "action_mend": ["inn"],
            "create_document_from_attachment": [[]], "action_open_part": ["revenue"],
            "connect": [{"account_id": self.account.id}],
        }.get(method, [])  # fmt: skip
        get_public_method(records, method)(records, *arguments)

    def expected(self):
        """The rows of the table about installed addons."""
        rights, brought = rights_table()
        missing = {
            addon for addon in BROUGHT_BY.values()
            if self.env["ir.module.module"]._get(addon).state != "installed"
        }
        return {name: row for name, row in rights.items() if brought.get(name) not in missing}

    def test_the_table_has_every_model_and_every_public_method(self):
        found = {
            (model, method)
            for model in self.models()
            for method in {*self.methods(model), *(RECORDS if model.startswith("ozon.") else ())}
        }
        self.assertEqual(sorted(self.expected()), sorted(found))

    def test_it_is_so(self):
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"))
        wrong = {}
        for (model, method), row_of_table in sorted(self.expected().items()):
            found = {kind for kind in KINDS if self.may(kind, model, method)}
            if found != row_of_table:
                wrong[model, method] = sorted(found), sorted(row_of_table)
        self.assertEqual(wrong, {})

    @contextmanager
    def refused(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            yield

    def test_nothing_is_pushed_into_another_company(self):
        """What users may write in their own company must not end up in another one."""
        self.enterContext(mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"))
        stranger = self.users["other"]
        env = self.env(user=stranger, context={"allowed_company_ids": stranger.company_ids.ids})
        own = env["ozon.account"].create({"client_id": "5", "api_key": f"{self.seller.api_key}-5"})
        tax = env["ozon.fee.tax"].create({"account_id": own.id, "valid_from": "2026-05-01"})
        dialog = env["ozon.report.import"].create({"account_id": own.id})
        for records, values in (
            (tax, {"account_id": self.account.id}),
            (dialog, {"account_id": self.account.id}),
        ):
            with self.subTest(model=records._name), self.refused():
                records.write(values)
                if records._transient:
                    self.env.flush_all()
                    self.env.invalidate_all()
                    records.action_import()
            self.env.invalidate_all()
        # Here Odoo's own check of companies refuses, because the location stays behind.
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own.company_id = self.company
        self.env.invalidate_all()
        for model, method, values in (
            ("ozon.fee.tax", "create", {"account_id": self.account.id, "valid_from": "2026-05-01"}),
            ("ozon.account", "create", {"client_id": "6", "company_id": self.company.id}),
            ("ozon.connect", "connect", {"account_id": self.account.id}),
            ("ozon.connect", "connect", {"company_id": self.company.id, "client_id": "123456"}),
        ):
            with self.subTest(model=model, **values), self.refused():
                getattr(env[model], method)(values)

    def test_a_bill_that_claims_a_report_is_not_made_by_hand(self):
        """The unique index would otherwise block the report's own bill."""
        waiting = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-08-01"}
        )
        bill = {
            "move_type": "in_invoice", "partner_id": self.account.partner_id.id,
            "ozon_report_id": waiting.id,
        }  # fmt: skip
        for kind in ("accountant", "user", "administrator"):
            with self.subTest(kind=kind), self.refused():
                self.env["account.move"].with_user(self.users[kind]).create(bill)


@tagged("standard", "post_install", "-at_install")
class TestUnsavedForms(HttpCase, OzonCase):
    """An unsaved form can name any record; Odoo must refuse to show anything about it."""

    def arrange(self):
        super().arrange()
        self.publish()
        self.seller.cards = [card(11, 1001)]
        self.account = self.connect(import_from="2026-09-01", name="Наш кабинет")
        self.report = self.import_month(self.account)
        self.product = self.report.line_ids.product_id[0]
        self.product.with_company(self.company).standard_price = 77.77
        other = self.create_company("ООО «Другая»")
        self.env["res.users"].create(
            {
                "name": "other", "login": "unsaved-other", "password": "unsaved-other",
                "company_id": other.id, "company_ids": [Command.set(other.ids)],
                "group_ids": [Command.set([self.env.ref(KINDS["other"]).id])],
            }
        )  # fmt: skip

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"))

    def shown(self, model, values):
        """What the web client would show in all other fields of the form, as text."""
        readable = self.env[model].with_user(
            self.env["res.users"].search([("login", "=", "unsaved-other")])
        ).fields_get(attributes=["type"])
        answers = []
        for field in sorted(readable.keys() - values.keys()):
            call = {
                "model": model, "method": "onchange",
                "args": [[], values, list(values), {name: {} for name in (*values, field)}],
                "kwargs": {},
            }  # fmt: skip
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/onchange", json={"params": call}
            ).json()
            answers.append((field, answer.get("result", {}).get("value", {}).get(field)))
        return answers

    def test_they_show_nothing_of_another_company(self):
        self.authenticate("unsaved-other", "unsaved-other")
        secrets = {
            self.account.api_key_hint, self.account.client_id, self.account.seller_name,
            self.account.seller_inn, self.report.revenue, self.report.points,
            self.report.fee_payable, self.report.accrual, 77.77,
        }  # fmt: skip
        self.assertEqual(len(secrets - {False}), 9)
        lines, location = self.report.line_ids.ids, self.account.location_id.id
        for model, values in (
            ("ozon.connect", {"account_id": self.account.id}),
            ("ozon.report.import", {"account_id": self.account.id}),
            ("ozon.fee.tax", {"account_id": self.account.id}),
            ("ozon.kopeck.receipt", {"report_id": self.report.id}),
            ("ozon.kopeck.receipt", {"company_id": self.company.id}),
            ("ozon.kopeck.receipt.line",
             {"product_id": self.product.id, "company_id": self.company.id}),
            ("account.move", {"ozon_report_id": self.report.id}),
            ("stock.picking", {"ozon_report_id": self.report.id}),
        ):  # fmt: skip
            with self.subTest(model=model, **values):
                shown = self.shown(model, values)
                self.assertFalse(
                    [
                        (field, value) for field, value in shown
                        if value and (
                            value in (location, *secrets)
                            if not isinstance(value, list)
                            else any(line[1] in lines for line in value if field.startswith("ozon"))
                        )
                    ]
                )


@tagged("standard", "post_install", "-at_install")
class TestPrivateMethods(HttpCase, MatrixCase):
    def test_none_is_reachable_from_outside(self):
        self.env.ref("base.user_admin").password = "admin"
        self.authenticate("admin", "admin")
        self.enterContext(mute_logger("odoo.http"))
        tried = 0
        for model in self.models():
            for method in self.methods(model, private=True):
                with self.subTest(model=model, method=method):
                    call = {"model": model, "method": method, "args": [[]], "kwargs": {}}
                    answer = self.url_open(
                        f"/web/dataset/call_kw/{model}/{method}", json={"params": call}
                    ).json()
                    self.assertEqual(
                        answer["error"]["data"]["name"], "odoo.exceptions.AccessError"
                    )
                    tried += 1
        self.assertGreater(tried, 200)
