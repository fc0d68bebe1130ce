"""Every field that the addons add to Odoo's models: each way to change it from outside is tried.

The fields are read from the registry, so a new one is tried automatically: it must either keep its
value or be listed here as a field for users.
"""

from unittest.mock import patch

from odoo import Command
from odoo.addons.ozon_connector.models.common.ozon_protected_mixin import OzonProtectedMixin
from odoo.tests import tagged
from odoo.tools import SQL

from tests.fake_ozon import card
from tests.odoo.outside import OutsideCase
from tests.odoo.security.test_matrix import BROUGHT_BY, rows_under

ADDONS = "ozon_connector"
# Fields for users, and why it is harmless to change them.
FOR_PEOPLE = {
    "product.product.ozon_code": "a person may know better than Ozon which product a SKU is",
    "product.template.ozon_code": "the same, entered on a product without variants",
}
MANAGERS = (
    "account.group_account_manager", "purchase.group_purchase_manager",
    "stock.group_stock_manager", "product.group_product_manager",
    "ozon_connector.group_ozon_manager", "hr_expense.group_hr_expense_manager",
)  # fmt: skip


@tagged("standard", "post_install", "-at_install")
class TestProtectedFields(OutsideCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.publish()
        self.seller.cards = [card(11, 1001)]
        self.account = self.connect()
        self.report = self.import_month(self.account)
        self.confirm(self.report)
        self.mug = self.product()
        self.order = self.receive({self.mug: 10})
        self.manager = self.log_in("manager", *MANAGERS)
        self.book_more()
        self.records = {
            # (a record created by the addons, a record created by a user)
            "account.move": (self.report.bill_id, self.make("account.move")),
            "account.move.line": (
                self.report.bill_id.invoice_line_ids[0],
                self.make("account.move").invoice_line_ids,
            ),
            "purchase.order": (self.order, self.make("purchase.order")),
            "stock.picking": (self.report.picking_ids[0], self.make("stock.picking")),
            "stock.move": (
                self.order.picking_ids.move_ids, self.make("stock.picking").move_ids,
            ),
            "hr.expense": (),
        }  # fmt: skip
        if "hr.expense" in self.env:
            boss = self.env["hr.employee"].create(
                {"name": "Директор", "company_id": self.company.id}
            )
            order = self.receive({self.mug: 1}, kind="advance_report", confirmed=True)
            self.assertEqual(order.ozon_expense_ids.employee_id, boss)
            self.records["hr.expense"] = (order.ozon_expense_ids, self.make("hr.expense"))

    def book_more(self):
        """Create further records to point at, in the tests of further addons."""

    def values(self, model):
        """The values with which a user creates such a record."""
        partner = self.account.partner_id.id
        stock, customers = self.location.id, self.env.ref("stock.stock_location_customers").id
        places = {"location_id": stock, "location_dest_id": customers}
        move = {"product_id": self.mug.id, "product_uom_qty": 1, **places}
        line = {"name": "Строка", "price_unit": 5.0}
        return {
            "account.move": {
                "move_type": "in_invoice", "partner_id": partner, "invoice_date": "2026-09-01",
                "invoice_line_ids": [Command.create(line)],
            },
            "account.move.line": {
                "move_id": self.records["account.move"][1].id, **line,
            } if hasattr(self, "records") else {},
            "account.bank.statement.line": {
                "journal_id": self.bank().id, "payment_ref": "Выписка", "amount": 5.0,
                "date": "2026-09-01",
            },
            "purchase.order": {"partner_id": partner},
            "stock.picking": {
                "picking_type_id": self.warehouse_of(self.company).out_type_id.id, **places,
                "move_ids": [Command.create(move)],
            },
            "stock.move": move,
            "hr.expense": {"name": "Расход", "total_amount_currency": 5.0, "employee_id": (
                "hr.employee" in self.env and self.env["hr.employee"].search(
                    [("company_id", "=", self.company.id)], limit=1
                ).id
            )},
        }[model]  # fmt: skip

    def make(self, model):
        return self.env[model].create(self.values(model))

    def bank(self):
        journals = self.env["account.journal"]
        company = [("company_id", "=", self.company.id), ("type", "=", "bank")]
        return journals.search(company, limit=1) or journals.create(
            {"name": "Банк", "code": "БАНК", "type": "bank", "company_id": self.company.id}
        )

    # The fields

    def added(self):
        """(model, field) of every field that our addons add to a model of Odoo's."""
        return [
            (model, field)
            for model in sorted(self.env.registry)
            if not self.env[model]._original_module.startswith(ADDONS)
            and not self.env[model]._abstract
            for name, field in sorted(self.env[model]._fields.items())
            if name.startswith("ozon_") and (field._module or "").startswith(ADDONS)
        ]

    def kept(self):
        """The fields that store a value of their own and are not for users."""
        return [
            (model, field) for model, field in self.added()
            if f"{model}.{field.name}" not in FOR_PEOPLE and (field.store or field.inherited)
            and field.type != "one2many"
        ]

    def tried(self):
        """The fields whose protection is tried."""
        return self.kept()

    def some(self, field):
        """A value that is not empty."""
        if field.type == "many2one":
            records = self.env[field.comodel_name].search(
                [("company_id", "in", [False, self.company.id])], limit=1
            )
            self.assertTrue(records, field)
            return records.id
        if field.type == "selection":
            return field.get_values(self.env)[0]
        return {
            "boolean": True, "char": "X", "date": "2026-01-01", "float": 5.5, "integer": 5,
            "json": {"1": "5.00"},
        }[field.type]  # fmt: skip

    def stored(self, model, field):
        """The values in the database: {id: value}, without empty ones."""
        if field.inherited:
            field = field.related_field
        self.env.flush_all()
        table, column = self.env[field.model_name]._table, field.name
        rows = self.env.execute_query(
            SQL("SELECT id, %s FROM %s", SQL.identifier(column), SQL.identifier(table))
        )
        return {row_id: value for row_id, value in rows if value}

    # The ways

    def ways(self, model, field):
        """{name: a call from outside that would give the field this value}"""
        name, value = field.name, self.some(field)
        default = {"context": {f"default_{name}": value}}
        booked, own = self.records.get(model) or (self.env[model], self.env[model])
        column = f"{name}/.id" if field.type == "many2one" else name
        ways = {
            "create": lambda: self.call(model, "create", [{**self.values(model), name: value}]),
            "create with a default": lambda: self.call(
                model, "create", [self.values(model)], **default
            ),
            "create with a default of one's own": lambda: self.create_by_default(model, field),
            "web_save of a new one": lambda: self.call(
                model, "web_save", [], {**self.values(model), name: value}, {}
            ),
            "onchange, then web_save": lambda: self.fill_in_form(model, field, value),
            "name_create": lambda: self.call(model, "name_create", "X", **default),
            "import of a new one": lambda: self.call(
                model, "load", *self.importable(model, {column: str(value)})
            ),
        }
        for kind, record in (("booked", booked), ("own", own)):
            if record:
                ways |= self.ways_to_write(kind, record, field, value)
                ways |= self.ways_to_repeat(kind, record, field, value)
        return ways

    def ways_to_write(self, kind, record, field, value):
        """Calls that would give an existing record the value, or remove its own value."""
        model, name = record._name, field.name
        column = f"{name}/.id" if field.type == "many2one" else name
        ways = {}
        for given in (value, False):
            what = f"{kind}, {given}"
            ways |= {
                f"write: {what}": lambda v=given: self.call(
                    model, "write", record.ids, {name: v}
                ),
                f"web_save: {what}": lambda v=given: self.call(
                    model, "web_save", record.ids, {name: v}, {}
                ),
                f"web_save_multi: {what}": lambda v=given: self.call(
                    model, "web_save_multi", record.ids, [{name: v}], {}
                ),
                f"import: {what}": lambda v=given: self.call(
                    model, "load", [".id", column], [[str(record.id), v and str(v) or ""]]
                ),
                **self.ways_by_parents(model, record, {name: given}, what),
            }
        return ways

    def ways_to_repeat(self, kind, record, field, value):
        """Calls that would copy the value, or number records in the field."""
        model, name = record._name, field.name
        return {
            f"copy: {kind}": lambda: self.call(model, "copy", record.ids, {name: value}),
            f"copy with a default: {kind}": lambda: self.call(
                model, "copy", record.ids, context={f"default_{name}": value}
            ),
            f"resequence: {kind}": lambda: self.call(
                model, "web_resequence", record.ids, {}, field_name=name, offset=1
            ),
        }

    def ways_by_parents(self, model, record, vals, what):
        """Commands in all fields of other records that contain the record as a line."""
        ways = {}
        for parent_model in self.env.registry:
            if self.env[parent_model]._abstract or parent_model.startswith("ozon."):
                continue
            for parent_field in self.env[parent_model]._fields.values():
                if parent_field.type != "one2many" or parent_field.comodel_name != model:
                    continue
                inverse = record._fields.get(parent_field.inverse_name)
                if not inverse or inverse.type != "many2one" or parent_field.related:
                    continue
                parent = record[inverse.name]
                if parent._name != parent_model or not parent:
                    continue
                for kind, command in (
                    ("changes", Command.update(record.id, vals)),
                    ("adds", Command.create({**self.values(model), **vals})),
                ):
                    ways[f"{parent_model}.{parent_field.name} {kind} it: {what}"] = (
                        lambda p=parent, f=parent_field.name, c=command: self.call(
                            p._name, "write", p.ids, {f: [c]}
                        )
                    )
        return ways

    def create_by_default(self, model, field):
        """A user's own default for the field."""
        self.call("ir.default", "set", model, field.name, self.some(field), user_id=True)
        self.assertIsNone(self.refusal)
        self.call(model, "create", [self.values(model)])

    def fill_in_form(self, model, field, value):
        filled = {**self.values(model), field.name: value}
        spec = {name: {} for name in filled}
        answer = self.call(model, "onchange", [], filled, [field.name], spec) or {}
        self.call(model, "web_save", [], {**filled, **answer.get("value", {})}, {})

    def importable(self, model, row):
        """The columns and a row of an import file."""
        for name, value in self.values(model).items():
            if isinstance(value, list):
                continue
            relational = self.env[model]._fields[name].type == "many2one"
            row[f"{name}/.id" if relational else name] = str(value)
        return list(row), [list(row.values())]

    def got_through(self, model, field):
        """The ways that change a value in the database."""
        through = []
        for way, call in self.ways(model, field).items():
            before = self.stored(model, field)
            savepoint = self.env.cr.savepoint()
            try:
                call()
                if self.stored(model, field) != before:
                    through.append(way)
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.env.registry.clear_cache()
        return through

    # The tests

    def test_every_added_field_is_for_people_or_protected_or_only_shows_something(self):
        found = {}
        for model, field in self.added():
            name = f"{model}.{field.name}"
            if name in FOR_PEOPLE or field.inherited:
                continue
            if field.type == "one2many" and field.store:
                lines = self.env[field.comodel_name]
                is_ours = isinstance(lines, self.env.registry["ozon.facts.mixin"])
                kept = lines._ozon_facts() if is_ours else lines._ozon_protected_fields()
                found[name] = field.inverse_name in kept
            elif field.store:
                found[name] = field.name in self.env[model]._ozon_protected_fields()
            else:
                found[name] = not field.inverse
        self.assertGreater(len(found), 15)
        self.assertEqual([name for name, is_kept in found.items() if not is_kept], [])

    def test_the_docs_name_every_one(self):
        named = sorted(
            f"{model}.{field.partition(' (')[0]}"
            for model, fields, _reason in rows_under("Protected fields")
            for field in fields.split(", ")
            if self.is_there(field)
        )
        kept = [f"{model}.{field.name}" for model, field in self.kept() if not field.inherited]
        self.assertEqual(named, sorted(kept))

    def is_there(self, named):
        """Whether the addon that the docs name for a field, if any, is installed."""
        addon = BROUGHT_BY.get(named.partition(" (")[2].removesuffix(")"))
        return not addon or self.env["ir.module.module"]._get(addon).state == "installed"

    def test_none_is_set_or_changed_in_any_way_from_outside(self):
        count = 0
        for model, field in self.tried():
            with self.subTest(model=model, field=field.name):
                self.assertEqual(self.got_through(model, field), [])
                count += 1
        self.assertTrue(count)

    def test_the_ways_are_ways(self):
        """Without the protection each way works on some field, or the test would prove nothing."""
        works, tried = set(), set()

        def kind_of(way):
            return way.split(":")[0]

        with patch.object(OzonProtectedMixin, "_ozon_protected_fields", lambda self: frozenset()):
            for model, field in self.tried():
                tried |= set(map(kind_of, self.ways(model, field)))
                works |= set(map(kind_of, self.got_through(model, field)))
        self.assertEqual(tried - works, set())
