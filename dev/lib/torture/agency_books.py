"""The companies and accounts of an agency, created in bulk.

The more companies there are, the longer Odoo needs for another one, so all but one are copied in
the database.
"""

from concurrent.futures import ThreadPoolExecutor

import psycopg2

from shared.plain_company import create_russian_company
from shared.servers import say

AT_ONCE = 50  # accounts created in one request, which must not time out
CONNECTED_AT_ONCE = 3
# Tables that belong to a company, but not to its books.
NOT_COPIED = ("res_users", "res_partner", "ir_attachment")
FOREIGN_KEYS = """
    SELECT con.conrelid::regclass::text, att.attname, con.confrelid::regclass::text
    FROM pg_constraint con
    JOIN pg_attribute att ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
    WHERE con.contype = 'f' AND array_length(con.conkey, 1) = 1
"""


def create_company(odoo):
    """Create the first company of the agency; return its id."""
    return create_russian_company(odoo, "ООО «Клиент»", "7700000001")


def copy_company(database, company, count):
    """Create companies with the same books while no server is running.

    :return: their ids
    """
    connection = psycopg2.connect(dbname=database, application_name="torture")
    try:
        with connection, connection.cursor() as cr:
            return Copies(cr, company, count).make()
    finally:
        connection.close()


class Copies:
    """Copies all rows that belong to a company, with new ids in all references."""

    def __init__(self, cr, company, count):
        self.cr = cr
        self.company = company
        self.count = count
        self.foreign_keys = self._ask(FOREIGN_KEYS)
        self.references = {(table, column): to for table, column, to in self.foreign_keys}

    def _ask(self, query, *arguments):
        self.cr.execute(query, arguments or None)
        return self.cr.fetchall() if self.cr.description else []

    def make(self):
        """:return: the ids of the new companies"""
        # Rows that refer to each other are copied one after the other.
        self._ask("SET LOCAL session_replication_role = replica")
        self._ask("CREATE TEMP TABLE copy (of varchar, old int, number int, new int) "
                  "ON COMMIT DROP")  # fmt: skip
        tables = self._plan()
        self._ask("CREATE INDEX ON copy (of, old, number)")
        self._ask("ANALYZE copy")
        for table in tables:
            self._copy(table)
        for table in {table for table, _column, to in self.foreign_keys if to in tables}:
            if not self._ask("SELECT 1 FROM information_schema.columns "
                             "WHERE table_name = %s AND column_name = 'id'", table):  # fmt: skip
                self._copy_pairs(table)
        self._mend()
        return [new for [new] in self._ask("SELECT new FROM copy WHERE of = 'res_company'")]

    def _plan(self):
        """Choose the rows to copy, and the ids of their copies.

        :return: the names of their tables
        """
        chosen = {
            "res_company": "id = %s",
            "res_partner": "id = (SELECT partner_id FROM res_company WHERE id = %s)",
            "account_account": "id IN (SELECT account_account_id "
                               "FROM account_account_res_company_rel WHERE res_company_id = %s)",
        }  # fmt: skip
        for table, column, to in self.foreign_keys:
            if to == "res_company" and column == "company_id" and table not in NOT_COPIED:
                chosen.setdefault(table, "company_id = %s")
        return [table for table, condition in chosen.items() if self._ask(
            "INSERT INTO copy "
            "SELECT %s, original.id, made, nextval(pg_get_serial_sequence(%s, 'id')) "
            f"FROM {table} original, generate_series(1, %s) made WHERE original.{condition} "
            "RETURNING old",
            table, table, self.count, self.company,
        )]  # fmt: skip

    def _columns(self, table):
        return [name for [name] in self._ask(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = ''", table,
        )]  # fmt: skip

    def _copied(self, table, column):
        """The SQL expression of a column's value in the copy."""
        if column == "id":
            return "copy.new"
        if column == "parent_path":
            return """(
                SELECT string_agg(coalesce(other.new::text, step), '/' ORDER BY place) || '/'
                FROM unnest(string_to_array(trim(TRAILING '/' FROM parent_path), '/'))
                     WITH ORDINALITY AS steps (step, place)
                LEFT JOIN copy other ON other.of = copy.of AND other.old = step::int
                     AND other.number = copy.number
            )"""
        if (table, column) in self.references:
            return f"""coalesce((
                SELECT other.new FROM copy other WHERE other.of = '{self.references[table, column]}'
                AND other.old = original."{column}" AND other.number = copy.number
            ), original."{column}")"""
        if table in ("res_company", "res_partner") and column in ("name", "complete_name"):
            return f"""original."{column}" || ' ' || copy.number"""
        if column == "vat":
            return "(7700000001 + copy.number)::varchar"
        return f'original."{column}"'

    def _copy(self, table):
        columns = self._columns(table)
        values = ", ".join(self._copied(table, column) for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        self._ask(f"INSERT INTO {table} ({names}) SELECT {values} "
                  f"FROM copy JOIN {table} original ON original.id = copy.old "
                  "WHERE copy.of = %s", table)  # fmt: skip

    def _copy_pairs(self, table):
        """Copy the pairs of a relation table if one of the two sides was copied."""
        names = self._columns(table)
        sides = [(name, self.references[table, name]) for name in names]
        joins = " ".join(
            f"LEFT JOIN copy {name}_copy ON {name}_copy.of = '{to}' "
            f"AND {name}_copy.old = original.{name} AND {name}_copy.number = made"
            for name, to in sides
        )
        values = ", ".join(f"coalesce({name}_copy.new, original.{name})" for name in names)
        copied = " OR ".join(f"{name}_copy.new IS NOT NULL" for name in names)
        self._ask(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} original "
                  f"CROSS JOIN generate_series(1, %s) made {joins} WHERE {copied} "
                  "ON CONFLICT DO NOTHING", self.count)  # fmt: skip

    def _mend(self):
        """Update references to the company or its records that have no foreign key."""
        self._ask("""
            UPDATE account_account account
            SET code_store = jsonb_build_object(company.new, account.code_store -> %s)
            FROM copy, copy company
            WHERE copy.of = 'account_account' AND copy.new = account.id
              AND company.of = 'res_company' AND company.number = copy.number
        """, str(self.company))
        self._ask("""
            UPDATE ir_default SET json_value = value.new::text
            FROM copy, ir_model_fields field, copy value
            WHERE copy.of = 'ir_default' AND copy.new = ir_default.id
              AND field.id = ir_default.field_id AND value.number = copy.number
              AND value.of = replace(field.relation, '.', '_')
              AND value.old::text = ir_default.json_value
        """)
        # The numbers of transfers and others.
        self._ask("""
            DO $$ DECLARE one record; BEGIN
                FOR one IN SELECT new FROM copy JOIN ir_sequence s ON s.id = new
                           WHERE of = 'ir_sequence' AND s.implementation = 'standard'
                LOOP
                    EXECUTE 'CREATE SEQUENCE ir_sequence_' || to_char(one.new, 'FM99999000');
                END LOOP;
            END $$
        """)


def create_cabinets(odoo, sellers, companies, month):
    """Create a connected account for each seller, one company after the other in turn."""
    values = [
        {
            "client_id": seller.client_id, "api_key": seller.api_key,
            "name": f"Кабинет {seller.client_id}", "import_from": str(month),
            "company_id": companies[number % len(companies)],
        }
        for number, seller in enumerate(sellers)
    ]  # fmt: skip
    context = {"allowed_company_ids": companies}
    accounts = []
    for start in range(0, len(values), AT_ONCE):
        some = values[start : start + AT_ONCE]
        accounts += odoo("ozon.account", "create", some, context=context)
    with ThreadPoolExecutor(CONNECTED_AT_ONCE) as pool:
        # As a list, so that an error in any of them is raised.
        list(pool.map(
            lambda account: odoo("ozon.account", "action_connect", [account], context=context),
            accounts,
        ))  # fmt: skip
    say(f"  {len(accounts)} cabinets connected")
