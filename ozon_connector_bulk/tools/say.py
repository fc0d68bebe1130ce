"""Tells whether another addon takes part in what is done in bulk.

Working in bulk skips methods that Odoo calls for each row, or calls them in another order. The
result is the same only if we know all code that runs there. So the whole class of a model is
checked, with all classes it consists of: an addon that depends only on `account` is below ours, one
that depends on us is above.
"""

from functools import lru_cache
from types import FunctionType

from odoo import fields
from odoo.orm.model_classes import is_model_definition

# The models whose classes take part when documents, goods or products are handled in bulk.
DOCUMENTS = (
    "account.move", "account.move.line", "account.tax", "account.tax.repartition.line",
    "account.analytic.distribution.model",
)
GOODS = (
    "stock.move", "stock.move.line", "stock.quant", "stock.rule", "stock.warehouse.orderpoint",
    "product.value",
)
PRODUCTS = ("product.product", "product.template", "product.value")

# Addons of Odoo whose code in these models we have read. It changes nothing here, because it acts
# only on their own records or is called in the same way. Every other addon has a say.
KNOWN_ADDONS = frozenset({
    # Our code for working in bulk was derived from these.
    "account", "analytic", "product", "purchase", "purchase_stock", "stock", "stock_account",
    "ozon_connector", "ozon_connector_bulk", "ozon_connector_hr_expense",
    "ozon_connector_settlement",
    # Screens, messages, links and imports of every model.
    "base", "base_import", "base_sparse_field", "calendar", "hr", "html_editor", "mail",
    "mass_mailing", "phone_validation", "portal", "rating", "sms", "snailmail",
    "snailmail_account", "stock_sms", "transifex", "uom", "utm", "web", "web_hierarchy", "website",
    # Copies and reversals of documents, links to pay them.
    "account_debit_note", "account_payment", "payment",
    # Lines of sales orders, expenses and production; no document of a report has them.
    "hr_expense", "mrp", "mrp_account", "purchase_requisition", "purchase_requisition_stock",
    "sale", "sale_expense", "sale_management", "sale_purchase", "sale_purchase_stock",
    "sale_stock", "stock_landed_costs",
})
# Attributes that only describe a class and override nothing.
NO_SAY = frozenset({
    "_description", "_inherit", "_inherits", "_module", "_name", "_register", "_field_definitions",
    "_table_object_definitions", "pool",
})


def nobody_else(env, models):
    """Whether all code of the models is known.

    :param env: an environment
    :param models: names of models
    :return: bool; if False, Odoo's own way must be used
    """
    return all(_is_known(type(env[model])) for model in models)


def _is_known(model_class):
    # An automation rule can patch the built classes at any time, so they are checked every time.
    # The answer for the classes they consist of is cached.
    built = [base for base in model_class.mro() if not is_model_definition(base)]
    return not any(map(_is_patched, built)) and _definitions_are_known(model_class.__mro__[1:])


def _is_patched(registry_class):
    """Whether somebody has put methods on a class built by Odoo, which has none of its own."""
    return getattr(registry_class, "pool", None) is not None and any(
        isinstance(value, FunctionType) for value in vars(registry_class).values()
    )


@lru_cache(maxsize=64)
def _definitions_are_known(classes):
    """:param classes: the classes that a model consists of; each registry has its own

    :return: whether no unknown addon has a say in them
    """
    definitions = [base for base in classes if is_model_definition(base)]
    return not any(_has_a_say(definition, definitions) for definition in definitions)


def _addon(part):
    """:return: the addon that a class or function was written in; '' for Odoo's core"""
    words = (getattr(part, "__module__", None) or "unknown").split(".")
    if words[:2] == ["odoo", "addons"] and len(words) > 2:
        return words[2]
    return "" if words[0] == "odoo" else "unknown"


def _has_a_say(definition, definitions):
    addon, own = _addon(definition), vars(definition)
    if addon in KNOWN_ADDONS or not addon:
        # The class's own code, unless somebody has replaced it.
        return any(
            _addon(value) not in KNOWN_ADDONS | {""}
            for value in own.values() if isinstance(value, FunctionType)
        )
    names = {name for name in own.keys() - NO_SAY if not name.startswith("__")}
    others = (vars(other) for other in definitions if other is not definition)
    return any(_runs_by_itself(own[name]) for name in names) or any(
        names & other.keys() for other in others
    )


def _runs_by_itself(value):
    """Whether Odoo calls it automatically: a constraint, or the compute of a stored field."""
    if isinstance(value, fields.Field):
        return bool(value.compute and value.store)
    return any(hasattr(value, mark) for mark in ("_constrains", "_ondelete"))
