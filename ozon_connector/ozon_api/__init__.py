"""Ozon's language: the Seller API methods the connector uses, as typed Python.

Nothing here knows Odoo. `client.OzonClient` asks, `answers` says what comes back, `errors` says
what can go wrong. `addresses`, `transport`, `unpacking`, `download`, `refusals`, `decoding` and
`reading` are the parts these are made of.
"""

from . import answers, errors
from .client import DEFAULT_URL, OzonClient

__all__ = ["DEFAULT_URL", "OzonClient", "answers", "errors"]
