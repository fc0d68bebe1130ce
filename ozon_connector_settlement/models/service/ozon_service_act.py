from typing import NamedTuple

from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.models.document.ozon_document_base import STATES

from ...domain import figures as rules
from ...domain.groups import ALL, UNKNOWN, act_of
from ...domain.proof import Proof
from ...tools.service_paper import ServicePaper

KINDS = [
    ("service", "Ozon's Services"),
    ("reinvoiced", "Re-invoiced Services"),
    ("star", "Star Products"),
    ("insurance", "Insurance"),
    ("all", "All Services"),
    (UNKNOWN, "Services of Unknown Kind"),
]


class AccruedMonth(NamedTuple):
    """The figures of an act: the sums of its accruals, and its proof.

    :param raw: bytes; the figures as JSON, kept as the source of the act
    :param figures: {(role, id of the type or 0): Figure}
    :param currencies: `res.currency` of the accruals, one as a rule
    """

    raw: bytes
    figures: dict
    currencies: object
    proof: Proof


class OzonServiceAct(models.Model):
    """A document of Ozon's services in a month, created from its daily accruals.

    Ozon's API does not return such documents, only their totals, which `ozon_service_act_proof`
    compares. `domain.groups` defines which accrual types belong to which act.
    """

    _name = "ozon.service.act"
    _description = "Ozon Service Act"
    _inherit = [
        "ozon.withheld.document.mixin", "ozon.accrued.document.mixin",
        "ozon.proved.document.mixin", "ozon.printed.document.mixin",
    ]
    _order = "period DESC, account_id, kind, id"

    _entry_fields = ("bill_id", "netting_move_id")
    _entry_kind = "service"
    _paper_class = ServicePaper

    # Added once more, because an addon translates only the labels it adds itself.
    state = fields.Selection(selection_add=[
        # Nothing here has a card: a person chooses what the accruals are.
        (state, "Choice needed" if state == "to_match" else label) for state, label in STATES
    ])
    kind = fields.Selection(KINDS, required=True, readonly=True, default="service")
    line_ids = fields.One2many("ozon.service.act.line", "act_id", "Services", readonly=True)
    accrued = fields.Monetary(
        readonly=True, help="The sum of the accruals, in Ozon's sign: below 0 is what Ozon takes.",
    )
    points_used = fields.Monetary(
        "Points Applied", readonly=True,
        help="What points for discounts have paid of these services.",
    )
    amount = fields.Monetary(readonly=True, help="What the bill adds up to.")
    bill_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True, ondelete="set null",
        index="btree_not_null",
    )
    corrected_report_id = fields.Many2one(
        "ozon.service.act", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.service.act", "corrected_report_id", "Corrections", readonly=True,
    )

    _account_period_correction_uniq = models.UniqueIndex(
        "(account_id, period, kind, correction_number)",
        "The month already has this document.",
    )

    @api.depends("kind")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for act in self:
            act.display_name = f"{kinds[act.kind]} · {act.display_name}"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """A correction gets the kind of the act that it corrects."""
        return super().create([
            {"kind": self.browse(vals["corrected_report_id"]).kind, **vals}
            if vals.get("corrected_report_id") else vals
            for vals in vals_list
        ])

    # Actions

    def action_open_bill(self):
        """Open the vendor bill of the act."""
        self.ensure_one()
        self.check_access("read")
        return self.bill_id._get_records_action(name=self.env._("Vendor Bill"))

    def action_open_accruals(self):
        """Open the accruals behind the act."""
        self.ensure_one()
        self.check_access("read")
        return self._open_accruals(self.line_ids.type_id)

    def action_open_types(self):
        """Open the types whose group a person has to choose."""
        self.ensure_one()
        self.check_access("read")
        return self.line_ids.type_id._get_records_action(name=self.env._("Types of Accruals"))

    # Business: what is requested and stored

    @api.model
    def _ozon_methods(self):
        return {
            "/v1/finance/accrual/by-day": self.env._("loading accruals"),
            "/v1/finance/accrual/types": self.env._("the list of types of accruals"),
            "/v1/finance/balance": self.env._("comparing the books with Ozon's balance"),
            "/v1/finance/cash-flow-statement/list": self.env._("loading Ozon's payouts"),
            "/v1/finance/mutual-settlement": self.env._("proving bills of services"),
            "/v1/report/info": self.env._("loading files of reports"),
        }

    def _row_count(self):
        return len(self.line_ids)

    def _types(self):
        """The accrual types that belong to an act of this kind."""
        in_one = self._is_in_one(self.account_id, self.period)
        types = self.env["ozon.accrual.type"]._ensure(self.company_id)
        return types.filtered(lambda kind: act_of(kind.group, in_one) == self.kind)

    @api.model
    def _is_in_one(self, account, month):
        """Whether all services of a month come in one act.

        A month that already has acts keeps its setting; else its services would be billed twice.
        """
        acts = self.search([
            ("account_id", "=", account.id), ("period", "=", month), ("state", "!=", "cancelled"),
            ("kind", "!=", UNKNOWN),
        ])
        if acts:
            return ALL in acts.mapped("kind")
        return account.service_bills == "in_one"

    def _store(self, answer):
        self._check_period(answer)
        figures = rules.changes(answer.figures, self._booked_figures())
        self.line_ids.unlink()
        self.write({
            **self._prepare_header_vals(answer),
            "line_ids": [
                Command.create({
                    "role": role, "type_id": type_id, "accrual_count": figure.count,
                    "amount": float(figure.amount),
                })
                for (role, type_id), figure in figures.items()
            ],
            **self._prepare_figures_vals(figures),
            # No figures, no document.
            "state": "loaded" if figures else "cancelled",
        })

    def _prepare_figures_vals(self, figures):
        def total(*roles):
            return rules.total({key: one for key, one in figures.items() if key[0] in roles})

        return {
            "accrued": float(total(rules.ACCRUALS)),
            "points_used": float(total(rules.POINTS)),
            "amount": float(-rules.total(figures)),
        }

    def _match(self, patient):
        """Services of unknown types belong to no bill, so their document waits."""
        self.state = "to_match" if self.kind == UNKNOWN else "ready"

    # Business: how two versions differ

    def _has_contents(self):
        return bool(self.line_ids)

    def _figures(self):
        return self.accrued, self.points_used

    def _own_figures(self):
        """:return: {(role, id of the type or False): Figure}"""
        return {
            (line.role, line.type_id.id): rules.Figure(
                line.accrual_count, self._kopecks(line.amount),
            )
            for line in self.line_ids
        }
