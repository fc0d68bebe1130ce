"""Numbers that are blank while they are unknown, instead of 0."""

from odoo import fields


class Blank:
    """What such fields have in common: the database has NULL, records have False."""

    def convert_to_record(self, value, record):
        return False if value is None else super().convert_to_record(value, record)

    def convert_to_export(self, value, record):
        return "" if value is False else super().convert_to_export(value, record)


class BlankMonetary(Blank, fields.Monetary):
    """An amount that may be blank."""


class BlankFloat(Blank, fields.Float):
    """A share that may be blank. The percentage widget would show it as 0 %: use per cent."""
