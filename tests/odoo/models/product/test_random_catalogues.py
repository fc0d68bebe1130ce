"""Random catalogues in real Odoo: no product is matched twice, a person's choice stays."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fake_ozon import card
from tests.odoo.models.product.test_product_sync import SyncCase

# There are few texts, so that some coincide.
texts = st.sampled_from(["", "A1", "A2", " A1", "Ёлка", "елка", "Кружка"])


@pytest.mark.exhaustive
class TestRandomCatalogues(SyncCase):
    @settings(
        max_examples=max(20, settings().max_examples // 10), deadline=None, database=None,
        derandomize=True, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(
        card_texts=st.lists(st.tuples(texts, texts), min_size=1, max_size=6),
        product_texts=st.lists(st.tuples(st.booleans(), texts, texts), max_size=6),
        chosen=st.dictionaries(st.integers(0, 5), st.integers(0, 5), max_size=2),
        ignored=st.sets(st.integers(0, 5), max_size=2),
        random=st.randoms(use_true_random=False),
    )
    def check_catalogue(self, card_texts, product_texts, chosen, ignored, random):
        cards = [
            card(10 + n, 500 + n, offer_id=article, name=name, barcodes=())
            for n, (article, name) in enumerate(card_texts)
        ]
        goods = [
            {
                "name": name or "Без имени", "default_code": article, "is_storable": True,
                "ozon_code": coded and str(500 + n), "barcode": f"P{n}",
            }
            for n, (coded, article, name) in enumerate(product_texts)
        ]  # fmt: skip
        outcome = self.outcome(cards, goods, chosen, ignored)
        random.shuffle(cards)
        random.shuffle(goods)
        self.assertEqual(self.outcome(cards, goods, chosen, ignored), outcome)
        self.examples += 1

    def test_no_product_is_taken_twice_and_what_a_person_said_stays(self):
        self.examples = 0
        self.check_catalogue()
        self.assertGreaterEqual(self.examples, 20)

    def outcome(self, cards, goods, chosen, ignored):
        """The result for each card by SKU, independent of order; then everything is rolled back."""
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            products = self.env["product.product"].create(goods)
            self.synchronise(cards)
            first = self.matches()
            self.check_taken_once()
            self.person_decides(products.sorted("barcode"), chosen, ignored)
            decided = {one: one.product_id for one in self.decided()}
            self.synchronise(cards)
            after = self.matches()
            self.assertEqual({one: one.product_id for one in self.decided()}, decided)
            self.check_taken_once()
            count = self.env["product.product"].search_count([])
            self.synchronise(cards)
            self.assertEqual(self.matches(), after, "a synchronisation more changes nothing")
            self.assertEqual(self.env["product.product"].search_count([]), count)
            return first, after
        finally:
            savepoint.rollback()
            self.env.invalidate_all()

    def synchronise(self, cards):
        # The examples follow each other faster than a user could act. Without this the connector
        # would wait, in order not to send an account's requests too often.
        self.forget_requests()
        self.sync(*cards)

    def person_decides(self, products, chosen, ignored):
        by_sku = {one.sku: one for one in self.account.product_ids}
        for place, number in chosen.items():
            one = by_sku.get(str(500 + place))
            if one and number < len(products):
                one.product_id = products[number]
        for place in ignored - set(chosen):
            if str(500 + place) in by_sku:
                by_sku[str(500 + place)].action_ignore()

    def decided(self):
        """The cards that a person has decided about."""
        return self.account.product_ids.filtered(lambda one: one.matched_by == "manual")

    def check_taken_once(self):
        automatic = self.account.product_ids.filtered("product_id") - self.decided()
        self.assertEqual(len(automatic.product_id), len(automatic), "one product for two cards")

    def matches(self):
        """The results for each card, in terms that do not depend on the order of ids."""
        return {
            one.sku: (
                one.match_state, one.matched_by,
                one.product_id.barcode or (one.product_id and f"made for {one.sku}"),
            )
            for one in self.account.product_ids
        }  # fmt: skip
