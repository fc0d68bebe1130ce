"""Product cards: the product of each card, and what a synchronisation changes."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from tests.fake_ozon import Answer, Seller, card, faults, report, row, side
from tests.odoo.common import OzonCase

LIST = "/v3/product/list"
INFO = "/v3/product/info/list"


class SyncCase(OzonCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def sync(self, *cards, account=None):
        """Give Ozon these cards and synchronise; return the account's cards by Ozon product id."""
        account = account or self.account
        if cards:
            self.seller.cards = list(cards)
        account.action_sync_products()
        for _ in range(30):
            if not account.sync_step:
                break
            self.run_cron("ozon_connector.ir_cron_sync_products")
        self.assertFalse(account.sync_step, account.sync_message)
        return {one.ozon_product_id: one for one in account.product_ids}

    def product(self, **values):
        return self.env["product.product"].create({"name": "Вещь", "is_storable": True, **values})

    def put_in_stock(self, product):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, 5)


class TestSearchOrder(SyncCase):
    def test_the_ozon_code_goes_first(self):
        by_code = self.product(ozon_code="501")
        self.product(default_code="A1")

        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        self.assertEqual((one.product_id, one.matched_by), (by_code, "ozon_code"))

    def test_any_sku_of_the_card_or_its_product_id_is_its_code(self):
        by_old_sku, by_id = self.product(ozon_code="502"), self.product(ozon_code="12")

        cards = self.sync(card(11, 501, more_skus=(502,)), card(12, 503))

        self.assertEqual(cards["11"].product_id, by_old_sku)
        self.assertEqual(cards["12"].product_id, by_id)

    def test_then_the_article_which_gets_the_ozon_code(self):
        by_article = self.product(default_code="A1")
        self.product(name="Кружка")

        one = self.sync(card(11, 501, offer_id=" A1 ", name="Кружка"))["11"]

        self.assertEqual((one.product_id, one.matched_by), (by_article, "article"))
        self.assertEqual(by_article.ozon_code, "501")

    def test_then_the_name(self):
        by_name = self.product(name="ёлка  Новогодняя")

        one = self.sync(card(11, 501, name="Елка новогодняя"))["11"]

        self.assertEqual((one.product_id, one.matched_by), (by_name, "name"))
        self.assertEqual(by_name.ozon_code, "501")

    def test_articles_with_zeros_and_case_are_different_ones(self):
        self.product(default_code="00123")
        self.product(default_code="abc")

        cards = self.sync(card(11, 501, offer_id="123"), card(12, 502, offer_id="ABC"))

        self.assertEqual({one.match_state for one in cards.values()}, {"created"})

    def test_a_code_that_the_product_has_already_is_kept(self):
        product = self.product(default_code="A1", ozon_code="777")

        self.sync(card(11, 501, offer_id="A1"))

        self.assertEqual(product.ozon_code, "777")

    def test_what_is_not_found_is_created(self):
        tax = self.env["account.tax"].create(
            {
                "name": "НДС 10 %",
                "amount": 10,
                "type_tax_use": "sale",
                "tax_group_id": self.purchase_tax(10, True).tax_group_id.id,
            }
        )

        cards = self.sync(
            card(11, 501, offer_id="A1", name="Кружка", price="273.50", vat="0.1"),
            card(12, 502, offer_id="A2", vat="0.22"),
        )

        product = cards["11"].product_id
        self.assertEqual(cards["11"].match_state, "created")
        self.assertEqual(
            (product.name, product.default_code, product.barcode, product.ozon_code),
            ("Кружка", "A1", "OZN501", "501"),
        )
        self.assertEqual((product.lst_price, product.is_storable), (273.50, True))
        # Odoo itself adds the default taxes of other companies.
        taxes = (product + cards["12"].product_id).mapped(
            lambda one: one.taxes_id.filtered(lambda tax: tax.company_id == self.company)
        )
        self.assertEqual(taxes, tax, "of 10 % there is a tax, of 22 % there is none")

    def test_a_barcode_that_is_taken_is_never_dropped_without_asking(self):
        self.product(barcode="OZN501")
        self.env["product.uom"].create(
            {
                "barcode": "OZN502",
                "uom_id": self.env.ref("uom.product_uom_dozen").id,
                "product_id": self.product().id,
            }
        )

        cards = self.sync(card(11, 501), card(12, 502))

        for one in cards.values():
            self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))
            self.assertIn("a new product cannot have it", one.problem)

    def test_a_price_in_another_currency_is_not_taken_for_roubles(self):
        one = self.sync({**card(11, 501, price="100.00"), "currency_code": "CNY"})["11"]

        self.assertEqual(one.product_id.lst_price, 0)

    def test_of_two_taxes_of_a_rate_the_included_one_is_taken(self):
        group = self.purchase_tax(22, True).tax_group_id
        on_top, included = self.env["account.tax"].create(
            [
                {
                    "name": override, "amount": 22, "type_tax_use": "sale",
                    "tax_group_id": group.id, "price_include_override": override,
                }
                for override in ("tax_excluded", "tax_included")
            ]
        )  # fmt: skip

        product = self.sync(card(11, 501, vat="22%"))["11"].product_id

        self.assertIn(included, product.taxes_id)
        self.assertNotIn(on_top, product.taxes_id)

    def test_an_archived_product_with_the_code_is_the_product(self):
        archived = self.product(ozon_code="501", default_code="A1", active=False)
        self.product(default_code="A2", active=False)
        current = self.product(default_code="A2")

        cards = self.sync(card(11, 501, offer_id="A1"), card(12, 502, offer_id="A2"))

        self.assertEqual(cards["11"].product_id, archived)
        self.assertEqual(cards["12"].product_id, current)

    def test_services_are_not_goods(self):
        self.env["product.product"].create({"name": "Кружка", "type": "service"})

        self.assertEqual(self.sync(card(11, 501, name="Кружка"))["11"].match_state, "created")


