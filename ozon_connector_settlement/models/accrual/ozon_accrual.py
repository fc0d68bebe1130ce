import csv
import io

from odoo import api, fields, models
from odoo.tools import SQL

COLUMNS = (
    "day_id", "account_id", "company_id", "date", "accrual_id", "unit_number", "category",
    "type_id", "sku", "product_id", "quantity", "amount", "currency_id", "delivery_schema",
)


class OzonAccrual(models.Model):
    """One amount of an accrual of Ozon: one product, one type.

    There may be millions, so rows are small and are written in bulk.
    """

    _name = "ozon.accrual"
    _description = "Ozon Accrual"
    _order = "date DESC, accrual_id, id"
    _rec_name = "unit_number"
    _log_access = False

    day_id = fields.Many2one(
        "ozon.accrual.day", required=True, readonly=True, ondelete="cascade", index=True,
    )
    account_id = fields.Many2one("ozon.account", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True)
    accrual_id = fields.Char(required=True, readonly=True)
    unit_number = fields.Char("Posting or Unit", readonly=True)
    category = fields.Char(readonly=True)
    type_id = fields.Many2one(
        "ozon.accrual.type", required=True, readonly=True, ondelete="restrict",
    )
    group = fields.Selection(related="type_id.group")
    sku = fields.Char("SKU", readonly=True)
    product_id = fields.Many2one(
        "product.product", readonly=True, ondelete="set null", index="btree_not_null",
    )
    quantity = fields.Integer(readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Ozon's sign: below 0 is what Ozon takes.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    # As Ozon writes it, such as «Fbo». Only postings have it.
    delivery_schema = fields.Char(readonly=True)

    _account_date_idx = models.Index("(account_id, date, type_id)")
    _type_idx = models.Index("(type_id, date)")
    _unit_number_idx = models.Index("(unit_number)")

    @api.model
    def _replace(self, day, vals_list):
        """Replace the stored accruals of a day.

        :param vals_list: iterable of tuples in the order of `COLUMNS`
        """
        self.flush_model()
        self.env.cr.execute("DELETE FROM ozon_accrual WHERE day_id = %s", [day.id])
        self.invalidate_model()
        if self._is_extended():
            self.create([dict(zip(COLUMNS, vals, strict=True)) for vals in vals_list])
        else:
            self._copy(vals_list)

    @api.model
    def _find_products(self, account, first, last):
        """Set the product of accruals whose card had none when they were read.

        :param first, last: days
        """
        self.flush_model()
        waiting = SQL(
            "accrual.account_id = %s AND accrual.date BETWEEN %s AND %s "
            "AND accrual.product_id IS NULL AND accrual.sku != ''", account.id, first, last,
        )
        skus = {sku for [sku] in self.env.execute_query(SQL(
            "SELECT DISTINCT accrual.sku FROM ozon_accrual accrual WHERE %s", waiting,
        ))}
        found = self.env["ozon.card.goods"]._products_by_sku(account, skus)
        if found:
            self.env.cr.execute(SQL(
                """
                UPDATE ozon_accrual accrual SET product_id = card.product_id
                  FROM unnest(%s::text[], %s::int[]) AS card (sku, product_id)
                 WHERE accrual.sku = card.sku AND %s
                """,
                list(found), list(found.values()), waiting,
            ))
            self.invalidate_model(["product_id"])

    @api.model
    def _is_extended(self):
        """Whether another addon takes part in storing accruals."""
        stored = (field for field in self._fields.values() if field.store)
        return type(self).create is not models.BaseModel.create or any(
            field.name not in COLUMNS and field.name != "id" for field in stored
        )

    @api.model
    def _copy(self, vals_list):
        """Store plain columns as `create` would, but not with one statement per row."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerows(
            ["" if value is False or value is None else value for value in vals]
            for vals in vals_list
        )
        file.seek(0)
        self.env.cr.copy_expert(
            f"COPY ozon_accrual ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv)", file,
        )
