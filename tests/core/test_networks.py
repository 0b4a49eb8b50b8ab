"""Which addresses may be called, and what an operator can open."""

from ipaddress import ip_address

import pytest

from portal.core.networks import is_disguised, may_call, read_allowance

NOTHING = read_allowance("")
PRIVATE = [
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.1.1", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::10.0.0.1"),
    *("64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "2002:7f00:1::", "2002:808:808::", "2001:0:7f00:1::"),
    *("100.100.100.200", "192.0.0.192", "168.63.129.16", "5f00::1"),
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("text", PRIVATE)
def test_what_is_ours_or_nobodys_is_not_called(text):
    assert not may_call(ip_address(text), NOTHING)


@pytest.mark.parametrize("text", PUBLIC)
def test_the_public_internet_is(text):
    assert may_call(ip_address(text), NOTHING)


@pytest.mark.parametrize("text", ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "::ffff:192.168.0.1", "8.8.8.8"])
def test_peer_17_an_operator_opens_all_private_space(text):
    assert may_call(ip_address(text), read_allowance("1"))


@pytest.mark.parametrize(
    "text", ["169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "168.63.129.16", "224.0.0.1", "0.0.0.0"]
)
def test_the_clouds_metadata_is_not_opened_with_it(text):
    assert not may_call(ip_address(text), read_allowance("1"))


def test_peer_17_an_operator_opens_some_networks_and_no_others():
    allowance = read_allowance("10.1.0.0/16, fd12::/16 , 169.254.169.254/32")
    for text in ("10.1.2.3", "fd12::1", "::ffff:10.1.2.3", "169.254.169.254", "8.8.8.8"):
        assert may_call(ip_address(text), allowance), text
    for text in ("10.2.0.1", "127.0.0.1", "fd13::1", "169.254.169.253", "::1"):
        assert not may_call(ip_address(text), allowance), text


@pytest.mark.parametrize("text", ["yes", "10.1.2.3/8", "10.0.0.0/33", "example.com"])
def test_an_opening_that_is_none_is_refused(text):
    with pytest.raises(ValueError):
        read_allowance(text)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "1.2.3.4.5", "0x"])
def test_numbers_that_some_read_as_an_address_are_known(host):
    assert is_disguised(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "example.com", "1.example.com", "::1", "xn--p1ai", "4u.be"])
def test_names_and_plain_addresses_are_no_such_numbers(host):
    assert not is_disguised(host)
