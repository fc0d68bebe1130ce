"""Everything that a step has stored in the database, so that two steps can be compared.

It is read by SQL from all tables, so that it includes what no test has thought of.
PostgreSQL notes on each row which savepoint wrote it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

# Odoo writes the time of the transaction here. It says nothing about a step.
LOG = ("create_date", "write_date")


class Target(NamedTuple):
    """What a column refers to. name: the table, or the column with the name of the model."""

    kind: str
    name: str


class Stored:
    """Reads the rows that are written after `begin`, from all tables."""

    def __init__(self, env):
        self._env = env
        self._tables = self._find_tables()
        self._references = self._find_references()
        self._last_ids = {}

    def begin(self):
        """Count everything written from here on; call it within a savepoint of its own."""
        self._env.flush_all()
        cr = self._env.cr
        cr.execute("CREATE TEMPORARY TABLE IF NOT EXISTS stored_mark (mark integer)")
        cr.execute("INSERT INTO stored_mark VALUES (1) RETURNING xmin::text::bigint")
        (self._mark,) = cr.fetchone()
        self._last_ids = dict(self._from_all(
            "SELECT %(name)s, max(id) FROM %(table)s", lambda columns: "id" in columns,
        ))

    def read(self):
        """The rows written since `begin`.

        New records have no id here. They are counted in the order of their ids as "new 1", and
        references to them use this name.

        :return: {(table, id or count): {column: value}}; a row of a table without ids has a tuple
            instead of the id, and an empty value
        """
        self._env.flush_all()
        rows = defaultdict(list)
        for table, row in self._from_all(
            "SELECT %(name)s, to_jsonb(t) FROM %(table)s t WHERE xmin::text::bigint >= %(mark)s",
        ):
            rows[table].append(row)
        self._counts = {
            table: {
                number: f"new {place}" for place, number in enumerate(sorted(
                    row["id"] for row in found if row["id"] > (self._last_ids[table] or 0)
                ), start=1)
            }
            for table, found in rows.items() if "id" in found[0]
        }  # fmt: skip
        return dict(self._told(table, row) for table, found in rows.items() for row in found)

    def _told(self, table, row):
        values = {
            column: self._value(table, column, value, row)
            for column, value in row.items() if column not in LOG
        }
        if "id" in row:
            return (table, self._named(table, values.pop("id"))), values
        return (table, tuple(sorted(values.items()))), {}

    def _value(self, table, column, value, row):
        target = self._references.get((table, column))
        if not target or not value:
            return value
        if target.kind == "reference":
            model, _comma, number = value.partition(",")
            return model, self._named(self._table_of(model), int(number))
        if target.kind == "many2one_reference":
            return self._named(self._table_of(row[target.name]), value)
        return self._named(target.name, value)

    def _table_of(self, model):
        known = self._env.registry.models.get(model)
        return known._table if known is not None else None

    def _named(self, table, number):
        return self._counts.get(table, {}).get(number, number)

    def _from_all(self, query, fits=lambda columns: True):
        cr = self._env.cr
        cr.execute(SQL(" UNION ALL ").join(
            SQL(query, name=table, table=SQL.identifier(table), mark=getattr(self, "_mark", 0))
            for table, columns in self._tables.items() if fits(columns)
        ))
        return cr.fetchall()

    def _find_tables(self):
        """:return: {table: its columns}"""
        self._env.cr.execute(
            """
            SELECT c.table_name, array_agg(c.column_name::text)
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE table_schema = current_schema AND t.table_type = 'BASE TABLE'
          GROUP BY c.table_name
            """
        )
        return dict(self._env.cr.fetchall())

    def _find_references(self):
        """:return: {(table, column): `Target`}"""
        found = {}
        models = self._env.registry.models
        for model in models.values():
            if model._abstract or not model._auto:
                continue
            for name, field in model._fields.items():
                if not field.store:
                    continue
                place = model._table, name
                if field.type == "many2one":
                    found[place] = Target("table", models[field.comodel_name]._table)
                elif field.type == "reference":
                    found[place] = Target("reference", "")
                elif field.type == "many2one_reference":
                    found[place] = Target("many2one_reference", field.model_field)
                elif field.type == "many2many":
                    found[field.relation, field.column1] = Target("table", model._table)
                    other = models[field.comodel_name]._table
                    found[field.relation, field.column2] = Target("table", other)
        return found


def differences(first, second, excepted):
    """The differences between two readings of `Stored`.

    :param excepted: {table or "table.column"} that may differ
    :return: list of lines
    """
    told = []
    for key in sorted(first.keys() | second.keys(), key=str):
        table = key[0]
        if table in excepted:
            continue
        if key not in first or key not in second:
            told.append(f"{key}: only in the {'first' if key in first else 'second'}")
            continue
        told += [
            f"{key} {column}: {first[key][column]!r} != {second[key][column]!r}"
            for column in first[key]
            if first[key][column] != second[key][column]
            and f"{table}.{column}" not in excepted
        ]
    return told
