from odoo import Command, models
from odoo.addons.ozon_connector.domain import settlement
from odoo.exceptions import UserError

from ...domain import figures as rules
from ...domain.groups import UNKNOWN


class OzonServiceActBill(models.Model):
    """The vendor bill of an act, a line for each type of services, and how Ozon withholds it."""

    _inherit = "ozon.service.act"

    _needed_to_draft = (
        "chart", "payable", "purchase_journal", "expense_account", "rates",
    )
    _needed_to_book = ("netting_journal",)

    def _reference(self):
        """The reference; without a number its kind distinguishes the acts of a month."""
        reference = super()._reference()
        if self.number:
            return reference
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return f"{reference}: {kinds[self.kind]}"

    def _lead_amount(self):
        return -self._kopecks(self.amount)

    def _draft(self):
        self._check_currency_rate()
        self._activate_currency()
        if self._current(self.bill_id):
            return
        self._discard(self._followers())
        sign = -1 if self.amount < 0 else 1
        bill = self._create_entry({
            **self._prepare_entry_vals(
                "in_refund" if sign < 0 else "in_invoice", self._purchase_journal(),
            ),
            "invoice_line_ids": [
                Command.create(vals) for vals in self._prepare_bill_lines_vals(sign)
            ],
        })
        self._tie(bill, sign * self._kopecks(self.amount))
        self.bill_id = bill

    def _prepare_bill_lines_vals(self, sign):
        """:param sign: 1 for a bill, -1 for a refund if Ozon gives more back than it takes"""
        vals_list = []
        for taxes, lines in self.line_ids.grouped(self._taxes_of_line).items():
            amounts = [-self._kopecks(line.amount) for line in lines]
            prices = settlement.spread(amounts, self._price_share(taxes))
            vals_list += [
                {
                    **self._prepare_bill_line_vals(line),
                    "tax_ids": [Command.set(taxes.ids)],
                    "price_unit": sign * float(price),
                }
                for line, price in zip(lines, prices, strict=True)
            ]
        return vals_list

    def _prepare_bill_line_vals(self, line):
        return {
            "name": self._bill_line_label(line),
            "ozon_act_line_id": line.id,
            "account_id": self._ledger_account_of_line(line).id,
            "analytic_distribution": line.type_id.analytic_distribution,
            "quantity": 1,
        }

    def _bill_line_label(self, line):
        if line.role == rules.ACCRUALS:
            return self.env._(
                "%(service)s — accruals: %(count)s", service=line.name, count=line.accrual_count,
            )
        if line.role == rules.POINTS:
            return self.env._("Points for discounts that pay services")
        return self.env._(
            "Difference by Ozon's mutual settlement, %s",
            self._proof_names() or "—",
        )

    def _taxes_of_line(self, line):
        """The taxes of a line; points and differences have the taxes of the act's main group."""
        if line.type_id:
            taxes = line.type_id._taxes(self.account_id, self.period)
        else:
            taxes = self.account_id._taxes_of_group(self._main_group(), self.period)
        return self._fiscal_position().map_tax(taxes)

    def _main_group(self):
        """The group with the largest sum of services."""
        sums = {}
        for line in self.line_ids.filtered("type_id"):
            sums[line.group] = sums.get(line.group, 0) + line.amount
        return min(sums, key=sums.get, default="service")

    def _ledger_account_of_line(self, line):
        ledger_account = (
            line.type_id and line.type_id._ledger_account(self.account_id, self.period)
            or self._expense_account()
        )
        return self._fiscal_position().map_account(ledger_account)

    def _expense_account(self):
        """The expense account of services that have no account of their own."""
        account = self.account_id
        product = self.env.ref("ozon_connector.product_remuneration", raise_if_not_found=False)
        ledger_account = (
            account.service_account_id or account.fee_account_id
            or product and product.product_tmpl_id.get_product_accounts()["expense"]
            or account.purchase_journal_id.default_account_id
        )
        if not ledger_account:
            raise UserError(self.env._(
                "Choose the Services Account on the account %s. There is no expense account for "
                "Ozon's services, so the bill was not drafted.", account.name,
            ))
        return ledger_account

    # Business: what is booked with the bill

    def _check_lead(self):
        self.ensure_one()
        if self.kind == UNKNOWN:
            raise UserError(self.env._(
                "Choose the group of each type of accruals first. Until then it is not known what "
                "these accruals are, so nothing was posted."
            ))
        if self.proof == "different" and not self.takes_settlement and not self.corrected_report_id:
            raise UserError(self.env._(
                "Ozon's document states %(settlement)s, but the accruals add up to %(amount)s, so "
                "%(act)s was not posted. Press «Take Ozon's Total» if Ozon's document is right, "
                "or wait for Ozon to correct it.",
                settlement=self._money(self.settlement_amount), amount=self._money(self.amount),
                act=self.display_name,
            ))
        return super()._check_lead()

    def _book(self):
        self._net()

    def _take_back(self):
        self._note_unchanged()
        self._undo_netting()

    def _netting_label(self):
        return self.env._("Ozon withholds its services, %s", self._reference())
