"""Printed documents of Ozon: their rows, their totals, and whether they are in the books."""

import io
import shutil
import unittest
from datetime import date
from decimal import Decimal

from lxml import html
from pypdf import PdfReader

from odoo import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from tests.fake_ozon import buyout, row, side
from tests.settlement.common import DUE, LOGISTICS
from tests.settlement.models.buyout.test_buyouts import DAY, BuyoutCase
from tests.settlement.models.compensation.test_compensations import CompensationCase
from tests.settlement.models.month.test_month_print import HOSTILE, SHOWN, plain
from tests.settlement.models.movement.test_movements import SET_OFF, MovementCase
from tests.settlement.models.points.test_points_acts import PointsCase

PRINTS = "ozon_connector_settlement"
NOT_BOOKED = "This document is not in the books yet."


def print_of(document):
    """The name of the printed form of a document."""
    return f"{PRINTS}.{document._table}_print"


class PaperCase:
    """Prints a document, and parses the result."""

    def page(self, document, lang="en_US"):
        """The printed form as an element."""
        reports = self.env["ir.actions.report"].with_context(lang=lang)
        content, _kind = reports._render_qweb_html(print_of(document), document.ids)
        return html.fromstring(content)

    def words(self, element):
        return plain(" ".join(element.text_content().split()))

    def printed(self, document, lang="en_US"):
        """The rows of the printed table, as lists of text, with the totals as the last one."""
        return [
            [self.words(cell) for cell in row]
            for row in self.page(document, lang).xpath("//table[.//th]/tbody/tr")
        ]

    def headings(self, document, lang="en_US"):
        return [self.words(cell) for cell in self.page(document, lang).xpath("//th")]


class TestBuyoutsOnPaper(PaperCase, BuyoutCase):
    def test_it_has_every_row_with_its_price_rate_and_sum(self):
        self.bought[0].update(name=HOSTILE, offer_id="<i>1</i>")
        month = self.loaded()

        rows = self.printed(month)
        self.assertEqual(len(self.headings(month)), len(rows[0]))
        self.assertEqual(
            rows[0],
            ["1", SHOWN, "<i>1</i>", "1001", "0101-1", "100.00", "20.00", "80.00", "2", "22",
             "160.00"],
        )  # fmt: skip
        self.assertEqual(rows[2][5:], ["95.00", "3.13", "92.03", "1", "10", "92.03"])
        self.assertEqual(rows[-1][-3:], ["4", "", "332.03"])

    def test_it_names_both_sides_the_number_and_the_entry_with_its_tax(self):
        month = self.loaded()
        self.company.vat = "7701234567"
        page = self.words(self.page(month))
        for words in ("Goods bought by Ozon: September 2026", NOT_BOOKED, "INN 7701234567",
                      self.account.partner_id.name, "09/01/2026 – 09/30/2026"):  # fmt: skip
            self.assertIn(words, page)

        month.action_confirm()
        month.document_id._record().write({"number": "В-7", "doc_date": date(2026, 10, 5)})
        page = self.words(self.page(month))
        self.assertIn("Goods bought by Ozon No. В-7 of 10/05/2026", page)
        self.assertNotIn(NOT_BOOKED, page)
        self.assertIn(f"{month.invoice_id.display_name}, VAT 51.65", page)

    def test_all_digits_of_a_price_are_printed(self):
        self.bought[:] = [
            buyout("0101-1", 1001, "100.1234", "3.135", buyout_price=Decimal("96.9845"))
        ]
        self.load()
        self.assertEqual(self.printed(self.buyout())[0][5:8], ["100.1234", "3.135", "96.9845"])

    def test_a_correction_prints_what_has_changed(self):
        month = self.loaded()
        month.action_confirm()
        self.bought[1] = buyout("0102-1", 1001, "100", "20", 2)
        self.load("2026-10-09 04:00:00")
        month.invalidate_recordset()
        month.action_create_correction()
        self.load("2026-10-09 05:00:00")

        correction = month.correction_ids
        self.assertIn("(correction 1)", self.words(self.page(correction)))
        self.assertEqual(self.printed(correction)[-1][-1], "80.00")

    def test_a_month_without_figures_says_so_and_a_cancelled_one_is_not_in_the_books(self):
        self.load("2026-10-01 04:00:00")
        waiting = self.env["ozon.buyout"].create({
            "account_id": self.account.id, "period": date(2026, 8, 1),
        })
        self.assertEqual(waiting.state, "waiting")
        self.assertIn("nothing to print", self.words(self.page(waiting)))
        self.assertEqual(self.printed(waiting), [])

        month = self.loaded()
        month.invoice_id.button_cancel()
        month.action_cancel()
        self.assertIn("cancelled and not in the books", self.words(self.page(month)))

    def test_it_is_russian_for_a_russian(self):
        month = self.loaded()
        page = self.words(self.page(month, "ru_RU"))
        for words in ("Товары, выкупленные Ozon: Сентябрь 2026", "Подпись", "Итого", "332,03"):
            self.assertIn(words, page)
        self.assertEqual(self.headings(month, "ru_RU"), [
            "№", "Наименование товара", "Артикул", "SKU", "Отправление", "Цена продавца",
            "Скидка, %", "Цена выкупа", "Кол-во", "НДС, %", "Сумма с НДС",
        ])  # fmt: skip
        self.assertEqual(
            month.with_context(lang="ru_RU")._file_name(),
            "Товары_ выкупленные Ozon 2026-09 Ozon_ ООО _Домашний уют_",
        )


