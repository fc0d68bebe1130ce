"""The printed report and the spreadsheet: the report's figures, and no active content."""

import io
import re
import shutil
import unittest
from decimal import Decimal
from random import Random

import openpyxl
from lxml import html
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from tests.fake_ozon import random_report, report, row, side, totals
from tests.odoo.common import OzonCase, decimal

PRINT = "ozon_connector.ozon_realization_report_print"
# Columns of the spreadsheet, from 0: where each side begins, and the order of its figures.
SOLD, RETURNED = 5, 12
PRICE, QUANTITY, AMOUNT, POINTS, PARTNERS, FEE, TOTAL = range(7)

HOSTILE = [
    "<b>жирный</b><script>alert(1)</script>",
    '=HYPERLINK("http://example.com","сюда")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1;2)",
    "-5",
    "http://example.com/x",
    "00012",
    "до\x01по\x1fсле",
    "_x0041_",
]


def work_out(place, cells):
    """The value of a cell as Excel computes it; its formula is a sum, or + and − of cells."""
    value = cells[place]
    if not isinstance(value, str) or not value.startswith("="):
        return decimal(value or 0)
    if found := re.fullmatch(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)", value):
        column, first, last = found.groups()
        rows = range(int(first), int(last) + 1)
        return sum((work_out(f"{column}{row}", cells) for row in rows), Decimal(0))
    total = Decimal(0)
    for sign, cell in re.findall(r"([-+]?)([A-Z]+\d+|0)", value[1:]):
        part = decimal(0) if cell == "0" else work_out(cell, cells)
        total += -part if sign == "-" else part
    return total


class PrintCase(OzonCase):
    def imported(self, rows, **header):
        self.publish(report(rows, **header))
        return self.import_month()

    def page(self, month, lang="ru_RU"):
        """The printed report as text and as HTML."""
        content, _kind = (
            self.env["ir.actions.report"].with_context(lang=lang)._render_qweb_html(
                PRINT, month.ids
            )
        )  # fmt: skip
        tree = html.fromstring(content)
        return " ".join(tree.text_content().split()), content.decode()

    def sheet(self, month, lang="ru_RU"):
        """The cells of the spreadsheet as Excel would read them."""
        content = month.with_context(lang=lang)._xlsx()
        return openpyxl.load_workbook(io.BytesIO(content), data_only=True).active

    def table(self, sheet):
        """The values of the two heading rows, and of the rows up to the totals."""
        values = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
        [top] = [place for place, cells in enumerate(values) if len(cells) > 5 and cells[5] in (
            "Реализовано", "Goods sold")]  # fmt: skip
        [end] = [place for place, cells in enumerate(values) if cells[1] in ("Итого", "Total")]
        return values[top : top + 2], values[top + 2 : end + 1]

    def formulas(self, month):
        """The cells with a formula, as (formula, value)."""
        content = month._xlsx()
        written, read = (
            openpyxl.load_workbook(io.BytesIO(content), data_only=data_only).active
            for data_only in (False, True)
        )
        return [
            (cell.value, read[cell.coordinate].value)
            for cells in written.iter_rows() for cell in cells if cell.data_type == "f"
        ]


