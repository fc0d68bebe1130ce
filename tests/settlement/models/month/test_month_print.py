"""The printed month and the spreadsheet: its figures, and no active content."""

import io
import re
import shutil
import unittest
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import openpyxl
from lxml import html
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.odoo.common import decimal
from tests.settlement.month_case import MonthCase

PRINT = "ozon_connector_settlement.ozon_month_print"
LABEL, OZON, BOOKED, DIFFERENCE, REASON, EXPLANATION = range(6)
D = Decimal
HOSTILE = '=HYPERLINK("http://example.com","<b>сюда</b>")\x01'
SHOWN = HOSTILE.replace("\x01", "")


def plain(text):
    """A text without the characters with which Odoo keeps amounts on one line."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH NO-BREAK SPACE}", "")


class PrintCase(MonthCase):
    def page(self, month, lang="en_US"):
        """The printed month as text and as HTML."""
        reports = self.env["ir.actions.report"].with_context(lang=lang)
        content, _kind = reports._render_qweb_html(PRINT, month.ids)
        text = " ".join(html.fromstring(content).text_content().split())
        return plain(text), content.decode()

    def printed(self, month, lang="en_US"):
        """The rows of the printed table, as lists of text."""
        _text, content = self.page(month, lang)
        return [
            [plain(" ".join(cell.text_content().split())) for cell in row]
            for row in html.fromstring(content).xpath("//table[.//th]/tbody/tr")
        ]

    def sheet(self, month, lang="en_US", **options):
        content = month.with_context(lang=lang)._xlsx()
        return openpyxl.load_workbook(io.BytesIO(content), **options).active

    def table(self, sheet):
        """The rows below the headings: {number of the row in Excel: cells}."""
        cells = {row[0].row: row for row in sheet.iter_rows()}
        [top] = [number for number, row in cells.items()
                 if row[DIFFERENCE].value in ("Discrepancy", "Расхождение")]  # fmt: skip
        rows = {}
        for number in range(top + 1, len(cells) + 1):
            if cells[number][OZON].value is None:
                return rows
            rows[number] = cells[number]

    def calculated(self, rows):
        """The results of the formulas in Excel: {row and column: Decimal}."""
        sums = {}

        def value(name):
            if name not in sums:
                column, number = name[0], int(name[1:])
                content = rows[number]["ABCDEF".index(column)].value
                if isinstance(content, str):
                    [terms] = re.fullmatch(r"=ROUND\((.+),2\)", content).groups()
                    sums[name] = sum(
                        (-value(term) if sign == "-" else value(term)
                         for sign, term in re.findall(r"([+-]?)([A-D]\d+)", terms)),
                        Decimal(0),
                    )  # fmt: skip
                else:
                    sums[name] = decimal(content)
            return sums[name]

        return {
            number: tuple(value(f"{column}{number}") for column in "BCD") for number in rows
        }

    def rename(self, month, text):
        """Put a foreign text wherever one may be: types, documents, entries, the contract."""
        month.line_ids.filtered("name").write({"name": text})
        document = month.line_ids.document_id[:1].sudo()._record()
        document.write({"number": text, "doc_date": "2026-10-03"})
        reports = self.env["ozon.realization.report"].search([("period", "=", month.period)])
        reports.write({"contract": text})
        self.account.name = text
        month.invalidate_recordset()


class ComparedCase(PrintCase):
    """September is compared: the payout is in the bank, nothing else is booked, and Ozon's report
    of compensations is not wanted.
    """

    def arrange(self):
        super().arrange()
        self.plant(date(2026, 9, 20), (10, "610.33"))
        self.ask()
        self.env["ozon.compensation"].search([("state", "=", "waiting")]).action_cancel()
        self.receive_payout()
        self.ask("2026-10-08 04:00:00")
        self.compared_month = self.month()


class TestPaper(ComparedCase):
    def test_it_has_every_figure_of_the_statement(self):
        month = self.compared_month
        rows = self.printed(month)

        def number(text):
            return decimal(text.replace(",", ""))

        printed = [tuple(map(number, row[OZON : DIFFERENCE + 1])) for row in rows]
        for line in month.line_ids:
            amounts = (line.ozon_amount, line.booked_amount, line.difference)
            self.assertIn(tuple(map(decimal, amounts)), printed, line.label)
        self.assertEqual(rows[0][LABEL], "Opening balance on 09/01/2026")
        self.assertEqual(rows[-1][LABEL], "Closing balance on 09/30/2026")
        self.assertEqual(printed[-1], (D("1334.83"), D("-500"), D("1834.83")))
        tops = {row[LABEL]: amounts for row, amounts in zip(rows, printed, strict=True)}
        self.assertEqual(tops["Accrued"], (D("1834.83"), 0, D("1834.83")))
        self.assertEqual(tops["Paid out"], (-500, -500, 0))

    def test_each_difference_has_its_reason_and_what_explains_it(self):
        month = self.compared_month
        rows = self.printed(month)

        for line in month.line_ids.filtered("reason"):
            reason = dict(line._fields["reason"]._description_selection(self.env))[line.reason]
            said = f"{reason} {line.explanation}"
            self.assertTrue(any(row[REASON] == said for row in rows), said)

    def test_documents_stand_below_their_class(self):
        month = self.compared_month
        rows = self.printed(month)

        labels = [row[LABEL] for row in rows]
        place = labels.index("Sales")
        self.assertEqual(labels[place + 1], "September 2026 · No. 2609-4187733 of 10/03/2026")
        self.assertEqual(rows[place][OZON], rows[place + 1][OZON])
        self.assertIn("Compensations", labels)
        self.assertIn("Компенсация", labels)
        self.assertIn("09/23/2026", labels[labels.index("Paid out") + 1])

    def test_its_head_and_its_signatures_are_russian_for_a_russian(self):
        month = self.compared_month
        text, content = self.page(month, "ru_RU")

        for words in (
            f"Акт сверки с Ozon: Сентябрь 2026, {self.account.name}",
            "ИР-118204/23", "ООО «Ромашка»", "01.09.2026 – 30.09.2026",
            "По данным Ozon", "По данным учёта", "Расхождение", "Причина",
            "Сальдо начальное на 01.09.2026", "Начислено", "Выплачено",
            "Сальдо конечное на 30.09.2026", "1 334,83", "1 834,83",
        ):  # fmt: skip
            self.assertIn(words, text)
        for words in ("Должность:", "ФИО:", "Подпись:", "Дата:"):
            self.assertEqual(text.count(words), 2)
        self.assertIn('class="topage"', content)

    def test_foreign_texts_stay_texts(self):
        month = self.compared_month
        self.rename(month, HOSTILE)
        text, content = self.page(month)

        self.assertNotIn("<b>сюда", content)
        self.assertNotIn("\x01", content)
        # The title, the contract, the report and the type of accrual.
        self.assertGreaterEqual(text.count(SHOWN), 4)

    def test_others_cannot_print_it(self):
        month = self.compared_month
        stranger = self.env["res.users"].create(
            {"name": "Кто-то", "login": "stranger", "company_id": self.company.id,
             "company_ids": [Command.set(self.company.ids)],
             "group_ids": [Command.set(self.env.ref("base.group_user").ids)]}
        )  # fmt: skip
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(stranger)._render_qweb_html(PRINT, month.ids)


class TestPaperOfOtherMonths(PrintCase):
    """Months that tie, are not over, or have no balance."""

    def test_it_says_that_all_ties_or_that_the_month_is_not_over(self):
        self.ask("2026-09-29 04:00:00")
        text, _html = self.page(self.month())
        self.assertIn("The month is not over", text)

        self.ask()
        self.receive_payout()
        self.book()
        self.ask("2026-10-08 04:00:00")
        self.assertEqual(self.month().state, "tied")
        text, _html = self.page(self.month())
        self.assertIn("Ozon's balance matches the books.", text)
        self.assertNotIn("The month is not over", text)

    def test_differences_that_cancel_each_other_out_are_not_the_same_balance(self):
        self.plant(date(2026, 9, 20), (10, "610.33"))
        self.ask()
        self.receive_payout()
        self.book()
        self.by_hand(600.33)
        self.by_hand(10)
        self.ask("2026-10-08 04:00:00")
        month = self.month()
        self.assertEqual((month.difference, month.difference_count), (0, 3))

        text, _html = self.page(month)
        self.assertIn("differences cancel each other out", text)

    def test_a_month_without_a_balance_says_so(self):
        month = self.env["ozon.month"].create(
            {"account_id": self.account.id, "period": "2026-08-01"}
        )
        text, _html = self.page(month)
        self.assertIn("no figures to print", text)
        for refused in (month.action_download_xlsx, month._xlsx):
            with self.assertRaisesRegex(UserError, "no figures to download"):
                refused()


class TestSpreadsheet(ComparedCase):
    def test_its_formulas_add_up_to_both_closing_balances(self):
        month = self.compared_month
        rows = self.table(self.sheet(month))
        amounts = self.calculated(rows)

        last = max(rows)
        self.assertEqual(rows[last][LABEL].value, "Closing balance on 09/30/2026")
        self.assertEqual(amounts[last], (D("1334.83"), D("-500"), D("1834.83")))
        for line in month.line_ids:
            line_amounts = (line.ozon_amount, line.booked_amount, line.difference)
            self.assertIn(tuple(map(decimal, line_amounts)), amounts.values(), line.label)
        values = self.table(self.sheet(month, data_only=True))
        self.assertEqual(
            {number: tuple(decimal(cell.value) for cell in row[OZON : DIFFERENCE + 1])
             for number, row in values.items()},
            amounts,
        )  # fmt: skip

    def test_totals_are_formulas_and_parts_are_numbers(self):
        rows = self.table(self.sheet(self.compared_month))

        of_label = {row[LABEL].value: row for row in rows.values()}
        for label in ("Accrued", "Paid out", "Sales", "Closing balance on 09/30/2026"):
            self.assertEqual(of_label[label][OZON].data_type, "f", label)
        self.assertEqual(of_label["Компенсация"][OZON].value, 610.33)
        formats = {cell.number_format for row in rows.values() for cell in row[OZON:REASON]}
        self.assertEqual(formats, {"#,##0.00"})

    def test_no_text_is_a_formula_a_link_or_a_number(self):
        month = self.compared_month
        self.rename(month, HOSTILE)
        sheet = self.sheet(month)

        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        formulas = [cell.value for cell in cells if cell.data_type == "f"]
        self.assertTrue(all(re.fullmatch(r"=ROUND\([A-D\d+-]+,2\)", text) for text in formulas))
        texts = [cell.value for cell in cells if cell.data_type == "s"]
        self.assertGreaterEqual(sum(SHOWN in text for text in texts), 4)
        self.assertIn(SHOWN, texts)
        self.assertFalse([cell for cell in cells if cell.hyperlink])

    def test_it_prints_on_one_page_across_with_its_headings_on_each(self):
        sheet = self.sheet(self.compared_month)

        self.assertEqual(sheet.page_setup.orientation, "landscape")
        self.assertEqual(int(sheet.page_setup.paperSize), 9)
        self.assertTrue(sheet.sheet_properties.pageSetUpPr.fitToPage)
        self.assertEqual((sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight), (1, 0))
        top = min(self.table(sheet)) - 1
        self.assertEqual(sheet.print_title_rows, f"${top}:${top}")
        self.assertEqual(sheet.oddFooter.center.text, "&P / &N")
        self.assertGreater(sheet.column_dimensions["A"].width, 40)

    def test_it_is_russian_for_a_russian(self):
        sheet = self.sheet(self.compared_month, "ru_RU")

        self.assertEqual(sheet.title, "Акт сверки")
        headings = [cell.value for cell in sheet[min(self.table(sheet)) - 1]]
        self.assertEqual(headings, [
            "Показатель", "По данным Ozon", "По данным учёта", "Расхождение", "Причина",
            "Пояснение",
        ])  # fmt: skip
        texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
        self.assertEqual(sum("Должность" in str(text) for text in texts), 2)

    def test_a_file_is_named_after_its_month_and_cabinet(self):
        month = self.compared_month.with_context(lang="ru_RU")
        self.account.name = 'Кабинет/1"\n'
        self.assertEqual(month._file_name(), "Сверка Ozon 2026-09 Кабинет_1__")


@tagged("standard", "post_install", "-at_install")
class TestDownload(HttpCase, ComparedCase):
    def user(self, login, *groups, company=None):
        company = company or self.company
        return self.env["res.users"].create(
            {"name": login, "login": login, "password": login, "company_id": company.id,
             "company_ids": [Command.set(company.ids)], "lang": "ru_RU",
             "group_ids": [Command.set([self.env.ref(group).id for group in groups])]}
        )  # fmt: skip

    def arrange(self):
        super().arrange()
        self.account.name = "Кабинет"
        self.url = self.compared_month.action_download_xlsx()["url"]
        self.paper = f"/report/html/{PRINT}/{self.compared_month.id}"

    def test_a_bookkeeper_gets_the_file_and_the_paper(self):
        self.user("bookkeeper", "ozon_connector.group_ozon_user")
        self.authenticate("bookkeeper", "bookkeeper")
        answer = self.url_open(self.url)

        self.assertEqual(answer.status_code, 200)
        disposition = unquote(answer.headers["Content-Disposition"])
        self.assertIn("attachment", disposition)
        self.assertIn("Сверка Ozon 2026-09 Кабинет.xlsx", disposition)
        rows = self.table(openpyxl.load_workbook(io.BytesIO(answer.content)).active)
        self.assertEqual(rows[max(rows)][LABEL].value, "Сальдо конечное на 30.09.2026")
        answer = self.url_open(self.paper)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Акт сверки с Ozon", answer.text)

    def test_nobody_else_does(self):
        self.user("employee", "base.group_user")
        other = self.create_company("ООО «Другая»")
        self.user("neighbour", "ozon_connector.group_ozon_manager", company=other)
        for login in ("employee", "neighbour"):
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.authenticate(login, login)
                self.assertEqual(self.url_open(self.url).status_code, 404)
                answer = self.url_open(self.paper)
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn("Акт сверки с Ozon", answer.text)
        self.authenticate(None, None)
        for url in (self.url, self.paper):
            answer = self.url_open(url, allow_redirects=False)
            self.assertIn(answer.status_code, (302, 303))


@tagged("standard", "post_install", "-at_install")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestPdf(HttpCase, ComparedCase):
    def test_a_month_is_on_a4_across(self):
        month = self.compared_month
        printer = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="ru_RU"
        )
        content, kind = printer._render_qweb_pdf(PRINT, month.ids)

        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        text = plain(" ".join(" ".join(page.extract_text().split()) for page in pages))
        for words in ("Акт сверки с Ozon", "1 334,83", "Сальдо конечное", "Подпись"):
            self.assertIn(words, text)
        width, height = (round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:])
        self.assertEqual((width, height), (297, 210))
