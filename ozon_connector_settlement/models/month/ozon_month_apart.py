from odoo import api, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.tools import SQL

from ...domain import statement
from ...domain.groups import GROUP_OF_SALES

ZERO = statement.ZERO


class OzonMonthApart(models.AbstractModel):
    """The part of an account's books that Ozon settles apart from its balance: buy-outs.

    They are in the books from their month until Ozon pays them. A bank line or a payment pays them
    if it is reconciled with their invoice.
    """

    _name = "ozon.month.apart"
    _description = "Ozon Month: Settled Apart"

    @api.model
    def _classes(self, account):
        """:return: frozenset of the classes that Ozon settles apart from its balance"""
        return frozenset([statement.BUYOUT] if account.buyouts_settled == "apart" else [])

    @api.model
    def _before(self, month):
        """The part of the books' opening balance that Ozon settles apart.

        :return: Decimal
        """
        if not self._classes(month.account_id):
            return ZERO
        booked = self.env["ozon.month.ledger"]._booked_by_entry(month, SQL(
            "m.date < %s AND m.ozon_account_id = %s AND m.ozon_kind = 'buyout'",
            month.period, month.account_id.id,
        ), SQL("NULL"))
        paid = self._paid(month, SQL("payer.date < %s", month.period))
        return sum(booked.values(), ZERO) + sum(paid.values(), ZERO)

    @api.model
    def _paid_in(self, month):
        """What entries of the month pay for buy-outs.

        :return: {id of the entry: Decimal}; below 0 is what Ozon has paid
        """
        if not self._classes(month.account_id):
            return {}
        return self._paid(month, SQL(
            "payer.date BETWEEN %s AND %s", month.period, calendar.last_day(month.period),
        ))

    @api.model
    def _paid(self, month, condition):
        """:param condition: `SQL` on the entry `payer`"""
        for model in ("account.move", "account.move.line", "account.partial.reconcile"):
            self.env[model].flush_model()
        rows = self.env.execute_query(SQL(
            """
            SELECT payer.id, sum(paid.amount)::text
              FROM (
                    SELECT debit_move_id AS bought_id, credit_move_id AS payer_id,
                           -credit_amount_currency AS amount
                      FROM account_partial_reconcile
                     UNION ALL
                    SELECT credit_move_id, debit_move_id, debit_amount_currency
                      FROM account_partial_reconcile
                   ) paid
              JOIN account_move_line bought ON bought.id = paid.bought_id
              JOIN account_move invoice ON invoice.id = bought.move_id
              JOIN account_move_line item ON item.id = paid.payer_id
              JOIN account_move payer ON payer.id = item.move_id
             WHERE invoice.ozon_account_id = %s AND invoice.ozon_kind = 'buyout'
               AND item.currency_id = %s AND payer.state = 'posted'
               AND (payer.statement_line_id IS NOT NULL OR payer.origin_payment_id IS NOT NULL)
               AND %s
          GROUP BY payer.id
            """,
            month.account_id.id, month.currency_id.id, condition,
        ))
        return {entry_id: month._decimal(amount) for entry_id, amount in rows}

    @api.model
    def _waits_for_buyouts(self, month):
        """Whether Ozon's balance may contain buy-outs that are not here yet."""
        return not self._classes(month.account_id) and bool(self.env["ozon.buyout"].search_count([
            ("account_id", "=", month.account_id.id), ("period", "=", month.period),
            ("state", "=", "waiting"),
        ], limit=1))

    @api.model
    def _with_buyouts(self, month, amounts, services):
        """Move the buy-outs into a class of their own, where Ozon's balance contains them.

        :param amounts: {class: Decimal}
        :param services: Decimal; services of the balance beyond the accruals
        :return: (amounts, services), the services without buy-outs
        """
        if self._classes(month.account_id):
            return amounts, services
        buyouts = self.env["ozon.buyout"].search([
            ("account_id", "=", month.account_id.id), ("period", "=", month.period),
            ("state", "not in", ("waiting", "cancelled")),
        ])
        stated = sum((month._decimal(buyout.amount) for buyout in buyouts), ZERO)
        accruals = self.env["ozon.accrual"]._read_group(
            [("account_id", "=", month.account_id.id), ("date", ">=", month.period),
             ("date", "<=", month.until), ("type_id.group", "=", GROUP_OF_SALES)],
            [], ["amount:sum"],
        )
        of_sales = month._decimal(accruals[0][0] or 0)
        # The accruals of sales include points and returns, which are classes of their own.
        of_sales -= sum(
            (amounts.get(kind, ZERO) for kind in (statement.RETURNS, statement.POINTS)), ZERO,
        )
        return statement.with_buyouts(amounts, stated, of_sales, services)
