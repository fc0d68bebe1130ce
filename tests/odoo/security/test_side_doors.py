"""How hostile colleagues may try to redirect money or goods over the external API."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from tests.fake_ozon import report, row, side
from tests.odoo.outside import OutsideCase

USER = "ozon_connector.group_ozon_user"
ADMINISTRATOR = "ozon_connector.group_ozon_manager"


@tagged("standard", "post_install", "-at_install")
class TestDefaults(OutsideCase):
    """`default_…` in the context of a call sets fields past the guards of values."""

    def arrange(self):
        super().arrange()
        self.publish(report([row(sku=1001, sold=side(7))]))
        self.account = self.connect()
        self.mug = self.product()

    def test_a_buyer_s_order_above_his_limit_waits_for_approval(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 100})
        self.log_in("buyer", "purchase.group_purchase_user")
        receipt = {
            "default_ozon_receipt_kind": "upd", "default_ozon_receipt_number": "1",
            "default_ozon_receipt_date": "2026-08-31",
            "default_ozon_location_id": self.location.id,
        }  # fmt: skip
        partner = self.env["res.partner"].create({"name": "Кум"})
        line = {"product_id": self.mug.id, "product_qty": 1, "price_unit": 1_000_000}

        [order_id] = self.call(
            "purchase.order", "create",
            [{"partner_id": partner.id, "order_line": [Command.create(line)]}], context=receipt,
        )
        self.call("purchase.order", "button_confirm", [order_id], context=receipt)

        order = self.env["purchase.order"].browse(order_id)
        self.assertEqual(order.state, "to approve")
        self.assertFalse(order.ozon_receipt_kind or order.picking_ids)
        order.button_cancel()
        self.assertEqual(order.state, "cancel")

    def test_a_transfer_of_a_warehouse_user_is_not_the_report_s(self):
        month = self.import_month(self.account)
        planned = month.picking_ids
        self.bring({self.mug.id: 7, month.line_ids.product_id.id: 7}, self.account.location_id)
        self.log_in("keeper", "stock.group_stock_user")
        customers = self.env.ref("stock.stock_location_customers")
        shelf = self.env["stock.location"].create({"name": "Полка", "usage": "internal"})
        product = month.line_ids.product_id
        self.bring({product.id: 7}, shelf)
        places = {"location_id": shelf.id, "location_dest_id": customers.id}
        claim = {"default_ozon_report_id": month.id}

        [picking_id] = self.call(
            "stock.picking", "create", [{
                "picking_type_id": self.warehouse_of(self.company).out_type_id.id, **places,
                "move_ids": [Command.create(
                    {"product_id": product.id, "product_uom_qty": 7, "quantity": 7, **places}
                )],
            }], context=claim,
        )  # fmt: skip
        self.call("stock.picking", "button_validate", [picking_id], context=claim)

        picking = self.env["stock.picking"].browse(picking_id)
        self.assertEqual((picking.state, picking.ozon_report_id.id), ("done", False))
        self.assertEqual(month.picking_ids, planned)
        month.action_confirm()
        self.assertEqual(self.in_stock(product, self.account.location_id), 0)

    def test_a_backorder_of_his_is_not_the_report_s_either(self):
        month = self.import_month(self.account)
        self.log_in("keeper", "stock.group_stock_user")
        customers = self.env.ref("stock.stock_location_customers")
        self.bring({self.mug.id: 7}, self.location)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse_of(self.company).out_type_id.id,
                "location_id": self.location.id, "location_dest_id": customers.id,
                "move_ids": [Command.create({
                    "product_id": self.mug.id, "product_uom_qty": 7,
                    "location_id": self.location.id, "location_dest_id": customers.id,
                })],
            }
        )  # fmt: skip
        picking.action_confirm()
        picking.move_ids.write({"quantity": 3, "picked": True})

        self.call("stock.picking", "button_validate", picking.ids, context={
            "skip_backorder": True, "default_ozon_report_id": month.id,
        })  # fmt: skip

        backorder = self.env["stock.picking"].search([("backorder_id", "=", picking.id)])
        self.assertTrue(backorder)
        self.assertFalse(backorder.ozon_report_id)

    def test_a_buyer_s_bill_claims_no_report(self):
        waiting = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )
        self.log_in("buyer", "purchase.group_purchase_user", "account.group_account_invoice")
        self.call(
            "account.move", "create",
            [{"move_type": "in_invoice", "partner_id": self.account.partner_id.id}],
            context={"default_ozon_report_id": waiting.id},
        )

        self.import_month(self.account)

        self.assertEqual(waiting.state, "to_review", waiting.error_message)
        self.assertTrue(waiting.bill_id)

    def test_a_vendor_bill_can_be_paid(self):
        self.log_in("clerk", "account.group_account_manager")
        never = {"default_ozon_not_to_pay": True}
        [bill_id] = self.call(
            "account.move", "create", [{
                "move_type": "in_invoice", "partner_id": self.account.partner_id.id,
                "invoice_date": "2026-09-01",
                "invoice_line_ids": [Command.create({"name": "Аренда", "price_unit": 5})],
            }], context=never,
        )  # fmt: skip
        self.call("account.move", "action_post", [bill_id], context=never)

        bill = self.env["account.move"].browse(bill_id)
        self.assertEqual((bill.state, bill.payment_state), ("posted", "not_paid"))

    def test_they_do_not_reach_what_is_made_with_more_rights(self):
        """Our own documents are created in superuser mode, without the caller's defaults."""
        self.log_in("bookkeeper", USER)
        month = self.env["ozon.realization.report"].create(
            {"account_id": self.account.id, "period": "2026-09-01"}
        )
        self.call("ozon.realization.report", "action_fetch", month.ids, context={
            "default_narration": "чужое", "default_note": "чужое", "default_state": "posted",
            "default_priority": "1",
        })  # fmt: skip
        self.assertEqual(month.state, "to_review", month.error_message)
        self.assertEqual(set(month._documents().mapped("state")), {"draft"})
        self.assertFalse(month.bill_id.narration or month.picking_ids[0].note)

        [receipt_id] = self.call("ozon.kopeck.receipt", "create", [{
            "number": "15", "date": "2026-08-31", "location_id": self.location.id,
            "line_ids": [Command.create({"product_id": self.mug.id, "quantity": 2})],
        }])  # fmt: skip
        self.call("ozon.kopeck.receipt", "action_receive", [receipt_id], context={
            "default_note": "чужое", "default_narration": "чужое", "default_priority": "1",
        })  # fmt: skip
        order = self.env["purchase.order"].search([("ozon_receipt_number", "=", "15")])
        self.assertEqual((order.state, order.priority), ("purchase", "0"))
        self.assertFalse(order.note or order.invoice_ids.narration)


