import csv

from odoo import api, fields, models
from odoo.tools import file_open, ormcache

from ...domain.groups import UNKNOWN

SHIPPED = "ozon_connector_settlement/data/accrual_types.csv"


class OzonAccrualType(models.Model):
    """A type of Ozon's accruals, and how a company books it.

    The types come from Ozon's list (/v1/finance/accrual/types) and from a table of this addon that
    describes them. A type that is in neither is added as soon as Ozon uses it.
    """

    _name = "ozon.accrual.type"
    _description = "Ozon Accrual Type"
    _inherit = ["ozon.facts.mixin", "analytic.mixin"]
    _check_company_auto = True
    _order = "group, title, id"
    _rec_name = "title"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    name = fields.Char("Ozon Name", required=True, readonly=True)
    ozon_id = fields.Integer("Ozon Number", readonly=True, aggregator=None)
    title = fields.Char(required=True, readonly=True)
    group = fields.Selection(
        [
            ("sale", "Sales"),
            ("sale_fee", "Sale Commission"),
            ("service", "Ozon's Services"),
            ("reinvoiced", "Re-invoiced Services"),
            ("penalty", "Penalties"),
            ("financing", "Financing"),
            ("insurance", "Insurance"),
            ("star", "Star Products"),
            ("compensation", "Compensations"),
            ("transfer", "Transfers"),
            ("balance", "Balance Movements"),
            (UNKNOWN, "Unknown"),
        ],
        required=True, default=UNKNOWN,
        help="The document of Ozon that has the accruals of this type. Ozon does not say so for "
             "every type: change the group if you see the type in another document.",
    )
    account_id = fields.Many2one(
        "account.account", check_company=True,
        help="For a service: its expense account. For transfers and balance movements: the "
             "counter-account. Empty: the account of its group on the Ozon account; if that is "
             "empty too, the Services Account there is used for services.",
    )
    tax_ids = fields.One2many(
        "ozon.accrual.tax", "type_id", "Taxes",
        help="Empty: the taxes of its group on the Ozon account, else of the commission.",
    )

    _name_company_uniq = models.Constraint(
        "UNIQUE(company_id, name)", "The company already has this type of accrual.",
    )

    # Business: the list of types

    @api.model
    def _ensure(self, company):
        """Give a company the types of the shipped table.

        :return: all types of the company
        """
        types = self.sudo().search([("company_id", "=", company.id)])
        known = set(types.mapped("name"))
        return types | self.sudo().create([
            {"company_id": company.id, **vals}
            for vals in self._shipped() if vals["name"] not in known
        ])

    @api.model
    @ormcache()
    def _shipped(self):
        """:return: tuple of {ozon_id, name, title, group}, as the shipped table has them"""
        with file_open(SHIPPED) as file:
            return tuple(
                {**row, "ozon_id": int(row["ozon_id"])} for row in csv.DictReader(file)
            )

    def _note_listed(self, company, listed):
        """Store Ozon's list: new types are added, and known ones get Ozon's numbers.

        :param listed: iterable of `ozon_api.answers.accruals.AccrualType`
        """
        by_name = self._ensure(company).grouped("name")
        new = []
        for entry in listed:
            known = by_name.get(entry.name)
            if not known:
                new.append({
                    "company_id": company.id, "name": entry.name, "ozon_id": entry.id,
                    "title": entry.description or entry.name,
                })
            elif known.ozon_id != entry.id:
                known.ozon_id = entry.id
        self._forget_nameless(company, new)
        self.sudo().create(new)

    @api.model
    def _forget_nameless(self, company, new):
        """Name the types that were used before Ozon's list named them.

        :param new: list of vals of types; those that get a name here are removed from it
        """
        nameless = self.sudo().search([
            ("company_id", "=", company.id), ("name", "in", [str(v["ozon_id"]) for v in new]),
        ]).grouped("ozon_id")
        for vals in list(new):
            if vals["ozon_id"] in nameless:
                nameless[vals["ozon_id"]].write({"name": vals["name"], "title": vals["title"]})
                new.remove(vals)

    @api.model
    def _ids_of(self, company, parts):
        """The types of parts of accruals; unnamed types that Ozon uses are created.

        :param parts: iterable of `domain.accruals.Part`
        :return: {(Ozon's number, name): id of the type}
        """
        types = self._ensure(company)
        known = {
            **{(kind.ozon_id, ""): kind.id for kind in types if kind.ozon_id},
            **{(0, kind.name): kind.id for kind in types},
        }
        missing = {part[:2] for part in parts} - known.keys()
        created = self.sudo().create([
            {
                "company_id": company.id, "name": str(number), "ozon_id": number,
                "title": self.env._("Ozon's type No. %s", number),
            }
            for number, _name in sorted(missing)
        ])
        return known | {(kind.ozon_id, ""): kind.id for kind in created}
