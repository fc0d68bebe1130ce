"""The fields that services add are protected in the same way."""

from tests.odoo.security.test_protected_fields import TestProtectedFields

__all__ = ["TestProtectedFields"]
