from odoo import Command, models
from odoo.exceptions import UserError

from ...domain import summary
from ...tools.company_invoices import invoice_text
from ...tools.summed_entry import SummedEntry

SHOWN = 3


class OzonRealizationDetail(models.AbstractModel):
    """The detail of a report's documents: a line per product, per category, or per tax.

    The report keeps every row, and goods move by product.
    """

    _name = "ozon.realization.detail"
    _description = "Detail of the Documents of a Realization Report"

    def _sums_up(self, report):
        """Whether its documents have fewer lines than the report has products."""
        return (report.document_detail or summary.Detail.PRODUCT) != summary.Detail.PRODUCT

    def _create_in_detail(self, report, vals, lines, apart=None):
        """Create an entry with these lines, or with fewer that sum them up.

        :param vals: values for `_create_entry`, without lines
        :param lines: list of values of the lines by product
        :param apart: for each line, what keeps it from being summed up with others: the
            `CompanyInvoice` of a company that bought, or None
        :return: the entry if it is whole; otherwise an empty recordset
        """
        if not self._sums_up(report):
            return self._create_with(report, vals, lines)
        apart = apart or [None] * len(lines)
        keys = [self._sum_key(report, line, one) for line, one in zip(lines, apart, strict=True)]
        amounts = [report._kopecks(line["price_unit"] * line["quantity"]) for line in lines]
        sums = summary.sum_up(keys, amounts)
        entry = self._create_with(report, vals, [
            self._prepare_sum_vals(one, [lines[place] for place in one.places]) for one in sums
        ])
        place_of = {place: number for number, one in enumerate(sums) for place in one.places}
        if entry:
            SummedEntry(entry).take(lines, [place_of[place] for place in range(len(lines))])
        return entry

    def _create_with(self, report, vals, lines):
        return report._create_entry({
            **vals, "invoice_line_ids": [Command.create(line) for line in lines],
        })

    def _sum_key(self, report, line, apart):
        """Lines with the same key are summed up; a line without a product stays alone."""
        product = self.env["product.product"].browse(line.get("ozon_product_id"))
        if not product:
            return (line["name"],)
        by_category = report.document_detail == summary.Detail.CATEGORY
        return (
            product.categ_id.id if by_category else False, tuple(line["tax_ids"][0][2]),
            line["account_id"], apart,
        )

    def _prepare_sum_vals(self, one, lines):
        """The values of the line that sums up these.

        :param one: `summary.Sum`
        """
        first = lines[0]
        if len(one.key) == 1:
            return first
        vals = {
            **{name: first[name] for name in ("tax_ids", "account_id")},
            "quantity": 1, "price_unit": float(one.amount), "ozon_product_id": False,
        }
        if "ozon_quantity_sold" in first:
            # The bill's service is the same for all goods.
            units = {
                name: sum(line[name] for line in lines)
                for name in ("ozon_quantity_sold", "ozon_quantity_returned")
            }
            return {
                **vals, **units, "product_id": first["product_id"],
                "name": self._bill_sum_label(one.key, *units.values()),
            }
        return {
            **vals, "product_id": False, "product_uom_id": False,
            "name": self._sale_sum_label(one.key, lines),
        }

    def _bill_sum_label(self, key, sold, returned):
        return self.env._(
            "%(goods)s — sold %(sold)s, returned %(returned)s",
            goods=self._sum_name(key), sold=sold, returned=returned,
        )

    def _sale_sum_label(self, key, lines):
        label = self.env._(
            "%(goods)s — products: %(products)s, units: %(units)s",
            goods=self._sum_name(key), products=len({line["ozon_product_id"] for line in lines}),
            units=f"{sum(abs(line['quantity']) for line in lines if line['product_id']):g}",
        )
        apart = key[-1]
        return f"{label}\n{invoice_text(self.env, apart)}" if apart else label

    def _sum_name(self, key):
        category = self.env["product.category"].browse(key[0])
        return category.display_name if category else self.env._("Goods of Ozon's report")

    def _check_detail(self, report):
        """Refuse sums if only an invoice line by product can tell the cost of the product.

        The invoice books the cost of perpetually valued goods; without moves, Odoo takes their
        present cost.
        """
        account = report.account_id
        if not self._sums_up(report) or not account.post_sales or account.post_stock:
            return
        perpetual = report.line_ids.product_id.with_company(report.company_id).filtered(
            lambda product: product.is_storable and product.valuation == "real_time"
        )
        if perpetual:
            raise UserError(self.env._(
                "%(count)s products are valued perpetually: %(products)s. The invoice has to book "
                "their cost, but «Move Goods» is off on the account %(account)s, so that only "
                "lines by product tell what to book. Nothing was done. Set «Detail of Documents» "
                "there to «By product», or switch on «Move Goods»; then press «Recreate Drafts» on "
                "the report.",
                count=len(perpetual), account=account.name,
                products=", ".join(perpetual[:SHOWN].mapped("display_name")),
            ))