class TestDoubt(SyncCase):
    def test_two_products_with_the_article_are_left_to_a_person(self):
        for _ in range(2):
            self.product(default_code="A1")

        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))

    def test_two_products_with_the_name_are_left_to_a_person(self):
        for _ in range(2):
            self.product(name="Кружка")

        one = self.sync(card(11, 501, name="кружка"))["11"]

        self.assertEqual((one.match_state, one.product_id.id), ("ambiguous", False))

    def test_two_cards_that_claim_one_product_are_left_to_a_person(self):
        self.product(name="Кружка")

        cards = self.sync(card(11, 501, name="Кружка"), card(12, 502, name="Кружка"))

        self.assertEqual([one.match_state for one in cards.values()], ["ambiguous"] * 2)

    def test_a_product_that_another_card_has_is_not_taken_again(self):
        product = self.product(name="Кружка")
        self.sync(card(11, 501, name="Кружка"))

        cards = self.sync(card(11, 501, name="Кружка"), card(12, 502, name="Кружка"))

        self.assertEqual(cards["11"].product_id, product)
        self.assertEqual(cards["12"].match_state, "created")

    def test_a_choice_made_by_hand_survives(self):
        self.product(default_code="A1")
        chosen = self.product(default_code="A1")
        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        one.product_id = chosen
        self.assertEqual((one.match_state, one.matched_by), ("matched", "manual"))
        self.assertEqual(chosen.ozon_code, "501")
        other = self.product(default_code="A1", name="Новая")
        self.sync(card(11, 501, offer_id="A1", name="Новая"))

        self.assertEqual((one.product_id, one.matched_by), (chosen, "manual"))
        self.assertFalse(other.ozon_code)

    def test_another_choice_takes_the_code_along(self):
        first = self.product(default_code="A1")
        one = self.sync(card(11, 501, offer_id="A1"))["11"]
        self.assertEqual(first.ozon_code, "501")
        second = self.product()

        one.product_id = second

        self.assertEqual((first.ozon_code, second.ozon_code), (False, "501"))

    def test_ozon_s_words_on_a_card_cannot_be_changed_by_hand(self):
        one = self.sync(card(11, 501))["11"]
        administrator = self.env.ref("base.user_admin")
        administrator.company_ids = [Command.link(self.company.id)]
        with self.assertRaises(AccessError):
            one.with_user(administrator).write({"sku": "999"})

    def test_a_card_marked_as_not_ours_by_mistake_can_be_looked_for_again(self):
        product = self.product(default_code="A1")
        one = self.sync(card(11, 501, offer_id="A1"))["11"]
        one.action_ignore()

        one.action_match_again()

        self.assertEqual((one.product_id, one.matched_by), (product, "article"))

    def test_a_card_that_is_not_ours_stays_so(self):
        one = self.sync(card(11, 501))["11"]
        one.action_ignore()

        self.sync(card(11, 501))

        self.assertEqual((one.match_state, one.product_id.id), ("ignored", False))

    def test_a_chosen_product_taken_back_is_looked_for_again(self):
        product = self.product(default_code="A1")
        one = self.sync(card(11, 501, offer_id="A1"))["11"]
        one.product_id = False
        self.assertFalse(one.match_state)

        self.sync(card(11, 501, offer_id="A1"))

        self.assertEqual(one.product_id, product)


