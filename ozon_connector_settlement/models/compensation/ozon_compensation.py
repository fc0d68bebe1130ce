from odoo import Command, api, fields, models
from odoo.addons.ozon_connector.domain import calendar
from odoo.addons.ozon_connector.models.document.ozon_document_base import STATES
from odoo.addons.ozon_connector.tools.texts_as_texts import TextsAsTexts
from odoo.exceptions import UserError

from ...domain import compensations as rules
from ...tools.compensation_paper import CompensationPaper
from .ozon_compensation_type import KINDS

GROUP = "compensation"


class OzonCompensation(TextsAsTexts, models.Model):
    """What Ozon pays for lost goods of a month, what it takes back, or what it wrote off.

    Compensations and decompensations come as files, from /v1/finance/compensation and
    /decompensation; goods written off without money come from /v1/analytics/decommissioned-goods.
    `ozon.compensation.type` decides which goods leave or come back.
    """

    _name = "ozon.compensation"
    _description = "Ozon Compensation"
    _inherit = ["ozon.goods.document.mixin", "ozon.printed.document.mixin"]
    _order = "period DESC, account_id, kind, id"

    _entry_fields = ("invoice_id",)
    _entry_kind = "compensation"
    _paper_class = CompensationPaper

    # Added once more, because an addon translates only the labels it adds itself.
    state = fields.Selection(selection_add=[
        # A person chooses what happens with the goods, or which products they are.
        (state, "Choice needed" if state == "to_match" else label) for state, label in STATES
    ])
    kind = fields.Selection(KINDS, required=True, readonly=True, default="compensation")
    line_ids = fields.One2many("ozon.compensation.line", "compensation_id", "Goods", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Without VAT. Above 0 is what Ozon owes, below 0 what it takes.",
    )
    invoice_id = fields.Many2one(
        "account.move", readonly=True, copy=False, check_company=True, ondelete="set null",
        index="btree_not_null",
    )
    # Ozon has no such report for the month. It is asked again if it accrues something.
    has_nothing = fields.Boolean(readonly=True, copy=False)
    code = fields.Char(readonly=True, copy=False)
    ordered_at = fields.Datetime(readonly=True, copy=False)
    file_attachment_id = fields.Many2one("ir.attachment", "Ozon's File", readonly=True, copy=False)
    corrected_report_id = fields.Many2one(
        "ozon.compensation", "Corrects", readonly=True, copy=False, check_company=True,
        ondelete="restrict", index="btree_not_null",
    )
    correction_ids = fields.One2many(
        "ozon.compensation", "corrected_report_id", "Corrections", readonly=True,
    )

    _account_period_correction_uniq = models.UniqueIndex(
        "(account_id, period, kind, correction_number)",
        "The month already has this document.",
    )

    @api.depends("kind")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for document in self:
            document.display_name = f"{document._kind_label()} · {document.display_name}"
        return result

    # Actions

    def action_open_invoice(self):
        """Open the invoice or credit note to Ozon."""
        self.ensure_one()
        self.check_access("read")
        return self.invoice_id._get_records_action(name=self.env._("Invoice"))

    def action_open_accruals(self):
        """Open the accruals of the month for compensations."""
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "ozon_connector_settlement.ozon_accrual_action"
            ),
            "domain": self._accrual_domain(),
        }

    def action_open_types(self):
        """Open the types for which a person has to decide what happens to the goods."""
        self.ensure_one()
        self.check_access("read")
        return self.line_ids.type_id._get_records_action(name=self.env._("Types of Compensations"))

    def action_download_raw(self):
        result = super().action_download_raw()
        if self.file_attachment_id:
            result["url"] = f"/web/content/{self.file_attachment_id.id}?download=true"
        return result

    # Business

    @api.model
    def _ozon_methods(self):
        return {
            "/v1/analytics/decommissioned-goods": self.env._("goods that Ozon wrote off"),
            "/v1/finance/compensation": self.env._("loading compensations"),
            "/v1/finance/decompensation": self.env._("loading decompensations"),
        }

    def _row_count(self):
        return len(self.line_ids)

    def _kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    # What Ozon has accrued

    def _accrual_domain(self):
        return [
            ("account_id", "=", self.account_id.id), ("type_id.group", "=", GROUP),
            ("date", ">=", self.period), ("date", "<=", calendar.last_day(self.period)),
        ]

    def _accrued(self):
        """What was accrued for compensations in the month.

        :return: {`ozon.accrual.type`: [what Ozon gives, what it takes]}, Decimals in Ozon's sign
        """
        sums = {}
        for place, sign in enumerate((">", "<")):
            for a_type, amount in self.env["ozon.accrual"]._read_group(
                [*self._accrual_domain(), ("amount", sign, 0)], ["type_id"], ["amount:sum"],
            ):
                both = sums.setdefault(a_type, [rules.ZERO, rules.ZERO])
                both[place] = self._kopecks(amount)
        return sums

    # What is stored

    def _check_period(self, answer):
        if answer.problem:
            raise UserError(answer.problem)

    def _store(self, answer):
        self._check_period(answer)
        figures = rules.changes(answer.figures, self._booked_figures())
        types = self.env["ozon.compensation.type"]._ids_of(
            self.company_id, self.kind, {key.type: key.type for key in figures} | answer.titles,
        )
        self.line_ids.unlink()
        self.write({
            **self._prepare_header_vals(answer),
            "line_ids": [
                Command.create(self._prepare_line_vals(place, key, figure, types, answer))
                for place, (key, figure) in enumerate(figures.items(), start=1)
            ],
            "amount": float(rules.amount(figures)),
            "has_nothing": not figures,
            # No figures, no document.
            "state": "loaded" if figures else "cancelled",
        })

    @api.model
    def _prepare_line_vals(self, place, key, figure, types, answer):
        return {
            "row_number": place,
            "type_id": types[key.type],
            "sku": key.sku,
            "offer_id": key.offer_id,
            "name": key.name,
            **answer.words.get(key, {}),
            "quantity": figure.quantity,
            **{field: float(getattr(figure, field)) for field in ("total", "reduced", "amount")},
        }

    def _prepare_header_vals(self, answer):
        """The currency comes from the file, else from the accruals, else from the company."""
        accrual = self.env["ozon.accrual"].search(self._accrual_domain(), limit=1)
        currency = accrual.currency_id or self.company_id.currency_id
        if answer.currency:
            currency = self._currency(answer.currency)
        return {
            "number": answer.number or False,
            "doc_date": answer.date or calendar.last_day(self.period),
            "currency_id": currency.id,
        }

    # How two versions differ

    def _difference(self, answer):
        return rules.changes(answer.figures, self._present_figures())

    def _check_correctable(self, answer):
        """Check whether another report replaces the booked one or adds to it.

        Ozon does not say which. Its accruals of the month decide.

        :raises UserError: the accruals do not show that the new report is the whole month
        """
        if not answer.number or answer.number == self.number:
            return
        new = rules.amount(answer.figures)
        if new != self._accrued_of_kind():
            raise UserError(self.env._(
                "Ozon now returns report No. %(new)s of %(new_amount)s for %(month)s, but No. "
                "%(old)s of %(old_amount)s is booked. Its accruals of the month are %(accrued)s, "
                "so it is not certain whether the new report replaces the old one. Nothing was "
                "changed in the books. Compare both in the seller cabinet. If the new report "
                "replaces the old one, reset this document to draft and press «Compare with "
                "Ozon»; otherwise book the new report by hand.",
                new=answer.number, new_amount=self._money(new), month=self.month,
                old=self.number or "—", old_amount=self._money(self.amount),
                accrued=self._money(self._accrued_of_kind()),
            ))

    def _accrued_of_kind(self):
        """:return: Decimal; the accruals in the direction of the document"""
        place = 1 if self.kind == rules.DECOMPENSATION else 0
        return sum((sums[place] for sums in self._accrued().values()), rules.ZERO)

    def _own_figures(self):
        """:return: {Key: Figure}"""
        return rules.merge(*({line._key(): line._figure()} for line in self.line_ids))

    def _present_figures(self):
        """The figures of the document and its corrections together."""
        return rules.merge(*(
            document._own_figures() for document in self | self._open_corrections()
        ))

    def _booked_figures(self):
        """The figures that a correction starts from."""
        return rules.merge(*(document._own_figures() for document in self._booked_documents()))

    def _booked_documents(self):
        corrected = self.corrected_report_id
        return corrected | corrected._open_corrections().filtered(
            lambda one: one.correction_number < self.correction_number
        )
