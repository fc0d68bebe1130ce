"""The checks of a month of buy-outs."""

from odoo.addons.ozon_connector.domain import calendar

from .buyout_doubts import BuyoutDoubts

# How many products a check names; the page lists all of them.
SHOWN = 3


class BuyoutChecks:
    """The checks of one month of buy-outs. Each method gives a row for `checks`.

    :param buyout: an `ozon.buyout`
    """

    def __init__(self, buyout):
        self.buyout = buyout
        self.env = buyout.env

    def rows(self):
        """A person has decided about every unusual row."""
        buyout = self.buyout
        title, texts = self.env._("Every row adds up"), buyout._doubt_texts()
        if not texts:
            return buyout._check(
                "rows", title, True, self.env._("%s rows checked", len(buyout.line_ids)),
            )
        if buyout.accepted_by_id:
            texts.append(self.env._(
                "Accepted by %(user)s on %(day)s", user=buyout.accepted_by_id.name,
                day=buyout._day(buyout.accepted_at),
            ))
        passed = None if buyout.accepted_by_id else False
        return buyout._check("rows", title, passed, " ".join(texts))

    def twice(self):
        """No goods are counted in the realization report as well."""
        buyout = self.buyout
        doubts = BuyoutDoubts(buyout)
        title = self.env._("No goods are in the realization report, too")
        found = doubts.counted_as_sold()
        if found:
            return buyout._check("twice", title, False, self.env._(
                "Ozon has accrued a sale as well: %s", doubts.twice_text(found),
            ))
        if self.env["ozon.accrual.day"]._unread(
            buyout.account_id, buyout.period, calendar.last_day(buyout.period),
        ):
            both = self._in_both_documents()
            return buyout._check("twice", title, None, self.env._(
                "Cannot be checked by postings: not all accruals of the month are read. Goods that "
                "are in both documents: %s", ", ".join(both[:SHOWN]) or self.env._("none"),
            ))
        return buyout._check("twice", title, True, self.env._(
            "Ozon has accrued no sale for any of the %s postings",
            len(set(buyout.line_ids.mapped("posting_number"))),
        ))

    def _in_both_documents(self):
        """:return: list of the articles that are in the realization report of the month, too"""
        buyout = self.buyout
        reported = self.env["ozon.realization.report.line"].search([
            ("report_id.account_id", "=", buyout.account_id.id),
            ("report_id.period", "=", buyout.period), ("report_id.state", "!=", "cancelled"),
        ])
        keys = {line._goods_key() for line in reported}
        return sorted({
            line.offer_id or line.sku or line.name for line in buyout.line_ids
            if line._goods_key() in keys
        })

    def goods(self):
        """Every row has its product."""
        buyout = self.buyout
        missing = buyout.line_ids.filtered(lambda line: not line.product_id)
        named = ", ".join(line.offer_id or line.sku or line.name for line in missing[:SHOWN])
        return buyout._check(
            "goods", self.env._("Every item is matched to a product"),
            None if missing and buyout.state == "loaded" else not missing,
            self.env._("%(count)s without a product: %(goods)s", count=len(missing), goods=named)
            if missing else self.env._("All %s rows have a product", len(buyout.line_ids)),
        )

    def proof(self):
        """Ozon's document says the same.

        The invoice needs no number; without it, Ozon's document is hard to find later.
        """
        buyout = self.buyout
        named = buyout._proof_names()
        if buyout.proof == "proved":
            return buyout._check("proof", self.env._("Ozon's document says the same"), True, (
                self.env._("%(amount)s by %(named)s", named=named,
                           amount=buyout._money(buyout.settlement_amount))
            ))
        if buyout.proof == "different":
            return buyout._check("proof", self.env._("Ozon's document says the same"), False, (
                self.env._(
                    "Ozon says %(settlement)s by %(named)s, the rows say %(amount)s, a difference "
                    "of %(difference)s. Compare both with the document in the seller cabinet",
                    settlement=buyout._money(buyout.settlement_amount), named=named,
                    amount=buyout._money(buyout._document_total()),
                    difference=buyout._money(
                        buyout._kopecks(buyout.settlement_amount) - buyout._document_total()
                    ),
                )
            ))
        title = self.env._("The document has its number")
        if buyout.number:
            return buyout._check("proof", title, None, self.env._(
                "No. %s, entered by hand: Ozon's settlement does not name it", buyout.number,
            ))
        return buyout._check("proof", title, None, self.env._(
            "The number is missing: Ozon's settlement does not name the document. Enter the number "
            "from the seller cabinet, Documents ▸ UPD for deals with legal entities"
        ))

    def invoice(self):
        """The invoice is what Ozon owes."""
        buyout = self.buyout
        reversals = buyout.invoice_id.reversal_move_ids.filtered(buyout._stands)
        if reversals:
            text = self.env._("The invoice was reversed by %s", reversals[0].name)
        else:
            text = self.env._(
                "Invoice %(invoice)s, rows %(amount)s",
                invoice=buyout._money(buyout._invoiced()), amount=buyout._money(buyout.amount),
            )
        return buyout._check(
            "invoice", self.env._("The invoice matches what Ozon owes"),
            buyout._invoiced() == buyout._lead_amount() and not reversals, text,
        )

    def taxes(self):
        """The invoice has the rates that Ozon states."""
        buyout = self.buyout
        lines = buyout.invoice_id.invoice_line_ids
        by_hand = self._taxes_changed_by_hand(lines)
        title = self.env._("The taxes have Ozon's rates")
        if by_hand:
            return buyout._check("taxes", title, False, self.env._(
                "The taxes on the invoice have other rates: Ozon %(ozon)s, invoice %(invoice)s",
                **by_hand,
            ))
        return buyout._check("taxes", title, True, self.env._(
            "Taxes of the invoice: %s",
            ", ".join(lines.tax_ids.mapped("name")) or self.env._("none"),
        ))

    def _taxes_changed_by_hand(self, lines):
        """:return: {ozon, invoice}: amounts by rate as texts; {} where they are the same"""
        buyout = self.buyout
        booked, said = {}, {}
        for line in lines:
            rate = buyout._rate_of(line.tax_ids)
            booked[rate] = booked.get(rate, 0) + line.move_id.direction_sign * -line.price_total
        for line in buyout.line_ids:
            said[line._rate()] = said.get(line._rate(), 0) + line.amount
        allowed = 0.01 * (len(lines) + 1)
        if booked.keys() == said.keys() and all(
            abs(booked[rate] - said[rate]) <= allowed for rate in said
        ):
            return {}

        def named(sums):
            return ", ".join(
                f"{'?' if rate is None else f'{rate:g}'} %: {buyout._money(amount)}"
                for rate, amount in sums.items()
            )

        return {"ozon": named(said), "invoice": named(booked)}
