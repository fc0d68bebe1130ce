from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...domain import calendar, settlement, vat
from ...domain import postings as rules
from ...domain.day_rates import day_sums
from ...domain.rates_of_returns import sold_at_old_rate
from ...domain.settlement import Direction
from ...ozon_api import errors
from ...ozon_api.files import read_realization_file
from ...tools.messages import ozon_error_message, settlement_error_message
from ...tools.moments import utc_now
from ..common.ozon_task_mixin import FOR_PAGE

# Earlier months that a page asks for at once; the background asks for all.
MONTHS_FOR_PAGE = 3


class OzonPostingMonth(models.Model):
    """The orders behind the realization report of a month, as far as the books need them.

    It keeps the orders whose goods came back, those placed before the rate of VAT changed, and
    those of companies. Source: /v1/finance/realization/posting, and
    /v1/finance/document-b2b-sales/json for the buyers.
    """

    _name = "ozon.posting.month"
    _description = "Ozon Orders of a Month"
    _inherit = "ozon.facts.mixin"
    _check_company_auto = True
    _order = "period DESC, account_id, id"

    account_id = fields.Many2one(
        "ozon.account", required=True, readonly=True, check_company=True, ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True)
    period = fields.Date("Month", required=True, readonly=True)
    asked_at = fields.Datetime("Asked On", readonly=True)
    problem = fields.Char(readonly=True, help="Why the orders are not known.")
    # {direction: {day: [revenue, points]}}, amounts as text.
    day_sums = fields.Json("Sums of Days", readonly=True)
    file_attachment_id = fields.Many2one("ir.attachment", "File Brought", readonly=True)
    posting_ids = fields.One2many("ozon.posting", "month_id", "Orders", readonly=True)

    _account_period_uniq = models.UniqueIndex(
        "(account_id, period)", "The orders of this month exist already.",
    )

    @api.depends("period", "account_id")
    def _compute_display_name(self):
        for month in self:
            month.display_name = f"{month.period:%m.%Y} · {month.account_id.display_name}"

    # Business: what the orders say

    @api.model
    def _ask_what_is_told(self, account, month, client, with_rates):
        """Ask Ozon for the orders of a month, and find out what they say.

        :param month: its first day
        :param with_rates: whether the rates of VAT of returned goods are wanted, too
        :return: list of (`domain.postings.Posting`, `domain.postings.Facet`) of all its orders;
            empty if Ozon does not give them, whatever the reason
        """
        found = self._read(account, month, client) or []
        change = vat.last_change(month)
        returns = [
            posting for posting in found if posting.movement.direction is Direction.RETURN
        ]
        verdicts = {}
        if with_rates and change:
            verdicts = self._when_sold(returns, change[0], account, month, client)
        return [
            (posting, rules.Facet(bool(old), old is not None, posting.invoice))
            for posting in found for old in [verdicts.get(posting)]
        ]

    @api.model
    def _when_sold(self, returns, first_day, account, month, client):
        """:return: {posting: whether it was sold before the rate changed, None if not known}"""
        if any(posting.ordered_on and posting.ordered_on < first_day for posting in returns):
            self._read_missing(account, first_day, month, client)
        sold, known = self._sold_since(account, first_day, month)
        all_known = known >= set(calendar.months(first_day, month))
        return {
            posting: sold_at_old_rate(posting, first_day, sold, all_known=all_known)
            for posting in returns
        }

    @api.model
    def _why_open(self, account, month):
        """Why the orders of a month do not say everything."""
        found = self.search([("account_id", "=", account.id), ("period", "=", month)])
        return found.problem or self.env._(
            "the months between are not all known, or they do not add up to the row. "
            "«Recreate Drafts» asks Ozon once more"
        )

    # Business: what is asked and kept

    @api.model
    def _read_missing(self, account, first, month, client):
        """Ask for the months from `first` to the one before `month` that are not known yet."""
        _sold, known = self._sold_since(account, first, month)
        missing = [
            one for one in calendar.months(first, calendar.month_before(month))
            if one not in known
        ]
        for one in missing[:MONTHS_FOR_PAGE] if self.env.context.get(FOR_PAGE) else missing:
            if self._read(account, one, client) is None:
                return

    @api.model
    def _read(self, account, month, client):
        """Ask Ozon for the orders of a month, and keep what the books need of them.

        :param client: `OzonClient`; None if only a file can have them
        :return: list of `domain.postings.Posting` of all orders; None if they are not known
        """
        kept = self._of(account, month)
        try:
            rows = kept._rows(client)
            found = rules.postings(rows, self._buyers(client, month, rows))
        except errors.OzonError as error:
            kept._note(ozon_error_message(self.env, error))
            return None
        except settlement.SettlementError as error:
            kept._note(settlement_error_message(self.env, error))
            return None
        kept._keep(found)
        kept._note(False)
        return found

    def _rows(self, client):
        """The orders of the month, from Ozon or, if it cannot be asked, from the file.

        :return: tuple of `ozon_api.answers.PostingRow`
        :raises errors.OzonError: neither has them
        """
        try:
            if not client:
                raise errors.WithoutKey()
            return client.realization_postings(self.period.year, self.period.month).rows
        except errors.OzonError:
            if not self.file_attachment_id:
                raise
        return read_realization_file(self.file_attachment_id.raw).postings.rows

    @api.model
    def _take_file(self, account, month, attachment):
        """Keep a file that contains the orders of a month.

        :param attachment: the `ir.attachment`
        :return: the record of the month
        :raises UserError: the file cannot be used
        """
        kept = self._of(account, month)
        attachment.write({"res_model": self._name, "res_id": kept.id})
        kept.file_attachment_id = attachment
        if self._read(account, month, None) is None:
            raise UserError(kept.problem)
        return kept

    @api.model
    def _of(self, account, month):
        """The record of a month, created if there is none."""
        domain = [("account_id", "=", account.id), ("period", "=", month)]
        found = self.search(domain)
        if found:
            return found
        # Two months imported at once may want the same earlier one. Odoo repeats a transaction that
        # failed because of a concurrent one, but not one that violated a constraint.
        account.flush_recordset()
        self.env.execute_query(SQL(
            """
            INSERT INTO ozon_posting_month (account_id, company_id, period, create_uid, create_date,
                                            write_uid, write_date)
                 VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC')
            ON CONFLICT DO NOTHING RETURNING id
            """,
            account.id, account.company_id.id, month, self.env.uid, self.env.uid,
        ))
        return self.search(domain)

    @api.model
    def _buyers(self, client, month, rows):
        """:return: {number of an invoice: `settlement.CompanyInvoice`}"""
        if not client or not any(row.invoice_number for row in rows):
            return {}
        try:
            sales = client.company_sales(month.year, month.month)
        except errors.OzonError:
            # The number and the date are known all the same.
            return {}
        return {
            sale.number: settlement.CompanyInvoice(sale.number, sale.date, sale.buyer, sale.inn)
            for sale in sales if sale.number
        }

    def _note(self, problem):
        self.write({"asked_at": utc_now().replace(tzinfo=None), "problem": problem})

    def _keep(self, found):
        change = vat.last_change(self.period)
        self.posting_ids.unlink()
        self.day_sums = {
            direction.value: {
                day.isoformat(): [str(revenue), str(points)]
                for day, (revenue, points) in days.items()
            }
            for direction, days in day_sums(found).items()
        }
        self.write({"posting_ids": [
            Command.create(self._prepare_posting_vals(posting)) for posting in found
            if posting.invoice or posting.movement.direction is Direction.RETURN
            or change and posting.ordered_on and posting.ordered_on < change[0]
        ]})

    @api.model
    def _prepare_posting_vals(self, posting):
        invoice = posting.invoice or settlement.CompanyInvoice("", None)
        return {
            "name": posting.number,
            "ordered_on": posting.ordered_on,
            "direction": posting.movement.direction.value,
            "goods_key": settlement.goods_key(posting.movement),
            "offer_id": posting.movement.offer_id,
            "goods": posting.movement.name,
            "quantity": posting.movement.quantity,
            "invoice_number": invoice.number,
            "invoice_date": invoice.day,
            "buyer": invoice.buyer,
            "buyer_inn": invoice.inn,
        }

    @api.model
    def _sold_since(self, account, first, last):
        """What is known to have been sold in some months, among the orders that are kept.

        :param first: first day of the first month
        :param last: first day of the last month
        :return: {(number of the shipment, `goods_key`)}, {first days of the months that are known}
        """
        known = self.search([
            ("account_id", "=", account.id), ("period", ">=", first), ("period", "<=", last),
            ("asked_at", "!=", False), ("problem", "=", False),
        ])
        sold = self.env["ozon.posting"].search_fetch(
            [("month_id", "in", known.ids), ("direction", "=", "sale")], ["name", "goods_key"],
        )
        return {(one.name, one.goods_key) for one in sold}, set(known.mapped("period"))
