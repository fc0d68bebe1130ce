import json
from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_base import STATES

from ...domain import figures as rules
from ...tools.movement_paper import MovementPaper


class MovedMonth(NamedTuple):
    """The figures of a movement.

    :param raw: bytes; the figures as JSON, kept as the source of the entry
    :param figures: {(role, id of the type): Figure}; empty if there is nothing
    :param currencies: `res.currency` of the accruals, one as a rule
    """

    raw: bytes
    figures: dict
    currencies: object


class OzonBalanceMovement(models.Model):
    """What Ozon moved on its balance in a month without a service, for one type of accruals.

    Such as set-offs between contracts, transfers from buyers, deposits and loans. Ozon issues no
    document for them, so the entry is created from the accruals. A loan that is not among the
    accruals comes from the cash flow, if Ozon's balance contains it (`domain.movements`).
    """

    _name = "ozon.balance.movement"
    _description = "Ozon Balance Movement"
    _inherit = [
        "ozon.entry.document.mixin", "ozon.accrued.document.mixin", "ozon.printed.document.mixin",
    ]
    _order = "period DESC, account_id, type_id, id"

    _paper_class = MovementPaper
    _needed_to_draft = ("chart", "counter_account", "rates")
    _needed_to_book = ("netting_journal",)

    # Added once more, because an addon translates only the labels it adds itself.
    state = fields.Selection(selection_add=STATES)
    type_id = fields.Many2one(
        "ozon.accrual.type", required=True, readonly=True, check_company=True, ondelete="restrict",
        index=True,
    )
    group = fields.Selection(related="type_id.group")
    accrual_count = fields.Integer("Accruals", readonly=True)
    corrected_report_id = fields.Many2one(
        "ozon.balance.movement", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.balance.movement", "corrected_report_id", "Corrections", readonly=True,
    )

    _account_period_correction_uniq = models.UniqueIndex(
        "(account_id, period, type_id, correction_number)",
        "The month already has this movement.",
    )

    @api.depends("type_id.title")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for movement in self:
            movement.display_name = f"{movement.type_id.title} · {movement.display_name}"
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """A correction gets the type of the document that it corrects."""
        return super().create([
            {"type_id": self.browse(vals["corrected_report_id"]).type_id.id, **vals}
            if vals.get("corrected_report_id") else vals
            for vals in vals_list
        ])

    # Actions

    def action_open_accruals(self):
        """Open the accruals behind the movement."""
        self.ensure_one()
        self.check_access("read")
        return self._open_accruals(self.type_id)

    def action_open_type(self):
        """Open the type, where the counter-account is chosen."""
        self.ensure_one()
        self.check_access("read")
        return self.type_id._get_records_action()

    # Business: its figures

    @api.model
    def _ozon_methods(self):
        return self.env["ozon.service.act"]._ozon_methods()

    def _types(self):
        return self.type_id.filtered(lambda one: one._is_movement())

    def _ask_ozon(self, patient):
        # Ozon has been asked day by day, so the stored accruals are used.
        return self._ask(None)

    def _ask(self, client):
        """:return: a `MovedMonth`"""
        sums, currencies = self._sums_of_types()
        said = [
            {"type": self.type_id.name, "count": figure.count, "amount": str(figure.amount)}
            for figure in sums.values()
        ]
        raw = json.dumps(said, ensure_ascii=False, indent=1).encode()
        return MovedMonth(raw, sums, currencies)

    def _store(self, answer):
        self._check_period(answer)
        figures = rules.changes(answer.figures, self._booked_figures())
        self.write({
            **self._prepare_header_vals(answer),
            "accrual_count": sum(figure.count for figure in figures.values()),
            "amount": float(rules.total(figures)),
            # No figures, no document.
            "state": "loaded" if figures else "cancelled",
        })

    def _prepare_header_vals(self, answer):
        return {
            "number": False, "doc_date": calendar.last_day(self.period),
            "currency_id": answer.currencies.id,
        }

    def _has_contents(self):
        return bool(self.amount)

    def _own_figures(self):
        amount = self._kopecks(self.amount)
        if not amount:
            return {}
        return {(rules.ACCRUALS, self.type_id.id): rules.Figure(self.accrual_count, amount)}

    def _figures(self):
        return (self.amount,)

    @api.model
    def _stated(self, account, month):
        """:return: {`ozon.accrual.type`: Decimal}; what the movements of a month state"""
        rows = self._read_group(
            [("account_id", "=", account.id), ("period", "=", month),
             ("state", "not in", ("waiting", "cancelled"))],
            ["type_id"], ["amount:sum"],
        )
        return {a_type: self._kopecks(amount) for a_type, amount in rows}
