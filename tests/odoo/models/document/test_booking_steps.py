"""A month with very many rows is booked and taken back in steps, completely or not at all."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from tests.fake_ozon import report, row, side
from tests.odoo.models.realization.test_confirmation import BooksCase
from tests.odoo.outside import OutsideCase

MODELS = "odoo.addons.ozon_connector.models"
MANY_ROWS = f"{MODELS}.document.ozon_document_base.MANY_ROWS"
PRODUCTS_IN_TRANSFER = f"{MODELS}.goods.ozon_goods_document_stock.PRODUCTS_IN_TRANSFER"
STEPS = f"{MODELS}.document.ozon_booking.OzonBooking"
TASKS = "ozon_connector.ir_cron_run_tasks"
SKUS = (3001, 3002, 3003, 3004, 3005, 3006)
# The bill, three receipts and three deliveries (two of each are for the same goods), the invoice,
# the credit note, and the end.
STEP_COUNT = 1 + 4 + 2 + 1
PARTS = 1 + 6 + 2


class StepsCase(BooksCase):
    """A month with goods of every kind of valuation; each step moves two products."""

    def setUp(self):
        self.enterContext(patch(PRODUCTS_IN_TRANSFER, 2))
        super().setUp()

    def arrange(self):
        super().arrange()
        # All but one product are sold, some come back. One only comes back.
        self.publish(report([
            *(row(sku=sku, price="100", sold=side(4, points="5")) for sku in SKUS[:5]),
            *(row(sku=sku, price="110", sold=side(3), returned=side(1)) for sku in SKUS[:4]),
            row(sku=SKUS[5], price="90", returned=side(2)),
        ]))  # fmt: skip
        average, fifo = self.perpetual_category(), self.perpetual_category("fifo")
        categories = [average, fifo, average, fifo]
        self.products = self.env["product.product"].create([
            {
                "name": f"Товар {sku}", "ozon_code": str(sku), "default_code": f"ART-{sku}",
                "is_storable": True, "taxes_id": False,
                **({"categ_id": category.id} if category else {}),
            }
            for sku, category in zip(SKUS, [*categories, None, None], strict=True)
        ])  # fmt: skip
        self.account = self.connect(import_from="2026-09-01")
        self.month = self.import_month(self.account)
        self.assertEqual(self.month.state, "to_review", self.month.error_message)
        for price, units in ((10, 3), (17, 5), (23, 9)):
            for product in self.products:
                BooksCase.receive(self, product, units, price, self.account.location_id)
        self.assertFalse(self.month.shortage)

    def many_rows(self):
        """From now on the month counts as one with many rows."""
        self.enterContext(patch(MANY_ROWS, 3))

    def booking(self):
        return self.env["ozon.booking"].search([("document_id", "=", self.month.document_id.id)])

    def step(self):
        """Run one step, like the scheduled action.

        :return: whether there may be another one
        """
        return self.booking()._try_lock()._job_step()

    def go_on(self, at_most=30):
        """Run all steps.

        :return: their number
        """
        for count in range(1, at_most):
            if not self.step():
                self.assertNotIn(self.month.state, ("booking", "taking_back"))
                return count
        self.fail("the month does not get on")

    @contextmanager
    def undone_afterwards(self):
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            self.env.flush_all()
            savepoint.rollback()
            savepoint.close(rollback=False)
            self.env.clear()

    @contextmanager
    def refused(self, error=UserError):
        """Refuse the result of each step at its end."""

        def refuse(*_args):
            raise error("Так нельзя.")

        with patch(f"{STEPS}._stay", refuse), patch(f"{STEPS}._end", refuse):
            yield

    def books(self):
        """Every journal item, move and value of the month, and the remaining stock of its goods."""
        self.env.flush_all()
        self.env.invalidate_all()
        month, goods = self.month, self.products.with_company(self.company)
        # Perpetually valued goods are moved today, the others at the end of the month.
        moves = month.picking_ids.move_ids
        return {
            "state": month.state,
            "entries": sorted(
                (entry.move_type, entry.state, entry.name, str(entry.date), entry.payment_state,
                 entry.amount_total, entry.ref)
                for entry in month._documents()
            ),
            "items": sorted(
                (item.move_id.move_type, item.account_id.code, item.product_id.id, item.name or "",
                 item.balance, item.amount_currency, item.amount_residual, item.quantity,
                 item.display_type, item.reconciled)
                for item in month._documents().line_ids
            ),
            "moves": sorted(
                (move.product_id.id, move.location_dest_id.id, move.quantity, move.state,
                 round(move.value, 6), move.ozon_undone, move.ozon_cost_is_kept,
                 round(move.ozon_unit_cost, 6),
                 move.state != "done" or move.product_id.valuation == "real_time"
                 or str(move.date))
                for move in moves
            ),
            "transfers": sorted(
                (picking.state, picking.location_dest_id.id, len(picking.move_ids))
                for picking in month.picking_ids
            ),
            "left": sorted(
                (product.id, product.qty_available, round(product.total_value, 6),
                 round(product.standard_price, 6))
                for product in goods
            ),
            "balance": month.open_balance,
        }  # fmt: skip

    def stock(self):
        """The remaining stock and what is booked, for months that were taken back."""
        books = self.books()
        return books["state"], books["left"], self.items(*self.month._documents().filtered(
            lambda move: move.state == "posted"
        ))

    def confirmed_at_once(self):
        """The books after confirming in one transaction, and after resetting in one."""
        with self.undone_afterwards():
            self.month.action_confirm()
            confirmed = self.books()
            self.month.action_reset()
            return confirmed, self.books()

    def failed_checks(self):
        self.month.invalidate_recordset(["checks"])
        return [check["title"] for check in self.month.checks if check["state"] == "failed"]


class TestSteps(StepsCase):
    def test_the_month_is_checked_when_the_button_is_pressed_and_not_before_each_step(self):
        checked = []
        check = type(self.month)._check_can_book

        def note(document, ahead=False):
            checked.append(ahead)
            return check(document, ahead)

        self.many_rows()
        with patch.object(type(self.month), "_check_can_book", note):
            self.month.action_confirm()
            self.go_on()

        self.assertEqual(self.month.state, "posted", self.month.error_message)
        self.assertEqual(checked, [True])

    def test_the_steps_lead_to_the_books_of_one_transaction(self):
        confirmed, reset = self.confirmed_at_once()
        self.assertEqual((confirmed["state"], reset["state"]), ("posted", "to_review"))
        self.many_rows()

        self.month.action_confirm()
        self.assertEqual(self.month.state, "booking")
        self.assertEqual(self.month.bill_id.state, "draft")
        self.assertEqual(self.go_on(), STEP_COUNT)
        self.assertEqual(self.books(), confirmed)
        self.assertFalse(self.month.error_message)
        self.assertFalse(self.failed_checks())

        self.month.action_reset()
        self.assertEqual(self.month.state, "taking_back")
        self.go_on()
        self.assertEqual(self.books(), reset)
        # Confirm once more, from the state after the reset.
        self.month.action_confirm()
        self.go_on()
        self.assertEqual(self.books()["items"], confirmed["items"])
        self.assertEqual(self.books()["left"], confirmed["left"])
        self.assertFalse(self.failed_checks())

    def test_a_month_of_few_rows_is_booked_at_once(self):
        self.month.action_confirm()
        self.assertEqual(self.month.state, "posted")
        self.month.action_reset()
        self.assertEqual(self.month.state, "to_review")

    def test_the_report_shows_how_far_it_is(self):
        self.many_rows()
        self.month.action_confirm()
        self.assertIn(f"0 of {PARTS}", self.month.ozon_working)
        seen = []
        while self.step():
            seen.append(self.month.ozon_working.rsplit(": ", 1)[1])
        self.assertEqual(len(seen), STEP_COUNT - 1)
        self.assertEqual(seen[0], f"1 of {PARTS}")
        self.assertEqual(seen[-1], f"{PARTS} of {PARTS}")
        self.assertFalse(self.month.ozon_working)
        label = dict(self.month._fields["state"]._description_selection(self.env))["booking"]
        self.assertEqual(label, "Being booked")

        self.month.action_reset()
        self.assertIn(f"still {PARTS + 1} to undo", self.month.ozon_working)
        self.step()
        self.assertIn("taken back", self.month.ozon_working)

    def test_the_scheduled_action_does_the_steps_and_the_person_is_told(self):
        self.many_rows()
        self.enterContext(patch(f"{MODELS}.common.ozon_task_mixin.ROWS_IN_PAGE", 3))
        user = self.env.user
        with patch.object(type(user), "_bus_send") as told:
            self.month.with_context(ozon_for_page=True).action_confirm()
            self.assertEqual(self.month.state, "to_review")
            self.run_cron(TASKS)
        self.assertEqual(self.month.state, "posted", self.month.error_message)
        self.assertFalse(self.booking())
        messages = [
            call.args[1]["message"] for call in told.call_args_list
            if call.args[0] == "simple_notification"
        ]
        self.assertIn("in the background, step by step", messages[0])
        self.assertEqual(messages[-1], "The month is booked.")

    def test_odoo_s_own_buttons_do_the_same(self):
        self.many_rows()
        self.month.bill_id.action_post()
        self.assertEqual((self.month.state, self.month.bill_id.state), ("booking", "draft"))
        self.go_on()
        self.assertEqual(self.month.state, "posted")
        self.month.bill_id.button_draft()
        self.assertEqual((self.month.state, self.month.bill_id.state), ("taking_back", "posted"))
        self.go_on()
        self.assertEqual(self.month.state, "to_review")

    def test_two_at_once_do_no_step_twice(self):
        confirmed, _reset = self.confirmed_at_once()
        self.many_rows()
        self.month.action_confirm()
        self.env.flush_all()
        mixin = type(self.env["ozon.job"])
        # While one worker is busy, the other one finds the month locked.
        with patch.object(mixin, "try_lock_for_update", lambda self, **_how: self.browse()):
            self.assertFalse(self.step())
        self.assertEqual(self.month.bill_id.state, "draft")
        self.go_on()
        self.assertEqual(self.books(), confirmed)


class TestKilled(StepsCase):
    def assert_goes_on(self, begin, expected):
        """The result is the same whichever step is aborted, before its commit or by a conflict."""
        begin()
        while self.month.state in ("booking", "taking_back"):
            with self.undone_afterwards():
                self.step()
            with self.refused(OperationalError):
                self.run_cron(TASKS)
            self.env.invalidate_all()
            self.assertGreater(self.booking().next_attempt, fields.Datetime.now())
            self.booking().next_attempt = fields.Datetime.now()
            self.step()
        self.assertEqual(self.books(), expected)

    def test_between_and_within_the_steps(self):
        confirmed, reset = self.confirmed_at_once()
        self.many_rows()
        self.assert_goes_on(self.month.action_confirm, confirmed)
        self.assert_goes_on(self.month.action_reset, reset)

    def test_a_step_that_was_cut_off_twice_takes_everything_back(self):
        self.many_rows()
        before = self.stock()
        self.month.action_confirm()
        for _step in range(3):
            self.step()
        self.booking().job_cuts = 2
        self.assertTrue(self.step())
        self.assertEqual(self.month.state, "taking_back")
        self.assertIn("reloaded twice", self.month.error_message)
        self.go_on()
        self.assertEqual(self.stock(), before)
        self.assertIn("reloaded twice", self.month.error_message)

    def test_a_defect_of_the_program_takes_everything_back(self):
        self.many_rows()
        before = self.stock()
        self.month.action_confirm()
        self.step()
        self.step()
        muted = mute_logger("odoo.addons.base.models.ir_cron", f"{MODELS}.common.ozon_job")
        with muted, self.refused(ValueError), self.assertRaisesRegex(AssertionError, "ValueError"):
            self.run_cron(TASKS)
        self.env.invalidate_all()
        self.assertEqual(self.month.state, "taking_back")
        self.run_cron(TASKS)
        self.assertEqual(self.stock(), before)
        self.assertIn("The connector failed at a step", self.month.error_message)


class TestRefused(StepsCase):
    def test_whichever_step_is_refused_all_of_it_is_taken_back(self):
        confirmed, _reset = self.confirmed_at_once()
        self.many_rows()
        before = self.stock()
        self.month.action_confirm()
        for done in range(STEP_COUNT):
            with self.subTest(done=done), self.undone_afterwards():
                with self.refused():
                    self.step()
                self.assertEqual(self.month.state, "taking_back")
                self.assertEqual(self.month.error_message, "Так нельзя.")
                self.go_on()
                self.assertEqual(self.stock(), before)
                self.assertEqual(self.month.error_message, "Так нельзя.")
                self.assertFalse(self.booking())
                documents = self.month.bill_id | self.month.sale_invoice_id
                self.assertEqual(set((documents | self.month.sale_refund_id).mapped("state")),
                                 {"draft"})  # fmt: skip
                # When nothing is in the way any more, the month is booked as if nothing had been.
                self.month.action_confirm()
                self.go_on()
                books = self.books()
                self.assertEqual((books["items"], books["left"]),
                                 (confirmed["items"], confirmed["left"]))  # fmt: skip
                self.assertFalse(self.month.error_message)
            self.step()
        self.assertEqual(self.month.state, "posted")

    def test_whichever_step_back_is_refused_all_of_it_is_booked_again(self):
        self.many_rows()
        self.month.action_confirm()
        self.go_on()
        before = self.books()
        self.month.action_reset()
        done = 0
        while self.month.state == "taking_back":
            with self.subTest(done=done), self.undone_afterwards():
                with self.refused():
                    self.step()
                self.assertEqual(self.month.state, "booking")
                self.go_on()
                books = self.books()
                for what in ("state", "items", "left", "balance"):
                    self.assertEqual(books[what], before[what])
                self.assertEqual(self.month.error_message, "Так нельзя.")
                self.assertFalse(self.failed_checks())
            self.step()
            done += 1
        self.assertGreater(done, 5)

    def test_goods_that_lack_are_told_before_the_first_step(self):
        self.account.allow_negative_stock = False
        product = self.products[0]
        quant = self.env["stock.quant"].search([
            ("product_id", "=", product.id), ("location_id", "=", self.account.location_id.id),
        ])
        quant.with_context(inventory_mode=True).inventory_quantity = 1
        quant.action_apply_inventory()
        self.many_rows()
        with self.assertRaisesRegex(UserError, "does not have enough goods"):
            self.month.action_confirm()
        self.assertEqual(self.month.state, "to_review")

    def test_goods_that_leave_meanwhile_are_a_reason(self):
        self.many_rows()
        before_bill = self.month.bill_id.state
        self.month.action_confirm()
        self.step()
        product = self.products[4]
        quant = self.env["stock.quant"].search([
            ("product_id", "=", product.id), ("location_id", "=", self.account.location_id.id),
        ])
        quant.with_context(inventory_mode=True).inventory_quantity = 1
        quant.action_apply_inventory()
        self.go_on()
        self.assertEqual((self.month.state, self.month.bill_id.state), ("to_review", before_bill))
        self.assertIn("does not have enough goods", self.month.error_message)
        self.assertEqual(self.month.attention, self.month.error_message)

    def test_what_can_go_neither_way_waits_and_says_so(self):
        self.many_rows()
        self.month.action_confirm()
        self.step()
        with self.refused():
            self.assertTrue(self.step())
            self.assertFalse(self.step())
        self.assertEqual(self.month.state, "taking_back")
        self.assertIn("partly booked", self.month.error_message)
        self.assertGreater(self.booking().next_attempt, fields.Datetime.now())
        self.assertFalse(self.step())
        # Nothing is in the way any more, and a user need not wait for the morning.
        self.month.action_fetch()
        self.go_on()
        self.assertEqual(self.month.state, "to_review")
        self.assertEqual(self.month.error_message, "Так нельзя.")

    def test_a_lock_date_is_told_before_the_first_step_back(self):
        self.many_rows()
        self.month.action_confirm()
        self.go_on()
        self.company.fiscalyear_lock_date = self.month.bill_id.date
        with self.assertRaises(UserError):
            self.month.action_reset()
        self.assertEqual(self.month.state, "posted")

    def test_who_has_left_since_keeps_nothing_from_its_end(self):
        self.many_rows()
        user = self.env["res.users"].create({
            "name": "Бухгалтер", "login": "steps", "company_id": self.company.id,
            "company_ids": [Command.set(self.company.ids)],
            "group_ids": [Command.set([
                self.env.ref("account.group_account_manager").id,
                self.env.ref("stock.group_stock_user").id,
                self.env.ref("ozon_connector.group_ozon_user").id,
            ])],
        })  # fmt: skip
        self.month.with_user(user).action_confirm()
        self.step()
        user.active = False
        self.go_on()
        self.assertEqual(self.month.state, "posted", self.month.error_message)


class TestByHand(OutsideCase, StepsCase):
    def test_nothing_of_it_can_be_touched(self):
        self.many_rows()
        self.log_in(
            "steps", "account.group_account_manager", "stock.group_stock_manager",
            "ozon_connector.group_ozon_manager",
        )
        self.month.action_confirm()
        for _step in range(3):
            self.step()
        self.assert_untouchable()
        self.go_on()
        self.assertEqual(self.month.state, "posted", self.month.error_message)
        self.month.action_reset()
        for _step in range(3):
            self.step()
        self.assert_untouchable()
        self.go_on()
        self.assertEqual(self.month.state, "to_review", self.month.error_message)

    def assert_untouchable(self):
        before = self.books()
        for model, method, *args in self.touches():
            with self.subTest(model=model, method=method, args=args):
                self.call(model, method, *args)
                self.assertIn("is being processed in the background", self.refusal or "")
        self.assertEqual(self.books(), before)

    def touches(self):
        month = self.month
        done = month.picking_ids.filtered(lambda picking: picking.state == "done")
        planned = month._planned_transfers()
        for method in (
            "action_confirm", "action_reset", "action_draft_again", "action_cancel",
            "action_compare", "action_create_correction", "unlink",
        ):  # fmt: skip
            yield month._name, method, month.ids
        for entry in month._documents():
            for method in ("action_post", "button_draft", "button_cancel", "unlink"):
                yield entry._name, method, entry.ids
            yield entry._name, "write", entry.ids, {"ref": "другая"}
            line = entry.invoice_line_ids[:1] or entry.line_ids[:1]
            yield line._name, "write", line.ids, {"name": "другая"}
            yield line._name, "unlink", line.ids
        yield "account.move", "create", {
            "move_type": "out_refund", "reversed_entry_id": month.sale_invoice_id.id,
        }
        for picking in done | planned:
            yield picking._name, "write", picking.ids, {"origin": "другое"}
            move = picking.move_ids[:1]
            yield move._name, "write", move.ids, {"description_picking": "другое"}
            yield move._name, "create", {
                "product_id": move.product_id.id, "picking_id": picking.id,
                "location_id": move.location_id.id, "location_dest_id": move.location_dest_id.id,
            }
            if move.move_line_ids:
                yield "stock.move.line", "write", move.move_line_ids.ids, {"quantity": 0}
        for picking in planned:
            for method in (
                "button_validate", "action_confirm", "action_assign", "action_cancel", "unlink",
            ):
                yield picking._name, method, picking.ids
        for values in ({"post_stock": False}, {"post_sales": False}, {"post_netting": False}):
            yield "ozon.account", "write", self.account.ids, values

    def test_who_may_not_post_does_not_begin_it(self):
        self.many_rows()
        # Odoo lets buyers write bills.
        user = self.log_in("buyer", "purchase.group_purchase_user")
        for model in ("ozon.realization.report", "ozon.realization.report.line", "ozon.account"):
            self.env["ir.model.access"].create({
                "name": model, "model_id": self.env["ir.model"]._get_id(model), "perm_read": True,
                "group_id": self.env.ref("purchase.group_purchase_user").id,
            })
        with self.assertRaisesRegex(AccessError, "who keeps the books"):
            self.month.with_user(user).action_confirm()
        self.assertEqual(self.month.state, "to_review")
