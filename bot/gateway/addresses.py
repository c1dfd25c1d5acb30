"""Whose request it is: the client's address, also behind proxies that we trust."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TrustedProxies:
    """The proxies whose `X-Forwarded-*` headers count.

    Args:
        networks: addresses or networks, as in `TRUSTED_PROXIES`.

    Raises:
        ValueError: one of them is neither.
    """

    def __init__(self, networks: Sequence[str]) -> None:
        self._networks: list[Network] = [ipaddress.ip_network(n.strip(), False) for n in networks]

    def client(self, scope: Scope) -> str:
        """The address of the client: the last one in the chain that is no trusted proxy.

        Whatever stands further left in `X-Forwarded-For` was claimed by the client itself.
        """
        peer = scope["client"][0] if scope.get("client") else ""
        address = _address(peer)
        if address is None or not self._trusts(address):
            return peer or "unknown"
        hops = [
            hop.strip()
            for value in Headers(scope=scope).getlist("x-forwarded-for")
            for hop in value.split(",")
        ]
        for hop in reversed(hops):
            claimed = _address(hop)
            if claimed is None:
                break
            address = claimed
            if not self._trusts(claimed):
                break
        return str(address)

    def scheme(self, scope: Scope) -> str:
        """http or https as the client sees it."""
        peer = _address(scope["client"][0]) if scope.get("client") else None
        if peer is not None and self._trusts(peer):
            forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
            if forwarded in ("http", "https"):
                return forwarded
        return {"ws": "http", "wss": "https"}.get(scope["scheme"], str(scope["scheme"]))

    def _trusts(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def block(address: str) -> str:
    """What rates are counted by: an IPv4 address, the /64 of an IPv6 one (one customer's line)."""
    parsed = _address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


def shortened(address: str) -> str:
    """An address for the logs: the network it is in, not the line."""
    parsed = _address(address)
    if parsed is None:
        return "unknown"
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, prefix), strict=False))


def _address(text: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    return mapped or parsed
