"""Reports as files: dropped, recognised, and booked like Ozon's answers."""

import base64
import io
import zipfile
from os import urandom
from random import Random

from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from tests.fake_ozon import published_example, random_report, realization_file, report, row, side
from tests.fake_ozon.catalogue_file import a_card, catalogue_csv, catalogue_xlsx
from tests.fake_ozon.postings import by_order, with_company
from tests.odoo.common import OzonCase
from tests.odoo.models.document.test_correction import changed_example

LINE = ("row_number", "direction", "sku", "offer_id", "barcode", "name", "quantity", "amount",
        "revenue", "points", "base_fee", "accrual")  # fmt: skip
HEADER = ("number", "doc_date", "date_from", "date_to", "contract", "payer", "receiver",
          "receiver_inn", "revenue", "points", "base_fee", "points_used", "fee_payable",
          "points_left", "accrual")  # fmt: skip


class FileCase(OzonCase):
    def arrange(self):
        super().arrange()
        self.company.vat = "7712345671"

    def by_files(self, **values):
        """An account without a key."""
        return self.env["ozon.account"].create(
            {"by_files": True, "company_id": self.company.id, **values}
        )

    def drop(self, *contents, **values):
        """Drop files at once, with names that do not reveal their contents."""
        attachments = self.env["ir.attachment"].create([
            {"name": f"{place}.bin", "datas": base64.b64encode(content)}
            for place, content in enumerate(contents)
        ])  # fmt: skip
        dialogs = self.env["ozon.file.import"]
        if values:
            dialog = dialogs.create({"attachment_ids": attachments.ids, **values})
            dialog.action_import()
        else:
            action = dialogs.create_document_from_attachment(attachments.ids)
            dialog = dialogs.browse(action["res_id"])
        return dialog

    def said(self, *contents, **values):
        """The result for a file: state and text."""
        (only,) = self.drop(*contents, **values).results
        return only["state"], only["text"]

    def report_of(self, account):
        return self.env["ozon.realization.report"].search([("account_id", "=", account.id)])

    def stored(self, month):
        """Every value that a report stores from Ozon."""
        return (
            [month[name] for name in HEADER], month.currency_id.name, month.odd_units,
            [tuple(line[name] for name in LINE) for line in month.line_ids.sorted("id")],
        )  # fmt: skip


def zipped(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"папка/{name}", content)
    return file.getvalue()


