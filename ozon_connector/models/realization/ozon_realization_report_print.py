import re

from odoo import models
from odoo.exceptions import UserError

from ...tools.realization_paper import RealizationPaper
from ...tools.realization_sheet import RealizationSheet


class OzonRealizationReportPrint(models.Model):
    """The report on paper and as a spreadsheet."""

    _inherit = "ozon.realization.report"

    def action_download_xlsx(self):
        """
        :return: an action that downloads the report as a spreadsheet
        :raises UserError: Ozon has not given the report yet
        """
        self.ensure_one()
        self.check_access("read")
        if not self.doc_date:
            raise UserError(self.env._(
                "%s is not loaded yet, so there are no figures to download.", self.display_name,
            ))
        return {
            "type": "ir.actions.act_url",
            "url": f"/ozon/report/{self.id}/xlsx",
            "target": "download",
        }

    def _file_name(self):
        """The name of a file with the report, without its extension."""
        self.ensure_one()
        parts = [self.env._("Intermediary report"), self.month, self.number]
        if self.correction_number:
            parts.append(self.env._("correction %s", self.correction_number))
        return re.sub(r"[^\w .-]", "_", " ".join(filter(None, parts)))

    def _paper(self):
        """:return: a `RealizationPaper`"""
        return RealizationPaper(self)

    def _xlsx(self):
        """:return: the bytes of a spreadsheet with the columns of Ozon's own file"""
        return RealizationSheet(self._paper()).content()
