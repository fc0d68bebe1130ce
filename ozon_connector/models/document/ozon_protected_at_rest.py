from odoo import api, models


class OzonProtectedAtRest(models.AbstractModel):
    """Parts of a document, which nobody else may touch while the document is at work in steps."""

    _inherit = "ozon.protected.mixin"

    # Dotted paths of fields to the `ozon.document` that a record is a part of. While the document
    # is at work in steps, nobody else may write the record, except for its free fields.
    _ozon_document_paths = ()
    _ozon_free_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """:raises UserError: the record becomes a part of a document that is under way"""
        created = super().create(vals_list)
        created._check_ozon_at_rest()
        return created

    def write(self, vals):
        """:raises UserError: the record is a part of a document that is under way"""
        if not self._ozon_protected_fields().issuperset(vals):
            self._check_ozon_at_rest(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_at_rest(self):
        self._check_ozon_at_rest()

    def _check_ozon_at_rest(self, names=None):
        """Refuse to touch a part of a document that is being drafted, booked or reset in steps.

        :param names: which fields are written, an iterable; all by default
        :raises UserError: the document is under way
        """
        if names is not None and self._ozon_free_fields.issuperset(names):
            return
        records = self.sudo()
        for path in self._ozon_document_paths:
            # A field may come from an addon that is not installed.
            if path.split(".")[0] in self._fields:
                documents = records.mapped(path)
                documents._check_none_is_unfinished()
                for of_kind in documents._records():
                    of_kind._check_at_rest()