class TestByFiles(FileCase):
    def test_an_account_without_a_key_books_and_corrects_a_month_from_files(self):
        account = self.by_files()
        good = realization_file(published_example())
        dialog = self.drop(zipped(a=good, b="Отчёт;Сумма\n1;2".encode()))

        self.assertEqual([one["state"] for one in dialog.results], ["passed", "failed"])
        self.assertIn("Realization report · September 2026", dialog.results[0]["title"])
        self.assertIn("not an Excel workbook", dialog.results[1]["text"])
        month = self.report_of(account)
        self.assertEqual((month.state, month.accrual), ("to_review", 2610.00), month.error_message)
        self.assertEqual(month.raw_attachment_id.raw, good)
        self.assertTrue(month.raw_attachment_id.name.endswith(".xlsx"))
        self.assertEqual(month.brought_by_id, self.env.user)
        self.assertIn("has brought the file", month.message_ids[:3].mapped("body")[0])
        self.assertEqual(account.product_ids.mapped("sku"), ["1001"])
        self.assertFalse(self.ozon.requests)

        self.assertEqual(self.said(good)[0], "passed")
        self.assertIn("Nothing was changed", self.said(good)[1])
        self.confirm(month)
        self.assertIn("Nothing was changed", self.said(good)[1])

        state, text = self.said(realization_file(changed_example()))
        self.assertEqual(state, "confirm")
        self.assertIn("Create Correction", text)
        self.assertTrue(month.changed and month.difference_ids)
        messages = len(month.message_ids)
        self.assertEqual(self.said(realization_file(changed_example())), (state, text))
        self.assertEqual(len(month.message_ids), messages)
        month.action_create_correction()
        correction = month.correction_ids
        self.assertEqual((correction.state, correction.revenue), ("to_review", -300.00))
        self.assertFalse(self.ozon.requests)

    def test_what_needs_the_api_says_so_and_nothing_else_is_missing(self):
        account = self.by_files()
        self.assertFalse(account.client_id)
        self.assertNotEqual(self.by_files(name="Второй", active=False).location_id.name, "Ozon")
        with self.assertRaises(IntegrityError), self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
            self.by_files(by_files=False)
        self.assertIn(account.next_step, ("set_up", "bring"))
        for action in (account.action_import_reports, account.action_sync_products):
            with self.assertRaisesRegex(UserError, "works by files"):
                action()
        self.drop(realization_file(by_order(published_example())))
        self.drop(realization_file(published_example()))
        month = self.report_of(account)
        with self.assertRaisesRegex(UserError, "works by files"):
            month.action_compare()
        self.run_cron()
        self.assertFalse(self.ozon.requests)
        orders = self.env["ozon.posting.month"].search([("account_id", "=", account.id)])
        self.assertFalse(orders.problem)
        self.assertTrue(orders.posting_ids)
        # A key may be entered later for the same account; its number then stays.
        account.client_id = "123456"
        with self.assertRaisesRegex(UserError, "another cabinet"):
            account.client_id = False

    def test_orders_tell_which_company_bought_whether_they_come_first_or_last(self):
        account = self.by_files()
        orders, _document = with_company(published_example(), 0, "С-17", "", "")
        for orders_first in (True, False):
            with self.subTest(orders_first=orders_first):
                savepoint = self.env.cr.savepoint(flush=True)
                files = [realization_file(orders), realization_file(published_example())]
                for content in files if orders_first else reversed(files):
                    self.assertEqual(self.said(content)[0], "passed")
                month = self.report_of(account)
                if not orders_first:
                    month.action_draft_again()
                self.assertEqual(month.state, "to_review", month.error_message)
                self.assertEqual(
                    month.line_ids.sorted("id").mapped("invoice_number"), ["С-17", False, False],
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_large_files_are_read_in_the_background(self):
        account = self.by_files()
        dialog = self.drop(zipped(a=realization_file(published_example()), b=urandom(400_000)))
        self.assertFalse(dialog.results)
        self.assertTrue(dialog.ozon_working)

        self.run_cron("ozon_connector.ir_cron_run_tasks")
        dialog.invalidate_recordset()
        self.assertEqual([one["state"] for one in dialog.results], ["passed", "failed"])
        self.assertFalse(dialog.ozon_working or dialog.problem)
        self.assertEqual(self.report_of(account).state, "to_review")


    def test_the_page_tells_how_many_rows_of_a_large_file_are_read(self):
        account = self.by_files(create_products=False)
        catalogue = catalogue_xlsx([a_card(number) for number in range(1, 1_051)])
        dialog = self.drop(zipped(goods=catalogue, b=urandom(400_000)))
        self.assertEqual((dialog.rows_file, dialog.rows_done, dialog.rows_total), (False, 0, 0))
        self.run_cron("ozon_connector.ir_cron_run_tasks")
        dialog.invalidate_recordset()
        # A title and additional headings.
        self.assertEqual(
            (dialog.rows_file, dialog.rows_done, dialog.rows_total), ("goods", 1_052, 1_052),
        )
        self.assertFalse(dialog.ozon_working)
        self.assertEqual(len(account.product_ids), 1_050)
        # If the result shows at once, there is no message.
        small = self.drop(catalogue_xlsx([a_card(number) for number in range(1, 1_051)]))
        self.assertEqual((small.results[0]["state"], small.rows_total), ("passed", 0))


class TestBesideTheApi(FileCase):
    def test_a_month_by_api_and_by_file_is_the_same_in_every_stored_value(self):
        by_file = self.by_files(client_id="777")
        payload = random_report(Random(5), rows=12)
        self.publish(payload)
        account = self.connect()
        loaded = self.import_month(account)

        self.drop(realization_file(payload), account_id=by_file.id)
        self.assertEqual(self.stored(self.report_of(by_file)), self.stored(loaded))

        # The addon's own spreadsheet has the same figures, in both languages.
        for lang in ("ru_RU", "en_US"):
            own = loaded.with_context(lang=lang)._xlsx()
            state, text = self.said(own, account_id=by_file.id)
            self.assertEqual((state, "Nothing was changed" in text or "No changes" in text),
                             ("passed", True), text)  # fmt: skip
            self.assertEqual(self.stored(self.report_of(by_file)), self.stored(loaded))
        self.assertIn("passed", self.said(realization_file(payload), account_id=account.id))

        changed = random_report(Random(6), rows=12)
        state, _text = self.said(realization_file(changed), account_id=account.id)
        self.assertEqual(state, "passed")
        self.assertEqual(loaded.brought_by_id, self.env.user)
        loaded.action_compare()
        self.assertFalse(loaded.brought_by_id)

    def test_of_several_cabinets_the_contract_of_earlier_reports_decides(self):
        first = self.by_files(client_id="1", name="Первый")
        second = self.by_files(client_id="2", name="Второй")
        for account, contract in ((first, "ИР-118204/2"), (second, "ИР-118204/23")):
            old = report([row(sku=1, sold=side(1))], 2026, 8, contract_number=contract)
            self.drop(realization_file(old), account_id=account.id)
        self.assertEqual(self.said(realization_file(published_example()))[0], "passed")
        self.assertEqual(len(self.report_of(second)), 2)
        self.assertEqual(len(self.report_of(first)), 1)
        # A number may consist of several words.
        self.report_of(first).contract = "№ ИР 7/26 от 17.04.2023"
        dialog = self.env["ozon.file.import"]
        self.assertEqual(dialog._with_contract(first | second, "ИР 7/26"), first)
        self.assertFalse(dialog._with_contract(first | second, "ИР 7"))

    def test_files_that_are_not_taken(self):
        account = self.by_files()
        half = report([row(sku=1, sold=side(1))], stop_date="2026-09-15")
        other = report([row(sku=1, sold=side(1))], receiver_inn="7809876543")
        bad = published_example()
        bad["result"]["rows"][0]["delivery_commission"]["total"] += 1
        for content, words in (
            (realization_file(half), "does not cover one whole month"),
            (realization_file(other), "INN 7704217370, 7809876543"),
            (realization_file(bad, total=False), "row 1"),
            (b"PK\3\4", "damaged"),
        ):
            with self.subTest(words):
                state, text = self.said(content)
                self.assertEqual(state, "failed")
                self.assertIn(words.lower(), text.lower())
        self.assertFalse(self.report_of(account))
        second = self.by_files(client_id="2", name="Второй")
        state, text = self.said(realization_file(published_example()))
        self.assertEqual(state, "failed")
        self.assertIn("Второй", text)
        dialog = self.drop(realization_file(published_example()))
        dialog.account_id = second
        dialog.action_import()
        self.assertEqual(dialog.results[0]["state"], "passed")
        self.assertTrue(self.report_of(second))


class TestCatalogue(FileCase):
    def test_it_fills_the_cards_of_an_account_without_a_key_and_finds_their_products(self):
        account = self.by_files()
        known = self.env["product.product"].create({"name": "Ложка", "default_code": "art-1"})
        report_first = realization_file(report([row(sku=1_000_002, sold=side(1))]))
        self.drop(report_first)
        cards = [a_card(1), a_card(2), a_card(3, **{"Статус товара": "В архиве"})]
        state, text = self.said(catalogue_csv(cards))
        self.assertEqual((state, "3 cards are loaded" in text), ("passed", True), text)
        stored = account.product_ids.sorted("sku")
        self.assertEqual(
            stored.mapped("ozon_product_id"), ["1", "2", "3"], "the report's card is taken over",
        )
        first, second, archived = stored
        self.assertEqual(
            (first.product_id, first.matched_by, first.barcode, first.price, first.vat_rate),
            (known, "article", "4600000000001", 850, 22),
        )
        self.assertEqual((second.barcode, second.offer_id), ("4600000000002", "art-2"))
        self.assertTrue(second.product_id)
        self.assertFalse(archived.product_id)
        self.assertTrue(archived.archived)
        self.assertFalse(account.sync_step or self.ozon.requests)

        # The same catalogue as XLSX changes nothing; other texts do.
        products = stored.product_id
        cards[0]["Название товара"] = "Ложка большая"
        self.assertEqual(self.said(catalogue_xlsx(cards))[0], "passed")
        self.assertEqual(account.product_ids.sorted("sku"), stored)
        self.assertEqual((first.name, stored.product_id), ("Ложка большая", products))
        self.assertIn("rounded", self.said(catalogue_csv([a_card(4, Barcode="4,6E+12")]))[1])

        connected = self.connect()
        self.assertEqual(self.drop(catalogue_csv(cards)).results[0]["res_id"], account.id)
        account.active = False
        self.assertIn("Synchronise", self.said(catalogue_csv(cards))[1])
        self.assertFalse(connected.product_ids)

    def test_a_large_one_goes_on_in_the_background_with_its_progress(self):
        account = self.by_files()
        words = {"Название товара": "Ложка столовая " * 20}
        dialog = self.drop(catalogue_csv([a_card(number, **words) for number in range(1, 1_051)]))
        self.assertTrue(dialog.ozon_working)
        self.run_cron("ozon_connector.ir_cron_run_tasks")
        dialog.invalidate_recordset()
        self.assertIn("in the background", dialog.results[0]["text"])
        self.assertEqual((account.sync_step, len(account.product_ids)), ("match", 1_050))
        # The scheduled action continues the job, although the account has no connection.
        account.create_products = False
        self.run_cron("ozon_connector.ir_cron_sync_products")
        self.assertFalse(account.sync_step)
        self.assertIn("creates none: 1050", account.sync_message)
