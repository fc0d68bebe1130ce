"""What Ozon said and what became of it, in our own records: no way from outside changes it.

The fields are read from the registry, so a new one is tried automatically.
"""

from datetime import timedelta
from xmlrpc.client import Fault

from odoo import fields, models
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from tests.fake_ozon import card
from tests.odoo.outside import OutsideCase

ADMINISTRATOR = "ozon_connector.group_ozon_manager"
USER = "ozon_connector.group_ozon_user"
# Fields that users choose. All other stored fields are facts, and read-only.
FOR_PEOPLE = {
    "ozon.product": {"product_id", "units"},
    "ozon.account": {
        "name", "active", "company_id", "client_id", "auto_import", "by_files", "user_id",
        "partner_id",
        "purchase_journal_id", "fee_account_id", "fee_tax_ids", "points_policy", "points_cap",
        "import_from", "sale_journal_id", "sale_tax_ids", "netting_journal_id", "location_id",
        "allow_negative_stock", "post_sales", "post_stock", "post_netting",
        "without_fee_vat", "without_sale_vat", "company_sales", "rate_days",
        "create_products", "document_detail",
    },
    "ozon.fee.tax": {"account_id", "valid_from", "tax_ids"},
}  # fmt: skip


@tagged("standard", "post_install", "-at_install")
class TestFacts(OutsideCase):
    maxDiff = None

    def arrange(self):
        super().arrange()
        self.publish()
        self.seller.cards = [card(11, 1001)]
        self.account = self.connect()
        self.report = self.import_month(self.account)

    for_people = FOR_PEOPLE

    def models(self):
        """Our own models that store data, without dialogs."""
        return [
            self.env[name] for name in sorted(self.env.registry)
            if self.env[name]._original_module.startswith("ozon_connector")
            and self.env[name]._auto and not self.env[name]._transient
        ]

    def kept(self, model):
        """Our fields that store a value of their own."""
        return {
            name: field for name, field in model._fields.items()
            if field.store and name not in models.MAGIC_COLUMNS and field.type != "one2many"
            and (field._module or "").startswith("ozon_connector")
        }

    def some(self, field):
        if field.type in ("many2one", "many2many"):
            found = self.env[field.comodel_name].search([], limit=1, order="id DESC")
            linked = found.id or 1
            return linked if field.type == "many2one" else [[6, 0, [linked]]]
        if field.type == "selection":
            return field.get_values(self.env)[-1]
        return {
            "boolean": True, "char": "X", "text": "X", "date": "2026-01-01", "float": 5.5,
            "monetary": 5.5, "integer": 5, "datetime": "2026-01-01 12:00:00", "json": [1],
            "many2one_reference": 7,
        }[field.type]  # fmt: skip

    def stored(self, model):
        self.env.flush_all()
        table = SQL.identifier(model._table)
        links = {
            SQL.identifier(field.relation) for field in self.kept(model).values()
            if field.type == "many2many"
        }
        return [
            self.env.execute_query(SQL("SELECT * FROM %s ORDER BY 1, 2", name))
            for name in [table, *links]
        ]

    def test_what_is_kept_is_a_fact_or_for_people(self):
        for model in self.models():
            with self.subTest(model=model._name):
                choices = {
                    name for name, field in self.kept(model).items()
                    if not field.readonly and not (field.compute and field.compute_sudo)
                }
                self.assertEqual(choices - self.for_people.get(model._name, set()), set())

    def test_no_fact_is_written_from_outside(self):
        tried = 0
        self.log_in("administrator", ADMINISTRATOR, "account.group_account_manager")
        for model in self.models():
            record = model.search([], limit=1)
            facts = self.kept(model).keys() - self.for_people.get(model._name, set())
            for name in sorted(facts):
                before, vals = self.stored(model), {name: self.some(model._fields[name])}
                with self.subTest(model=model._name, field=name):
                    if record:
                        self.call(model._name, "write", record.ids, vals)
                        self.call(model._name, "web_save", record.ids, {name: False}, {})
                        self.call(model._name, "load", [".id", name],
                                  [[str(record.id), str(vals[name])]])  # fmt: skip
                    self.call(model._name, "create", [vals])
                    self.assertEqual(self.stored(model), before)
                    tried += 1
        self.assertGreater(tried, 60)

    def test_no_way_in_is_open(self):
        """XML-RPC and JSON-2 call the web client's methods: tried on one field of each model."""
        user = self.log_in("administrator", ADMINISTRATOR, "account.group_account_manager")
        key = self.env["res.users.apikeys"].with_user(user)._generate(
            "rpc", "key", fields.Datetime.now() + timedelta(days=1),
        )
        tried = 0
        for model in self.models():
            record = model.search([], limit=1)
            facts = self.kept(model).keys() - self.for_people.get(model._name, set())
            for name in sorted(facts)[:1] if record else ():
                before, vals = self.stored(model), {name: self.some(model._fields[name])}
                with self.subTest(model=model._name, field=name):
                    # For each such call Odoo logs that it is deprecated.
                    muted = mute_logger("odoo.addons.rpc.controllers.xmlrpc", "odoo.http")
                    with muted, self.assertRaises(Fault):
                        self.xmlrpc_object.execute(
                            self.env.cr.dbname, user.id, "administrator", model._name, "write",
                            record.ids, vals,
                        )
                    with mute_logger("odoo.http", "odoo.sql_db"):
                        answer = self.url_open(
                            f"/json/2/{model._name}/write", json={"ids": record.ids, "vals": vals},
                            headers={"Authorization": f"Bearer {key}"},
                        )
                    self.assertEqual(answer.status_code, 403, answer.text)
                    self.env.invalidate_all()
                    self.assertEqual(self.stored(model), before)
                    tried += 1
        self.assertGreater(tried, 4)

    def test_a_new_account_brings_none_either(self):
        self.log_in("administrator", ADMINISTRATOR)
        vals = {"name": "Ещё один", "client_id": "77"}
        for given in ({"state": "connected"}, {"seller_inn": "7712345671"}, {"sync_step": "match"}):
            self.assertIsNone(self.call("ozon.account", "create", [{**vals, **given}]))
            [account] = self.call("ozon.account", "create", [vals], context={
                f"default_{name}": value for name, value in given.items()
            })  # fmt: skip
            account = self.env["ozon.account"].browse(account)
            self.assertEqual(account.state, "draft")
            self.assertFalse(account.seller_inn or account.sync_step)
            account.unlink()

    def test_a_default_of_one_s_own_does_not_count(self):
        """Any user may set defaults for every field; they must not change what our code creates."""
        self.publish(month=8)
        self.log_in("bookkeeper", USER)
        for model, field, value in (
            ("ozon.realization.report", "state", "posted"),
            ("ozon.realization.report", "bill_id", self.report.bill_id.id),
            ("ozon.product", "match_state", "ignored"),
            ("ozon.product", "units", 100.0),
            ("account.move", "narration", "чужое"),
            ("stock.picking", "note", "чужое"),
            ("stock.move", "state", "done"),
        ):
            self.call("ir.default", "set", model, field, value, user_id=True)
            self.assertIsNone(self.refusal)
        [dialog] = self.call("ozon.report.import", "create", [{
            "account_id": self.account.id, "month_from": "2026-08-01", "month_to": "2026-08-01",
        }])  # fmt: skip
        self.call("ozon.report.import", "action_import", [dialog])
        month = self.account.report_ids.filtered(lambda report: str(report.period) == "2026-08-01")
        self.call("ozon.realization.report", "action_fetch", month.ids)

        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertNotEqual(month.bill_id, self.report.bill_id)
        self.assertFalse(month.bill_id.narration or month.picking_ids[0].note)
        self.assertNotIn("done", month.picking_ids.move_ids.mapped("state"))
        self.assertEqual(set(self.account.product_ids.mapped("units")), {1.0})
        self.assertNotIn("ignored", self.account.product_ids.mapped("match_state"))