class TestArchive(SyncCase):
    def test_archived_cards_are_matched_but_create_nothing(self):
        product = self.product(default_code="A1")

        cards = self.sync(
            card(11, 501, offer_id="A1", archived=True), card(12, 502, archived=True)
        )

        self.assertEqual(cards["11"].product_id, product)
        self.assertEqual((cards["12"].match_state, cards["12"].product_id.id), (False, False))

    def test_a_report_that_needs_an_archived_card_creates_its_product(self):
        self.sync(card(12, 502, archived=True))
        self.publish(report([row(sku=502, sold=side(1))]))

        imported = self.import_month(self.account)

        self.assertEqual(imported.state, "to_review", imported.error_message)
        self.assertEqual(self.account.product_ids.match_state, "created")
        self.assertEqual(imported.line_ids.product_id, self.account.product_ids.product_id)


class TestReports(SyncCase):
    def test_an_unknown_sku_asks_ozon_for_just_that_card(self):
        product = self.product(default_code="A1")
        self.seller.cards = [card(11, 501, offer_id="A1"), card(12, 502)]
        self.publish(report([row(sku=501, sold=side(1), offer_id="A1")]))

        imported = self.import_month(self.account)

        self.assertEqual(imported.line_ids.product_id, product)
        [asked] = self.ozon.asked(INFO)
        self.assertEqual(asked.body, {"sku": ["501"]})
        self.assertEqual(self.account.product_ids.ozon_product_id, "11")

    def test_a_card_that_ozon_forgot_is_made_from_the_report(self):
        self.publish(report([row(sku=501, sold=side(1), offer_id="A1", name="Кружка")]))

        imported = self.import_month(self.account)

        product = imported.line_ids.product_id
        self.assertEqual((product.name, product.default_code), ("Кружка", "A1"))

    def test_a_key_that_may_not_read_cards_is_enough_for_reports(self):
        self.seller.roles = [{"name": "Finance", "methods": ["/v2/finance"]}]
        self.publish()

        imported = self.import_month(self.account)

        self.assertEqual(imported.state, "to_review", imported.error_message)

    def test_an_unknown_sku_with_a_known_article_is_another_sku_of_that_card(self):
        one = self.sync(card(11, 501, offer_id="A1"))["11"]
        self.publish(report([row(sku=777, sold=side(1), offer_id="A1")]))

        imported = self.import_month(self.account)

        self.assertEqual(imported.line_ids.product_id, one.product_id)
        self.assertEqual(one.skus.split(), ["501", "777"])

    def test_two_unknown_skus_with_one_article_are_one_product(self):
        rows = [row(sku=sku, sold=side(1), offer_id="A1") for sku in (501, 502)]
        self.publish(report(rows))

        imported = self.import_month(self.account)

        self.assertEqual(imported.state, "to_review", imported.error_message)
        self.assertEqual(len(imported.line_ids.product_id), 1)

    def test_goods_without_sku_and_article_are_not_guessed_by_a_name_of_two_cards(self):
        self.sync(*[card(n, 500 + n, name="Кружка", offer_id=f"A{n}") for n in (1, 2)])
        self.publish(report([row(sku=0, sold=side(1), offer_id="", name="Кружка")]))

        imported = self.import_month(self.account)

        self.assertEqual((imported.state, imported.line_ids.product_id.id), ("to_match", False))

    def test_goods_that_were_not_ours_are_put_before_a_person_again(self):
        one = self.sync(card(11, 501))["11"]
        one.action_ignore()
        self.publish(report([row(sku=501, sold=side(1))]))

        imported = self.import_month(self.account)

        self.assertEqual((imported.state, one.match_state), ("to_match", "ambiguous"))
        self.assertIn("2609-4187733", one.problem)

    def test_a_later_synchronisation_finds_the_card_made_from_a_report(self):
        self.publish(report([row(sku=501, sold=side(1))]))
        imported = self.import_month(self.account)

        cards = self.sync(card(11, 501, name="Новое имя"))

        self.assertEqual(list(cards), ["11"])
        self.assertEqual(cards["11"].product_id, imported.line_ids.product_id)


