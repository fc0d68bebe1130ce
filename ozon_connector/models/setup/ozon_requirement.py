from odoo import api, models

# How many reasons a person can take in at once.
IN_WORDS = 2


class OzonRequirement(models.AbstractModel):
    """The one list of what the books need before a month of Ozon can be booked.

    «Set Up» shows it, a month's checks name what is missing, and nothing is drafted or booked
    before everything is there. Each need is a name in `_names` and a method `_need_<name>`; an
    addon adds its own in the same way.
    """

    _name = "ozon.requirement"
    _description = "What Booking the Months of Ozon Needs"

    # In the order in which a person deals with them.
    _order_of_needs = (
        "chart", "partner", "payable", "receivable", "purchase_journal", "sale_journal",
        "netting_journal", "bank_journal", "service", "expense_account", "income_account",
        "fee_taxes", "goods_taxes", "warehouse", "location", "rates", "inn",
    )

    @api.model
    def _names(self):
        """:return: the names of all needs, in order"""
        return list(self._order_of_needs)

    @api.model
    def _rows(self, account, document=None, names=None):
        """What booking needs, and whether it is there.

        :param account: an `ozon.account`
        :param document: a record of a kind, if its own products and currency are asked for
        :param names: the needs to look at; all by default
        :return: a list of what `_row` returns, without needs that the account does not have
        """
        account = account.sudo().with_company(account.company_id)
        document = document and document.sudo().with_company(account.company_id)
        asked = self._names() if names is None else [n for n in self._names() if n in names]
        needs = self.sudo().with_company(account.company_id)
        rows = (getattr(needs, f"_need_{name}")(account, document) for name in asked)
        return [row for row in rows if row]

    @api.model
    def _missing(self, account, document=None, names=None):
        """:return: the rows of what is missing, so that nothing can be booked"""
        rows = self._rows(account, document, names)
        return [row for row in rows if row["state"] == "failed"]

    @api.model
    def _message(self, missing):
        """Everything that is missing, in words.

        :param missing: rows from `_missing`
        """
        return "\n".join([
            *(row["text"] for row in missing),
            self.env._("Nothing was booked. Use «Set Up» on the Ozon account."),
        ])

    @api.model
    def _summary(self, missing):
        """A short summary of what is missing: the reasons of a few needs, the titles of many."""
        if len(missing) <= IN_WORDS:
            return "\n".join(row["text"] for row in missing)
        return "; ".join(row["title"] for row in missing)

    @api.model
    def _row(self, name, title, state, text, buttons=()):
        """A row of the list, in the form of a document's `checks`.

        :param state: `passed`, `failed` (nothing can be booked without it), `confirm` (a person
            decides) or `info`
        :param buttons: (label, method of `ozon.setup`) of each button that fixes it
        """
        return {
            "name": name, "state": state, "title": title, "text": text,
            "buttons": [
                {"label": label, "method": method, "args": [name]} for label, method in buttons
            ],
        }

    @api.model
    def _is_confirmed(self, account, name):
        """Whether a person has confirmed that it is right as it is."""
        return name in (account.confirmed_setup or [])

    @api.model
    def _fiscal_position(self, account):
        positions = self.env["account.fiscal.position"].with_company(account.company_id)
        return positions._get_fiscal_position(account.partner_id)

    @api.model
    def _usable(self, record):
        """The records that can be used for new entries: archived ones cannot."""
        return record.filtered("active")
