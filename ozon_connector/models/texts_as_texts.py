import re

# How a spreadsheet recognises a formula.
FORMULA = re.compile(r"[=+\-@\t\r]")


class TextsAsTexts:
    """Mixed into models that keep Ozon's words: Odoo's export of lists leaves them texts.

    Otherwise a product called `=HYPERLINK(…)` becomes a formula in the spreadsheet.
    """

    __slots__ = ()  # as Odoo's models have

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        return as_texts(super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call))


def as_texts(rows):
    """The rows of an export, none of whose texts becomes a formula."""
    return [[as_text(value) for value in row] for row in rows]


def as_text(value):
    """With an apostrophe before it if it is a text that would become a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
