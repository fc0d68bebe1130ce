"""Ozon's texts are foreign: stored, shown or exported, they must stay harmless text."""

import csv
import io
import json

import openpyxl

from odoo import http
from odoo.tests import tagged

from tests.fake_ozon import Answer, card, faults, report, row, side
from tests.odoo.outside import AdminCase

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
    "{=SUM(1)}",
    r"external:\\host\share",
    "http://example.com",
    "ftp://example.com",
    "mailto:somebody@example.com",
    "internal:Sheet2!A1",
    "  =1+1",
    "\u200b=1+1",
    "перевёрнутый\u202eтекст\u2066",
    "половина\ud83d",
    "две\nстроки\r\nтри",
    "'; DROP TABLE ozon_account; --",
    "длинное " * 2000,
]
UNWANTED = ("\x00", "\u202e", "\u2066", "\ud83d", "\n", "\r", "\t")


@tagged("standard", "post_install", "-at_install")
class TestForeignText(AdminCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def payload(self):
        """A report in which every text is hostile, and a card for each of its goods."""
        rows = [
            row(sku=place, name=text, offer_id=f"{text[:90]}{place}", barcode=f"{text}{place}",
                sold=side(2))
            for place, text in enumerate(HOSTILE, start=1001)
        ]
        texts = ("number", "contract_number", "payer_name", "receiver_name", "payer_inn")
        return report(rows, **dict.fromkeys(texts, f"№ {HTML} \x00\u202e\ud800"))

    def imported(self):
        """The month, with cards as hostile as its rows. Surrogates are escaped, as JSON allows."""
        cards = [
            card(
                place, place, name=text, offer_id=f"{text[:90]}{place}",
                barcodes=(f"{text}{place}",),
            )
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
        """Every text stored for the month."""
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
        # The widget that shows the checks treats them as text.
        self.assertFalse(hasattr(month.checks and month.checks[0]["text"], "__html__"))

    def test_ozon_s_words_in_an_error_are_one_short_line_of_text(self):
        words = f"{HTML}\x00\u202e\nend " + "x" * 5000
        self.ozon.always("/v2/finance/realization", faults.refused(400, 3, words))
        month = self.import_month(self.account)
        self.assertEqual(month.state, "waiting")
        self.assertIn(f"Ozon's answer: «{HTML} end", month.error_message)
        self.assertLess(len(month.error_message), 1000)
        self.assertFalse(hasattr(month.error_message, "__html__"))
        notification = month.action_fetch()["params"]["message"]
        self.assertFalse(hasattr(notification, "__html__"), "the web client escapes what is text")

    def export(self, kind, records, *fields, groupby=()):
        """The file that the web client's list exports, as bytes."""
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
        """The cells of a spreadsheet, none of which may be a formula or a link."""
        sheet = openpyxl.load_workbook(io.BytesIO(file)).active
        cells = [cell for line in sheet.iter_rows() for cell in line]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertFalse([cell.value for cell in cells if cell.hyperlink])
        return cells

    def test_odoo_s_own_export_of_our_lists_has_no_formulas(self):
        month = self.imported()
        self.log_in_as_admin()
        for records in (month.line_ids, self.account.product_ids):
            with self.subTest(model=records._name):
                cells = self.cells(self.export("xlsx", records, "name", "offer_id"))
                self.assertGreater(len(cells), 2 * len(HOSTILE))

    def test_no_list_of_odoo_s_in_which_ozon_s_words_got_has_formulas(self):
        month = self.imported()
        self.log_in_as_admin()
        products = month.line_ids.product_id
        for records, fields in (
            (products, ("name", "default_code", "ozon_code", "barcode", "display_name")),
            (products.product_tmpl_id, ("name", "default_code")),
            (month.bill_id.invoice_line_ids, ("name", "ozon_product_id")),
            (month.sale_invoice_id.invoice_line_ids, ("name", "product_id")),
            (month.sale_invoice_id | month.bill_id, ("name", "ref", "invoice_origin")),
            (month.picking_ids.move_ids, ("display_name", "product_id")),
            (month, ("number", "contract", "payer", "receiver", "display_name")),
            (self.account, ("name", "seller_name", "display_name")),
        ):
            with self.subTest(model=records._name):
                self.cells(self.export("xlsx", records, *fields))
                self.assert_no_formula_in_csv(self.export("csv", records, *fields))

    def assert_no_formula_in_csv(self, file):
        values = [value for line in csv.reader(io.StringIO(file.decode())) for value in line]
        self.assertGreater(len(values), 1)
        self.assertFalse([value for value in values if value[:1] in tuple("=+-@\t\r")])

    def test_no_heading_of_a_group_in_an_export_is_a_formula(self):
        month = self.imported()
        self.log_in_as_admin()
        for records, groupby in (
            (month.line_ids, "name"), (month.line_ids, "offer_id"),
            (self.account.product_ids, "offer_id"), (month.line_ids.product_id, "name"),
            (month.sale_invoice_id.invoice_line_ids, "product_id"),
        ):  # fmt: skip
            with self.subTest(model=records._name, groupby=groupby):
                cells = self.cells(self.export("xlsx", records, "name", groupby=[groupby]))
                headings = [cell for cell in cells if "=HYPERLINK" in str(cell.value)]
                self.assertTrue(headings)

    def test_no_heading_of_our_pivot_table_is_a_formula(self):
        month = self.imported()
        self.bring_goods(month)
        month.action_confirm()
        self.env.flush_all()
        self.log_in_as_admin()
        groups = self.env["ozon.report.analysis"]._read_group(
            [], ["product_id"], ["quantity_sold:sum"] if "quantity_sold" in
            self.env["ozon.report.analysis"]._fields else ["__count"],
        )
        titles = [product.display_name for product, _sum in groups if product]
        self.assertTrue([title for title in titles if "=HYPERLINK" in title])
        table = {
            "title": "x", "model": "ozon.report.analysis", "measure_count": 1,
            "col_group_headers": [[{"title": title, "width": 1, "height": 1} for title in titles]],
            "measure_headers": [{"title": "x", "is_bold": False}] * len(titles),
            "rows": [
                {"indent": 0, "title": title, "values": [{"value": 1.5}] * len(titles)}
                for title in titles
            ],
        }  # fmt: skip
        answer = self.url_open(
            "/web/pivot/export_xlsx",
            {"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)},
        )
        self.assertEqual(answer.status_code, 200, answer.text[:300])
        self.assertIn(1.5, [cell.value for cell in self.cells(answer.content)])

    def test_our_own_file_has_no_formulas_but_its_totals_and_no_links(self):
        month = self.imported()
        self.log_in_as_admin()
        answer = self.url_open(f"/ozon/report/{month.id}/xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        cells = [cell for line in sheet.iter_rows() for cell in line]
        self.assertGreater(len(cells), len(HOSTILE))
        self.assertFalse([cell.value for cell in cells if cell.hyperlink])
        for cell in cells:
            if cell.data_type == "f":
                # Formulas only refer to cells of the file, and to nothing from Ozon.
                self.assertRegex(cell.value, r"^=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[-+A-Z\d]+)$")

    def test_articles_with_a_sign_stay_as_they_are_and_numbers_stay_numbers(self):
        self.publish(report([row(sku=1, offer_id="-5X", sold=side(3))]))
        month = self.import_month(self.account)
        self.log_in_as_admin()
        for records, field in ((month.line_ids, "offer_id"), (
            month.line_ids.product_id, "default_code")):
            cells = self.cells(self.export("xlsx", records, field))
            self.assertEqual(cells[-1].value, "-5X")
        cells = self.cells(self.export("xlsx", month.line_ids, "offer_id", "quantity", "revenue"))
        self.assertEqual([cell.value for cell in cells[-2:]], [3, 300])

    def test_what_others_wrote_is_exported_as_odoo_does_without_us(self):
        """Odoo escapes =, + and - in CSV but not in spreadsheets; the addons do not change that."""
        names = ["@user", "-5X", "=1+1", "+7", "https://example.com", "Иван"]
        partners = self.env["res.partner"].create([{"name": name} for name in names])
        self.env.flush_all()
        self.log_in_as_admin()
        sheet = openpyxl.load_workbook(
            io.BytesIO(self.export("xlsx", partners, "name"))
        ).active  # fmt: skip
        cells = {line[0].value: line[0] for line in sheet.iter_rows(min_row=2)}
        self.assertEqual(set(cells), set(names))
        self.assertEqual(cells["=1+1"].data_type, "f")
        self.assertTrue(cells["https://example.com"].hyperlink)
        lines = list(csv.reader(io.StringIO(self.export("csv", partners, "name").decode())))
        self.assertEqual(
            {line[0] for line in lines[1:]},
            {"@user", "'-5X", "'=1+1", "'+7", "https://example.com", "Иван"},
        )

    def test_a_pivot_table_of_others_is_written_as_odoo_does_without_us(self):
        self.log_in_as_admin()
        table = {
            "title": "x", "model": "res.partner", "measure_count": 1,
            "col_group_headers": [[{"title": "@user", "width": 1, "height": 1}]],
            "measure_headers": [{"title": "-5X", "is_bold": False}],
            "rows": [{"indent": 0, "title": "+7", "values": [{"value": 1}]}],
        }  # fmt: skip
        answer = self.url_open(
            "/web/pivot/export_xlsx",
            {"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)},
        )
        values = {cell.value for cell in self.cells(answer.content)}
        self.assertLessEqual({"@user", "-5X", "+7", 1}, values)

    def test_names_and_articles_match_products_that_begin_like_a_formula(self):
        """The apostrophe that makes Ozon's texts harmless does not count when matching."""
        products = self.env["product.product"].create([
            {"name": "-50 % чехол", "company_id": self.company.id, "is_storable": True},
            {"name": "Другое", "default_code": "=5X", "company_id": self.company.id,
             "is_storable": True},
        ])
        self.publish(report([
            row(sku=1, offer_id="", name="-50 % Чехол", sold=side(1)),
            row(sku=2, offer_id="=5X", name="Что-то", sold=side(1)),
        ]))
        month = self.import_month(self.account)
        self.assertEqual(month.line_ids.product_id, products)
