"""Ozon's words are foreign: wherever they are kept, shown or exported they are harmless text."""

import csv
import io
import json

import openpyxl

from odoo import Command, http
from odoo.tests import HttpCase, tagged

from tests.fake_ozon import Answer, card, faults, report, row, side
from tests.odoo.common import OzonCase

HTML = "<img src=x onerror=alert(1)><b>жирный</b>"
HOSTILE = [
    HTML,
    "{{ 7*7 }} ${7*7} %(name)s {0} %s",
    '=HYPERLINK("http://example.com";"сюда")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1;2)",
    "\t=1+1",
    "нуль\x00байт",
    "перевёрнутый\u202eтекст\u2066",
    "половина\ud83d",
    "две\nстроки\r\nтри",
    "'; DROP TABLE ozon_account; --",
    "длинное " * 2000,
]
UNWANTED = ("\x00", "\u202e", "\u2066", "\ud83d", "\n", "\r", "\t")


@tagged("standard", "post_install", "-at_install")
class TestForeignText(HttpCase, OzonCase):
    def setUp(self):
        super().setUp()
        self.account = self.connect()

    def payload(self):
        """A report whose every text is hostile, and a card for each of its goods."""
        rows = [
            row(sku=place, name=text, offer_id=f"{text[:90]}{place}", barcode=text, sold=side(2))
            for place, text in enumerate(HOSTILE, start=1001)
        ]
        texts = ("number", "contract_number", "payer_name", "receiver_name", "payer_inn")
        return report(rows, **dict.fromkeys(texts, f"№ {HTML} \x00\u202e\ud800"))

    def imported(self):
        """The month, with cards as hostile as its rows. Surrogates travel escaped, as JSON can."""
        cards = [
            card(place, place, name=text, offer_id=f"{text[:90]}{place}", barcodes=(text,))
            for place, text in enumerate(HOSTILE, start=1001)
        ]
        for path, payload in (
            ("/v2/finance/realization", self.payload()),
            ("/v3/product/info/list", {"items": cards}),
        ):
            body = json.dumps(payload, default=float).encode()
            self.ozon.always(path, Answer(body=body))
        month = self.import_month(self.account)
        self.env.flush_all()
        self.env.invalidate_all()
        return month

    def kept(self, month):
        """Every text that was kept of it."""
        records = [
            month, month.line_ids, self.account.product_ids, month.line_ids.product_id,
            month.bill_id, month.bill_id.invoice_line_ids, month.sale_invoice_id.invoice_line_ids,
            month.picking_ids, month.picking_ids.move_ids,
        ]
        return [
            value
            for many in records
            for values in many.read()
            for value in values.values()
            if type(value) is str
        ]

    def test_a_month_of_hostile_names_is_booked_and_nothing_unwanted_is_kept(self):
        month = self.imported()
        self.assertEqual((month.state, month.error_message), ("to_review", False))
        self.assertEqual(len(month.line_ids.product_id), len(HOSTILE))
        kept = [text for text in self.kept(month) if HTML[:10] in text or "перевёрн" in text]
        self.assertTrue(kept)
        names = month.line_ids.mapped("name") + month.line_ids.mapped("offer_id")
        names += self.account.product_ids.mapped("name")
        names += [month.number, month.contract, month.payer, month.receiver]
        for name in names:
            self.assertFalse([bad for bad in UNWANTED if bad in name], repr(name))
            self.assertLessEqual(len(name), 500)
        self.bring_goods(month)
        month.action_confirm()
        self.assertEqual(month.state, "posted")

    def test_no_html_of_ozon_s_is_html_in_odoo(self):
        month = self.imported()
        self.publish(report([row(sku=1, sold=side(1), name=HTML)]))
        html = [
            value
            for many in (
                month, month.bill_id, month.sale_invoice_id, month.picking_ids, self.account,
                month.message_ids, month.bill_id.message_ids, self.account.message_ids,
                month.activity_ids, self.account.activity_ids, month.line_ids.product_id,
                month.line_ids.product_id.message_ids,
            )
            for name, field in many._fields.items()
            if field.type == "html"
            for value in many.mapped(name)
            if value
        ]
        self.assertTrue(html)
        self.assertNotIn("<img", "".join(map(str, html)))
        self.assertNotIn("<b>жирный", "".join(map(str, html)))
        # The checks are shown by a widget that takes them for text.
        self.assertFalse(hasattr(month.checks and month.checks[0]["text"], "__html__"))

    def test_ozon_s_words_in_an_error_are_one_short_line_of_text(self):
        words = f"{HTML}\x00\u202e\nend " + "x" * 5000
        self.ozon.always("/v2/finance/realization", faults.refused(400, 3, words))
        month = self.import_month(self.account)
        self.assertEqual(month.state, "waiting")
        self.assertIn(f"[{HTML} end", month.error_message)
        self.assertLess(len(month.error_message), 1000)
        self.assertFalse(hasattr(month.error_message, "__html__"))
        notification = month.action_fetch()["params"]["message"]
        self.assertFalse(hasattr(notification, "__html__"), "the web client escapes what is text")

    def log_in(self):
        self.env.ref("base.user_admin").write(
            {
                "password": "admin",
                "company_ids": [Command.link(self.company.id)],
                "company_id": self.company.id,
            }
        )
        self.authenticate("admin", "admin")

    def export(self, kind, records, *fields, groupby=()):
        """The file that the web client's list gives, as bytes."""
        query = {
            "model": records._name, "ids": records.ids, "domain": [], "groupby": list(groupby),
            "import_compat": False,
            "fields": [{"name": name, "label": name, "type": "char"} for name in fields],
        }  # fmt: skip
        answer = self.url_open(
            f"/web/export/{kind}",
            {"data": json.dumps(query), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        return answer.content

    def cells(self, file):
        sheet = openpyxl.load_workbook(io.BytesIO(file)).active
        return [cell for line in sheet.iter_rows() for cell in line]

    def test_odoo_s_own_export_of_our_lists_has_no_formulas(self):
        month = self.imported()
        self.log_in()
        for records in (month.line_ids, self.account.product_ids):
            with self.subTest(model=records._name):
                cells = self.cells(self.export("xlsx", records, "name", "offer_id"))
                self.assertGreater(len(cells), 2 * len(HOSTILE))
                self.assertEqual({cell.data_type for cell in cells}, {"s"})
                self.assertFalse(
                    [cell.value for cell in cells if cell.value[0] in "=+-@\t"]
                )

    def test_no_list_of_odoo_s_in_which_ozon_s_words_got_has_formulas(self):
        month = self.imported()
        self.log_in()
        products = month.line_ids.product_id
        for records, fields in (
            (products, ("name", "default_code", "display_name")),
            (products.product_tmpl_id, ("name", "default_code")),
            (month.bill_id.invoice_line_ids, ("name", "ozon_product_id")),
            (month.sale_invoice_id.invoice_line_ids, ("name", "product_id")),
            (month.picking_ids.move_ids, ("display_name", "product_id")),
            (month, ("number", "contract", "display_name")),
        ):
            with self.subTest(model=records._name):
                kinds = {cell.data_type for cell in self.cells(
                    self.export("xlsx", records, *fields)
                )}  # fmt: skip
                self.assertLessEqual(kinds, {"s", "n"}, "a formula would be «f»")
                self.assert_no_formula_in_csv(self.export("csv", records, *fields))

    def assert_no_formula_in_csv(self, file):
        values = [value for line in csv.reader(io.StringIO(file.decode())) for value in line]
        self.assertGreater(len(values), 3)
        self.assertFalse([value for value in values if value[:1] in tuple("=+-@\t\r")])

    def test_no_heading_of_a_group_in_an_export_is_a_formula(self):
        month = self.imported()
        self.log_in()
        for records, groupby in (
            (month.line_ids, "name"), (self.account.product_ids, "offer_id"),
            (month.line_ids.product_id.product_tmpl_id, "name"),
        ):  # fmt: skip
            with self.subTest(model=records._name):
                cells = self.cells(self.export("xlsx", records, "name", groupby=[groupby]))
                headings = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
                self.assertTrue(headings)
                self.assertLessEqual({cell.data_type for cell in cells}, {"s", "n"})

    def test_no_heading_of_a_pivot_table_in_a_spreadsheet_is_a_formula(self):
        self.log_in()
        formula = HOSTILE[2]
        table = {
            "title": "x", "model": "ozon.report.analysis", "measure_count": 1,
            "col_group_headers": [
                [{"title": "Всего", "width": 2, "height": 1}],
                [{"title": text, "width": 1, "height": 1} for text in (formula, "Кружка")],
            ],
            "measure_headers": [{"title": formula, "is_bold": False}] * 2,
            "rows": [
                {"indent": indent, "title": formula, "values": [{"value": 1.5}, {"value": 2}]}
                for indent in (0, 1)
            ],
        }  # fmt: skip
        answer = self.url_open(
            "/web/pivot/export_xlsx",
            {"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        cells = self.cells(answer.content)
        self.assertEqual(len([cell for cell in cells if formula in str(cell.value)]), 5)
        self.assertLessEqual({cell.data_type for cell in cells}, {"s", "n"})
        self.assertEqual([cell.value for cell in cells if cell.value == 1.5], [1.5, 1.5])

    def test_a_pivot_table_without_anything_is_odoo_s_own_affair(self):
        self.log_in()
        answer = self.url_open(
            "/web/pivot/export_xlsx",
            {"data": "{}", "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 422)
