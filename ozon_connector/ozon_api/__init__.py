"""Ozon's language: the Seller API methods the connector uses, as typed Python.

Nothing here knows Odoo. `client.OzonClient` asks, `payloads` says what comes back, `errors` says
what can go wrong. `transport`, `refusals` and `reading` are the parts these three are made of.
"""

from . import errors, payloads
from .client import DEFAULT_URL, OzonClient

__all__ = ["DEFAULT_URL", "OzonClient", "errors", "payloads"]