class TestPaper(PrintCase):
    def test_it_is_the_intermediary_s_report(self):
        self.publish()
        text, _html = self.page(self.import_month())

        for words in (
            "Отчёт о реализации № 2609-4187733 от 03.10.2026",
            "ИР-118204/23",
            'ООО "Интернет Решения", ИНН 7704217370',
            'ООО "Домашний уют", ИНН 7712345671',
            "01.09.2026 – 30.09.2026",
            "1. Реализовано",
            "2. Возвращено",
        ):
            self.assertIn(words, text)

    def test_its_figures_are_those_of_the_report(self):
        self.publish()
        _text, content = self.page(self.import_month())

        tables = html.fromstring(content).xpath("//div[hasclass('page')]//table[.//th]")
        sums = [
            [" ".join(cell.text_content().split()) for cell in table.xpath(".//tr")[-1]]
            for table in tables
        ]
        self.assertEqual(
            sums,
            [
                ["Итого", "", "30", "2 900,00", "100,00", "0,00", "300,00", "2 700,00"],
                ["Итого", "", "1", "100,00", "0,00", "0,00", "10,00", "90,00"],
            ],
        )

    def test_the_settlement_at_its_end(self):
        self.publish()
        text, _html = self.page(self.import_month(), lang="en_US")
        flat = text.replace(",", "").replace("\N{NO-BREAK SPACE}", " ")

        for words in (
            "Gross commission of Ozon 290.00",
            "Points that lower the commission 100.00",
            "Commission payable 190.00",
            "To be accrued to the principal 2610.00",
        ):
            self.assertIn(words, flat)

    def test_foreign_texts_stay_texts(self):
        rows = [row(sku=place, name=name, offer_id=name, barcode=name, sold=side(1))
                for place, name in enumerate(HOSTILE, start=1001)]  # fmt: skip
        month = self.imported(rows, contract_number="<i>договор</i>", payer_name="<u>Ozon</u>")
        text, content = self.page(month)

        for tag in ("<b>", "<script>alert", "<i>договор", "<u>Ozon"):
            self.assertNotIn(tag, content)
        self.assertIn("<b>жирный</b>", text)
        self.assertIn("<u>Ozon</u>", text)
        self.assertIn("допосле", text)
        self.assertNotIn("\x01", content)

    def test_a_report_that_is_not_there_yet_says_so(self):
        account = self.connect()
        month = self.env["ozon.realization.report"].create(
            {"account_id": account.id, "period": "2026-09-01"}
        )
        text, _html = self.page(month, lang="en_US")
        self.assertIn("no figures to print", text)
        with self.assertRaisesRegex(UserError, "not loaded yet"):
            month.action_download_xlsx()

    def test_others_cannot_print_it(self):
        self.publish()
        month = self.import_month()
        stranger = self.env["res.users"].create(
            {"name": "Кто-то", "login": "stranger", "company_id": self.company.id,
             "company_ids": [Command.set(self.company.ids)],
             "group_ids": [Command.set(self.env.ref("base.group_user").ids)]}
        )  # fmt: skip
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(stranger)._render_qweb_html(PRINT, month.ids)


