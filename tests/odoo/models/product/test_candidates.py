"""Cards under «To Review»: the candidate products, the reasons, and a person's decision."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.fake_ozon import card, report, row, side
from tests.odoo.models.product.test_product_sync import SyncCase
from tests.odoo.outside import OutsideCase

EAN, OTHER_EAN = "4600000455655", "4600000000017"


class TestCandidates(SyncCase):
    def choices(self, one):
        return [(choice["name"], choice["fits"], choice["against"]) for choice in one.choices or []]

    def test_each_says_why_it_is_one_and_what_contradicts(self):
        self.product(name="Ложка", default_code="L-7", ozon_code="501")
        self.product(name="Вилка", default_code="A1", barcode=OTHER_EAN)
        self.product(name="Кружка", active=True)

        one = self.sync(card(11, 501, offer_id="A1", name="Кружка", barcodes=(EAN,)))["11"]

        self.assertEqual(one.match_state, "ambiguous")
        self.assertEqual(
            self.choices(one),
            [
                ("[L-7] Ложка", "Fits by Ozon code", "another article: L-7"),
                ("[A1] Вилка", "Fits by article", f"another barcode: {OTHER_EAN}"),
                ("Кружка", "Fits by name", False),
            ],
        )

    def test_one_that_another_card_has_and_one_in_a_package_say_so(self):
        mug = self.product(name="Кружка", default_code="A1", barcode=EAN)
        candle = self.product(name="Свеча")
        self.env["product.uom"].create(
            {
                "barcode": OTHER_EAN,
                "uom_id": self.env.ref("uom.product_uom_dozen").id,
                "product_id": candle.id,
            }
        )
        self.sync(card(11, 501, offer_id="A1", name="Белая", barcodes=(EAN,)))

        cards = self.sync(
            card(11, 501, offer_id="A1", name="Белая", barcodes=(EAN,)),
            card(12, 502, offer_id="A2", barcodes=(EAN,)),
            card(13, 503, offer_id="A3", barcodes=(OTHER_EAN,)),
        )

        self.assertEqual(
            self.choices(cards["12"]),
            [("[A1] Кружка", "Fits by barcode", "another Ozon code: 501; another article: A1; "
              "another card has it: [A1] Белая")],
        )  # fmt: skip
        self.assertEqual(self.choices(cards["13"]),
                         [("Свеча", "Fits by the barcode of a package", False)])
        cards["12"].product_id = mug
        self.assertEqual((cards["12"].match_state, self.choices(cards["12"])), ("matched", []))

    def test_a_product_of_another_company_and_a_deleted_one_are_none(self):
        mine = [self.product(default_code="A1") for _ in range(3)]
        other = self.create_company("ООО «Лютик»")

        one = self.sync(card(11, 501, offer_id="A1"))["11"]
        self.assertEqual(len(one.choices), 3)
        mine[0].unlink()
        mine[1].company_id = other

        one.invalidate_recordset()
        self.assertEqual([choice["id"] for choice in one.choices], [mine[2].id])

    def test_many_cards_cost_no_query_each(self):
        for number in range(30):
            for _ in range(2):
                self.product(default_code=f"A{number}")
        cards = self.sync(*[card(10 + n, 500 + n, offer_id=f"A{n}") for n in range(30)])
        cards = self.env["ozon.product"].union(*cards.values())
        self.assertEqual(set(cards.mapped("match_state")), {"ambiguous"})
        self.env.flush_all()
        counts = []
        for some in (cards[:2], cards):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual({len(one.choices) for one in some}, {2})
            counts.append(self.env.cr.sql_log_count - before)

        self.assertEqual(counts[0], counts[1])

    def test_a_card_not_ours_that_a_report_has_gets_them_too(self):
        mug = self.product(name="Кружка")
        one = self.sync(card(11, 501, name="Кружка"))["11"]
        one.action_ignore()
        self.publish(report([row(sku=501, sold=side(2))]))

        self.import_month(self.account)

        self.assertEqual((one.match_state, [choice["id"] for choice in one.choices]),
                         ("ambiguous", mug.ids))


class TestCreatedByHand(SyncCase):
    def test_a_new_product_in_place_of_one_with_the_same_name(self):
        self.product(name="Кружка", default_code="H-1", ozon_code="777")
        one = self.sync(card(11, 501, offer_id="A1", name="Кружка", barcodes=(EAN,)))["11"]
        self.assertEqual(one.match_state, "ambiguous")

        one.action_create_product()

        made = one.product_id
        self.assertEqual((made.name, made.default_code, made.barcode, made.ozon_code),
                         ("Кружка", "A1", EAN, "501"))
        self.assertEqual((one.match_state, one.matched_by, one.problem),
                         ("created", "manual", False))
        self.sync()
        self.assertEqual((one.product_id, one.matched_by), (made, "manual"))

    def test_a_barcode_that_is_taken_stays_where_it_is_and_the_card_says_so(self):
        holder = self.product(name="Вилка", barcode="OZN501")
        one = self.sync(card(11, 501))["11"]
        self.assertEqual([choice["id"] for choice in one.choices], holder.ids)

        one.action_create_product()

        self.assertEqual((one.match_state, one.product_id.barcode), ("created", False))
        self.assertIn("The barcode OZN501 is on Вилка", one.problem)

    def test_of_cards_with_one_barcode_the_first_created_gets_it(self):
        cards = self.sync(card(11, 501, barcodes=(EAN,)), card(12, 502, barcodes=(EAN,)))

        cards["11"].action_create_product()
        cards["12"].action_match_again()

        mug = cards["11"].product_id
        self.assertEqual(mug.barcode, EAN)
        self.assertEqual(cards["12"].match_state, "ambiguous")
        self.assertEqual([choice["id"] for choice in cards["12"].choices], mug.ids)

    def test_a_second_product_with_an_article_is_refused(self):
        for _ in range(2):
            self.product(default_code="A1")
        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        with self.assertRaisesRegex(UserError, "same article. Nothing was created"):
            one.action_create_product()

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))


class TestMatchOnly(SyncCase):
    """An account that creates no products."""

    def arrange(self):
        super().arrange()
        self.account.create_products = False

    def test_cards_are_matched_and_the_others_stay_without_a_product(self):
        mug = self.product(default_code="A1")
        count = self.env["product.product"].search_count([])

        cards = self.sync(
            card(11, 501, offer_id="A1"), card(12, 502), card(13, 503, archived=True)
        )

        self.assertEqual((cards["11"].product_id, mug.ozon_code), (mug, "501"))
        self.assertEqual((cards["12"].match_state, cards["12"].product_id.id), (False, False))
        self.assertEqual(self.env["product.product"].search_count([]), count)
        self.assertIn("Products created: 0.", self.account.sync_message)
        self.assertIn("1 in Ozon's archive", self.account.sync_message)
        self.assertIn("since the account creates none: 1.", self.account.sync_message)

        self.account.create_products = True
        self.sync()
        self.assertEqual(cards["12"].match_state, "created")

    def test_goods_of_a_report_wait_for_a_person(self):
        self.sync(card(11, 501, offer_id="A1"))
        self.publish(report([row(sku=501, offer_id="A1", sold=side(2))]))

        month = self.import_month(self.account)

        one = self.account.product_ids
        self.assertEqual((month.state, one.match_state), ("to_match", "ambiguous"))
        self.assertIn("No product fits this card", one.problem)
        self.sync()
        one.action_match_again()
        self.assertEqual(one.match_state, "ambiguous", "the month still waits for it")
        one.action_create_product()
        self.run_cron()
        self.assertEqual((month.state, month.line_ids.product_id), ("to_review", one.product_id))


@tagged("standard", "post_install", "-at_install")
class TestChoosingFromOutside(OutsideCase):
    def test_a_bookkeeper_chooses_and_creates_and_others_may_not(self):
        account = self.connect()
        self.seller.cards = [card(11, 501, offer_id="A1"), card(12, 502, name="Кружка")]
        mugs = self.env["product.product"].create(
            [{"name": "Кружка", "default_code": code} for code in ("A1", "A1")]
        )
        account.action_sync_products()
        first, second = account.product_ids.sorted("ozon_product_id")
        self.assertEqual((first + second).mapped("match_state"), ["ambiguous"] * 2)

        self.log_in("storeman", "stock.group_stock_user")
        self.call("ozon.product", "write", first.ids, {"product_id": mugs[1].id})
        self.assertTrue(self.refusal)
        self.call("ozon.product", "action_create_product", second.ids)
        self.assertTrue(self.refusal)

        self.log_in("bookkeeper", "ozon_connector.group_ozon_user")
        [told] = self.call("ozon.product", "read", first.ids, ["choices"])
        self.assertEqual([choice["id"] for choice in told["choices"]], mugs.ids)
        self.call("ozon.product", "write", first.ids, {"product_id": told["choices"][1]["id"]})
        self.call("ozon.product", "action_create_product", second.ids)
        self.assertFalse(self.refusal)

        self.assertEqual((first.product_id, first.matched_by), (mugs[1], "manual"))
        self.assertEqual((second.product_id.name, second.match_state), ("Кружка", "created"))
        # An unsaved form can name any product, but must reveal nothing about it.
        onchange = self.call(
            "ozon.product", "onchange", [],
            {"account_id": account.id, "match_state": "ambiguous", "candidates": mugs.ids},
            ["account_id"], {"choices": {}, "account_id": {}},
        )  # fmt: skip
        self.assertFalse((onchange or {}).get("value", {}).get("choices"))
