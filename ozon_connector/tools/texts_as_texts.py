import re

# The beginnings of a formula or a link in a spreadsheet. Odoo itself handles signs in CSV.
FORMULA = re.compile(
    r"[=@]|\{=|(?:ftp|http)s?://|file://|mailto:|(?:in|ex)ternal:", re.IGNORECASE,
)


class TextsAsTexts:
    """Mixed into models with Ozon's words, so that Odoo's export keeps these as texts.

    Ozon's words are made harmless where they enter (`ozon_api.reading.text`), because they end up
    in product names, document lines and group headings, which Odoo exports itself. But databases of
    earlier versions have them as Ozon wrote them; there a product called `=HYPERLINK(…)` would
    become a formula in a spreadsheet.
    """

    __slots__ = ()  # as Odoo's models have

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[as_text(value) for value in row] for row in rows]


def as_text(value):
    """The value; a text that would become a formula or a link gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
