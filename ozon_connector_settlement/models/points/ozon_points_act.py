import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.ozon_connector.models.document.ozon_document_base import STATES

from ...domain import figures as rules
from ...domain.points import OVERUSE, PREMIUM, Share, kind_of
from ...domain.proof import Proof
from ...domain.statement import ZERO
from ...tools.points_paper import PointsPaper

# The figures of an act, named after their fields. They add up to its amount.
FIGURES = ("points", "points_on_fee", "points_on_services", "taken_difference")


class LeftOverMonth(NamedTuple):
    """The figures of an act.

    :param raw: bytes; the figures as JSON, kept as the source of the act
    :param figures: {one of FIGURES: `rules.Figure`} without zeros; empty if nothing is left
    :param currencies: `res.currency` of the realization report
    :param proof: a `domain.proof.Proof`
    """

    raw: bytes
    figures: dict
    currencies: object
    proof: Proof


class OzonPointsAct(models.Model):
    """Points of a month that fee and services have not used up, or points used in excess.

    Ozon pays remaining points by an act of a premium. It bills points that were returned beyond
    those of the month («Вознаграждение за перерасход баллов»). Its API returns neither document:
    the sum is what the realization report and the service acts leave over (`domain.points`); the
    number comes from the mutual settlement or from a person.
    """

    _name = "ozon.points.act"
    _description = "Ozon Points Act"
    _inherit = [
        "ozon.entry.document.mixin", "ozon.proved.document.mixin", "ozon.printed.document.mixin",
    ]

    # The settlement states what Ozon takes, the act what Ozon owes.
    _proof_sign = -1
    _paper_class = PointsPaper

    # Added once more, because an addon translates only the labels it adds itself.
    state = fields.Selection(selection_add=STATES)
    kind = fields.Selection(
        [(PREMIUM, "Premium"), (OVERUSE, "Points Overuse")], readonly=True,
    )
    points = fields.Monetary(
        "Points of the Month", readonly=True, help="Earned by sales less returned.",
    )
    points_on_fee = fields.Monetary(
        "Applied to Commission", readonly=True, help="Below 0 is what was used.",
    )
    points_on_services = fields.Monetary(
        "Applied to Services", readonly=True, help="Below 0 is what was used.",
    )
    taken_difference = fields.Monetary(
        "Taken from the Settlement", readonly=True,
        help="The total by Ozon's settlement less the points that are left.",
    )
    corrected_report_id = fields.Many2one(
        "ozon.points.act", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.points.act", "corrected_report_id", "Corrections", readonly=True,
    )

    _account_period_correction_uniq = models.UniqueIndex(
        "(account_id, period, correction_number)", "The month already has this act.",
    )

    @api.depends("kind")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for act in self.filtered("kind"):
            act.display_name = f"{kinds[act.kind]} · {act.display_name}"
        return result

    # Business: its figures

    def _ask_ozon(self, patient):
        # Ozon has been asked for the report and the accruals, so the stored ones are used.
        return self._ask(None)

    def _ask(self, client):
        """:return: a `LeftOverMonth`"""
        reports, share = self._reports(), self._share(self.account_id, self.period)
        proof = self._prove(-share.beyond)
        figures = dict(zip(
            FIGURES, (share.earned, -share.on_fee, -share.on_services, self._taken(proof)),
            strict=True,
        ))
        if not share.beyond:
            figures = dict.fromkeys(FIGURES, ZERO)
        said = {
            **{name: str(amount) for name, amount in figures.items()},
            "settlement": [
                {"number": line.number, "date": str(line.date), "name": line.name}
                for line in self._proof_lines(proof)
            ],
        }
        return LeftOverMonth(
            json.dumps(said, ensure_ascii=False, indent=1).encode(),
            {name: rules.Figure(0, amount) for name, amount in figures.items() if amount},
            reports[:1].currency_id or self.company_id.currency_id, proof,
        )

    def _taken(self, proof):
        root = self.corrected_report_id or self
        return -proof.difference if root._settlement_is_taken(proof) else ZERO

    def _reports(self):
        return self.env["ozon.realization.report"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("state", "!=", "cancelled"),
        ])

    @api.model
    def _share(self, account, month):
        """The points of a month, and what they paid for.

        If points are booked as income, the invoice has all of them and nothing is left over.

        :return: a `Share`
        """
        of_month = [
            ("account_id", "=", account.id), ("period", "=", month), ("state", "!=", "cancelled"),
        ]
        reports = self.env["ozon.realization.report"].search(of_month)
        if any(report.points_are_income for report in reports):
            return Share(ZERO, ZERO, ZERO)
        acts = self.env["ozon.service.act"].search(of_month)
        return Share(
            sum((self._kopecks(report.points) for report in reports), ZERO),
            sum((self._kopecks(report.points_used) for report in reports), ZERO),
            sum((self._kopecks(act.points_used) for act in acts), ZERO),
        )

    def _store(self, answer):
        figures = rules.changes(answer.figures, self._booked_figures())
        amount = rules.total(figures)
        self.write({
            **self._prepare_header_vals(answer),
            **{name: float(figures.get(name, rules.NOTHING).amount) for name in FIGURES},
            "amount": float(amount),
            "kind": self.corrected_report_id.kind or kind_of(amount),
            # No amount, no document.
            "state": "loaded" if amount else "cancelled",
        })

    # Business: how two versions differ

    def _difference(self, answer):
        """Only another sum counts as a difference; its parts may shift."""
        present = self._sum_of(self | self._open_corrections())
        return rules.total(answer.figures) - rules.total(present)

    def _booked_figures(self):
        corrected = self.corrected_report_id
        before = corrected._open_corrections().filtered(
            lambda one: one.correction_number < self.correction_number
        )
        return self._sum_of(corrected | before)

    def _sum_of(self, acts):
        return rules.merge(*(
            {name: rules.Figure(0, self._kopecks(act[name])) for name in FIGURES} for act in acts
        ))

    def _figures(self):
        return tuple(self[name] for name in FIGURES)
