"""The checks of a realization report: what adds up, what does not, and what is not included."""

from ..domain import settlement, summary
from .company_invoices import invoice_text
from .realization_sums import RealizationSums

# How many goods or entries a check names; the page shows them all.
SHOWN = 3


class RealizationChecks:
    """The checks of one report. Each method gives a row for `checks`, or a list of such rows.

    :param report: an `ozon.realization.report`
    """

    def __init__(self, report):
        self.report = report
        self.env = report.env

    def rows(self):
        """The rows tie, each by itself, and their units fit their money."""
        report = self.report
        wrong = RealizationSums(report).wrong_rows()
        problems = [self._odd_units_text()]
        if wrong:
            problems.append(
                self.env._("Rows that do not: %s", ", ".join(map(str, wrong[:SHOWN])))
            )
        problem = " ".join(filter(None, problems))
        return report._check(
            "rows", self.env._("Every row adds up"), not problem,
            problem or self.env._("%s rows checked", report._row_count()),
        )

    def identity(self, sums):
        """The figures of the report tie, and its rows add up to what is due.

        :param sums: the result of `RealizationSums.movements`
        """
        report = self.report
        income = report.revenue + (report.points if report.points_are_income else 0)
        expected = report._kopecks(income - report.fee_payable + report.points_left)
        accrued = sum((one.sign * one.accrual for one in sums), settlement.ZERO)
        return report._check(
            "identity", self.env._("The report ties"),
            expected == accrued == report._kopecks(report.accrual),
            self.env._(
                "Income %(income)s − commission payable %(fee)s + unused points %(left)s = "
                "%(expected)s; due from Ozon per report: %(accrued)s",
                income=report._money(income), fee=report._money(report.fee_payable),
                left=report._money(report.points_left), expected=report._money(expected),
                accrued=report._money(accrued),
            ),
        )

    def goods(self):
        """Every row has its product."""
        report = self.report
        missing = self.env["ozon.realization.report.line"].search([
            ("report_id", "=", report.id), ("product_id", "=", False),
        ])
        named = ", ".join(line.offer_id or line.sku or line.name for line in missing[:SHOWN])
        return report._check(
            "goods", self.env._("Every item is matched to a product"),
            None if missing and report.state == "loaded" else not missing,
            self.env._("%(count)s without a product: %(goods)s", count=len(missing), goods=named)
            if missing else self.env._("%s rows have their product", report._row_count()),
        )

    def company_sales(self):
        """Mention the sales to companies, which are part of the report's sums."""
        report = self.report
        lines = self.env["ozon.realization.report.line"].search([
            ("report_id", "=", report.id), ("invoice_number", "not in", (False, "")),
        ])
        if not lines:
            return []
        invoices = sorted(invoice_text(self.env, one) for one in {
            line._invoice() for line in lines
        })
        amount = sum(
            line.revenue if line.direction == "sale" else -line.revenue for line in lines
        )
        return [report._check("companies", self.env._("Sales to Companies"), None, self.env._(
            "%(amount)s of the sums above are goods that companies bought: %(invoices)s",
            amount=report._money(amount),
            invoices="; ".join(invoices[:SHOWN]) + ("…" if len(invoices) > SHOWN else ""),
        ))]

    def bill(self):
        """The bill is Ozon's commission."""
        report = self.report
        reversals = report.bill_id.reversal_move_ids.filtered(report._stands)
        if reversals:
            text = self.env._(
                "The bill was reversed by %s, the rest of the month was not", reversals[0].name,
            )
        else:
            text = self.env._(
                "Bill %(bill)s, commission payable %(fee)s",
                bill=report._money(report.bill_total), fee=report._money(report.fee_payable),
            )
        same = report._kopecks(report.bill_total) == report._kopecks(report.fee_payable)
        return report._check(
            "bill", self.env._("The bill is Ozon's commission"), same and not reversals, text,
        )

    def sales(self, sums):
        """Invoice and credit note are the income.

        :param sums: the result of `RealizationSums.movements`
        """
        report = self.report
        income = report.revenue + (report.points if report.points_are_income else 0)
        title = self.env._("The sales documents are the income")
        sales = report.sale_invoice_id | report.sale_refund_id
        if not report.account_id.post_sales and not sales:
            return report._check("sales", title, None, self.env._(
                "Switched off on the account: the income of %s is not booked",
                report._money(income),
            ))
        reversals = sales.reversal_move_ids.filtered(report._stands)
        if reversals:
            return report._check("sales", title, False, self.env._(
                "%s reverses a part of the income by hand", reversals[0].name,
            ))
        invoiced = report._current(report.sale_invoice_id).amount_total_in_currency_signed
        credited = report._current(report.sale_refund_id).amount_total_in_currency_signed
        wanted = dict.fromkeys(settlement.Direction, settlement.ZERO)
        for line in settlement.income_lines([(None, one) for one in sums], report._settle(sums)):
            wanted[line.direction] += line.amount
        same = (
            report._kopecks(invoiced) == wanted[settlement.Direction.SALE]
            and report._kopecks(credited) == -wanted[settlement.Direction.RETURN]
        )
        return report._check(
            "sales", title, same,
            self.env._(
                "Invoice %(invoiced)s, credit note %(credited)s, together %(total)s; "
                "income %(income)s",
                invoiced=report._money(invoiced), credited=report._money(credited),
                total=report._money(report.sale_total), income=report._money(income),
            ),
        )

    def many_lines(self):
        """Offer sums for a report of very many products."""
        report = self.report
        if report.state != "to_review" or self.env["ozon.realization.detail"]._sums_up(report):
            return []
        [[count]] = self.env["ozon.realization.report.line"]._read_group(
            [("report_id", "=", report.id)], [], ["product_id:count_distinct"],
        )
        if count <= summary.MANY_PRODUCTS:
            return []
        return [{
            **report._check("many_lines", self.env._("Long Documents"), None, self.env._(
                "The bill and the invoice have a line for each of %s products. «Detail of "
                "Documents» on the account makes them short, with the same sums and taxes: choose "
                "it there and press «Recreate Drafts» here", count,
            )),
            "buttons": [{
                "label": self.env._("Account"), "method": "action_open_account", "args": [],
            }],
        }]

    def netting(self):
        """The smaller of bill and sales is netted."""
        report = self.report
        title = self.env._("Ozon's commission is netted")
        if not report.account_id.post_netting:
            return report._check("netting", title, None, self.env._(
                "Switched off on the account: nothing is netted",
            ))
        expected = settlement.netting(
            report._kopecks(report.bill_total), report._kopecks(report.sale_total),
        )
        reversals = report.netting_move_id.reversal_move_ids.filtered(report._stands)
        if reversals:
            return report._check("netting", title, False, self.env._(
                "The netting was reversed by hand with %s", reversals[0].name,
            ))
        return report._check(
            "netting", title, expected == report._kopecks(report.netting_total),
            self.env._(
                "Netted %(netted)s, the smaller of bill and sales is %(expected)s",
                netted=report._money(report.netting_total), expected=report._money(expected),
            ),
        )

    def balance(self):
        """What the books say that Ozon owes is what the report says."""
        report = self.report
        title = self.env._("What Ozon owes")
        if not report.account_id.post_sales:
            return report._check("balance", title, None, self.env._(
                "Cannot be checked while the income is not booked",
            ))
        owed = report._kopecks(report.sale_total - report.bill_total)
        expected = report._kopecks(report.accrual - report.points_left)
        text = self.env._(
            "By the documents %(owed)s, due from Ozon less unused points %(expected)s; open at "
            "present %(open)s", owed=report._money(owed), expected=report._money(expected),
            open=report._money(report.open_balance),
        )
        settled = report._settled_from_outside()
        if settled:
            text = self.env._(
                "%(balance)s; settled with: %(entries)s", balance=text,
                entries=", ".join(settled[:SHOWN].mapped("display_name")),
            )
        # Entries booked by hand against a document change what Ozon owes in the books.
        same = owed == expected and not report._answers()
        return report._check("balance", title, same, text)

    def unknown_figures(self):
        """A report with an unknown figure is not loaded at all."""
        return self.report._check(
            "unknown", self.env._("No unknown figures"), True,
            self.env._("Every amount in Ozon's answer has its place in the books"),
        )

    def not_included(self):
        """What Ozon settles with other documents."""
        return self.report._check(
            "not_included", self.env._("Not included"), None,
            self.env._(
                "Separate documents of Ozon: logistics, storage, acquiring and advertising; goods "
                "that Ozon bought for itself; compensations and the premium act"
            ),
        )

    def _odd_units_text(self):
        """:return: which rows a person has to look at; "" when there are none"""
        report = self.report
        if not report.odd_units or not report.odd_units["count"]:
            return ""
        rows = "; ".join(
            self.env._(
                "row %(row)s, %(goods)s: %(quantity)s × %(price)s, amount %(amount)s",
                row=row, goods=goods, quantity=quantity,
                price=report._money(price), amount=report._money(amount),
            ) for row, goods, quantity, price, amount in report.odd_units["rows"]
        )
        return self.env._(
            "In %(count)s rows the units do not fit the money, so wrong quantities may be moved. "
            "Compare them with the report in the seller cabinet before you confirm: %(rows)s",
            count=report.odd_units["count"], rows=rows,
        )