@tagged("standard", "post_install", "-at_install")
class TestContexts(OutsideCase):
    """Context keys of our own code, sent by somebody else."""

    def test_half_of_a_receipt_is_not_taken_back(self):
        order = self.receive({self.product(): 10})
        order.locked = False
        order.invoice_ids.button_draft()
        order.invoice_ids.button_cancel()
        self.log_in("buyer", "purchase.group_purchase_manager", ADMINISTRATOR)
        for leave in (True, [True], [order.id], order.id, {"value": order.id}):
            with self.subTest(leave=leave):
                self.call(
                    "purchase.order", "button_cancel", order.ids, context={"ozon_undo": leave}
                )
                self.assertIn("Undo the Receipt", self.refusal)
                self.assertEqual(order.state, "purchase")

    def test_no_protected_field_is_written(self):
        order = self.receive({self.product(): 10})
        self.log_in("buyer", "purchase.group_purchase_manager", ADMINISTRATOR)
        leave = ["purchase.order", order.ids, ["ozon_receipt_kind"]]
        for value in (leave, [leave], {"model": "purchase.order"}, True):
            self.call(
                "purchase.order", "write", order.ids, {"ozon_receipt_kind": False},
                context={"ozon_writes": value, "ozon_creates": value},
            )
            self.assertIn("only by the Ozon connector", self.refusal)
        self.assertEqual(order.ozon_receipt_kind, "upd")


