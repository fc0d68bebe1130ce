import json
import logging
from dataclasses import asdict
from datetime import timedelta

from odoo import fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.ozon_api import errors
from odoo.addons.ozon_connector.tools.messages import ozon_error_message
from odoo.addons.ozon_connector.tools.moments import moment_to_retry, utc_now

from ...domain import balance as rules
from ...domain import payouts
from ...domain.statement import SERVICES, Reason
from ...tools.messages import balance_problems_text

_logger = logging.getLogger(__name__)

# Ozon allows a month per request. Whether it allows 31 days is not documented.
SURE_DAYS = 28
# Ozon pays for a week some weeks later.
LONGEST_LAG = timedelta(days=45)


class OzonMonthFetch(models.Model):
    """Asks Ozon for the balance of a month and the days of its payouts.

    Source: /v1/finance/balance. It states payments without dates, so smaller and smaller parts of
    the month are requested until each payment has its day.
    """

    _inherit = "ozon.month"

    sales_amount = fields.Monetary(readonly=True, help="By Ozon's balance, without points.")
    returns_amount = fields.Monetary(readonly=True, help="By Ozon's balance, without points.")
    points_amount = fields.Monetary(readonly=True, help="By Ozon's balance.")
    fee_amount = fields.Monetary(
        "Commission Amount", readonly=True, help="By Ozon's balance, before points.",
    )
    services_amount = fields.Monetary(
        readonly=True, help="Services, compensations and other accruals by Ozon's balance.",
    )
    pieces = fields.Integer(
        "Requested in Parts", readonly=True,
        help="The number of requests in which Ozon returned the month.",
    )
    # A list of {name, amount}: Ozon's own names for its services.
    services = fields.Json(readonly=True)

    def _fetch(self, patient):
        """Ask for the balance and the payouts, and store them.

        :param patient: whether to wait for Ozon
        :return: whether Ozon has answered with usable figures
        """
        yesterday = utc_now().astimezone(calendar.MOSCOW).date() - timedelta(days=1)
        until = min(calendar.last_day(self.period), yesterday)
        if until < self.period:
            self._note_done()
            return False
        try:
            with self.account_id._client(patient=patient) as client:
                balance = self._ask_balance(client, until)
                days = self._ask_payouts(client, balance)
                weeks = self._ask_weeks(client, days, until)
        except errors.OzonError as error:
            self._note_error(error)
            return False
        except (rules.BalanceDoesNotJoin, payouts.PaymentsDoNotJoin) as error:
            _logger.info("Ozon account %s: %s", self.account_id.id, error)
            self._note_failure(self.env._(
                "Ozon's balance for the whole month differs from its balance for parts of the "
                "month, so it is not compared with the books. It is requested again tomorrow.",
            ))
            return False
        self.account_id._note_accepted()
        self.env["ozon.month.loan"]._note_told(self, weeks)
        self._take_over(balance, days)
        self.env["ozon.payout"]._note_weeks(self.account_id, weeks)
        return True

    def _ask_balance(self, client, until):
        """:return: a `Balance` of the month up to a day"""
        try:
            balances = [client.balance(self.period, until)]
        except errors.PeriodTooLong:
            balances = [
                client.balance(first, last)
                for first, last in rules.pieces_of(self.period, until, SURE_DAYS)
            ]
        self.pieces = len(balances)
        return rules.join(balances)

    def _ask_payouts(self, client, balance):
        """Find the day of each payment.

        :return: {date: [Decimal]} of days with payments; None if all payments are known already
        """
        known = [-self._decimal(payout.amount) for payout in self._payouts(balance.date_to)]
        if sorted(known) == sorted(balance.payments):
            return None
        if not balance.payments:
            return {}
        asked = {(balance.date_from, balance.date_to): balance.payments}

        def payments_of(first, last):
            if (first, last) not in asked:
                asked[first, last] = client.balance(first, last).payments
            return asked[first, last]

        return payouts.dates_of(payments_of, balance.date_from, balance.date_to)

    def _ask_weeks(self, client, days, until):
        """Ask for weeks of the cash flow.

        Weeks of the month may name loans; new payouts may pay earlier weeks.

        If the key lacks this right, only the weeks are missing.

        :param days: as from `_ask_payouts`
        :param until: the last day of the balance
        :return: tuple of `CashFlowPeriod`
        """
        first = min([self.period, *(day - LONGEST_LAG for day in days or ())])
        try:
            return client.cash_flow(first, until)
        except errors.TemporaryError:
            raise
        except errors.OzonError as error:
            _logger.info("Ozon account %s: no weeks of payouts: %s", self.account_id.id, error)
            return ()

    def _take_over(self, balance, days):
        """Store what Ozon says, and compare it with the books.

        :param days: as from `_ask_payouts`
        """
        currency = self.env["ozon.document.mixin"]._currency(balance.currency)
        problems = rules.problems_of(balance)
        self.write({
            **self._prepare_balance_vals(balance),
            "currency_id": currency.id,
            "balance_problem": bool(problems) and self.env._(
                "Ozon's own figures do not add up, here with the sums of their parts: %s",
                balance_problems_text(self.env, problems, currency),
            ),
        })
        self._keep_raw(balance)
        if days is not None:
            self.env["ozon.payout"]._note_payments(
                self.account_id, currency, self._days_of_month(days, balance.date_to),
            )
        self.env["ozon.payout"]._match(self.account_id)
        self._note_done()
        self._compare()
        if self.line_ids.filtered(
            lambda line: line.kind == SERVICES and line.reason == Reason.UNEXPLAINED.value
        ):
            # Ozon may have added accruals to days that were read long ago.
            self.env["ozon.accrual.feed"]._read_again(self.account_id, self.period, self.until)

    def _days_of_month(self, days, until):
        """:return: {date: [Decimal]} of all requested days, including days without payments"""
        numbers = range(self.period.day, until.day + 1)
        return {
            day: days.get(day, []) for day in (self.period.replace(day=one) for one in numbers)
        }

    def _prepare_balance_vals(self, balance):
        points = balance.sales.points + balance.returns.points
        return {
            "opening_balance": float(balance.opening),
            "accrued": float(balance.accrued),
            "paid": float(sum(balance.payments, rules.ZERO)),
            "closing_balance": float(balance.closing),
            "sales_amount": float(balance.sales.amount - balance.sales.points),
            "returns_amount": float(balance.returns.amount - balance.returns.points),
            "points_amount": float(points),
            "fee_amount": float(balance.sales.fee + balance.returns.fee),
            "services_amount": float(
                sum((amount for _name, amount in balance.services), rules.ZERO)
            ),
            "services": [
                {"name": name, "amount": str(amount)} for name, amount in balance.services
            ],
            "until": balance.date_to,
            "fetched_at": fields.Datetime.now(),
        }

    def _keep_raw(self, balance):
        said = {
            "from": str(balance.date_from), "to": str(balance.date_to),
            "currency": balance.currency, "opening_balance": str(balance.opening),
            "accrued": str(balance.accrued), "closing_balance": str(balance.closing),
            "payments": [str(amount) for amount in balance.payments],
            "sales": {key: str(value) for key, value in asdict(balance.sales).items()},
            "returns": {key: str(value) for key, value in asdict(balance.returns).items()},
            "services": {name: str(amount) for name, amount in balance.services},
        }
        content = json.dumps(said, ensure_ascii=False, indent=1).encode()
        if self.raw_attachment_id:
            self.raw_attachment_id.raw = content
        else:
            self.raw_attachment_id = self.env["ir.attachment"].create({
                "name": f"ozon-balance-{self.period:%Y-%m}.json", "raw": content,
                "mimetype": "application/json", "res_model": self._name, "res_id": self.id,
            })

    # Business: failures

    def _note_done(self):
        self.write({
            "next_attempt": False, "failures": 0, "error_message": False, "is_refused": False,
        })

    def _note_error(self, error):
        failures = self.failures + 1
        if isinstance(error, errors.TemporaryError):
            moment = moment_to_retry(error, failures)
        else:
            moment = calendar.next_morning(utc_now()).replace(tzinfo=None)
            self.is_refused = True
        self.write({
            "error_message": ozon_error_message(self.env, error),
            "failures": failures, "next_attempt": moment,
        })
        self.account_id._note_refusal(error, tell=True)
        self.env["ozon.month.settlement"]._stand_in(self)

    def _note_failure(self, message):
        self.write({
            "error_message": message, "failures": self.failures + 1,
            "next_attempt": calendar.next_morning(utc_now()).replace(tzinfo=None),
        })
