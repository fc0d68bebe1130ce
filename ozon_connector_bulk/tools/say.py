"""Whether anybody but Odoo and us has a say in what is done at once.

What is done at once leaves out methods that Odoo calls for each row, or calls them in another
order. That is the same only where we know all code that runs there. So it is asked of the whole
class of a model, from the first to the last of the classes it is made of: an addon that depends
on `account` alone stands below ours, one that depends on us above.
"""

from functools import lru_cache
from types import FunctionType

from odoo import fields
from odoo.orm.model_classes import is_model_definition

# What is done at once with documents, goods and products runs in the classes of these models.
DOCUMENTS = (
    "account.move", "account.move.line", "account.tax", "account.tax.repartition.line",
    "account.analytic.distribution.model",
)
GOODS = (
    "stock.move", "stock.move.line", "stock.quant", "stock.rule", "stock.warehouse.orderpoint",
    "product.value",
)
PRODUCTS = ("product.product", "product.template", "product.value")

# The addons of Odoo whose code in these models was read, and changes nothing that is done at once:
# what they add there acts on their own records only, or is called in the same way. Every other
# addon has a say.
KNOWN_ADDONS = frozenset({
    # What is done at once was made from these.
    "account", "analytic", "product", "purchase", "purchase_stock", "stock", "stock_account",
    "ozon_connector", "ozon_connector_bulk", "ozon_connector_hr_expense",
    # Screens, messages, links and imports of every model.
    "base", "base_import", "base_sparse_field", "calendar", "hr", "html_editor", "mail",
    "mass_mailing", "phone_validation", "portal", "rating", "sms", "snailmail",
    "snailmail_account", "stock_sms", "transifex", "uom", "utm", "web", "web_hierarchy", "website",
    # Copies and reversals of documents, links to pay them.
    "account_debit_note", "account_payment", "payment",
    # Lines of sales orders, of expenses, of production; none of them is in a document of a report.
    "hr_expense", "mrp", "mrp_account", "purchase_requisition", "purchase_requisition_stock",
    "sale", "sale_expense", "sale_management", "sale_purchase", "sale_purchase_stock",
    "sale_stock", "stock_landed_costs",
})
# What a class says of itself; nobody is overridden by it.
NO_SAY = frozenset({
    "_description", "_inherit", "_inherits", "_module", "_name", "_register", "_field_definitions",
    "_table_object_definitions", "pool",
})


def nobody_else(env, models):
    """Whether all code of the models is known.

    :param env: an environment
    :param models: names of models
    """
    return all(_is_known(type(env[model])) for model in models)


def _is_known(model_class):
    # An automation rule puts methods on the classes that Odoo has built, at any time, so these are
    # looked at each time; of what they are made of, the answer is kept.
    built = [base for base in model_class.mro() if not is_model_definition(base)]
    return not any(map(_is_patched, built)) and _definitions_are_known(model_class.__mro__[1:])


def _is_patched(registry_class):
    """Whether methods were put on a class that Odoo has built, which has none by itself."""
    return getattr(registry_class, "pool", None) is not None and any(
        isinstance(value, FunctionType) for value in vars(registry_class).values()
    )


@lru_cache(maxsize=64)
def _definitions_are_known(classes):
    """:param classes: what a model is made of; another registry has others"""
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
        # Its own code, unless somebody has put his into its place.
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
    """Whether Odoo calls it without being asked: a constraint, a field that is computed stored."""
    if isinstance(value, fields.Field):
        return bool(value.compute and value.store)
    return any(hasattr(value, mark) for mark in ("_constrains", "_ondelete"))
