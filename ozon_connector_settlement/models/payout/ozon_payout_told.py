from collections import Counter

from odoo import api, models


class OzonPayoutTold(models.Model):
    """Creates payouts from Ozon's payments, and removes those that Ozon no longer states."""

    _inherit = "ozon.payout"

    @api.model
    def _note_payments(self, account, currency, days):
        """Store the payments of days that were read completely; a repetition changes nothing.

        :param account: an `ozon.account`
        :param currency: the `res.currency` of the amounts
        :param days: {day: [Decimal]}, above 0 what Ozon paid; [] for a day without payments
        :return: the payouts of these days
        """
        payouts = self.with_env(account.sudo()._for_bookkeeper().env)
        known = payouts.search([
            ("account_id", "=", account.id), ("currency_id", "=", currency.id),
            ("date", "in", list(days)),
        ])
        by_place = known.grouped(
            lambda payout: (payout.date, payout._exact(payout.amount, currency))
        )
        told = Counter(
            (day, payouts._exact(amount, currency)) for day, amounts in days.items()
            for amount in amounts if amount
        )
        vals_list = []
        for place in sorted(told.keys() | by_place.keys()):
            there = by_place.get(place, payouts.browse())
            vals_list += there._note_count(told[place], {
                "account_id": account.id, "currency_id": currency.id,
                "date": place[0], "amount": float(place[1]),
            })
        return known.exists() | payouts.create(vals_list)

    @api.model
    def _note_weeks(self, account, weeks):
        """Store the week that a payout pays: the only earlier week with this amount to be paid.

        :param weeks: iterable of `ozon_api.answers.CashFlowPeriod`
        """
        if not weeks:
            return
        for payout in self.search([("account_id", "=", account.id), ("week_to", "=", False)]):
            amount = payout._exact(payout.amount, payout.currency_id)
            found = [
                week for week in weeks
                if week.transfer == amount and week.date_to < payout.date
            ]
            if len(found) == 1:
                payout.write({"week_from": found[0].date_from, "week_to": found[0].date_to})

    def _note_count(self, count, vals):
        """Keep as many of these equal payouts as Ozon states.

        :param count: how many Ozon states
        :param vals: the values they share
        :return: list of the values of payouts to be created
        """
        # Payouts matched in the bank are removed last.
        in_order = self.sorted(lambda payout: (payout.state != "matched", payout.number))
        taken = set(self.mapped("number"))
        free = [number for number in range(1, count + len(taken) + 1) if number not in taken]
        in_order[:count]._note_named()
        in_order[count:]._note_gone()
        return [{**vals, "number": number} for number in free[:max(count - len(taken), 0)]]

    def _note_named(self):
        self.filtered("is_gone").write({"is_gone": False, "error_message": False})

    def _note_gone(self):
        """Remove payouts that Ozon no longer states; if one is booked, a person is told once."""
        matched = self.filtered(lambda payout: payout.state == "matched")
        (self - matched).unlink()
        for payout in matched.filtered(lambda payout: not payout.is_gone):
            payout.write({"is_gone": True, "error_message": self.env._(
                "Ozon no longer names this payout among its payments of the day, but it is booked "
                "as %(entry)s. Nothing was changed in the books. If the bank has the money, Ozon "
                "may name it on another day: press «Undo», and it is matched with that payout.",
                entry=payout.move_id.display_name,
            )})
            payout.account_id._tell_responsible(
                "ozon_connector_settlement.mail_activity_payout_gone",
                note=payout.error_message, record=payout,
            )
