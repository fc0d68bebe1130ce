from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache


class OzonFactsMixin(models.AbstractModel):
    """Our own records, which mostly hold what Ozon said or what became of it.

    Such a fact is a stored field that is read-only. People read it, and only our code, in superuser
    mode, writes it:

    * defaults from outside are ignored, whether from a context, of one user or for all users: a
      report that begins as «posted» would never be loaded;
    * a value in `create` or `write` is refused, whatever the rights: by web page, external API,
      import, or a line of another record.

    All other fields are open to everybody who may write the record.
    """

    _name = "ozon.facts.mixin"
    _description = "Record with Facts That Only the Ozon Connector Writes"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_ozon_facts([name for name, value in vals.items() if value])
        return super().create(vals_list)

    def write(self, vals):
        self._check_ozon_facts(vals)
        return super().write(vals)

    def _add_missing_default_values(self, values):
        own = {}
        for name in self._ozon_facts() - values.keys():
            field = self._fields[name]
            default = field.default(self) if field.default else False
            own[name] = field.convert_to_write(default, self)
        return super()._add_missing_default_values({**own, **values})

    @api.model
    @ormcache()
    def _ozon_facts(self):
        """:return: frozenset of the names of this model's facts"""
        return frozenset(
            name for name, field in self._fields.items()
            if name not in models.MAGIC_COLUMNS and field.type not in ("one2many", "many2many")
            and field.store and field.readonly and not field.compute
        )

    @api.model
    @ormcache()
    def _ozon_kept(self):
        """:return: frozenset of the names of facts, of read-only many2many links, and of stored
            fields that Odoo computes
        """
        return self._ozon_facts() | {
            name for name, field in self._fields.items()
            if name not in models.MAGIC_COLUMNS and field.store and field.readonly
            and (field.type == "many2many" or field.compute) and not field.inverse
        }

    @api.model
    def _check_ozon_facts(self, names):
        """:raises AccessError: one of them is a fact, and it is not our code that writes"""
        facts = self._ozon_kept().intersection(names)
        if not facts or self.env.su:
            return
        name = min(facts)
        raise AccessError(self.env._(
            "«%(field)s» of «%(model)s» (%(name)s) is set only by the Ozon connector, from Ozon's "
            "data and its own work, so nothing was saved. Remove this field.",
            field=self._fields[name]._description_string(self.env) or name,
            model=self._description, name=name,
        ))
