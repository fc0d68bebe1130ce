import re

# What a spreadsheet takes for a formula or a link. Odoo itself minds signs, in CSV.
FORMULA = re.compile(
    r"[=@]|\{=|(?:ftp|http)s?://|file://|mailto:|(?:in|ex)ternal:", re.IGNORECASE,
)


class TextsAsTexts:
    """Mixed into models that keep Ozon's words: Odoo's export of their lists leaves them texts.

    Ozon's words are made harmless where they enter (`ozon_api.reading.text`), because from there
    they go into names of products, lines of documents and headings of groups, whose exports are
    Odoo's own affair. Databases of earlier versions have them as Ozon wrote them; a product called
    `=HYPERLINK(…)` would become a formula in the spreadsheet.
    """

    __slots__ = ()  # as Odoo's models have

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        rows = super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)
        return [[as_text(value) for value in row] for row in rows]


def as_text(value):
    """With an apostrophe before it if it is a text that would become a formula or a link."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