class TestSpreadsheet(PrintCase):
    def test_a_row_of_ozon_is_a_row_with_both_sides(self):
        month = self.imported([
            row(sku=1001, sold=side(3, points="10", bank="2", stars="1"), returned=side(1)),
            row(sku=1002, price="50", returned=side(2)),
        ])  # fmt: skip
        _headings, rows = self.table(self.sheet(month))

        self.assertEqual(rows[0], [
            1, "Товар 1001", "ART-1001", "1001", "OZN1001",
            87, 3, 261, 30, 9, 30, 270,
            100, 1, 100, 0, 0, 10, 90,
        ])  # fmt: skip
        self.assertEqual(rows[1], [
            2, "Товар 1002", "ART-1002", "1002", "OZN1002",
            None, None, None, None, None, None, None,
            50, 2, 100, 0, 0, 10, 90,
        ])  # fmt: skip
        self.assertEqual(rows[2][1:2] + rows[2][SOLD:], [
            "Итого", None, 3, 261, 30, 9, 30, 270, None, 3, 200, 0, 0, 20, 180,
        ])  # fmt: skip
        self.assertEqual(len(rows), 3)

    def test_its_headings_are_those_of_ozon_s_file(self):
        self.publish()
        headings, _rows = self.table(self.sheet(self.import_month()))
        self.assertEqual(
            headings[0][: SOLD + 1],
            ["№ п/п", "Название товара", "Артикул", "SKU", "Штрихкод", "Реализовано"],
        )
        self.assertEqual(headings[0][RETURNED], "Возвращено клиентом")
        self.assertEqual(
            headings[1][SOLD:RETURNED],
            ["Цена реализации", "Кол-во", "Реализовано на сумму", "Баллы за скидки",
             "Выплаты по механикам лояльности партнёров", "Базовое вознаграждение Ozon",
             "Итого к начислению"],
        )  # fmt: skip

    def test_to_the_kopeck_whatever_the_figures(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                payload = random_report(Random(seed), rows=40, month=9 - seed)
                self.publish(payload, month=9 - seed)
                account = self.env["ozon.account"].search([], limit=1) or self.connect()
                month = self.import_month(account, month=9 - seed)
                _headings, rows = self.table(self.sheet(month))
                *goods, sums = rows

                self.assertEqual(len(goods), 40)
                expected = totals(payload)
                self.assertEqual(decimal(sums[SOLD + TOTAL] - sums[RETURNED + TOTAL]),
                                 expected.accrual)  # fmt: skip
                for column, figure in ((POINTS, "points"), (FEE, "base_fee"), (TOTAL, "accrual")):
                    net = sum(
                        (decimal(cells[SOLD + column] or 0)
                         - decimal(cells[RETURNED + column] or 0) for cells in goods),
                        Decimal(0),
                    )  # fmt: skip
                    self.assertEqual(net, getattr(expected, figure))
                    self.assertEqual(net, decimal(month[figure]))
                revenue = sum(
                    sign * decimal(sums[first + column])
                    for first, sign in ((SOLD, 1), (RETURNED, -1)) for column in (AMOUNT, PARTNERS)
                )  # fmt: skip
                self.assertEqual(revenue, decimal(month.revenue))

    def test_no_text_is_a_formula_a_link_or_a_number(self):
        rows = [row(sku=place, name=name, offer_id=name, barcode=name, sold=side(1))
                for place, name in enumerate(HOSTILE, start=1001)]  # fmt: skip
        month = self.imported(rows, contract_number="=1+1", payer_name="=2+2")
        sheet = self.sheet(month)

        kinds = {cell.data_type for cells in sheet.iter_rows() for cell in cells if cell.value}
        self.assertEqual(kinds, {"s", "n"})
        # Our own formulas only refer to cells.
        for formula, _value in self.formulas(month):
            self.assertRegex(formula, r"^=(SUM\([A-Z]+\d+:[A-Z]+\d+\)|[-+A-Z\d]+)$")
        self.assertFalse([cell for cells in sheet.iter_rows() for cell in cells if cell.hyperlink])
        _headings, [*goods, _sums] = self.table(sheet)
        expected = [name.replace("\x01", "").replace("\x1f", "") for name in HOSTILE]
        self.assertEqual([cells[1] for cells in goods], expected)
        self.assertEqual({type(cells[3]) for cells in goods}, {str})

    def test_a_correction_with_two_of_one_side_in_a_row_loses_neither(self):
        month = self.imported([row(sku=1001, sold=side(3), returned=side(1))])
        twice = month.line_ids.filtered(lambda line: line.direction == "sale")
        twice.copy({"quantity": 2, "amount": 200, "revenue": 200, "accrual": 180})
        month.invalidate_recordset(["line_ids"])
        _headings, [*goods, sums] = self.table(self.sheet(month))

        self.assertEqual(
            [(cells[0], cells[SOLD + QUANTITY], cells[RETURNED + QUANTITY]) for cells in goods],
            [(1, 3, 1), (1, 2, None)],
        )
        self.assertEqual(sums[SOLD + AMOUNT], 500)

    def test_totals_and_settlement_are_formulas_that_give_the_report_s_figures(self):
        for policy in ("discount", "income"):
            with self.subTest(policy=policy):
                account = self.env["ozon.account"].search([], limit=1) or self.connect()
                account.points_policy = policy
                month = {"discount": 9, "income": 8}[policy]
                rows = [
                    row(sku=1001, sold=side(3, points="10"), returned=side(1)),
                    row(sku=1002, sold=side(2)),
                ]
                self.publish(report(rows, month=month), month=month)
                report_ = self.import_month(account, month=month)
                sheet = openpyxl.load_workbook(io.BytesIO(report_._xlsx())).active
                cells = {
                    cell.coordinate: cell.value for cells in sheet.iter_rows() for cell in cells
                }
                figures = ["revenue", "points", "base_fee", "points_used", "fee_payable",
                           "points_left", "accrual"]  # fmt: skip
                label = "Sales, with the payouts of partners' loyalty programmes"
                [first] = [cell.row for cell in sheet["B"] if cell.value == label]
                worked = [work_out(f"C{place}", cells) for place in range(first, first + 7)]
                self.assertEqual(worked, [decimal(report_[figure]) for figure in figures])

    def test_on_paper_its_headings_stand_on_every_page(self):
        self.publish()
        sheet = self.sheet(self.import_month())
        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual(sheet.page_setup.fitToHeight, 0)
        self.assertTrue(sheet.print_title_rows)

    def test_an_empty_month_is_a_file_too(self):
        _headings, rows = self.table(self.sheet(self.imported([])))
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0][SOLD + TOTAL], 0)

    def test_a_file_is_named_after_its_month(self):
        self.publish(report([row(sku=1001, sold=side(1))], number='1/2"\n3'))
        month = self.import_month().with_context(lang="ru_RU")
        self.assertEqual(month._file_name(), "Отчёт о реализации Сентябрь 2026 1_2_ 3")


