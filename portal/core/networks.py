"""Which addresses of the internet we may call on somebody's word, and which are ours or nobody's. Pure.

The ranges are those of the IANA special-purpose registries (RFC 6890), read for what a request from inside could reach.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# What clouds answer a machine with about itself, keys included; one of them lies among the public addresses.
METADATA = tuple(
    ip_network(text)
    for text in ("169.254.169.254/32", "fd00:ec2::254/128", "100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32")
)
# Python's tables leave these open, and they differ from one release to the next.
NEVER_PUBLIC = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
        *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        # Transition addresses carry an IPv4 address inside: 6to4, Teredo, local NAT64.
        *("2002::/16", "2001::/32", "64:ff9b:1::/48"),
        *("2001:db8::/32", "3fff::/20", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)
UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
# Services that speak another language and may take a request for orders: mail, file shares, shells, databases.
CLOSED_PORTS = frozenset(
    {
        *(1, 7, 9, 13, 19, 20, 21, 22, 23, 25, 37, 53, 69, 79, 110, 111, 119, 123, 135, 137, 138, 139, 143, 161, 179),
        *(389, 445, 465, 514, 587, 636, 873, 993, 995, 1433, 1521, 2049, 2375, 3306, 3389, 5432, 5900, 6000, 6379),
        *(11211, 27017),
    }
)
NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the operator has opened beyond the public internet: all private space, or these networks alone."""

    all_private: bool = False
    networks: tuple[Network, ...] = ()


@lru_cache(16)
def read_allowance(text: str) -> Allowance:
    """`1` opens all private space; else networks with commas between them (`10.1.0.0/16, fd00::/8`); empty: nothing.

    Raises ValueError for what is neither.
    """
    text = text.strip()
    if text in ("", "0"):
        return Allowance()
    if text == "1":
        return Allowance(all_private=True)
    return Allowance(networks=tuple(ip_network(part.strip()) for part in text.split(",") if part.strip()))


def embedded(address: Address) -> Address:
    """The IPv4 address inside a mapped, compatible or NAT64 one, which is where a packet would go; else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    inside = int(address) >> 32 == 0 and int(address) > 1
    return IPv4Address(int(address) & 0xFFFFFFFF) if inside or address in NAT64 else address


def may_call(address: Address, allowance: Allowance) -> bool:
    """Whether we may connect to the address.

    Whoever opens all private space has not opened the cloud's metadata with it: that has to be listed by itself.
    """
    target = embedded(address)
    if any(target in network or address in network for network in allowance.networks):
        return True
    if any(target in network for network in METADATA) or target.is_multicast or target.is_unspecified:
        return False
    return allowance.all_private or _is_public(target)


def _is_public(address: Address) -> bool:
    if any(address in network for network in NEVER_PUBLIC):
        return False
    return address.is_global if isinstance(address, IPv4Address) else address in UNICAST


def literal(host: str) -> Address | None:
    """The address that a host is, when it is no name: `127.0.0.1`, `::1`. A zone (`%eth0`) is kept out."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_disguised(host: str) -> bool:
    """Whether a host is a number that some readers take for an address: `2130706433`, `0x7f.1`, `0177.0.0.1`."""
    last = host.rpartition(".")[2]
    return literal(host) is None and NUMBER.fullmatch(last) is not None
