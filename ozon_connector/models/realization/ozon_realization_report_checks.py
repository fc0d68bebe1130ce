from odoo import api, fields, models
from odoo.fields import Domain

from ...domain import settlement, vat
from ...tools.points_left import points_left_checks
from ...tools.report_parties import party_checks, report_vendor

# How many products a check names; the page shows them all.
SHOWN = 3


class OzonRealizationReportChecks(models.Model):
    """The checks of a report: what adds up, what does not, and what is not included."""

    _inherit = "ozon.realization.report"

    unmatched_line_ids = fields.One2many(
        "ozon.realization.report.line", compute="_compute_unmatched_line_ids",
        string="Goods without a Product",
    )

    @api.depends("line_ids.product_id", "bill_total", "sale_total", "netting_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    @api.depends("state", "line_ids.product_id")
    def _compute_unmatched_line_ids(self):
        for report in self:
            waiting = report.line_ids if report.state == "to_match" else report.line_ids.browse()
            report.unmatched_line_ids = waiting.filtered(lambda line: not line.product_id)

    def _checks(self):
        if not self.number and not self.doc_date:
            return []
        sums = self._sums()
        checks = [
            self._check_rows(), self._check_identity(sums), self._check_goods(),
            *self._check_company_sales(),
        ]
        if self.state in ("to_review", "posted"):
            checks += [
                self._check_bill(), self._check_sales(sums), self._check_taxes(),
                self._check_stock(),
                *self._check_places(), *self._check_kits(), *self._check_lots(),
                *self._check_costs(), self._check_dates(), *self._check_many_lines(),
            ]
        if self.state == "posted":
            checks += [self._check_netting(), self._check_balance()]
        return checks + self._check_by_hand() + [
            *points_left_checks(self), *party_checks(self), self._check_unknown_figures(),
            self._not_included(),
        ]

    def action_open_company(self):
        """The form of the company, where its INN is entered."""
        self.ensure_one()
        self.check_access("read")
        return self.company_id._get_records_action(target="new")

    def action_open_vendor(self):
        """The form of the bill's vendor, where its INN is entered."""
        self.ensure_one()
        self.check_access("read")
        return report_vendor(self)._get_records_action(target="new")

    # The report itself

    def _check_rows(self):
        wrong = self._rows_that_do_not_add_up()
        problems = [self._odd_units_message()]
        if wrong:
            problems.append(
                self.env._("Rows that do not: %s", ", ".join(map(str, wrong[:SHOWN])))
            )
        problem = " ".join(filter(None, problems))
        return self._check(
            "rows", self.env._("Every row adds up"), not problem,
            problem or self.env._("%s rows checked", self._row_count()),
        )

    def _check_identity(self, sums):
        """:param sums: the result of `_sums`"""
        income = self.revenue + (self.points if self._points_are_income() else 0)
        expected = self._kopecks(income - self.fee_payable + self.points_left)
        accrued = sum((one.sign * one.accrual for one in sums), settlement.ZERO)
        return self._check(
            "identity", self.env._("The report ties"),
            expected == accrued == self._kopecks(self.accrual),
            self.env._(
                "Income %(income)s − commission payable %(fee)s + unused points %(left)s = "
                "%(expected)s; due from Ozon per report: %(accrued)s",
                income=self._money(income), fee=self._money(self.fee_payable),
                left=self._money(self.points_left), expected=self._money(expected),
                accrued=self._money(accrued),
            ),
        )

    def _points_are_income(self):
        return (self.points_policy or self.account_id.points_policy) == "income"

    def _check_goods(self):
        missing = self.env["ozon.realization.report.line"].search([
            ("report_id", "=", self.id), ("product_id", "=", False),
        ])
        named = ", ".join(line.offer_id or line.sku or line.name for line in missing[:SHOWN])
        return self._check(
            "goods", self.env._("Every item is matched to a product"),
            None if missing and self.state == "loaded" else not missing,
            self.env._("%(count)s without a product: %(goods)s", count=len(missing), goods=named)
            if missing else self.env._("%s rows have their product", self._row_count()),
        )

    # The documents

    def _check_bill(self):
        reversals = self.bill_id.reversal_move_ids.filtered(self._stands)
        if reversals:
            text = self.env._(
                "The bill was reversed by %s, the rest of the month was not", reversals[0].name,
            )
        else:
            text = self.env._(
                "Bill %(bill)s, commission payable %(fee)s",
                bill=self._money(self.bill_total), fee=self._money(self.fee_payable),
            )
        same = self._kopecks(self.bill_total) == self._kopecks(self.fee_payable)
        return self._check(
            "bill", self.env._("The bill is Ozon's commission"), same and not reversals, text,
        )

    def _check_sales(self, sums):
        """:param sums: the result of `_sums`"""
        income = self.revenue + (self.points if self._points_are_income() else 0)
        title = self.env._("The sales documents are the income")
        if not self.account_id.post_sales and not (self.sale_invoice_id | self.sale_refund_id):
            return self._check("sales", title, None, self.env._(
                "Switched off on the account: the income of %s is not booked", self._money(income),
            ))
        sales = self.sale_invoice_id | self.sale_refund_id
        reversals = sales.reversal_move_ids.filtered(self._stands)
        if reversals:
            return self._check("sales", title, False, self.env._(
                "%s reverses a part of the income by hand", reversals[0].name,
            ))
        invoiced = self._current(self.sale_invoice_id).amount_total_in_currency_signed
        credited = self._current(self.sale_refund_id).amount_total_in_currency_signed
        wanted = dict.fromkeys(settlement.Direction, settlement.ZERO)
        for line in settlement.income_lines([(None, one) for one in sums], self._settle(sums)):
            wanted[line.direction] += line.amount
        same = (
            self._kopecks(invoiced) == wanted[settlement.Direction.SALE]
            and self._kopecks(credited) == -wanted[settlement.Direction.RETURN]
        )
        return self._check(
            "sales", title, same,
            self.env._(
                "Invoice %(invoiced)s, credit note %(credited)s, together %(total)s; "
                "income %(income)s",
                invoiced=self._money(invoiced), credited=self._money(credited),
                total=self._money(self.sale_total), income=self._money(income),
            ),
        )

    def _check_taxes(self):
        """Warn about goods without a tax among goods with taxes: they were probably forgotten."""
        taxes_of = self._taxes_of_lines(self._lines_of_sales())
        taxes = self.env["account.tax"].union(*taxes_of.values())
        title = self.env._("Taxes")
        outdated = self._outdated_taxes(taxes_of)
        if outdated:
            return self._check("taxes", title, False, self.env._(
                "The general rate of VAT was %(rate)s %% in this month, the sales have: %(taxes)s. "
                "Change the taxes of the products and press «Recreate Drafts»",
                rate=vat.general_rate(self.period), taxes=", ".join(outdated.mapped("name")),
            ))
        untaxed = Domain("tax_ids", "=", False) & self._lines_of_sales()
        if not taxes and self.env["account.move.line"].search_count(untaxed, limit=1):
            return self._check("taxes", title, None, self.env._("The sales are without VAT"))
        lacking = self._sold_without_tax(untaxed)
        if not lacking:
            names = ", ".join(taxes.mapped("name")) or self.env._("none")
            text = self.env._("Taxes of the sales: %s", names)
            old_rate = self._old_rate_text()
            return self._check(
                "taxes", title, self._taxes_verdict(), f"{text}. {old_rate}" if old_rate else text,
            )
        return self._check("taxes", title, False, self.env._(
            "%(count)s products are sold without a tax while others have one: %(goods)s",
            count=len(lacking), goods=", ".join(lacking[:SHOWN].mapped("display_name")),
        ))

    def _check_netting(self):
        title = self.env._("Ozon's commission is netted")
        if not self.account_id.post_netting:
            return self._check("netting", title, None, self.env._(
                "Switched off on the account: nothing is netted",
            ))
        expected = settlement.netting(
            self._kopecks(self.bill_total), self._kopecks(self.sale_total),
        )
        reversals = self.netting_move_id.reversal_move_ids.filtered(self._stands)
        if reversals:
            return self._check("netting", title, False, self.env._(
                "The netting was reversed by hand with %s", reversals[0].name,
            ))
        return self._check(
            "netting", title, expected == self._kopecks(self.netting_total),
            self.env._(
                "Netted %(netted)s, the smaller of bill and sales is %(expected)s",
                netted=self._money(self.netting_total), expected=self._money(expected),
            ),
        )

    def _check_balance(self):
        title = self.env._("What Ozon owes")
        if not self.account_id.post_sales:
            return self._check("balance", title, None, self.env._(
                "Cannot be checked while the income is not booked",
            ))
        owed = self._kopecks(self.sale_total - self.bill_total)
        expected = self._kopecks(self.accrual - self.points_left)
        text = self.env._(
            "By the documents %(owed)s, due from Ozon less unused points %(expected)s; open at "
            "present %(open)s", owed=self._money(owed), expected=self._money(expected),
            open=self._money(self.open_balance),
        )
        settled = self._settled_from_outside()
        if settled:
            text = self.env._(
                "%(balance)s; settled with: %(entries)s", balance=text,
                entries=", ".join(settled[:SHOWN].mapped("display_name")),
            )
        # Entries booked by hand against a document change what Ozon owes in the books.
        same = owed == expected and not self._answers()
        return self._check("balance", title, same, text)

    # Around the report

    def _check_unknown_figures(self):
        # A report with an unknown figure is not loaded at all.
        return self._check(
            "unknown", self.env._("No unknown figures"), True,
            self.env._("Every amount in Ozon's answer has its place in the books"),
        )

    def _not_included(self):
        return self._check(
            "not_included", self.env._("Not included"), None,
            self.env._(
                "Separate documents of Ozon: logistics, storage, acquiring and advertising; goods "
                "that Ozon bought for itself; compensations and the premium act"
            ),
        )
