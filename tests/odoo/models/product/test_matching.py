"""Contradicting evidence, barcodes, and results independent of order, with a real Ozon server."""

import os
import subprocess
import sys
from itertools import permutations

from odoo import Command

from tests.fake_ozon import Seller, card, report, row, side
from tests.odoo.models.product.test_product_sync import SyncCase

EAN, OTHER_EAN = "4600000455655", "4600000000017"


class TestNames(SyncCase):
    """A name is the weakest evidence."""

    def second_cabinet(self, *cards):
        second = Seller(client_id="654321", api_key=f"{self.seller.api_key}-2")
        second.cards = list(cards)
        self.ozon.sellers.append(second)
        return self.sync(account=self.connect(second))

    def test_it_does_not_outweigh_another_article_and_another_ozon_code(self):
        self.sync(card(11, 70000000061, offer_id="H-1", name="Кружка"))

        one = self.second_cabinet(card(91, 70000000002, offer_id="OTHER-ART", name="Кружка"))["91"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
        self.assertIn("has the same name, but another Ozon code", one.problem)
        self.assertIn("H-1", one.problem)

    def test_the_same_article_in_another_cabinet_is_the_same_product_whatever_the_names(self):
        mine = self.sync(card(11, 70000000061, offer_id="H-1", name="Кружка"))["11"]

        one = self.second_cabinet(card(91, 70000000002, offer_id="H-1", name="Mug"))["91"]

        self.assertEqual((one.product_id, one.matched_by), (mine.product_id, "article"))

    def test_a_product_with_another_article_and_no_code_is_found_by_name(self):
        product = self.product(name="Кружка", default_code="1C-0017")

        one = self.sync(card(11, 501, offer_id="MUG", name="Кружка"))["11"]

        self.assertEqual((one.product_id, one.matched_by), (product, "name"))

    def test_another_barcode_is_remarked_on(self):
        product = self.product(name="Кружка", barcode=OTHER_EAN)

        one = self.sync(card(11, 501, name="Кружка", barcodes=(EAN,)))["11"]

        self.assertEqual((one.product_id, one.match_state), (product, "matched"))
        self.assertIn("another barcode", one.problem)


class TestBarcodes(SyncCase):
    def test_a_card_with_the_barcode_of_one_product_is_that_product(self):
        mug = self.product(name="Кружка 350", default_code="00-00123", barcode=EAN)

        one = self.sync(
            card(7001, 88001, offer_id="MUG-WHITE", name="Кружка керамическая белая, 350 мл",
                 barcodes=(EAN, "OZN88001"))
        )["7001"]  # fmt: skip

        self.assertEqual((one.product_id, one.matched_by, one.match_state),
                         (mug, "barcode", "matched"))
        self.assertEqual((mug.ozon_code, one.problem), ("88001", False))
        self.assertIn("by barcode: 1", self.account.sync_message)
        self.assertEqual(self.env["product.product"].search_count([("barcode", "=", EAN)]), 1)

    def test_a_report_finds_it_too(self):
        mug = self.product(name="Кружка 350", default_code="00-00123", barcode=EAN)
        self.seller.cards = [card(7001, 88001, offer_id="MUG-WHITE", barcodes=("OZN88001", EAN))]
        self.publish(report([row(sku=88001, offer_id="MUG-WHITE", sold=side(2))]))

        month = self.import_month(self.account)

        self.assertEqual(month.line_ids.product_id, mug)

    def test_code_and_article_go_before_it_and_the_name_after(self):
        by_code, by_article = self.product(ozon_code="501"), self.product(default_code="A2")
        by_barcode = self.product(barcode="4600000000033")
        for barcode in (EAN, OTHER_EAN):
            self.product(barcode=barcode)
        self.product(name="Кружка")

        cards = self.sync(
            card(11, 501, barcodes=(EAN,)),
            card(12, 502, offer_id="A2", barcodes=(OTHER_EAN,)),
            card(13, 503, name="Кружка", barcodes=("4600000000033",)),
        )

        self.assertEqual(
            [(cards[key].product_id, cards[key].matched_by) for key in ("11", "12", "13")],
            [(by_code, "ozon_code"), (by_article, "article"), (by_barcode, "barcode")],
        )

    def test_that_it_is_another_product_s_is_said_on_a_card_found_by_article(self):
        self.product(default_code="A1")
        self.product(name="Ложка", default_code="L-7", barcode=EAN)

        one = self.sync(card(11, 501, offer_id="A1", barcodes=(EAN,)))["11"]

        self.assertEqual(one.match_state, "matched")
        self.assertIn("Another product fits by barcode: [L-7] Ложка", one.problem)
        self.assertIn(one, self.account.product_ids.filtered_domain([("problem", "!=", False)]))

    def test_two_products_by_article_and_by_barcode_with_barcodes_of_their_own_are_in_doubt(self):
        self.product(default_code="A1", barcode=OTHER_EAN)
        self.product(name="Ложка", barcode=EAN)

        one = self.sync(card(11, 501, offer_id="A1", barcodes=(EAN,)))["11"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
        self.assertIn("another product fits by barcode: Ложка", one.problem)

    def test_code_and_article_of_two_products_with_articles_are_in_doubt(self):
        self.product(name="Ложка", default_code="L-7", ozon_code="501")
        self.product(name="Вилка", default_code="A1")

        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        self.assertEqual(one.match_state, "ambiguous")
        self.assertIn("[L-7] Ложка fits, but another product fits by article: [A1] Вилка",
                      one.problem)

    def test_the_barcode_of_a_product_of_another_card_makes_no_second_product(self):
        mug = self.product(default_code="A1", barcode=EAN)
        self.sync(card(11, 501, offer_id="A1", barcodes=(EAN,)))

        cards = self.sync(
            card(11, 501, offer_id="A1", barcodes=(EAN,)), card(12, 502, barcodes=(EAN,))
        )

        self.assertEqual(cards["11"].product_id, mug)
        self.assertEqual((cards["12"].match_state, cards["12"].product_id.id), ("ambiguous", False))
        self.assertIn("another card has it", cards["12"].problem)
        cards["12"].product_id = mug
        self.assertEqual((cards["12"].match_state, cards["12"].problem), ("matched", False))

    def test_the_barcode_of_a_package_is_left_to_a_person(self):
        candle = self.product(name="Свеча")
        self.env["product.uom"].create(
            {
                "barcode": EAN,
                "uom_id": self.env.ref("uom.product_uom_dozen").id,
                "product_id": candle.id,
            }
        )

        one = self.sync(card(11, 501, barcodes=(EAN,)))["11"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
        self.assertIn("the barcode of a package of Свеча", one.problem)

    def test_an_archived_product_is_found_by_it_unless_a_current_one_has_it(self):
        archived = self.product(barcode=EAN, active=False)
        self.product(barcode=OTHER_EAN, active=False)
        current = self.product(barcode=OTHER_EAN)

        cards = self.sync(card(11, 501, barcodes=(EAN,)), card(12, 502, barcodes=(OTHER_EAN,)))

        self.assertEqual(cards["11"].product_id, archived)
        self.assertEqual(cards["12"].product_id, current)

    def test_a_variant_is_found_by_it(self):
        size = self.env["product.attribute"].create(
            {"name": "Размер", "value_ids": [Command.create({"name": n}) for n in "SM"]}
        )
        template = self.env["product.template"].create(
            {
                "name": "Футболка",
                "is_storable": True,
                "attribute_line_ids": [
                    Command.create(
                        {"attribute_id": size.id, "value_ids": [Command.set(size.value_ids.ids)]}
                    )
                ],
            }
        )
        small, medium = template.product_variant_ids
        medium.barcode = EAN

        one = self.sync(card(11, 501, name="Футболка", barcodes=(EAN,)))["11"]

        self.assertEqual((one.product_id, small.ozon_code), (medium, False))

    def test_another_company_s_product_with_it_is_no_candidate_and_not_named(self):
        other = self.create_company("ООО «Лютик»")
        self.product(name="Тайная кружка", barcode=EAN, company_id=other.id)

        one = self.sync(card(11, 501, barcodes=(EAN,)))["11"]

        self.assertEqual((one.match_state, one.product_id.barcode), ("created", False))
        self.assertIn("a product of another company", one.problem)
        self.assertNotIn("Тайная", one.problem)

    def test_the_new_product_gets_the_barcode_of_the_goods_before_that_of_ozon(self):
        one = self.sync(card(11, 501, barcodes=("OZN501", EAN)))["11"]

        self.assertEqual(one.product_id.barcode, EAN)

    def test_new_cards_that_share_one_are_left_to_a_person(self):
        cards = self.sync(card(11, 501, barcodes=(EAN,)), card(12, 502, barcodes=(EAN,)))

        for one in cards.values():
            self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
            self.assertIn(f"Several cards have the barcode {EAN}", one.problem)

    def test_a_service_with_it_is_named_on_the_card_that_waits(self):
        self.env["product.product"].create({"name": "Доставка", "type": "service", "barcode": EAN})

        one = self.sync(card(11, 501, barcodes=(EAN,)))["11"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
        self.assertIn("is on Доставка", one.problem)

    def test_a_synchronisation_more_changes_nothing(self):
        self.product(default_code="A1")
        self.product(barcode=EAN)
        cards = [
            card(11, 501, offer_id="A1", barcodes=(EAN,)), card(12, 502, barcodes=(OTHER_EAN,)),
            card(13, 503, barcodes=(OTHER_EAN,)),
        ]  # fmt: skip
        first = self.sync(*cards)
        self.env.flush_all()
        before = {one.id: (one.match_state, one.problem, one.write_date) for one in first.values()}

        after = self.sync(*cards)
        self.env.flush_all()
        self.env.invalidate_all()

        self.assertEqual(
            {one.id: (one.match_state, one.problem, one.write_date) for one in after.values()},
            before,
        )


class TestOrder(SyncCase):
    """The results for a report's goods do not depend on the order of its rows or cards."""

    def outcome(self, rows, cards=()):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self.forget_requests()
            self.seller.cards = []
            self.publish(report(rows))
            month = self.import_month(self.account)
            made = sorted(
                (one.sku or "", one.skus or "", one.offer_id or "", one.name, one.match_state)
                for one in self.account.product_ids
            )
            booked = sorted(
                (line.sku or "", line.offer_id or "", line.product_id.default_code or "")
                for line in month.line_ids
            )
            after = ()
            if cards:
                self.sync(*cards)
                after = sorted(
                    (one.ozon_product_id or "", one.skus, one.product_id.default_code or "")
                    for one in self.account.product_ids
                )
            return month.state, made, booked, after
        finally:
            savepoint.rollback()
            self.env.invalidate_all()

    def assert_no_order_matters(self, rows, cards=()):
        outcomes = [
            self.outcome(list(some_rows), some_cards)
            for some_rows, some_cards in zip(
                permutations(rows), list(permutations(cards)) * 24, strict=False
            )
        ]
        for outcome in outcomes[1:]:
            self.assertEqual(outcome, outcomes[0])
        return outcomes[0]

    def goods(self, sku, article, name):
        return row(sku=sku, offer_id=article, name=name, sold=side(1))

    def test_skus_with_one_article_are_one_product(self):
        rows = [self.goods(sku, "A1", f"Имя {sku}") for sku in (501, 502, 503)]

        state, made, _booked, _after = self.assert_no_order_matters(rows)

        self.assertEqual(state, "to_review")
        self.assertEqual(made, [("501", "501 502 503", "A1", "Имя 501", "created")])

    def test_skus_and_articles_that_are_crossed_are_left_to_a_person(self):
        rows = [
            self.goods(501, "A1", "Кружка"), self.goods(502, "A2", "Ложка"),
            self.goods(501, "A2", "Вилка"),
        ]  # fmt: skip

        state, made, _booked, _after = self.assert_no_order_matters(rows)

        self.assertEqual(state, "to_match")
        self.assertEqual([one[-1] for one in made], ["ambiguous", "ambiguous"])

    def test_two_cards_of_ozon_do_not_take_over_the_same_card_of_a_report(self):
        rows = [self.goods(501, "A1", "Кружка"), self.goods(502, "A1", "Кружка")]
        cards = [card(11, 501, offer_id="A1"), card(12, 502, offer_id="A2")]

        _state, _made, _booked, after = self.assert_no_order_matters(rows, cards)

        self.assertEqual(after, [("11", "501", "A1"), ("12", "502", "A2")])

    def test_the_hash_seed_of_python_does_not_matter(self):
        # The hash seed changes the order in which Python iterates over sets of texts.
        code = (
            "from domain.matching import Card, Product, match;"
            "cards = [Card(n, (f's{n}', f't{n % 3}'), f'a{n % 4}', f'n{n % 2}', (f'b{n % 5}',))"
            " for n in range(12)];"
            "products = [Product(n, f't{n % 4}', f'a{n % 5}', f'n{n % 3}', f'b{n % 7}')"
            " for n in range(12)];"
            "print(match(cards, products, [3]))"
        )
        outputs = {
            subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True,
                env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "ozon_connector"},
            ).stdout
            for seed in ("0", "1", "2", "3")
        }  # fmt: skip
        self.assertEqual(len(outputs), 1)