@tagged("standard", "post_install", "-at_install")
class TestPriceWithoutDocuments(OutsideCase):
    def arrange(self):
        super().arrange()
        self.mug = self.product()

    def fill_in(self, price, quantity=1000, **values):
        line = {"product_id": self.mug.id, "quantity": quantity, "price_unit": price}
        [receipt_id] = self.call("ozon.kopeck.receipt", "create", [{
            "number": "15", "date": "2026-08-31", "location_id": self.location.id,
            "line_ids": [Command.create(line)], **values,
        }])  # fmt: skip
        return receipt_id

    def receive_over_api(self, *args, **values):
        self.call("ozon.kopeck.receipt", "action_receive", [self.fill_in(*args, **values)])
        return self.env["purchase.order"].search([("ozon_receipt_number", "=", "15")])

    def test_a_user_gives_the_smallest_coin(self):
        self.log_in("bookkeeper", USER)
        self.assertFalse(self.receive_over_api(1000.0))
        self.assertIn("at most", self.refusal)
        self.assertFalse(self.receive_over_api(0.02, price_reason="Так надо"))
        self.assertIn("administrator", self.refusal)
        self.assertEqual(self.receive_over_api(0.01).amount_total, 10.00)

    def test_a_price_changed_after_the_dialog_was_opened_counts_as_well(self):
        self.log_in("bookkeeper", USER)
        receipt = self.env["ozon.kopeck.receipt"].browse(self.fill_in(0.01))
        self.call("ozon.kopeck.receipt.line", "write", receipt.line_ids.ids, {"price_unit": 500})
        self.call("ozon.kopeck.receipt", "action_receive", receipt.ids)
        self.assertIn("at most", self.refusal)
        self.assertFalse(receipt.order_id)

    def test_an_administrator_raises_it_with_a_reason_that_is_kept(self):
        self.log_in("chief", ADMINISTRATOR)
        self.assertFalse(self.receive_over_api(5.0, quantity=2))
        self.assertIn("reason", self.refusal)
        self.assertFalse(self.receive_over_api(5.0, quantity=2, price_reason="  "))

        order = self.receive_over_api(5.0, quantity=2, price_reason="Чек № 7 <b>рынка</b>")

        self.assertEqual(order.amount_total, 10.00)
        [note] = order.message_ids.filtered(lambda message: "Чек № 7" in (message.body or ""))
        self.assertIn("&lt;b&gt;", note.body)
        self.assertEqual(note.author_id.name, "chief")

    def test_in_a_currency_without_kopecks_it_is_the_smallest_coin(self):
        self.company.currency_id = self.env.ref("base.JPY")
        self.env.ref("base.JPY").active = True
        self.log_in("bookkeeper", USER)
        self.assertFalse(self.receive_over_api(2.0))
        self.assertTrue(self.receive_over_api(1.0))

    def test_above_the_limit_of_approval_it_is_received_by_who_may_approve(self):
        self.company.write({"po_double_validation": "two_step", "po_double_validation_amount": 100})
        self.log_in("bookkeeper", USER)
        self.assertFalse(self.receive_over_api(0.01, quantity=1_000_000))
        self.assertIn("approve", self.refusal)
        self.assertEqual(self.in_stock(self.mug), 0)
        self.assertEqual(self.receive_over_api(0.01, quantity=9_999).state, "purchase")

        self.log_in("chief", USER, "purchase.group_purchase_manager")
        self.call("ozon.kopeck.receipt", "action_receive", [
            self.fill_in(0.01, quantity=1_000_000, number="16", confirmed=True)
        ])  # fmt: skip
        order = self.env["purchase.order"].search([("ozon_receipt_number", "=", "16")])
        self.assertEqual((order.state, order.amount_total), ("purchase", 10_000.00))


@tagged("standard", "post_install", "-at_install")
class TestDamagedReceipts(OutsideCase):
    """Orders that were turned into receipts before this was prevented."""

    def test_one_whose_goods_never_came_is_undone(self):
        order = self.env["purchase.order"]._ozon_create(
            {
                "partner_id": self.company.partner_id.id, "ozon_receipt_kind": "upd",
                "order_line": [Command.create({"product_id": self.product().id})],
            }
        )  # fmt: skip
        order.button_confirm()
        self.assertEqual(order.picking_ids.state, "assigned")

        order.action_ozon_undo_receipt()

        self.assertEqual((order.state, order.picking_ids.state), ("cancel", "cancel"))
        with self.assertRaises(UserError):
            order.button_draft()
