"""Values of transfers and write-offs that are drafted for a person to check."""

from odoo import Command


def loss_location_vals(account):
    """The destination of a write-off; without a loss location of the account, Odoo chooses it.

    :return: values of a `stock.scrap`, possibly {}
    """
    location = account.loss_location_id
    return {"scrap_location_id": location.id} if location else {}


def transfer_vals(account, source, destination, units, origin, moment=False):
    """A transfer between the seller's warehouse and the location of goods at Ozon.

    :param units: {product: (quantity, its unit)}
    :param moment: when it took place; False: now
    :return: values of a `stock.picking`
    """
    places = {
        "location_id": source.id, "location_dest_id": destination.id,
        "company_id": account.company_id.id,
    }
    dated, scheduled = ({"date": moment}, {"scheduled_date": moment}) if moment else ({}, {})
    return {
        **places, **scheduled, "picking_type_id": account._warehouse().int_type_id.id,
        "origin": origin,
        "move_ids": [
            Command.create({
                **places, **dated, "product_id": product.id, "product_uom": unit.id,
                "product_uom_qty": quantity,
            })
            for product, (quantity, unit) in units.items()
        ],
    }
