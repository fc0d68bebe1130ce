"""The fields that the part for the app Expenses adds are protected in the same way."""

from tests.odoo.security.test_protected_fields import TestProtectedFields

__all__ = ["TestProtectedFields"]
