"""What printouts about an account of Ozon have in common: the parties, and where they sign."""

from odoo.addons.ozon_connector.domain.texts import printable
from odoo.tools import format_date


class Paper:
    """A printout about a month of an account. Foreign texts become printable but not escaped.

    :param record: a record with `account_id`, `company_id`, `period` and `currency_id`, in the
        reader's language
    """

    def __init__(self, record):
        self.record = record
        self.env = record.env

    def parties(self):
        """:return: (Ozon, the company) as texts: the parties that sign"""
        partners = (
            self.record.account_id.partner_id.commercial_partner_id,
            self.record.company_id.partner_id,
        )
        return tuple(
            printable(
                self.env._("%(name)s, INN %(inn)s", name=partner.name, inn=partner.vat)
                if partner.vat else partner.name
            )
            for partner in partners
        )

    def signature(self):
        """:return: list of the lines that each party fills in"""
        lines = (
            self.env._("Position"), self.env._("Full name"), self.env._("Signature"),
            self.env._("Date"),
        )
        return [f"{line}: {'_' * 30}" for line in lines]

    def _contract(self):
        """The contract's number, with its date where the realization report states it."""
        of_month = [
            ("account_id", "=", self.record.account_id.id), ("period", "=", self.record.period),
            ("contract", "!=", False),
        ]
        report = self.env["ozon.realization.report"].search(
            of_month, order="correction_number", limit=1,
        )
        return report.contract or self.env["ozon.settlement"].search(of_month, limit=1).contract

    def _date(self, day):
        return format_date(self.env, day)
