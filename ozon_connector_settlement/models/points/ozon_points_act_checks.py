from odoo import api, models


class OzonPointsActChecks(models.Model):
    """The checks of an act of points."""

    _inherit = "ozon.points.act"

    @api.depends("amount", "is_typed", "move_id.line_ids.amount_currency", "number", "proof",
                 "typed_total")
    @api.depends_context("lang")
    def _compute_checks(self):
        return super()._compute_checks()

    def _checks(self):
        if self.state == "waiting" or not self.amount:
            return []
        checks = [
            self._check_left_over(), self._check_services(), self._check_proof(),
            self._check_number(),
        ]
        if self.state in ("to_review", "posted"):
            checks += [self._check_entry(), self._check_dates(), *self._check_twice()]
        return checks + self._check_by_hand()

    def _check_left_over(self):
        """Whether the act still equals the points that the report and services leave over."""
        root = self.corrected_report_id or self
        acts = root | root._open_corrections()
        present = self._kopecks(sum(acts.mapped("amount")) - sum(acts.mapped("taken_difference")))
        share = self._share(self.account_id, self.period)
        return self._check(
            "left_over", self.env._("The act equals the points left over from the month"),
            present == share.beyond,
            self.env._(
                "Points %(points)s − applied to the commission %(fee)s − to services %(services)s "
                "= %(left)s; act %(amount)s",
                points=self._money(share.earned), fee=self._money(share.on_fee),
                services=self._money(share.on_services), left=self._money(share.beyond),
                amount=self._money(present),
            ),
        )

    def _check_services(self):
        """Points may also pay for services whose total at Ozon is still unknown."""
        title = self.env._("Services paid with points are known")
        unproved = self.env["ozon.service.act"].search([
            ("account_id", "=", self.account_id.id), ("period", "=", self.period),
            ("kind", "in", ("service", "all")), ("proof", "in", ("missing", "different")),
            ("state", "!=", "cancelled"), ("corrected_report_id", "=", False),
        ])
        if not unproved or self.amount < 0:
            return self._check("services", title, True, self.env._(
                "%s by the service acts", self._money(-self.points_on_services),
            ))
        return self._check("services", title, None, self.env._(
            "%s is not proved yet. If points have paid a part of it, the premium is smaller: a "
            "draft is updated automatically, a booked act gets a correction",
            ", ".join(unproved.mapped("display_name")),
        ))

    def _check_proof(self):
        title = self.env._("Ozon's document says the same")
        amounts = {
            "settlement": self._money(self.settlement_amount),
            "named": self._proof_names(),
            "difference": self._money(self.difference),
        }
        if self.proof == "missing":
            return self._check("proof", title, None, self.env._(
                "Not proved: Ozon's mutual settlement is not loaded, or names no act of points"
            ))
        if self.proof == "proved":
            return self._check("proof", title, True, self.env._(
                "%(settlement)s by %(named)s", **amounts,
            ))
        if self.takes_settlement:
            return self._check("proof", title, None, self.env._(
                "%(settlement)s by %(named)s is used, with a difference of %(difference)s",
                **amounts,
            ))
        return self._check("proof", title, False, self.env._(
            "Ozon states %(settlement)s by %(named)s, a difference of %(difference)s. Check "
            "whether the service acts are proved, take Ozon's total, or wait", **amounts,
        ))

    def _check_number(self):
        title = self.env._("Number and date of Ozon's act")
        if self.number:
            return self._check(
                "number", title, True, self._title(self.number, self.doc_date),
            )
        return self._check("number", title, None, self.env._(
            "Not known: enter them from the act in the seller cabinet"
        ))
