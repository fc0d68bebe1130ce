from odoo.fields import Domain, One2many


class RowsField(One2many):
    """The rows of a document, of which there may be very many.

    To read them, Odoo asks of each row which record it belongs to. For the page of a report of
    20,000 rows this takes longer than any check. The rows of one record all belong to that record.
    """

    def read(self, records):
        """Put the ids of the rows of these records into the cache.

        :raises AccessError: the user may not read the rows
        """
        if len(records) > 1:
            super().read(records)
            return
        rows = records.env[self.comodel_name].with_context(**{"active_test": False, **self.context})
        of_record = self.get_comodel_domain(records) & Domain(self.inverse_name, "in", records.ids)
        self._insert_cache(records, [rows.search(of_record).ids])
