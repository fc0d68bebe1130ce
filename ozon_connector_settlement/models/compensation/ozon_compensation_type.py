import csv

from odoo import api, fields, models
from odoo.addons.ozon_connector.tools.moments import utc_now
from odoo.tools import file_open, ormcache

from ...domain.compensations import (
    COMPENSATION,
    DECOMPENSATION,
    LEAVE,
    NOTHING,
    RETURN,
    WRITTEN_OFF,
)
from ...domain.settlement_rows import normal

SHIPPED = "ozon_connector_settlement/data/compensation_types.csv"
KINDS = [
    (COMPENSATION, "Compensation"),
    (DECOMPENSATION, "Decompensation"),
    (WRITTEN_OFF, "Written Off without Compensation"),
]


class OzonCompensationType(models.Model):
    """What happens to the goods of a type of compensation, named in Ozon's own words.

    The words come from Ozon's reports, and some from a table of this addon. An unknown type is
    added automatically and waits for a person.
    """

    _name = "ozon.compensation.type"
    _description = "Ozon Compensation Type"
    _inherit = "ozon.facts.mixin"
    _order = "kind, title, id"
    _rec_name = "title"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    # The title as normalized by `domain.settlement_rows.normal`: Ozon spells it in several ways.
    name = fields.Char("Normalized", required=True, readonly=True)
    title = fields.Char(required=True, readonly=True, help="Ozon's words.")
    goods = fields.Selection(
        [(LEAVE, "Leave the location"), (RETURN, "Come back to it"), (NOTHING, "Stay as they are")],
        help="What happens with the goods at Ozon. Documents with this type wait until you choose. "
             "«Recreate Drafts» applies a change to drafts; posted documents do not change.",
    )

    _company_kind_name_uniq = models.Constraint(
        "UNIQUE(company_id, kind, name)", "The company already has this type.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "goods" in vals:
            self._resume_documents()
        return result

    # Business

    @api.model
    def _ensure(self, company):
        """Give a company the types of the shipped table.

        :return: all types of the company
        """
        types = self.sudo().search([("company_id", "=", company.id)])
        known = {(one.kind, one.name) for one in types}
        return types | self.sudo().create([
            {"company_id": company.id, **vals} for vals in self._shipped()
            if (vals["kind"], vals["name"]) not in known
        ])

    @api.model
    @ormcache()
    def _shipped(self):
        """:return: tuple of {kind, name, title, goods}, as the shipped table has them"""
        with file_open(SHIPPED) as file:
            return tuple({**row, "name": normal(row["title"])} for row in csv.DictReader(file))

    @api.model
    def _ids_of(self, company, kind, titles):
        """The types of a report; unknown ones are created.

        :param titles: {normalized: Ozon's words}
        :return: {normalized: id}
        """
        types = self._ensure(company).filtered(lambda one: one.kind == kind)
        known = {one.name: one.id for one in types}
        created = self.sudo().create([
            {"company_id": company.id, "kind": kind, "name": name, "title": title}
            for name, title in sorted(titles.items()) if name not in known
        ])
        return known | {one.name: one.id for one in created}

    def _resume_documents(self):
        """Continue the documents that waited for a choice."""
        waiting = self.env["ozon.compensation"].sudo().search([
            ("state", "=", "to_match"), ("line_ids.type_id", "in", self.ids),
        ])
        waiting.state = "loaded"
        waiting._retry_at(utc_now())