@tagged("standard", "post_install", "-at_install")
class TestDownload(HttpCase, PrintCase):
    def user(self, login, *groups, company=None):
        company = company or self.company
        return self.env["res.users"].create(
            {"name": login, "login": login, "password": login, "company_id": company.id,
             "company_ids": [Command.set(company.ids)], "lang": "en_US",
             "group_ids": [Command.set([self.env.ref(group).id for group in groups])]}
        )  # fmt: skip

    def arrange(self):
        super().arrange()
        self.publish()
        self.month = self.import_month()
        self.url = self.month.action_download_xlsx()["url"]

    def test_a_bookkeeper_gets_the_file(self):
        self.user("bookkeeper", "ozon_connector.group_ozon_user")
        self.authenticate("bookkeeper", "bookkeeper")
        answer = self.url_open(self.url)

        self.assertEqual(answer.status_code, 200)
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertIn("xlsx", answer.headers["Content-Disposition"])
        book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
        _headings, rows = self.table(book.active)
        self.assertEqual(rows[-1][SOLD + TOTAL], 2700)

    def test_nobody_else_does(self):
        self.user("employee", "base.group_user")
        other = self.create_company("ООО «Другая»")
        self.user("neighbour", "ozon_connector.group_ozon_user", company=other)
        for login in ("employee", "neighbour"):
            with self.subTest(login=login):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(self.url).status_code, 404)
        self.authenticate(None, None)
        answer = self.url_open(self.url, allow_redirects=False)
        self.assertIn(answer.status_code, (302, 303))


@tagged("standard", "post_install", "-at_install")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestPdf(HttpCase, PrintCase):
    def pdf(self, month):
        printer = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="ru_RU"
        )
        content, kind = printer._render_qweb_pdf(PRINT, month.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    def text(self, pdf):
        pages = (" ".join(page.extract_text().split()) for page in pdf.pages)
        return [page.replace("\N{NO-BREAK SPACE}", " ") for page in pages]

    def test_a_month_is_a_page_of_a4_with_its_figures(self):
        self.publish()
        pdf = self.pdf(self.import_month())

        [text] = self.text(pdf)
        for words in (
            "Отчёт о реализации № 2609-4187733 от 03.10.2026",
            "ИР-118204/23",
            "01.09.2026 – 30.09.2026",
            "2 900,00",
            "190,00",
            "2 610,00",
        ):
            self.assertIn(words, text)
        width, height = (round(float(side) / 72 * 25.4) for side in pdf.pages[0].mediabox[2:])
        self.assertEqual((width, height), (297, 210))

    def test_a_long_month_has_its_headings_and_a_number_on_every_page(self):
        kinds = (
            "Товар №{:03}", "Кружка керамическая белая с крышкой и ложкой №{:03}", "ШУБА " * 15,
        )
        names = [kinds[place % 3].format(place) for place in range(90)]
        month = self.imported([
            row(sku=1000 + place, name=name, sold=side(place), returned=side(place % 2))
            for place, name in enumerate(names, start=1)
        ])  # fmt: skip
        pages, paper = self.text(self.pdf(month)), month._paper()

        self.assertGreater(len(pages), 5)
        self.assertEqual(len(pages), len(paper.pages(paper.rows())))
        for place, page in enumerate(pages, start=1):
            self.assertIn(f"Страница {place} из {len(pages)}", page)
        for page in pages[:-1]:
            self.assertIn("Базовое вознаграждение", page)
        text = " ".join(pages)
        self.assertEqual([place for place in range(1, 91) if f"ART-{1000 + place}" not in text], [])
        for words in ("Должность", "Подпись", "ФИО", "Дата"):
            self.assertIn(words, pages[-1])


class TestFailedChecks(PrintCase):
    def test_the_form_says_how_many_at_its_top(self):
        self.publish()
        month = self.import_month()
        arch = month.get_view(view_type="form")["arch"]
        [alert] = html.fromstring(arch).xpath("//div[@name='failed_checks']")
        self.assertEqual(
            alert.get("invisible"), "not failed_checks or state not in ('to_review', 'posted')"
        )
        self.assertGreater(month.failed_checks, 0)  # the goods are not in stock
        self.bring_goods(month)
        month.invalidate_recordset(["checks", "failed_checks"])
        self.assertEqual(month.failed_checks, 0, month.checks)