class TestSeveralCabinets(SyncCase):
    def test_the_same_article_in_two_cabinets_is_the_same_product(self):
        second = Seller(client_id="654321", api_key=f"{self.seller.api_key}-2")
        second.cards = [card(91, 901, offer_id="A1")]
        self.ozon.sellers.append(second)
        other = self.connect(second)

        first_card = self.sync(card(11, 501, offer_id="A1"))["11"]
        other_card = self.sync(account=other)["91"]

        self.assertEqual(first_card.product_id, other_card.product_id)
        self.assertEqual(first_card.product_id.ozon_code, "501")

    def test_the_same_cabinet_in_two_companies_gives_each_company_s_products_its_code(self):
        other = self.create_company("ООО «Лютик»")
        mine = self.product(default_code="A1", company_id=self.company.id)
        theirs = self.product(default_code="A1", company_id=other.id)
        self.sync(card(11, 501, offer_id="A1"))
        second = self.connect(company=other)

        self.sync(account=second)

        self.assertEqual((mine.ozon_code, theirs.ozon_code), ("501", "501"))

    def test_another_company_s_products_are_no_candidates(self):
        other = self.create_company("ООО «Лютик»")
        self.env["product.product"].create(
            {"name": "Вещь", "default_code": "A1", "company_id": other.id}
        )

        one = self.sync(card(11, 501, offer_id="A1"))["11"]

        self.assertEqual(one.match_state, "created")


class TestVariants(SyncCase):
    def arrange(self):
        super().arrange()
        colour = self.env["product.attribute"].create(
            {"name": "Цвет", "value_ids": [Command.create({"name": n}) for n in ("Белый", "Синий")]}
        )
        self.template = self.env["product.template"].create(
            {
                "name": "Кружка",
                "is_storable": True,
                "attribute_line_ids": [
                    Command.create(
                        {
                            "attribute_id": colour.id,
                            "value_ids": [Command.set(colour.value_ids.ids)],
                        }
                    )
                ],
            }
        )

    def test_the_code_is_on_the_variant(self):
        white, blue = self.template.product_variant_ids
        white.default_code, blue.default_code = "W", "B"

        self.sync(card(11, 501, offer_id="W"), card(12, 502, offer_id="B"))

        self.assertEqual((white.ozon_code, blue.ozon_code), ("501", "502"))
        self.assertFalse(self.template.ozon_code)

    def test_variants_with_the_same_name_are_left_to_a_person(self):
        one = self.sync(card(11, 501, name="Кружка"))["11"]

        self.assertEqual(one.match_state, "ambiguous")


