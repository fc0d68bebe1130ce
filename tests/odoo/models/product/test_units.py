"""Cards for several units of a product, and products that are not kept in pieces."""

from odoo import Command
from odoo.exceptions import AccessError, UserError

from tests.fake_ozon import card, report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase

KIT_ROW = {"sku": 93001, "offer_id": "CANDLE-x3", "name": "Свеча, набор 3 шт"}


class UnitsCase(BooksCase):
    def arrange(self):
        super().arrange()
        self.account = self.connect()

    def product(self, unit=None, **values):
        return self.env["product.product"].create(
            {
                "name": "Свеча",
                "is_storable": True,
                "taxes_id": False,
                **({"uom_id": self.env.ref(f"uom.{unit}").id} if unit else {}),
                **values,
            }
        )

    def month(self, *rows, account=None, period=9):
        self.publish(report(list(rows), month=period), month=period)
        return self.import_month(account or self.account, month=period)

    def card(self, sku):
        return self.account.product_ids.filtered(lambda one: one.sku == str(sku))

    def say(self, sku, **values):
        """Change a card as a bookkeeper does in the list of product cards."""
        user = self.env["res.users"].search([("login", "=", "units-bookkeeper")]) or self.env[
            "res.users"
        ].create(
            {
                "name": "Бухгалтер",
                "login": "units-bookkeeper",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("ozon_connector.group_ozon_user").ids)],
                "lang": "en_US",
            }
        )
        self.card(sku).with_user(user).write(values)
        self.run_cron()
        self.env.invalidate_all()

    def stock(self, product):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "=", self.account.location_id.id)]
        )
        return sum(quants.mapped("quantity"))

    def moved(self, report):
        return {
            (move.product_uom_qty, move.product_uom.name, move.product_qty)
            for move in report.picking_ids.move_ids
        }

    def assert_refused(self, report, words):
        """Check that confirming fails with these words and changes nothing."""
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            report.action_confirm()

    def check(self, report, name):
        return next(one for one in report.checks if one["name"] == name)


