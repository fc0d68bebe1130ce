from odoo import api, fields, models
from odoo.tools import format_amount, format_date

# At most so many months are shown as tiles, and so many tasks in the list.
TILES = 24
TASKS = 60


class OzonMonthDesk(models.AbstractModel):
    """The first page for a bookkeeper: what Ozon owes, the months, and what to do."""

    _name = "ozon.month.desk"
    _description = "Ozon Desk"

    @api.model
    def get_desk(self):
        """The contents of the page, for the selected companies.

        :return: {accounts, figures, months, tasks, more}; `accounts` is their number, `more` the
            number of tasks left out; for the rest see `_figures`, `_tile`, `_task`
        """
        accounts = self.env["ozon.account"].search([
            ("company_id", "in", self.env.companies.ids),
        ])
        tasks, left_out = self._desk_tasks(accounts)
        months = self.env["ozon.month"].search([
            ("account_id", "in", accounts.ids), ("source", "!=", False),
        ])
        return {
            "accounts": len(accounts),
            "figures": [
                self._figures(currency, own)
                for currency, own in months.grouped("currency_id").items()
            ],
            "months": [self._tile(month, len(accounts) > 1) for month in months[:TILES]],
            "tasks": tasks[:TASKS],
            "more": max(len(tasks) - TASKS, 0) + left_out,
        }

    @api.model
    def _figures(self, currency, months):
        """What Ozon owes in one currency; a sum over currencies would mean nothing.

        :return: {currency, owes, until, on_way, result, month}, amounts as texts
        """
        latest = months.browse().union(*(
            of_account[:1] for of_account in months.grouped("account_id").values()
        ))
        closed = months.filtered(lambda month: month.state != "open").grouped("period")
        last = closed[max(closed)] if closed else months.browse()
        on_way = self.env["ozon.payout"].search([
            ("account_id", "in", months.account_id.ids), ("state", "!=", "matched"),
            ("currency_id", "=", currency.id),
        ])
        sums = {
            "owes": latest.mapped("closing_balance"), "on_way": on_way.mapped("amount"),
            "result": last.mapped("accrued"),
        }
        return {
            "currency": currency.name, "until": format_date(self.env, max(latest.mapped("until"))),
            "month": last[:1].month or "",
            **{name: format_amount(self.env, sum(of), currency) for name, of in sums.items()},
        }

    @api.model
    def _tile(self, month, named):
        """:param named: whether to name the account, because there are several
        :return: {id, month, account, state, label, closing, difference}, amounts as texts
        """
        states = dict(month._fields["state"]._description_selection(self.env))
        return {
            "id": month.id, "month": month.month, "state": month.state,
            "label": states[month.state], "account": named and month.account_id.name or "",
            "closing": month._money(month.closing_balance),
            "difference": month.difference_count and month._money(month.difference) or "",
        }

    # What to do

    @api.model
    def _desk_tasks(self, accounts):
        """
        :return: (list of `_task`, the most urgent first; the number of documents that are left out,
            because it takes time to find out what each of them waits for)
        """
        if not accounts:
            return self._first_task(), 0
        tasks = [task for account in accounts for task in self._account_tasks(account)]
        documents = [
            document for kind in self.env["ozon.document"]._kinds() for document in kind.search([
                ("account_id", "in", accounts.ids), ("state", "not in", ("posted", "cancelled")),
            ]) if document.state in ("to_match", "to_review") or document.error_message
        ]
        tasks += [task for document in documents[:TASKS] for task in document._desk_tasks()]
        tasks += [
            self._task(payout, self.env._(
                "Several bank lines may be the payout %s", payout.display_name,
            ), self.env._("Choose"))
            for payout in self.env["ozon.payout"].search([
                ("account_id", "in", accounts.ids), ("state", "=", "to_choose"),
            ])
        ]
        tasks += [
            self._difference_task(month) for month in self.env["ozon.month"].search([
                ("account_id", "in", accounts.ids), ("state", "=", "different"),
            ])
        ]
        return tasks, len(documents[TASKS:])

    @api.model
    def _first_task(self):
        """The task of a person who has connected no account yet."""
        if not self.env.user.has_group("ozon_connector.group_ozon_manager"):
            return []
        return [self._task(
            self.env["ozon.account"], self.env._("Connect your Ozon seller cabinet"),
            self.env._("Connect Ozon"), "ozon_connector.ozon_connect_action",
        )]

    @api.model
    def _account_tasks(self, account):
        """The tasks of a person about an account."""
        tasks = []
        steps = dict(account._fields["next_step"]._description_selection(self.env))
        if account.next_step:
            tasks.append(self._task(
                account, f"{account.name}: {steps[account.next_step]}", self.env._("Open"),
            ))
        if account.key_state in ("expiring", "expired"):
            tasks.append(self._task(account, self.env._(
                "%(account)s: the key is valid until %(day)s", account=account.name,
                day=format_date(self.env, fields.Date.to_date(account.key_expires_at)),
            ), self.env._("Replace")))
        if account.card_review_count:
            tasks.append(self._task(
                account, self.env._(
                    "%(account)s: cards without a product: %(count)s",
                    account=account.name, count=account.card_review_count,
                ), self.env._("Choose"), "ozon_connector.ozon_product_action",
            ))
        return tasks

    @api.model
    def _difference_task(self, month):
        labels = dict(month.line_ids._fields["reason"]._description_selection(self.env))
        reasons = {labels[line.reason]: None for line in month.line_ids if line.reason}
        return self._task(month, self.env._(
            "%(month)s: the books differ by %(amount)s — %(reasons)s",
            month=month.display_name, amount=month._money(month.difference),
            reasons=", ".join(reasons).lower(),
        ), self.env._("Look"))

    @api.model
    def _task(self, record, text, button, action=None):
        """A line of the list of tasks.

        :param record: the record that the button opens, unless `action` is given
        :param action: external id of an action
        :return: {key, text, button, model, id, action}
        """
        return {
            "key": f"{record._name},{record.id},{button}", "text": text, "button": button,
            "model": record._name, "id": record.id, "action": action or "",
        }