class TestOzonCode(SyncCase):
    def test_a_template_with_one_variant_shows_and_sets_its_code(self):
        template = self.env["product.template"].create({"name": "Вещь", "ozon_code": "501"})

        self.assertEqual(template.product_variant_id.ozon_code, "501")
        self.assertEqual(
            self.env["product.template"].search([("ozon_code", "=", "501")]), template
        )

    def test_it_is_unique_within_a_company(self):
        self.product(ozon_code="501")
        with self.assertRaisesRegex(ValidationError, "501 is on two products"):
            self.product(ozon_code="501")

    def test_two_companies_may_have_the_same(self):
        other = self.create_company("ООО «Лютик»")
        companies = self.company + other
        for company in companies:
            self.product(ozon_code="501", company_id=company.id)
        found = self.env["product.product"].search([("ozon_code", "=", "501")])
        self.assertEqual(found.company_id, companies)

    def test_space_around_it_does_not_count(self):
        self.assertEqual(self.product(ozon_code=" 501 ").ozon_code, "501")

    def test_it_is_imported_and_exported_with_odoo_s_own_means(self):
        done = self.env["product.template"].load(["name", "ozon_code"], [["Вещь", "501"]])
        template = self.env["product.template"].browse(done["ids"])
        self.assertEqual(template.product_variant_id.ozon_code, "501")
        self.assertEqual(template.export_data(["ozon_code"])["datas"], [["501"]])


class TestCondition(SyncCase):
    def test_a_product_in_stock_without_article_or_code_keeps_it_from_starting(self):
        nameless = self.product(name="Безымянная")
        self.put_in_stock(nameless)
        self.put_in_stock(self.product(default_code="A1"))
        self.seller.cards = [card(11, 501)]

        answer = self.account.action_sync_products()

        self.assertEqual(answer["res_model"], "product.product")
        self.assertEqual(self.env["product.product"].search(answer["domain"]), nameless)
        self.assertFalse(self.account.sync_step)
        self.assertFalse(self.ozon.asked(LIST))

        nameless.default_code = "A2"
        again = self.env["product.product"].with_context(**answer["context"])
        again.action_ozon_sync_again()
        self.assertTrue(self.account.product_ids)

    def test_an_archived_product_or_an_article_of_spaces_is_shown_too(self):
        hidden, blank = self.product(name="Скрытая"), self.product(default_code="  ")
        for product in (hidden, blank):
            self.put_in_stock(product)
        hidden.active = False

        answer = self.account.action_sync_products()

        listed = self.env["product.product"].with_context(**answer["context"])
        self.assertEqual(listed.search(answer["domain"]), hidden + blank)

    def test_products_without_stock_or_of_other_companies_do_not(self):
        self.product(name="Безымянная")
        other = self.create_company("ООО «Лютик»")
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.env["stock.quant"]._update_available_quantity(
            self.product(name="Чужая"), warehouse.lot_stock_id, 5
        )

        self.assertTrue(self.sync(card(11, 501)))