class TestSets(UnitsCase):
    """A card for a set of three candles, without the app Manufacturing."""

    def arrange(self):
        super().arrange()
        self.candle = self.product(default_code="CANDLE")
        self.seller.cards = [card(7005, 93001, offer_id="CANDLE-x3", name="Свеча, набор 3 шт")]
        self.account.action_sync_products()
        self.say(93001, product_id=self.candle.id, units=3)

    def sets(self, sold=4, returned=None):
        return row(
            **KIT_ROW, price="300", sold=side(sold), returned=returned and side(returned)
        )

    def test_of_four_sets_of_three_twelve_candles_leave_and_1200_are_invoiced(self):
        self.bring({self.candle.id: 20}, self.account.location_id)
        month = self.month(self.sets())
        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertFalse(month.shortage)

        month.action_confirm()

        self.assertEqual(self.stock(self.candle), 8)
        [line] = month.sale_invoice_id.invoice_line_ids
        self.assertEqual(
            (line.quantity, line.price_unit, line.product_id, month.sale_invoice_id.amount_total),
            (12, 100, self.candle, 1200),
        )
        self.assertEqual(month.failed_checks, 0)
        [bill_line] = month.bill_id.invoice_line_ids
        self.assertEqual(bill_line.ozon_quantity_sold, 4, "the bill counts as Ozon does")

    def test_what_comes_back_comes_back_in_candles(self):
        self.bring({self.candle.id: 20}, self.account.location_id)
        month = self.month(self.sets(returned=1))
        month.action_confirm()

        self.assertEqual(self.stock(self.candle), 11)
        self.assertEqual(month.sale_refund_id.invoice_line_ids.quantity, 3)

        month.action_reset()
        self.assertEqual((self.stock(self.candle), month.state), (20, "to_review"))
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.failed_checks), (11, 0))

    def test_the_shortage_and_the_receipt_that_fills_it_are_in_candles(self):
        self.bring({self.candle.id: 5}, self.account.location_id)
        month = self.month(self.sets())

        [short] = month.shortage
        self.assertEqual((short["needed"], short["available"], short["missing"]), (12, 5, 7))
        self.assert_refused(month, "needed 12, available 5, missing 7")
        dialog = self.env["ozon.kopeck.receipt"].browse(month.action_kopeck_receipt()["res_id"])
        self.assertEqual(dialog.line_ids.quantity, 7)
        dialog.action_receive()
        month.action_confirm()
        self.assertEqual(self.stock(self.candle), 0)

    def test_single_candles_and_sets_of_one_product_are_added_up(self):
        self.bring({self.candle.id: 20}, self.account.location_id)
        self.seller.cards.append(card(7006, 93002, offer_id="CANDLE", name="Свеча"))
        month = self.month(
            self.sets(), row(sku=93002, offer_id="CANDLE", price="90", sold=side(5))
        )
        self.say(93002, product_id=self.candle.id)
        month.action_confirm()

        self.assertEqual(self.stock(self.candle), 3)
        lines = month.sale_invoice_id.invoice_line_ids
        self.assertEqual({(line.quantity, line.price_unit) for line in lines}, {(12, 100), (5, 90)})

    def test_the_analysis_counts_candles_and_knows_their_cost(self):
        self.candle.standard_price = 30
        self.bring({self.candle.id: 20}, self.account.location_id)
        self.month(self.sets(returned=1)).action_confirm()

        [[quantity, sold, cost]] = self.env["ozon.report.analysis"]._read_group(
            [], [], ["quantity:sum", "quantity_sold:sum", "cost:sum"]
        )
        self.assertEqual((quantity, sold, cost), (9, 12, 270))

    def test_what_was_booked_stays_as_the_card_said_then(self):
        self.bring({self.candle.id: 20}, self.account.location_id)
        month = self.month(self.sets())
        month.action_confirm()

        self.say(93001, units=2)

        self.assertEqual(month.failed_checks, 0)
        self.publish(report([self.sets(sold=5)]))
        month.action_compare()
        month.action_create_correction()
        correction = month.correction_ids
        self.assertEqual(correction.state, "to_review", correction.error_message)
        correction.action_confirm()
        self.assertEqual(self.stock(self.candle), 5, "a set of three, as in the report it corrects")

    def test_nothing_or_less_is_no_number_of_units(self):
        for units in (0, -1, 0.001):
            with self.subTest(units=units), self.assertRaisesRegex(UserError, "more than 0 units"):
                self.say(93001, units=units)

    def test_only_who_may_choose_products_says_it(self):
        warehouse_worker = self.env["res.users"].create(
            {
                "name": "Кладовщик",
                "login": "worker",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [Command.set(self.env.ref("stock.group_stock_manager").ids)],
            }
        )
        with self.assertRaises(AccessError):
            self.card(93001).with_user(warehouse_worker).write({"units": 5})


