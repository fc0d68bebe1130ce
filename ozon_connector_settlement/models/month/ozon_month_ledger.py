from odoo import api, models
from odoo.tools import SQL, ormcache

from ...domain import statement

# The accounts that hold what Ozon owes and what is owed to Ozon.
ACCOUNT_TYPES = ("asset_receivable", "liability_payable")


class OzonMonthLedger(models.AbstractModel):
    """What Ozon owes by the journal items of posted entries."""

    _name = "ozon.month.ledger"
    _description = "Ozon Month in the Ledger"

    @api.model
    def _booked_before(self, month, day):
        """:return: Decimal; what Ozon owes by all entries before a day"""
        by_entry = self._booked_by_entry(month, SQL("m.date < %s", day), SQL("NULL"))
        return sum(by_entry.values(), statement.ZERO)

    @api.model
    def _booked_by_entry(self, month, condition, key=None):
        """What posted entries book on the receivable and payable accounts of Ozon.

        An entry that no addon has created counts if only this account has its partner. The other
        side of a balance movement may be a debt as well, but not Ozon's.

        :param condition: `SQL` on the entry `m`
        :param key: `SQL` that amounts are grouped by; the entry by default
        :return: {key: Decimal}
        """
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        account = month.account_id
        rows = self.env.execute_query(SQL(
            """
            SELECT %s, sum(l.amount_currency)::text
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN account_account a ON a.id = l.account_id
             WHERE a.account_type IN %s AND m.state = 'posted' AND l.company_id = %s
               AND l.currency_id = %s AND l.ozon_is_counter IS NOT TRUE
               AND (m.ozon_account_id = %s
                    OR %s AND m.ozon_account_id IS NULL AND l.partner_id = %s)
               AND %s
          GROUP BY 1
            """,
            key or SQL("m.id"), ACCOUNT_TYPES, month.company_id.id, month.currency_id.id,
            account.id, self._is_alone(account),
            account.partner_id.commercial_partner_id.id, condition,
        ))
        return {found: month._decimal(amount or 0) for found, amount in rows}

    @api.model
    @ormcache()
    def _partner_ids(self):
        """:return: frozenset of the ids of the partners that represent Ozon"""
        accounts = self.env["ozon.account"].sudo().with_context(active_test=False)
        partners = accounts._read_group([], ["partner_id"])
        return frozenset(partner.commercial_partner_id.id for [partner] in partners)

    @api.model
    def _is_alone(self, account):
        """Whether an entry of its partner can only belong to this account."""
        others = account.sudo().with_context(active_test=False).search([
            ("company_id", "=", account.company_id.id), ("id", "!=", account.id),
        ])
        partner = account.partner_id.commercial_partner_id
        return partner not in others.partner_id.commercial_partner_id
