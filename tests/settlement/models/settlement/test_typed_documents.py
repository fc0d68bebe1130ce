"""Data that is only in print or in a УПД: typed or imported once, and compared."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError

from tests.fake_ozon.transfer_document import OZON_INN, SELLER_INN, TransferDocument
from tests.odoo.wizards.test_file_import import FileCase
from tests.settlement.models.buyout.test_buyouts import BuyoutCase


class TypedCase(FileCase, BuyoutCase):
    """A person in the dialog *Enter Number*."""

    def enter(self, document, **vals):
        """Fill in the dialog of a document, and save it."""
        context = document.action_enter_number()["context"]
        self.env["ozon.typed.number"].with_context(**context).create(vals).action_save()
        document.invalidate_recordset()

    def hand_over(self, document, transfer, **vals):
        content = base64.b64encode(transfer.as_xml())
        self.enter(document, file=content, file_name="ON_1.xml", **vals)

    def proof_of(self, document):
        document.invalidate_recordset()
        (check,) = [one for one in document.checks if one["name"] == "proof"]
        return check["state"], check["text"]


class TestTypedDocuments(TypedCase):
    """September: services of 75.50, stars of 40.00, and goods of 332.03 that Ozon bought."""

    def test_a_typed_total_proves_to_the_kopeck_or_shows_its_difference(self):
        buyout, act, stars = self.loaded(), self.act(), self.act("star")
        self.assertEqual((act.amount, stars.amount, buyout.amount), (75.5, 40, 332.03))
        self.enter(act, number=" УПД 17 ", doc_date="2026-10-02", total=76)
        self.assertEqual(
            (act.proof, act.difference, act.number, act.state),
            ("different", 0.5, "УПД 17", "to_review"),
        )
        self.assertEqual(
            (act.bill_id.ref, act.bill_id.invoice_date, act.bill_id.date),
            ("УПД 17", date(2026, 10, 2), date(2026, 9, 30)),
        )
        state, text = self.proof_of(act)
        self.assertEqual(state, "failed")
        self.assertRegex(text, "76.00.*УПД 17.*entered by hand.*0.50")
        with self.assertRaisesRegex(UserError, "Ozon's document states"):
            act.action_confirm()
        self.enter(act, total=75.5)
        self.assertEqual((act.proof, act.difference, act.number), ("proved", 0, "УПД 17"))
        self.assertEqual(self.proof_of(act)[0], "passed")
        # Ozon's settlement states another total: one of the two is wrong.
        self.settlement().add("Акт выполненных работ", "18", debit="70")
        self.prove()
        self.assertEqual((act.proof, act.difference, act.number), ("different", -5.5, "УПД 17"))

        # A person may still enter only number and date.
        self.enter(buyout, number="900", doc_date="2026-09-29")
        self.assertEqual(
            (buyout.number, buyout.doc_date, buyout.proof, buyout.invoice_id.ref),
            ("900", date(2026, 9, 29), "missing", "900"),
        )
        self.enter(buyout, total=332)
        self.assertEqual(buyout.proof, "different")
        self.assertIn("0.03", self.proof_of(buyout)[1])
        with self.assertRaisesRegex(UserError, "Enter number and date"):
            self.enter(stars, number=" ", doc_date="2026-10-02")
        other = self.env.ref("base.main_company")
        stranger = self.env["res.users"].create({
            "name": "Чужой", "login": "stranger", "company_id": other.id, "company_ids": other.ids,
            "group_ids": [self.env.ref("ozon_connector.group_ozon_user").id],
        })
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.env["ozon.typed.number"].with_user(stranger).create(
                {"document_id": buyout.document_id.id}
            )
        stars.sudo().state = "waiting"
        with self.assertRaisesRegex(UserError, "no total yet"):
            self.enter(stars, number="1", doc_date="2026-10-02")

    def test_the_file_of_an_upd_finds_its_document(self):
        buyout, act, stars = self.loaded(), self.act(), self.act("star")
        of_goods = TransferDocument(
            "900", rows=("292.03", "40"), seller_inn=SELLER_INN, buyer_inn=OZON_INN,
        )
        state, text = self.said(of_goods.as_xml())
        self.assertEqual((state, "The totals agree" in text), ("passed", True), text)
        buyout.invalidate_recordset()
        self.assertEqual(
            (buyout.number, buyout.proof, buyout.typed_total), ("900", "proved", 332.03),
        )
        self.assertEqual(self.proof_of(buyout)[0], "passed")
        kept = buyout.message_ids.attachment_ids
        self.assertEqual(kept.raw, of_goods.as_xml())
        self.assertIn("Nothing was changed", self.said(of_goods.as_xml())[1])
        self.assertEqual(buyout.message_ids.attachment_ids, kept)

        old_format = TransferDocument(rows=("40",), version="5.01")
        self.assertEqual(self.said(old_format.as_xml())[0], "passed")
        self.assertEqual((stars.number, stars.proof), ("5512", "proved"))
        state, text = self.said(TransferDocument(rows=("75.51",)).as_xml())
        self.assertEqual(state, "failed")
        self.assertRegex(text, "75.51.*75.50")
        self.assertIn("7799999999", self.said(TransferDocument(
            rows=("75.50",), buyer_inn="7799999999",
        ).as_xml())[1])
        self.assertFalse(act.number)

        for transfer, reason in (
            (of_goods, "seller of the УПД has the INN 7712345671"),
            (TransferDocument(buyer_inn="7799999999"), "buyer of the УПД has the INN 7799999999"),
            (TransferDocument(currency="398"), "currency 398"),
            (TransferDocument(knd="1115133"), "another electronic document"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(UserError, reason):
                self.hand_over(act, transfer)
        self.hand_over(act, TransferDocument("21", rows=("75.51",)))
        self.assertEqual((act.proof, act.difference, act.number), ("different", 0.01, "21"))
        act.action_take_settlement()
        self.assertEqual(
            (act.amount, act.bill_id.amount_total, act.bill_id.ref), (75.51, 75.51, "21"),
        )
        self.assertIn("No. 21", str(act.bill_id.invoice_line_ids.mapped("name")))
        self.account.partner_id.sudo().vat = False
        with self.assertRaisesRegex(UserError, "no Tax ID"):
            self.hand_over(act, TransferDocument())