class TestProposedSets(UnitsCase):
    """Cards that are sets by their article or name wait for a person, with a proposal."""

    def arrange(self):
        super().arrange()
        self.candle = self.product(default_code="CANDLE")
        self.match = self.product(default_code="MATCH", name="Спички")
        self.seller.cards = [
            card(7005, 93001, offer_id="CANDLE-x3", name="Свеча, набор 3 шт"),
            card(7006, 93002, offer_id="MATCH_10", name="Спички"),
            card(7007, 93003, offer_id="LAMP_2", name="Лампа"),
        ]
        self.match.name = "Спички хозяйственные"
        self.account.action_sync_products()

    def test_nothing_is_applied_before_a_person_has_pressed_the_button(self):
        products = self.env["product.product"].search_count([])
        proposed = self.env["ozon.product"].search([("set_units", "!=", 0)])
        self.assertEqual(
            {(one.sku, one.set_product_id, one.set_units) for one in proposed},
            {("93001", self.candle, 3), ("93002", self.match, 10)},
        )
        self.assertEqual(set(proposed.mapped("match_state")), {"ambiguous"})
        self.assertFalse(proposed.product_id)
        self.assertIn("3 × [CANDLE] Свеча", self.card(93001).problem)
        self.assertEqual(self.card(93003).match_state, "created", "LAMP is no product")

        self.bring({self.candle.id: 20}, self.account.location_id)
        month = self.month(row(**KIT_ROW, price="300", sold=side(4)))
        self.assertEqual(month.state, "to_match")
        self.account.action_sync_products()
        self.assertEqual(self.env["product.product"].search_count([]), products)

        self.card(93001).action_accept_set()
        self.run_cron()
        self.env.invalidate_all()
        one = self.card(93001)
        self.assertEqual(
            (one.product_id, one.units, one.match_state, one.matched_by, one.set_units),
            (self.candle, 3, "matched", "manual", 0),
        )
        self.assertEqual(month.state, "to_review", month.error_message)
        month.action_confirm()
        self.assertEqual((self.stock(self.candle), month.sale_total), (8, 1200))

    def test_what_is_no_set_can_be_another_product(self):
        one = self.card(93002)
        one.product_id = self.product(name="Десять спичек")
        self.assertEqual((one.set_units, one.units, one.match_state), (0, 1, "matched"))
        with self.assertRaisesRegex(UserError, "Nothing is proposed"):
            one.action_accept_set()


class TestDozens(UnitsCase):
    """A product kept in dozens: Ozon counts pieces."""

    def arrange(self):
        super().arrange()
        self.candle = self.product("product_uom_dozen", default_code="CANDLE")
        self.seller.cards = [card(11, 501, offer_id="CANDLE")]

    def candles(self, sold=30, returned=None):
        return row(sku=501, offer_id="CANDLE", sold=side(sold),
                   returned=returned and side(returned))  # fmt: skip

    def test_the_card_waits_until_a_person_has_said_what_one_of_it_is(self):
        month = self.month(self.candles())

        one = self.card(501)
        self.assertEqual((month.state, one.match_state), ("to_match", "ambiguous"))
        self.assertEqual(one.product_id, self.candle, "what is found stays to be seen")
        self.assertIn("is kept in Dozens, and Ozon counts pieces", one.problem)
        self.assertEqual(one.units_uom_id, self.env.ref("uom.product_uom_unit"))

        self.say(501, units=1)

        self.assertEqual((one.match_state, one.problem), ("matched", False))
        self.assertEqual(month.state, "to_review", month.error_message)

    def test_choosing_the_product_by_hand_is_not_yet_saying_it(self):
        self.candle.default_code = False
        self.month(self.candles())
        other = self.product("product_uom_dozen", name="Другая")

        self.say(501, product_id=other.id)
        self.assertEqual(self.card(501).match_state, "ambiguous")
        self.say(501, product_id=self.candle.id, units=1)
        self.assertEqual((self.card(501).match_state, self.card(501).matched_by),
                         ("matched", "manual"))
        self.say(501, product_id=other.id)
        self.assertEqual(self.card(501).match_state, "ambiguous", "said of another product")

    def test_thirty_pieces_are_two_dozens_and_a_half_everywhere(self):
        month = self.month(self.candles(returned=6))
        self.say(501, units=1)
        self.assertEqual(self.moved(month), {(30, "Units", 2.5), (6, "Units", 0.5)})
        [short] = month.shortage
        self.assertEqual((short["needed"], short["missing"]), (24, 24))

        dialog = self.env["ozon.kopeck.receipt"].browse(month.action_kopeck_receipt()["res_id"])
        [line] = dialog.line_ids
        self.assertEqual((line.quantity, line.uom_id.name, line.amount), (24, "Units", 0.24))
        dialog.action_receive()
        self.assertEqual(self.stock(self.candle), 2)
        self.assertEqual(self.candle.standard_price, 0.12)
        month.action_confirm()

        self.assertEqual(self.stock(self.candle), 0)
        [line] = month.sale_invoice_id.invoice_line_ids
        self.assertEqual((line.quantity, line.product_uom_id.name, line.price_unit),
                         (30, "Units", 100))
        self.assertEqual(month.sale_invoice_id.amount_total, 3000)
        self.assertEqual(month.failed_checks, 0)
        month.action_reset()
        self.assertEqual(self.stock(self.candle), 2)

    def test_the_transfer_that_fills_a_shortage_is_in_pieces(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        shelf = self.env["stock.location"].create(
            {"name": "Ozon", "usage": "internal", "location_id": warehouse.view_location_id.id}
        )
        self.account.location_id = shelf
        month = self.month(self.candles())
        self.say(501, units=1)

        picking = self.env["stock.picking"].browse(month.action_transfer_goods()["res_id"])

        self.assertEqual((picking.move_ids.product_uom_qty, picking.move_ids.product_qty),
                         (30, 2.5))

    def test_pieces_that_are_no_whole_hundredths_of_a_dozen_are_refused(self):
        month = self.month(self.candles(31))
        self.say(501, units=1)

        self.assertEqual(month.state, "ready")
        self.assertIn("31 Units of [CANDLE] Свеча cannot be expressed exactly in Dozens",
                      month.error_message)

    def test_a_card_that_is_a_dozen_is_twelve_pieces(self):
        month = self.month(self.candles(31))
        self.say(501, units=12)

        self.assertEqual(self.moved(month), {(372, "Units", 31)})

    def test_the_cost_of_sales_is_that_of_two_dozens_and_a_half(self):
        self.candle.write({"categ_id": self.perpetual_category().id})
        self.receive(self.candle, 5, 120, self.account.location_id or self.warehouse_stock())
        month = self.month(self.candles())
        self.say(501, units=1)
        month.action_confirm()

        self.assertEqual(self.items(month.sale_invoice_id)["90.02"], 300)

    def warehouse_stock(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)])
        self.account.location_id = warehouse.lot_stock_id
        return warehouse.lot_stock_id