class TestCompensationsOnPaper(PaperCase, CompensationCase):
    def test_each_kind_prints_its_types_goods_and_sums(self):
        self.lose()
        self.find()
        self.load()
        self.prove()

        lost, found = self.document(), self.document("decompensation")
        rows = self.printed(lost)
        self.assertEqual(rows[0][3:], ["ART-1001", "1001", "3", "200.00", "50.00", "150.00"])
        self.assertEqual(rows[-1], ["", "Total", "", "", "", "3", "200.00", "50.00", "150.00"])
        self.assertIn("Compensation of goods No. 77 of 10/05/2026", self.words(self.page(lost)))
        self.assertEqual(self.printed(found)[-1][-1], "-40.00")
        self.assertIn("Декомпенсация за товары № 12", self.words(self.page(found, "ru_RU")))


class TestServicesOnPaper(PaperCase, BuyoutCase):
    def test_the_lines_add_up_to_the_bill(self):
        self.plant(date(2026, 9, 3), (LOGISTICS, "-75.50"))
        self.load()

        act = self.act()
        rows = self.printed(act)
        amounts = [Decimal(row[-1].replace(",", "")) for row in rows]
        self.assertEqual(sum(amounts[:-1]), amounts[-1])
        self.assertEqual(amounts[-1], Decimal(str(act.amount)))
        self.assertEqual(amounts[-1], Decimal(str(act.bill_id.amount_total)))


class TestPremiumOnPaper(PaperCase, PointsCase):
    """Ten sold with 60 points each, of which the fee uses 198."""

    def rows(self):
        return [row(sku=1001, price="100", ratio="0.20", sold=side(10, points="60"))]

    def test_it_says_how_the_premium_comes_about(self):
        self.ask()
        rows = self.printed(self.points_act())
        self.assertEqual(rows[0], ["Points of the Month", "600.00"])
        self.assertEqual(rows[1], ["Applied to Commission", "-198.00"])
        self.assertEqual(rows[-1][-1], "402.00")


class TestOveruseOnPaper(PaperCase, PointsCase):
    """A unit sold with 99 points in an earlier month came back."""

    def rows(self):
        return [row(sku=1001, price="100", ratio="1.00", returned=side(1, points="99"))]

    def test_it_says_which_points_came_back(self):
        self.ask()
        self.assertEqual(self.printed(self.points_act())[-1][-1], "-99.00")
        page = self.words(self.page(self.points_act(), "ru_RU"))
        self.assertIn("Вознаграждение за перерасход баллов: Сентябрь 2026", page)


class TestMovementsOnPaper(PaperCase, MovementCase):
    def test_it_is_one_row_in_ozons_sign(self):
        self.choose_accounts()
        self.ask()
        movement = self.movement(SET_OFF)
        self.assertEqual(self.printed(movement)[0][1:], ["1", "-317.12"])
        self.assertIn(movement.type_id.title, self.words(self.page(movement)))


@tagged("standard", "post_install", "-at_install")
class TestWhoPrints(HttpCase, PaperCase, BuyoutCase):
    def test_a_bookkeeper_of_the_company_prints_and_nobody_else(self):
        url = f"/report/html/{print_of(self.env['ozon.buyout'])}/{self.loaded().id}"
        other = self.create_company("ООО «Другая»")
        for login, group, company, prints in (
            ("bookkeeper", "ozon_connector.group_ozon_user", self.company, True),
            ("employee", "base.group_user", self.company, False),
            ("neighbour", "ozon_connector.group_ozon_manager", other, False),
        ):
            self.env["res.users"].create({
                "name": login, "login": login, "password": login, "company_id": company.id,
                "company_ids": [Command.set(company.ids)], "lang": "ru_RU",
                "group_ids": [Command.set(self.env.ref(group).ids)],
            })
            with self.subTest(login=login), mute_logger("odoo.http"):
                self.authenticate(login, login)
                answer = self.url_open(url)
                self.assertEqual("332,03" in answer.text, prints)


@tagged("standard", "post_install", "-at_install")
@unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
class TestPagesOnPaper(HttpCase, PaperCase, BuyoutCase):
    def test_a_long_month_goes_over_pages_with_headings_and_numbers_on_each(self):
        self.seller.finance.buyouts[DAY] = [
            buyout(f"{place:04}-1", 1001, "100", "20", name=f"Товар с длинным именем {place}" * 2)
            for place in range(120)
        ]
        self.load(DUE)
        printer = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="ru_RU",
        )
        content, kind = printer._render_qweb_pdf(print_of(self.buyout()), self.buyout().ids)

        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        texts = [plain(" ".join(page.extract_text().split())) for page in pages]
        self.assertGreater(len(pages), 3)
        for number, text in enumerate(texts, start=1):
            self.assertIn(f"{number} из {len(pages)}", text)
        with_rows = [text for text in texts if "-1 100,00" in text]
        for text in with_rows:
            self.assertIn("Цена выкупа", text)
        self.assertIn("9 600,00", texts[len(with_rows) - 1])
        self.assertIn("Подпись", texts[-1])
