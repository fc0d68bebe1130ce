from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar

# How many products a check names; the page lists all of them.
SHOWN = 3


class OzonBuyoutChecks(models.Model):
    """The checks of a month of buy-outs."""

    _inherit = "ozon.buyout"

    @api.depends("accepted_by_id", "amount", "invoice_id.amount_total", "line_ids.product_id",
                 "number", "proof", "typed_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    def _checks(self):
        if not self.line_ids:
            return []
        checks = [self._check_rows(), self._check_twice(), self._check_goods(), self._check_proof()]
        if self.state in ("to_review", "posted"):
            checks += [
                self._check_invoice(), self._check_taxes(), self._check_stock(),
                *self._check_kits(), *self._check_lots(),
                *self._check_costs(), self._check_dates(),
            ]
        return checks + self._check_by_hand()

    def _check_rows(self):
        title, texts = self.env._("Every row adds up"), self._doubt_texts()
        if not texts:
            return self._check(
                "rows", title, True, self.env._("%s rows checked", len(self.line_ids)),
            )
        if self.accepted_by_id:
            texts.append(self.env._(
                "Accepted by %(user)s on %(day)s", user=self.accepted_by_id.name,
                day=self._day(self.accepted_at),
            ))
        return self._check("rows", title, None if self.accepted_by_id else False, " ".join(texts))

    def _check_twice(self):
        title, found = self.env._("No goods are in the realization report, too"), (
            self._counted_as_sold()
        )
        if found:
            return self._check("twice", title, False, self.env._(
                "Ozon has accrued a sale as well: %s", self._twice_text(found),
            ))
        if self._days_unread():
            both = self._in_both_documents()
            return self._check("twice", title, None, self.env._(
                "Cannot be checked by postings: not all accruals of the month are read. Goods that "
                "are in both documents: %s", ", ".join(both[:SHOWN]) or self.env._("none"),
            ))
        return self._check("twice", title, True, self.env._(
            "Ozon has accrued no sale for any of the %s postings",
            len(set(self.line_ids.mapped("posting_number"))),
        ))

    def _days_unread(self):
        """:return: the number of days of the month without accruals"""
        last = calendar.last_day(self.period)
        return last.day - self.env["ozon.accrual.day"].sudo().search_count([
            ("account_id", "=", self.account_id.id), ("state", "=", "loaded"),
            ("date", ">=", self.period), ("date", "<=", last),
        ])

    def _in_both_documents(self):
        """:return: list of the articles that are in the realization report of the month, too"""
        reported = self.env["ozon.realization.report.line"].search([
            ("report_id.account_id", "=", self.account_id.id),
            ("report_id.period", "=", self.period), ("report_id.state", "!=", "cancelled"),
        ])
        keys = {line._goods_key() for line in reported}
        return sorted({
            line.offer_id or line.sku or line.name for line in self.line_ids
            if line._goods_key() in keys
        })

    def _check_goods(self):
        missing = self.line_ids.filtered(lambda line: not line.product_id)
        named = ", ".join(line.offer_id or line.sku or line.name for line in missing[:SHOWN])
        return self._check(
            "goods", self.env._("Every item is matched to a product"),
            None if missing and self.state == "loaded" else not missing,
            self.env._("%(count)s without a product: %(goods)s", count=len(missing), goods=named)
            if missing else self.env._("All %s rows have a product", len(self.line_ids)),
        )

    def _check_proof(self):
        """The invoice needs no number; without it, Ozon's document is hard to find later."""
        named = self._proof_names()
        if self.proof == "proved":
            return self._check("proof", self.env._("Ozon's document says the same"), True, (
                self.env._("%(amount)s by %(named)s", named=named,
                           amount=self._money(self.settlement_amount))
            ))
        if self.proof == "different":
            return self._check("proof", self.env._("Ozon's document says the same"), False, (
                self.env._(
                    "Ozon says %(settlement)s by %(named)s, the rows say %(amount)s, a difference "
                    "of %(difference)s. Compare both with the document in the seller cabinet",
                    settlement=self._money(self.settlement_amount), named=named,
                    amount=self._money(self._document_total()),
                    difference=self._money(
                        self._kopecks(self.settlement_amount) - self._document_total()
                    ),
                )
            ))
        title = self.env._("The document has its number")
        if self.number:
            return self._check("proof", title, None, self.env._(
                "No. %s, entered by hand: Ozon's settlement does not name it", self.number,
            ))
        return self._check("proof", title, None, self.env._(
            "The number is missing: Ozon's settlement does not name the document. Enter the number "
            "from the seller cabinet, Documents ▸ UPD for deals with legal entities"
        ))

    def _check_invoice(self):
        reversals = self.invoice_id.reversal_move_ids.filtered(self._stands)
        if reversals:
            text = self.env._("The invoice was reversed by %s", reversals[0].name)
        else:
            text = self.env._(
                "Invoice %(invoice)s, rows %(amount)s",
                invoice=self._money(self._invoiced()), amount=self._money(self.amount),
            )
        return self._check(
            "invoice", self.env._("The invoice matches what Ozon owes"),
            self._invoiced() == self._lead_amount() and not reversals, text,
        )

    def _check_taxes(self):
        lines = self.invoice_id.invoice_line_ids
        by_hand = self._taxes_changed_by_hand(lines)
        title = self.env._("The taxes have Ozon's rates")
        if by_hand:
            return self._check("taxes", title, False, self.env._(
                "The taxes on the invoice have other rates: Ozon %(ozon)s, invoice %(invoice)s",
                **by_hand,
            ))
        return self._check("taxes", title, True, self.env._(
            "Taxes of the invoice: %s",
            ", ".join(lines.tax_ids.mapped("name")) or self.env._("none"),
        ))

    def _taxes_changed_by_hand(self, lines):
        """:return: {ozon, invoice}: amounts by rate as texts; {} where they are the same"""
        booked, said = {}, {}
        for line in lines:
            rate = self._rate_of(line.tax_ids)
            booked[rate] = booked.get(rate, 0) + line.move_id.direction_sign * -line.price_total
        for line in self.line_ids:
            said[line._rate()] = said.get(line._rate(), 0) + line.amount
        allowed = 0.01 * (len(lines) + 1)
        if booked.keys() == said.keys() and all(
            abs(booked[rate] - said[rate]) <= allowed for rate in said
        ):
            return {}

        def named(sums):
            return ", ".join(
                f"{'?' if rate is None else f'{rate:g}'} %: {self._money(amount)}"
                for rate, amount in sums.items()
            )

        return {"ozon": named(said), "invoice": named(booked)}
