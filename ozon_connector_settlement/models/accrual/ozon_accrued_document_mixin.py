from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.exceptions import UserError

from ...domain import figures as rules


class OzonAccruedDocumentMixin(models.AbstractModel):
    """A monthly document that is created from the daily accruals of its month.

    A kind defines which accrual types belong to it (`_types`) and which documents a month has
    (`_create_missing`). New accruals, and types that move to another group, reach all kinds
    automatically.
    """

    _name = "ozon.accrued.document.mixin"
    _description = "Monthly Document Made from Accruals"
    _inherit = "ozon.document.mixin"

    # What each kind defines

    def _types(self):
        """:return: the `ozon.accrual.type` whose accruals belong to the document"""
        raise NotImplementedError

    def _own_figures(self):
        """:return: {(role, id of the type or False): `domain.figures.Figure`}"""
        raise NotImplementedError

    def _has_contents(self):
        """Whether the document has any figures; without them it is not needed."""
        raise NotImplementedError

    # Cron

    @api.model
    def _create_due(self, accounts):
        return super()._create_due(accounts.filtered("book_services"))

    # Business: the accruals behind it

    @api.model
    def _accrued_kinds(self):
        """:return: list of empty recordsets, one for each kind that is created from accruals"""
        names = self.env.registry.descendants(["ozon.accrued.document.mixin"], "_inherit")
        return [self.env[name] for name in sorted(names) if not self.env[name]._abstract]

    def _accrual_domain(self):
        return [
            ("account_id", "=", self.account_id.id),
            ("date", ">=", self.period), ("date", "<=", calendar.last_day(self.period)),
        ]

    def _open_accruals(self, types):
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": [*self._accrual_domain(), ("type_id", "in", types.ids)],
        }

    def _sums_of_types(self):
        """The accruals of the document's month and types.

        :return: {(role, id of the type): Figure}, `res.currency` of the accruals
        """
        self.env["ozon.accrual"].flush_model()
        self.env.cr.execute("""
            SELECT type_id, currency_id, count(*), sum(amount)::text
              FROM ozon_accrual
             WHERE account_id = %s AND date BETWEEN %s AND %s AND type_id = ANY(%s)
          GROUP BY type_id, currency_id
        """, [
            self.account_id.id, self.period, calendar.last_day(self.period), self._types().ids,
        ])
        rows = self.env.cr.fetchall()
        currencies = self.env["res.currency"].browse({row[1] for row in rows})
        sums = {
            (rules.ACCRUALS, type_id): rules.Figure(count, Decimal(amount))
            for type_id, _currency, count, amount in rows if Decimal(amount)
        }
        return sums, currencies or self.company_id.currency_id

    def _check_period(self, answer):
        if len(answer.currencies) > 1:
            raise UserError(self.env._(
                "Ozon's accruals of %(month)s are in several currencies (%(currencies)s), so they "
                "were not booked. Ask Ozon's support which currency is right.",
                month=self.month, currencies=", ".join(answer.currencies.mapped("name")),
            ))

    def _days_missing(self):
        """:return: list of the days of the month that are not read or do not add up"""
        last = calendar.last_day(self.period)
        read = set(self.env["ozon.accrual.day"].search([
            *self._accrual_domain(), ("state", "=", "loaded"),
        ]).mapped("date"))
        days = (self.period.replace(day=number) for number in range(1, last.day + 1))
        return [day for day in days if day not in read]

    def _check_days(self):
        title = self.env._("All days of the month are read")
        missing = self._days_missing()
        if missing:
            return self._check("days", title, False, self.env._(
                "Not read, or inconsistent: %s", ", ".join(map(self._day, missing[:5])),
            ))
        return self._check("days", title, True, self.env._(
            "%s days", (calendar.last_day(self.period) - self.period).days + 1,
        ))

    # Business: how two versions differ

    def _difference(self, answer):
        return rules.changes(answer.figures, self._present_figures())

    def _present_figures(self):
        """The figures of the document and its corrections together."""
        documents = self | self._open_corrections()
        return rules.merge(*(document._own_figures() for document in documents))

    def _booked_figures(self):
        """The figures that a correction starts from."""
        corrected = self.corrected_report_id
        before = corrected._open_corrections().filtered(
            lambda one: one.correction_number < self.correction_number
        )
        return rules.merge(*(document._own_figures() for document in corrected | before))

    # Business: what resumes documents

    @api.model
    def _follow_accruals(self, account, months):
        """Resume the documents of months whose accruals have changed.

        :param months: set of first days
        """
        if not months:
            return
        due = set(calendar.due_months(min(months), utc_now(), self._due_day))
        # A user may have requested a month before it is due.
        asked_for = self.env["ozon.document"].search([
            ("account_id", "=", account.id), ("period", "in", list(months)),
        ]).mapped("period")
        documents = self._create_missing(account, sorted(months & (due | set(asked_for))))
        waiting = documents.filtered(lambda one: one.state in ("waiting", "cancelled"))
        waiting.filtered(
            lambda one: one.state == "cancelled" and not one._has_contents()
        ).write({"state": "waiting"})
        waiting.filtered(lambda one: one.state == "waiting")._retry_at(utc_now())
        (documents - waiting)._compare_soon()

    @api.model
    def _follow_types(self, types):
        """Resume the documents of months whose types were moved to another group."""
        rows = self.env["ozon.accrual"]._read_group(
            [("type_id", "in", types.ids)], ["account_id", "date:month"],
        )
        months = {}
        for account, month in rows:
            months.setdefault(account, set()).add(fields.Date.to_date(month))
        for account, changed in months.items():
            self._follow_accruals(account, changed)