class TestOtherUnits(UnitsCase):
    def test_of_what_is_weighed_a_person_says_how_much_a_piece_is(self):
        tea = self.product("product_uom_kgm", name="Чай", default_code="TEA")
        self.seller.cards = [card(11, 501, offer_id="TEA")]
        self.bring({tea.id: 10}, self.account.location_id)
        month = self.month(row(sku=501, offer_id="TEA", sold=side(6)))
        self.assertIn("Enter in «Units per Card» how many kg", self.card(501).problem)

        self.say(501, units=0.25)
        self.account._ensure_location()
        self.bring({tea.id: 10}, self.account.location_id)
        month.action_confirm()

        self.assertEqual(self.stock(tea), 8.5)
        [line] = month.sale_invoice_id.invoice_line_ids
        self.assertEqual((line.quantity, line.product_uom_id.name, line.price_total),
                         (1.5, "kg", 600))
        self.assertEqual(month.failed_checks, 0)

    def test_a_unit_of_one_s_own_that_is_a_piece_does_not_wait(self):
        piece = self.env["uom.uom"].create(
            {
                "name": "шт",
                "relative_factor": 1,
                "relative_uom_id": self.env.ref("uom.product_uom_unit").id,
            }
        )
        mug = self.product(default_code="MUG", uom_id=piece.id)
        self.seller.cards = [card(11, 501, offer_id="MUG")]

        month = self.month(row(sku=501, offer_id="MUG", sold=side(6)))

        self.assertEqual((month.state, self.card(501).product_id), ("to_review", mug))
        self.assertEqual(month.sale_invoice_id.invoice_line_ids.product_uom_id, piece)

    def test_a_product_that_is_made_for_a_card_is_in_pieces_whatever_the_default(self):
        self.env["ir.default"].set(
            "product.template", "uom_id", self.env.ref("uom.product_uom_dozen").id
        )
        month = self.month(row(sku=501, offer_id="MUG", sold=side(6)))

        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertEqual(month.line_ids.product_id.uom_id, self.env.ref("uom.product_uom_unit"))
