from odoo import api, models
from odoo.tools import SQL

NUMBERS = ("float", "integer", "monetary")


class OzonSharesMixin(models.AbstractModel):
    """Rows with shares, and with figures that are blank while they are unknown.

    A share of several rows is the sum of one column divided by the sum of others, not a mean of the
    rows' shares. A sum of figures that are all unknown is blank, not 0. Odoo's pages take their
    sums from the database, as `_read_group_select` asks for them. Odoo's export to Excel adds up
    the rows itself, so `controllers.excel` gives it the sums of the database.
    """

    _name = "ozon.shares.mixin"
    _description = "Ozon Rows with Shares"

    # {"field:avg": (factor, part, (field of the whole, …))}. Rows whose part is unknown are left
    # out of both sums.
    _shares = {}

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec not in self._shares:
            return super()._read_group_select(aggregate_spec, query)
        factor, part, whole = self._shares[aggregate_spec]
        return SQL(
            "%(factor)s * SUM(%(part)s) FILTER (WHERE %(known)s) "
            "/ NULLIF(SUM(%(whole)s) FILTER (WHERE %(known)s)::numeric, 0)",
            factor=factor,
            part=self._field_to_sql(self._table, part, query),
            known=SQL("%s IS NOT NULL", self._field_to_sql(self._table, part, query)),
            whole=SQL(" + ").join(
                self._field_to_sql(self._table, field, query) for field in whole
            ),
        )

    @api.model
    def _figures_of_groups(self, domain, groupby, names):
        """The figures of a grouped list, of its groups and of the groups in them.

        :param groupby: list of specifications, as of `formatted_read_group`
        :param names: names of columns; those without a sum are ignored
        :return: {values of the group, one for each level: {name: figure, or None where unknown}}
        """
        specs = {
            name: f"{name}:{field.aggregator}" for name in names
            if (field := self._fields.get(name))
            and field.type in NUMBERS and field.store and field.aggregator
        }
        figures = {}
        for depth in range(1, len(groupby) + 1):
            levels = groupby[:depth]
            for group in self.formatted_read_group(domain, levels, list(specs.values())):
                figures[tuple(group[level] for level in levels)] = {
                    name: None if group[spec] is False else group[spec]
                    for name, spec in specs.items()
                }
        return figures