class TestTheJob(SyncCase):
    def test_repeating_it_with_nothing_new_writes_nothing(self):
        cards = [card(10 + n, 500 + n, price="26272.180000000004") for n in range(30)]
        self.sync(*cards)
        self.env.flush_all()
        products = self.account.product_ids.product_id
        before = [(one.write_date, one.product_id.write_date) for one in self.account.product_ids]

        self.sync(*cards)
        self.env.flush_all()
        self.env.invalidate_all()

        self.assertEqual(self.account.product_ids.product_id, products)
        after = [(one.write_date, one.product_id.write_date) for one in self.account.product_ids]
        self.assertEqual(after, before)

    def test_more_than_a_page_of_cards_is_read_to_the_end(self):
        self.seller.cards = [card(10_000 + n, 50_000 + n, archived=True) for n in range(2_300)]

        self.sync()

        self.assertEqual(len(self.account.product_ids), 2_300)

    def assert_given_up_until_tomorrow(self):
        """The job stops, says why, and continues automatically once Ozon answers properly."""
        self.assertIn("differs from its documentation", self.account.sync_message)
        self.assertIn("automatically tomorrow", self.account.sync_message)
        self.assertEqual((self.account.sync_step, self.account.sync_last_id), ("ALL", False))

    def run_daily(self):
        for _day in range(5):
            self.run_cron("ozon_connector.ir_cron_sync_products")
        self.assertFalse(self.account.sync_step)
        self.assertIn("Cards matched by code", self.account.sync_message)

    def test_pages_that_go_in_a_circle_end_with_an_error(self):
        self.seller.cards = [card(n, 500 + n) for n in range(1, 6)]
        pages = [
            {"result": {"items": [{"product_id": n, "offer_id": "a"}], "last_id": mark}}
            for n, mark in enumerate("ABCDE", start=1)
        ]
        # Eleven pages are too many for five cards. There are 22, so that this happens twice.
        self.ozon.script(LIST, *[Answer(json=page) for page in (pages * 5)[:22]])

        self.account.action_sync_products()
        self.run_cron("ozon_connector.ir_cron_sync_products")

        self.assertEqual(len(self.ozon.asked(LIST)), 22)
        self.assert_given_up_until_tomorrow()
        self.run_daily()
        self.assertEqual(len(self.account.product_ids), 5)

    def test_pages_that_repeat_the_same_card_under_new_marks_end_with_an_error(self):
        self.seller.cards = [card(11, 501)]
        items = [{"product_id": 11, "offer_id": "a"}]
        self.ozon.script(
            LIST,
            *[Answer(json={"result": {"items": items, "last_id": f"m{n}"}}) for n in range(6)],
        )

        self.account.action_sync_products()

        self.assertEqual(len(self.ozon.asked(LIST)), 3)
        self.assert_given_up_until_tomorrow()
        self.run_daily()

    def test_cards_without_end_are_not_followed_for_ever(self):
        self.seller.cards = [card(10_000 + n, 50_000 + n, archived=True) for n in range(2_300)]
        most = "odoo.addons.ozon_connector.models.product.ozon_product_sync.MOST_CARDS"

        with patch(most, 1_500):
            self.account.action_sync_products()
            self.run_cron("ozon_connector.ir_cron_sync_products")

        self.assert_given_up_until_tomorrow()
        self.run_daily()
        self.assertEqual(len(self.account.product_ids), 2_300)

    def test_what_is_not_understood_is_asked_for_again_by_the_daily_run(self):
        self.seller.cards = [card(11, 501)]
        self.ozon.script(LIST, Answer(body=b'{"result": {"ite'))

        self.account.action_sync_products()

        self.assertEqual(self.account.sync_step, "ALL")
        self.assertIn("automatically tomorrow", self.account.sync_message)
        self.assertFalse(self.planned_runs())
        self.run_daily()
        self.assertEqual(self.account.product_ids.match_state, "created")

    def test_a_fault_interrupts_it_and_it_goes_on_from_there(self):
        self.seller.cards = [card(11, 501)]
        self.ozon.script(LIST, faults.rate_limited("150"))

        self.account.action_sync_products()

        self.assertEqual(self.account.sync_step, "ALL")
        self.assertIn("continues automatically", self.account.sync_message)
        now = fields.Datetime.now()
        [planned] = self.planned_runs()
        self.assertGreater(planned.call_at, now + timedelta(seconds=140), "as long as Ozon wants")
        self.run_cron("ozon_connector.ir_cron_sync_products")
        self.assertFalse(self.account.sync_step)
        self.assertEqual(self.account.product_ids.match_state, "created")

    def planned_runs(self):
        """The moments at which the job continues, apart from its daily run."""
        cron = self.env.ref("ozon_connector.ir_cron_sync_products")
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def test_a_refused_key_ends_it(self):
        self.seller.api_key += "-other"

        self.account.action_sync_products()

        self.assertEqual((self.account.sync_step, self.account.state), (False, "error"))
        self.assertIn("API key", self.account.sync_message)

    def test_it_can_be_stopped_and_started_again(self):
        self.seller.cards = [card(11, 501)]
        self.account.sync_step = "ALL"

        self.account.action_stop_sync()
        self.run_cron("ozon_connector.ir_cron_sync_products")
        self.assertFalse(self.ozon.asked(LIST))

        self.assertEqual(len(self.sync()), 1)

    def test_a_wish_to_stop_is_found_between_two_steps_of_the_job(self):
        self.seller.cards = [card(11, 501)]
        self.account.sync_step = "ALL"
        # The button leaves this record behind if the job has locked the account.
        self.env["ozon.sync.stop"].create({"account_id": self.account.id})

        self.run_cron("ozon_connector.ir_cron_sync_products")

        self.assertFalse(self.account.sync_step)
        self.assertIn("Stopped by", self.account.sync_message)
        self.assertFalse(self.ozon.asked(LIST))
        self.assertEqual(len(self.sync()), 1, "it does not stop the next run")

    def test_it_says_what_it_did(self):
        self.product(ozon_code="501")
        self.product(default_code="A2")
        self.product(name="Кружка")
        self.product(default_code="A4")
        self.product(default_code="A4")
        self.product(barcode="4600000455655")

        self.sync(
            card(10, 500, barcodes=("4600000455655",)),
            card(11, 501),
            card(12, 502, offer_id="A2"),
            card(13, 503, name="Кружка"),
            card(14, 504, offer_id="A4"),
            card(15, 505),
            card(16, 506, archived=True),
        )

        self.assertEqual(
            self.account.sync_message,
            "Cards matched by code: 1, by article: 1, by barcode: 1, by name: 1, by hand: 0. "
            "Products created: 1. To review: 1. Skipped: 0 ignored, 1 in Ozon's archive.",
        )

    def test_an_account_that_is_not_connected_says_so(self):
        account = self.env["ozon.account"].create({"client_id": "99"})
        with self.assertRaisesRegex(UserError, "not connected"):
            account.action_sync_products()


