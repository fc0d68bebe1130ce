from odoo import models


class OzonPrintedDocumentMixin(models.AbstractModel):
    """A monthly document that can be printed. Each kind names the class of its printout."""

    _name = "ozon.printed.document.mixin"
    _description = "Monthly Document That Can Be Printed"

    # A subclass of `DocumentPaper`.
    _paper_class = None

    def _paper(self):
        """:return: a `DocumentPaper`"""
        return self._paper_class(self)

    def _file_name(self):
        """The name of a file with the document, without its extension."""
        self.ensure_one()
        return self._paper().file_name()
