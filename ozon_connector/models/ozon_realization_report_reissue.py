from odoo import models


class OzonRealizationReport(models.Model):
    """A report that Ozon issues once more: the same figures under another number or date."""

    _inherit = 'ozon.realization.report'

    def _keep_documents(self, answer):
        """A draft whose figures are the same: only the title page is taken over."""
        old_reference, old_number, old_date = self._reference(), self.number, self.doc_date
        self._keep_raw(answer.raw)
        self.write(self._prepare_header_vals(answer.header))
        for document in self._current(self._documents()):
            if document.ref == old_reference:
                document.ref = self._reference()
        if self.bill_id.invoice_date == old_date:
            self.bill_id.invoice_date = self.doc_date
            # Odoo moves the accounting date along with the date of the bill.
            self.bill_id.date = self.date_to
        said = [self._reissued_message(old_number, old_date)]
        if self._current(self.bill_id):
            said.append(self.env._(
                "Ozon sent the report again with the same figures. The documents were kept, "
                "with everything that was changed on them."
            ))
        if any(said):
            self.message_post(body=' '.join(filter(None, said)))

    def _reissued_message(self, old_number, old_date):
        """What the title page says now, and said before; '' where that is the same."""
        if self._is_titled(old_number, old_date):
            return ''
        return self.env._(
            "Ozon has issued the report again as %(new)s; before it was %(old)s.",
            new=self._title(self.number, self.doc_date), old=self._title(old_number, old_date),
        )

    def _is_titled(self, number, day):
        return (number or False, day or False) == (self.number, self.doc_date)

    def _title(self, number, day):
        return self.env._("No. %(number)s of %(day)s", number=number or '—', day=self._day(day))

    def _note_same_figures(self, header, latest):
        """The figures are those that are booked; a new number or date is told, once.

        :param latest: the report, or the last of its corrections, which is posted
        :return: what was found, in words
        """
        vals = latest._prepare_header_vals(header)
        number, day = vals['number'], vals['doc_date']
        if number and number != latest.number and number in (latest.bill_id.ref or ''):
            # A person has written the new number on the bill.
            latest.write({'number': number, 'doc_date': day})
        if latest._is_titled(number, day):
            self._note_unchanged()
            return self._same_message()
        message = self.env._(
            "Ozon has issued the report again as %(new)s; it is booked as %(old)s. The figures are "
            "the same, and nothing was changed in the books. Write the new number into the "
            "reference of the bill, or reset the report to draft and press «Compare with Ozon».",
            new=self._title(number, day), old=self._title(latest.number, latest.doc_date),
        )
        if self.change_problem != message:
            self._note_unchanged()
            self._note_changed(message)
            self.message_post(body=message)
        return message