class TestForeignText(SyncCase):
    def test_names_and_articles_are_kept_as_they_are(self):
        texts = [
            "Кружка \"Ёж\" 'белая' «для чая»",
            "<script>alert(1)</script>",
            "Носки 🧦🐧",
            "и" * 500,
        ]
        cards = self.sync(
            *[
                card(10 + n, 500 + n, name=text, offer_id=f"арт {text[:20]}: 0{n}")
                for n, text in enumerate(texts)
            ]
        )

        for n, text in enumerate(texts):
            product = cards[str(10 + n)].product_id
            self.assertEqual((product.name, product.default_code), (text, f"арт {text[:20]}: 0{n}"))

    def test_a_name_that_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(self):
        names = ['=HYPERLINK("http://example.com")', "-50 %", "external:\\\\host\\share"]
        cards = self.sync(*[card(10 + n, 500 + n, name=name) for n, name in enumerate(names)])
        for n, name in enumerate(names):
            self.assertEqual(cards[str(10 + n)].product_id.name, f"'{name}")
        self.assertEqual(self.sync(card(10, 500, name=names[0]))["10"].product_id.name,
                         f"'{names[0]}")

    def test_a_card_that_odoo_refuses_is_left_to_a_person_and_the_others_go_on(self):
        # A constraint that another addon may have added.
        self.env.cr.execute(
            "ALTER TABLE product_product ADD CONSTRAINT no_501 CHECK (default_code <> 'ART-501')"
        )

        with mute_logger("odoo.sql_db"):
            cards = self.sync(card(11, 501), card(12, 502))

        self.assertEqual(cards["11"].match_state, "ambiguous")
        self.assertIn("no_501", cards["11"].problem)
        self.assertEqual(cards["12"].match_state, "created")
