"""What the web client requests when somebody opens a record."""

from lxml import etree

# How many rows of a list in a form are read for a page.
ROWS = 40


def open_form(record):
    """Read a record as the web client reads its form.

    :return: {field: value}
    """
    arch = etree.fromstring(record.get_view(view_type="form")["arch"])
    [values] = record.web_read(_specification(record, arch))
    return values


def _specification(model, arch):
    return {
        node.get("name"): _of_field(model, node)
        for node in arch.iter("field")
        # Fields of a list in this form do not count.
        if next(node.iterancestors("field", "form", "list")) is arch
    }


def _of_field(model, node):
    field = model._fields[node.get("name")]
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    rows = node.find("list")
    if field.type not in ("one2many", "many2many") or rows is None:
        return {}
    return {"fields": _specification(model.env[field.comodel_name], rows), "limit": ROWS}
