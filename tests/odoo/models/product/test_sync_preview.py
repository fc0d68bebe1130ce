"""A preview of what a synchronisation would do."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form

from tests.fake_ozon import card
from tests.odoo.models.product.test_product_sync import LIST, SyncCase

EAN = "4600000455655"
PAGE = {"ozon_for_page": True}


class TestPreview(SyncCase):
    def arrange(self):
        super().arrange()
        self.product(name="Кружка", default_code="A1")
        self.product(name="Ложка", barcode=EAN)
        self.product(name="Вилка", ozon_code="503")
        self.product(name="Тарелка", default_code="H-1", ozon_code="777")
        self.product(name="Свеча", uom_id=self.env.ref("uom.product_uom_kgm").id,
                     default_code="K1")
        self.seller.cards = [
            card(11, 501, offer_id="A1"), card(12, 502, barcodes=(EAN,)), card(13, 503),
            card(14, 504, name="Тарелка"), card(15, 505), card(16, 506, archived=True),
            card(17, 507, offer_id="K1"),
        ]  # fmt: skip

    def cards(self):
        return {one.ozon_product_id: one for one in self.account.product_ids}

    def facts(self):
        """Everything that a synchronisation changes."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id, ozon_code, barcode, default_code, write_date "
            "FROM product_product ORDER BY id"
        )
        products = self.env.cr.fetchall()
        cards = [
            (one.product_id.id, one.match_state, one.matched_by, one.problem, one.units)
            for one in self.account.product_ids.sorted("id")
        ]
        return products, cards

    def test_it_says_of_each_card_what_the_synchronisation_then_does(self):
        products = self.facts()[0]

        self.account.action_preview_sync()

        cards = self.cards()
        planned = {key: (one.planned, one.planned_product_id) for key, one in cards.items()}
        self.assertEqual(
            {key: state for key, (state, _product) in planned.items()},
            {"11": "article", "12": "barcode", "13": "ozon_code", "14": "ambiguous",
             "15": "create", "16": "archived", "17": "ambiguous"},
        )  # fmt: skip
        self.assertIn("another Ozon code", cards["14"].planned_problem)
        self.assertEqual(
            self.account.sync_preview,
            "Nothing has been changed yet. Synchronising would match these cards with products: "
            "by code: 1, by article: 1, by barcode: 1, by name: 0. Products to be created: 1. "
            "Cards left to you to choose the product: 2. Unchanged: 0 cards, and 1 in Ozon's "
            "archive.",
        )
        self.assertEqual(self.facts(), (products, [(False, False, False, False, 1.0)] * 7))

        self.sync()

        for key, (state, product) in planned.items():
            one = cards[key]
            done = {"matched": one.matched_by, "created": "create", False: "archived"}
            self.assertEqual(done.get(one.match_state, "ambiguous"), state, key)
            if state in ("article", "barcode", "ozon_code"):
                self.assertEqual(one.product_id, product)
        self.assertEqual((self.account.sync_preview, set(map(bool, self.account.product_ids.mapped(
            "planned")))), (False, {False}))

    def test_a_person_s_first_synchronisation_shows_it_first(self):
        account = self.account.with_context(**PAGE)

        account.action_sync_products()
        self.assertTrue(account.sync_previewed_at)
        self.assertFalse(account.product_ids.product_id)
        asked = len(self.ozon.asked(LIST))

        account.action_sync_products()
        self.assertTrue(account.sync_date)
        self.assertEqual(self.cards()["15"].match_state, "created")
        self.assertEqual(len(self.ozon.asked(LIST)), asked, "the cards are not downloaded twice")

        self.seller.cards.append(card(18, 508))
        account.action_sync_products()
        self.assertEqual(self.cards()["18"].match_state, "created", "only the first one asks")

    def test_match_only_is_chosen_in_view_of_it(self):
        self.account.action_preview_sync()

        with Form(self.account) as form:
            form.create_products = False

        self.assertEqual(self.cards()["15"].planned, "none")
        self.assertIn("Products to be created: 0.", self.account.sync_preview)
        self.assertIn("since the account creates none: 1.", self.account.sync_preview)
        self.sync()
        self.assertFalse(self.cards()["15"].match_state)

    def test_it_is_discarded(self):
        self.account.action_preview_sync()

        self.account.action_discard_preview()

        self.assertFalse(self.account.sync_preview)
        self.assertFalse(self.account.product_ids.filtered("planned"))

    def test_many_cards_are_gone_through_in_the_background(self):
        many = "odoo.addons.ozon_connector.models.product.ozon_product_sync"
        with patch(f"{many}.MATCH_IN_REQUEST", 3):
            self.account.action_preview_sync()
            self.assertEqual((self.account.sync_step, self.account.sync_preview_only),
                             ("match", True))

            self.run_cron("ozon_connector.ir_cron_sync_products")

        self.assertFalse(self.account.sync_step)
        self.assertEqual(self.cards()["15"].planned, "create")

    def test_a_program_that_synchronises_ends_a_preview_under_way(self):
        self.account.write({"sync_step": "match", "sync_preview_only": True})
        self.env["ozon.product"]._store_cards(self.account, [])

        self.sync()

        self.assertTrue(self.account.sync_date)

    def test_none_is_made_while_a_synchronisation_is_under_way(self):
        self.account.sync_step = "create"
        with self.assertRaisesRegex(UserError, "are being synchronised"):
            self.account.action_preview_sync()
