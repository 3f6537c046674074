"""Which network addresses belong to the public web: our own table.

The standard library's ``is_global`` is no guard: Python 3.11 calls multicast, site-local and
translated loopback addresses global. Sources: IANA special-purpose address registries for IPv4
and IPv6; RFC 6052 (NAT64), RFC 7526 (6to4), RFC 4380 (Teredo).
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address

_CLOSED = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared behind carriers; some clouds keep metadata here
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # the host of a virtual machine on Azure
            "169.254.0.0/16",  # link-local; cloud metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.88.99.0/24",  # relays of 6to4
            "192.168.0.0/16",  # private
            "198.18.0.0/15",  # measurements
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
        ),
    )
)
#: The only IPv6 addresses given out to the public, and the exceptions among them.
_GIVEN_OUT = IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments, among them Teredo
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4, a tunnel to any IPv4 address
            "3fff::/20",  # documentation
        ),
    )
)
_MAPPED = IPv6Network("::ffff:0:0/96")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LOW_32_BITS = 0xFFFFFFFF


def is_public(address: Address) -> bool:
    """Tell whether the address may be reached: public, and no cloak of one that is not."""
    inner = unmapped(address)
    if isinstance(inner, IPv4Address):
        return not any(inner in network for network in _CLOSED)
    if inner.scope_id is not None or inner not in _GIVEN_OUT:
        return False
    return not any(inner in network for network in _CLOSED_V6)


def unmapped(address: Address) -> Address:
    """Return the IPv4 address that a mapped or translated IPv6 address stands for."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _TRANSLATED):
        return IPv4Address(int(address) & _LOW_32_BITS)
    return address


def literal_address(host: str) -> Address | None:
    """Return the address that a host literally is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None
