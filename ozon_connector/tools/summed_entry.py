"""An entry whose few lines sum up many, with exactly the taxes of the many.

If Odoo rounds the tax of each line, the tax of a sum differs from the sum of the taxes. So Odoo's
tax engine computes the taxes of all lines, and the entry takes their sums.
"""

from collections import defaultdict

from odoo import Command

# The fields that tell the tax lines of an entry apart.
TAX_KEY = ("tax_repartition_line_id", "group_tax_id", "account_id")
# The amounts of a tax line. Other journal items have all of them but the last.
AMOUNTS = ("amount_currency", "balance", "tax_base_amount")


class SummedEntry:
    """The sums of one entry.

    :param entry: an `account.move` of one record
    """

    def __init__(self, entry):
        self.entry = entry
        self.env = entry.env

    def take(self, lines, places):
        """Give a draft the amounts that it would have with all lines.

        :param lines: list of the values of all lines, as for `create`
        :param places: for each of them, the document's line that sums it up, counted from 0
        """
        entry = self.entry
        computed = self.computed(lines)
        own = entry.invoice_line_ids.sorted("id")
        wanted = defaultdict(lambda: defaultdict(float))
        for (_base_line, amounts), place in zip(
            computed["base_lines_to_update"], places, strict=True
        ):
            for name in AMOUNTS[:2]:
                wanted[own[place]][name] += amounts[name]
        commands = [
            Command.update(line.id, self._rounded(amounts)) for line, amounts in wanted.items()
        ]
        entry.write({"line_ids": commands + self._tax_commands(computed["tax_lines_to_add"])})
        entry._ozon_write({"ozon_summary": {"lines": len(lines), "amounts": {}}})

    def take_noted(self):
        """Restore the noted amounts after Odoo has recomputed them from the few lines.

        Nothing is restored if a person has changed the lines or their taxes since.
        """
        entry = self.entry
        noted = (entry.ozon_summary or {}).get("amounts")
        if not noted:
            return
        items = self._rounded_items()
        if noted.keys() != {str(item.id) for item in items}:
            return
        if any(noted[str(item.id)][0] != item.tax_ids.ids for item in items):
            return
        present = self._amounts_of(items)
        entry.write({"line_ids": [
            Command.update(item.id, dict(zip(
                AMOUNTS if item.tax_repartition_line_id else AMOUNTS[:2], noted[str(item.id)][1:],
                strict=False,
            )))
            for item in items if noted[str(item.id)] != present[str(item.id)]
        ]})

    def noted(self):
        """:return: the value of `ozon_summary` for the document as it is now"""
        entry = self.entry
        return entry.ozon_summary and {
            "lines": entry.ozon_summary["lines"],
            "amounts": self._amounts_of(self._rounded_items()),
        }

    def computed(self, lines):
        """What Odoo's tax engine computes for lines of this document.

        :param lines: list of values, as for `create`
        :return: the result of `account.tax._prepare_tax_lines`
        """
        entry = self.entry
        engine, company = self.env["account.tax"], entry.company_id
        base_lines = self._base_lines(lines)
        engine._add_tax_details_in_base_lines(base_lines, company)
        engine._round_base_lines_tax_details(base_lines, company)
        engine._add_accounting_data_in_base_lines_tax_details(
            base_lines, company, include_caba_tags=entry.always_tax_exigible,
        )
        return engine._prepare_tax_lines(base_lines, company)

    def cost_vals(self):
        """What the goods that it sums up cost, product by product.

        :return: values of journal items, two for each perpetually valued product
        """
        entry = self.entry
        document = entry.with_company(entry.company_id)
        report = document.ozon_report_id
        # Returned goods go back into stock, whichever type the document has because of its total.
        sign = -1 if entry == report.sale_refund_id else 1
        costs, vals_list = report._costs_of_entry(entry), []
        for product, (units, cost) in costs.items():
            product = product.with_company(entry.company_id)
            if not product.is_storable or product.valuation != "real_time":
                continue
            ledger_accounts = product.product_tmpl_id.get_product_accounts(
                fiscal_pos=document.fiscal_position_id,
            )
            expense = ledger_accounts["expense"] or document.journal_id.default_account_id
            cost = document.company_currency_id.round(cost)
            if not ledger_accounts["stock_valuation"] or not expense or not cost:
                continue
            common = {
                "name": product.display_name[:64],
                "move_id": entry.id,
                "partner_id": document.commercial_partner_id.id,
                "product_id": product.id,
                "product_uom_id": product.uom_id.id,
                "quantity": units,
                "display_type": "cogs",
                "tax_ids": [],
            }
            price = cost / units if units else cost
            vals_list += [
                {**common, "price_unit": price, "amount_currency": -sign * cost,
                 "account_id": ledger_accounts["stock_valuation"].id},
                {**common, "price_unit": -price, "amount_currency": sign * cost,
                 "account_id": expense.id},
            ]
        return vals_list

    def _base_lines(self, lines):
        """:return: lines of the document as Odoo's tax engine takes them"""
        entry = self.entry
        engine, journal_items = self.env["account.tax"], self.env["account.move.line"]
        none = self.env["product.product"]
        # Odoo reads all records of one recordset together.
        known = none.browse([line["product_id"] for line in lines if line["product_id"]])
        products = {False: none, **{product.id: product for product in known}}
        common = {
            "currency_id": entry.currency_id,
            "rate": entry.invoice_currency_rate,
            "sign": entry.direction_sign,
            "is_refund": entry.move_type in ("out_refund", "in_refund"),
            "partner_id": entry.commercial_partner_id,
        }

        def stored(name, line):
            # Rounded as the field stores it: 0.333 units become 0.33.
            return journal_items._fields[name].convert_to_cache(line[name], journal_items)

        return [
            engine._prepare_base_line_for_taxes_computation(
                {}, **common,
                product_id=products[line["product_id"]],
                product_uom_id=products[line["product_id"]].uom_id,
                tax_ids=engine.browse(line["tax_ids"][0][2]),
                account_id=self.env["account.account"].browse(line["account_id"]),
                price_unit=stored("price_unit", line),
                quantity=stored("quantity", line),
                name=line["name"],
            )
            for line in lines
        ]

    def _rounded_items(self):
        """The journal items whose amounts depend on how many lines were rounded."""
        return self.entry.line_ids.filtered(lambda line: line.display_type in ("product", "tax"))

    def _amounts_of(self, items):
        """:return: the `amounts` of `ozon_summary`"""
        return {
            str(item.id): [
                item.tax_ids.ids,
                *self._rounded({name: item[name] for name in AMOUNTS}).values(),
            ] for item in items
        }

    def _rounded(self, amounts):
        entry = self.entry
        currencies = {"amount_currency": entry.currency_id}
        return {
            name: currencies.get(name, entry.company_currency_id).round(amount)
            for name, amount in amounts.items()
        }

    def _tax_commands(self, wanted):
        """
        :param wanted: list of the values of the tax lines that the document shall have
        :return: commands that make the tax lines of the document add up to these
        """
        present = defaultdict(lambda: self.env["account.move.line"])
        for line in self.entry.line_ids.filtered("tax_repartition_line_id"):
            present[tuple(line[name].id for name in TAX_KEY)] |= line
        by_key = defaultdict(list)
        for vals in wanted:
            by_key[tuple(vals[name] or False for name in TAX_KEY)].append(vals)
        commands = []
        for key in [*present, *(by_key.keys() - present.keys())]:
            if key not in present:
                commands += [
                    Command.create({**vals, "display_type": "tax"}) for vals in by_key[key]
                ]
                continue
            largest = max(present[key], key=lambda line: abs(line.amount_currency))
            commands.append(Command.update(largest.id, self._rounded({
                name: largest[name] + sum(vals[name] for vals in by_key[key])
                - sum(present[key].mapped(name)) for name in AMOUNTS
            })))
        return commands
