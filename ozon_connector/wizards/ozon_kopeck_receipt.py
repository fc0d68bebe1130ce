from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools.moments import noon_of
from ..tools.own_context import without_defaults


class OzonKopeckReceipt(models.TransientModel):
    """Receive goods that came without documents, at 0.01 per unit.

    Goods without papers have no receipt in stock, so a report of Ozon would drive them below zero.
    The company buys them from itself with a confirmed order, a done transfer into the location and
    a posted bill that is not to be paid. All of it is dated before the first sale.
    """

    _name = "ozon.kopeck.receipt"
    _description = "Receipt of Goods without Documents"
    _inherit = "ozon.task.mixin"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    report_id = fields.Many2one(
        "ozon.realization.report", readonly=True, check_company=True,
        help="The report that the goods are missing for.",
    )
    kind = fields.Selection(
        [("upd", "UPD"), ("waybill", "Waybill")], "Document", default="upd", required=True,
    )
    number = fields.Char(
        "Document Number", required=True,
        compute="_compute_number", store=True, readonly=False, precompute=True,
    )
    date = fields.Date(
        "Document Date", required=True,
        compute="_compute_date", store=True, readonly=False, precompute=True,
        compute_sudo=False,
        help="The goods are in stock from this day on. It must be before their first sale: for a "
             "report, the last day of the month before is proposed.",
    )
    location_id = fields.Many2one(
        "stock.location", "Receive Into", required=True, check_company=True,
        domain="[('usage', '=', 'internal')]",
        compute="_compute_location_id", store=True, readonly=False, precompute=True,
        compute_sudo=False,
    )
    line_ids = fields.One2many("ozon.kopeck.receipt.line", "receipt_id", "Goods")
    amount_total = fields.Monetary("Total", compute="_compute_amount_total")
    warning = fields.Text(compute="_compute_warning")
    confirmed = fields.Boolean("I have read this; receive all the same")
    # The result, if the background did the receipt.
    order_id = fields.Many2one("purchase.order", "1-Kopeck Receipt", readonly=True)
    problem = fields.Text(readonly=True)

    @api.depends("company_id", "kind")
    def _compute_number(self):
        for receipt in self:
            # An unsaved form can name any company, whose documents must not be revealed.
            own = receipt.company_id in self.env.user.company_ids
            receipt.number = receipt._next_number() if own else False

    @api.depends("report_id")
    def _compute_date(self):
        for receipt in self:
            first_day = receipt.report_id.period
            receipt.date = (
                first_day - timedelta(days=1) if first_day else fields.Date.context_today(receipt)
            )

    @api.depends("company_id", "report_id")
    def _compute_location_id(self):
        for receipt in self:
            company = receipt.company_id
            location = receipt.report_id.account_id.location_id or self.env["ozon.account"].search(
                [("company_id", "=", company.id), ("location_id", "!=", False)], limit=1,
            ).location_id
            receipt.location_id = location or self.env["stock.warehouse"].search(
                [("company_id", "=", company.id)], limit=1,
            ).lot_stock_id

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for receipt in self:
            receipt.amount_total = sum(receipt.line_ids.mapped("amount"))

    @api.depends(
        "company_id", "report_id", "date", "location_id", "line_ids.product_id",
        "line_ids.price_unit", "line_ids.quantity",
    )
    def _compute_warning(self):
        for receipt in self:
            receipt.warning = "\n".join(receipt._warnings()) or False

    # Actions

    def action_receive(self):
        """Receive the goods and book their document.

        :return: an action: the purchase order, or a notification if the dialog was opened from a
            report; the dialog itself if the work goes on in the background
        """
        self.ensure_one()
        self.check_access("write")
        if self._leave_to_background("action_receive", len(self.line_ids)):
            return self._reopen()
        if self.report_id and not self.report_id.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._(
                "Somebody else is at work on the report %s at this moment. Nothing is received "
                "twice; try again in a minute.", self.report_id.display_name,
            ))
        # Somebody else may have received the same goods since the dialog was opened.
        self.invalidate_recordset(["warning"])
        self._check_receipt()
        order = self._receive()
        self.order_id = order
        if not self.report_id:
            return order.with_env(self.env)._get_records_action(name=self.env._("1-Kopeck Receipt"))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Received: %(order)s, %(reference)s.",
                    order=order.name, reference=order.partner_ref,
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    @api.model
    def _action_for_report(self, report):
        """
        :return: the dialog with the products and quantities that the report lacks, of one place; a
            second receipt is for the next place
        """
        shortage = report._shortage()
        if not shortage:
            raise UserError(self.env._(
                "%s finds all its goods in stock, so there is nothing to receive for it.",
                report.display_name,
            ))
        place = shortage[0].place
        return self._open(report.company_id, {
            "report_id": report.id,
            "location_id": place.id,
        }, [(line.product, line.missing) for line in shortage if line.place == place])

    @api.model
    def _action_for_products(self, products):
        """:return: the dialog with a unit of each product"""
        company = products.company_id[:1] or self.env.company
        return self._open(company, {}, [(product, 1) for product in products])

    @api.model
    def _open(self, company, vals, goods):
        receipt = self.with_company(company).create({
            **vals,
            "company_id": company.id,
            "line_ids": [
                Command.create({"product_id": product.id, "quantity": quantity})
                for product, quantity in goods
            ],
        })
        return receipt._reopen()

    def action_open_order(self):
        """The purchase order by which the goods were received."""
        self.ensure_one()
        return self.order_id._get_records_action(name=self.env._("1-Kopeck Receipt"))

    # Business

    def _reopen(self):
        return self._get_records_action(
            name=self.env._("Receive for 1 Kopeck"), target="new", context={},
        )

    def _task_labels(self):
        return {"action_receive": (
            self.env._("The goods are being received"), self.env._("The goods are received."),
        )}

    def _note_task_problem(self, message):
        self.problem = message

    def _receive(self):
        """:return: the order, with superuser rights and in the company of the receipt"""
        receipt = without_defaults(self.sudo().with_company(self.company_id))
        order = receipt.env["purchase.order"]._ozon_create(receipt._prepare_order_vals())
        order._ozon_receive_goods()
        receipt._create_documents(order)
        return order

    def _prepare_order_vals(self):
        moment = noon_of(self.date)
        return {
            "partner_id": self.company_id.partner_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "picking_type_id": self._picking_type().id,
            "date_order": moment,
            "date_planned": moment,
            "partner_ref": self._reference(),
            "origin": self.report_id.display_name,
            "user_id": self.env.uid,
            "payment_term_id": False,
            "ozon_receipt_kind": self.kind,
            "ozon_receipt_number": self.number.strip(),
            "ozon_receipt_date": self.date,
            "ozon_location_id": self.location_id.id,
            "ozon_report_id": self.report_id.id,
            "order_line": [Command.create({
                "product_id": line.product_id.id,
                "name": line.product_id.display_name,
                "product_qty": line.quantity,
                "product_uom_id": line.uom_id.id,
                "price_unit": line.price_unit,
                "discount": 0,
                "tax_ids": [Command.clear()],
                "date_planned": moment,
            }) for line in self.line_ids],
        }

    def _create_documents(self, order):
        """Book the document of the receipt."""
        journal = self._journal()
        return order._ozon_create_bill(journal, {
            line.product_id: line._debit_account(journal) for line in self.line_ids
        })

    def _reference(self):
        """«УПД № 15 от 31.08.2026»"""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return self.env._(
            "%(kind)s No. %(number)s of %(date)s",
            kind=kinds[self.kind], number=self.number.strip(),
            date=format_date(self.env, self.date),
        )
