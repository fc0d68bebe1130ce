"""What an API key may do: /v1/roles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..decoding import decode
from ..reading import MOST_IN_LIST, moment, text, texts


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a key.

    :param name: what Ozon calls it, such as "Admin"
    :param methods: the paths, or beginnings of paths, that it allows
    """

    name: str
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What a key may do, and until when.

    :param expires_at: aware, UTC; None when Ozon does not say
    :param roles: in Ozon's order
    """

    expires_at: datetime | None
    roles: tuple[Role, ...]

    def allows(self, method: str) -> bool:
        """Whether a role allows the method. If Ozon lists no methods at all, assume so."""
        opened = [path.rstrip("/") for role in self.roles for path in role.methods]
        return not opened or any(f"{method}/".startswith(f"{path}/") for path in opened)


def read_key_info(content: bytes) -> KeyInfo:
    """Read the answer of /v1/roles.

    :raises WrongShape: it is of another shape
    """
    answer = decode(content, most=MOST_IN_LIST, roles=_read_role)
    return KeyInfo(expires_at=moment(answer, "expires_at"), roles=tuple(answer.get("roles") or ()))


def _read_role(role: dict) -> Role:
    return Role(name=text(role, "name"), methods=texts(role, "methods"))
