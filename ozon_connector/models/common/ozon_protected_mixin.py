from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from ...tools.own_context import own, with_own


class Leave(NamedTuple):
    """What one call of our own code may write; it may write nothing else."""

    model: str
    ids: frozenset  # of the records
    names: frozenset  # of the fields


class OzonProtectedMixin(models.AbstractModel):
    """Fields of Odoo's documents that only the code of the Ozon addons writes.

    Some fields decide what is booked, for example which report a bill comes from or whether it
    must be paid. They are declared with `ozon_protected=True`, and nobody can set them from
    outside:

    * defaults are ignored, whether from a context, of one user or for all users;
    * a value in `create` or `write` is refused, so a copy, an import and a line of another document
      are refused as well; rights, and superuser mode, make no difference;
    * the addons themselves call `_ozon_write` and `_ozon_create`.

    Everybody may read such a field.
    """

    _name = "ozon.protected.mixin"
    _description = "Record with Fields That Only the Ozon Connector Writes"

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        for name in self._ozon_protected_fields():
            defaults.pop(name, None)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: code other than ours gives a protected field"""
        protected = self._ozon_protected_fields()
        given = {
            name for vals in vals_list if not protected.isdisjoint(vals)
            for name in protected & vals.keys() if vals[name]
        }
        if given and self._name not in (own(self, "ozon_creates") or ()):
            self._refuse_ozon_fields(given)
        return super().create(vals_list)

    def write(self, vals):
        """:raises AccessError: code other than ours gives a protected field"""
        protected = self._ozon_protected_fields()
        if not protected.isdisjoint(vals):
            given = protected & vals.keys()
            leave = own(self, "ozon_writes")
            if (
                not leave or leave.model != self._name
                or not leave.ids.issuperset(self.ids) or not leave.names >= given
            ):
                self._refuse_ozon_fields(given)
        return super().write(vals)

    def _valid_field_parameter(self, field, name):
        return name == "ozon_protected" or super()._valid_field_parameter(field, name)

    @api.model
    @ormcache()
    def _ozon_protected_fields(self):
        """:return: frozenset of the names of the protected fields of this model"""
        return frozenset(
            name for name, field in self._fields.items()
            if getattr(field, "ozon_protected", False) and not field.inherited
        )

    def _ozon_write(self, vals):
        """Write protected fields of these records, and of no others.

        :param vals: values for `write`
        """
        leave = Leave(self._name, frozenset(self.ids), frozenset(vals))
        return with_own(self, ozon_writes=leave).write(vals)

    @api.model
    def _ozon_create(self, vals_list):
        """Create records with protected fields.

        :param vals_list: the list of values for `create`
        :return: the records, in the context of the caller
        """
        return self._ozon_creating().create(vals_list).with_env(self.env)

    @api.model
    def _ozon_creating(self, *line_models):
        """Allow protected fields while records are created, and not afterwards.

        :param line_models: names of the models of lines that get such fields as well
        :return: the model, in a context that allows this
        """
        return with_own(self, ozon_creates=frozenset((self._name, *line_models)))

    @api.model
    def _refuse_ozon_fields(self, names):
        """:raises AccessError: always"""
        name = min(names)
        raise AccessError(self.env._(
            "«%(field)s» of a %(document)s (%(name)s) is set only by the Ozon connector, so "
            "nothing was saved. If it were set by hand, a month could be booked twice or not at "
            "all, and the company could pay itself. Remove this field, and use the buttons of the "
            "Ozon report or of the 1-kopeck receipt.",
            field=self._fields[name]._description_string(self.env) or name,
            document=self._description, name=name,
        ))
