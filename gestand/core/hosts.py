"""Which name of a host is that of the machine itself, and which address the whole world reaches."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_TRANSLATED = ip_network("64:ff9b::/96")
_TRANSLATED_INSIDE = ip_network("64:ff9b:1::/48")
"""Addresses that stand for one of IPv4 (RFC 6052), and those that do within a network (RFC 8215).
"""


def is_this_machine(host: str) -> bool:
    """Tell whether a host, with no port and no brackets, can be nothing but this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_inside(host: str) -> bool:
    """Tell whether a host, by its name alone, can be nothing that is reached from everywhere."""
    try:
        return is_this_machine(host) or not is_public(host)
    except ValueError:
        return False


def is_public(text: str) -> bool:
    """Tell whether an address is reached from everywhere; ValueError for what is no address."""
    address = ip_address(text.partition("%")[0])
    inside = [address]
    if isinstance(address, IPv6Address):
        inside += [one for one in (address.ipv4_mapped, address.sixtofour) if one is not None]
        if address in _TRANSLATED:
            return is_public(str(IPv4Address(address.packed[-4:])))
        if address.is_site_local or address.is_reserved or address in _TRANSLATED_INSIDE:
            return False
    return all(one.is_global and not one.is_multicast for one in inside)
