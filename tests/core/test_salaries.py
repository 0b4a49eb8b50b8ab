"""Pay as people write it: what is certain is understood, and what is in doubt stays a text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.salaries import Pay, read_salary

UNDERSTOOD = [
    ("$100k - $150k", 100_000, 150_000, "USD", "year"),
    ("₹12-18 LPA", 1_200_000, 1_800_000, "INR", "year"),
    ("12 to 18 lakhs per annum", 1_200_000, 1_800_000, "INR", "year"),
    ("12 LPA - 18 LPA", 1_200_000, 1_800_000, "INR", "year"),
    ("Up to 3.5 LPA", None, 350_000, "INR", "year"),
    ("€60.000–75.000", 60_000, 75_000, "EUR", "year"),
    ("60 000 - 75 000 EUR brutto/Jahr", 60_000, 75_000, "EUR", "year"),
    ("£35,000 pa", 35_000, 35_000, "GBP", "year"),
    ("$45/hr", 45, 45, "USD", "hour"),
    ("$25-30 per hour", 25, 30, "USD", "hour"),
    ("£25ph", 25, 25, "GBP", "hour"),
    ("USD 8k per month", 8_000, 8_000, "USD", "month"),
    ("up to 90k CAD", None, 90_000, "CAD", "year"),
    ("from 40k", 40_000, None, None, None),
    ("$90k+ USD", 90_000, None, "USD", "year"),
    ("120-150K USD", 120_000, 150_000, "USD", "year"),
    ("CHF 110'000", 110_000, 110_000, "CHF", "year"),
    ("CHF 110’000.–", 110_000, 110_000, "CHF", "year"),
    ("1.2 Cr", 12_000_000, 12_000_000, "INR", "year"),
    ("80 lakh - 1.2 Cr", 8_000_000, 12_000_000, "INR", "year"),
    ("₹ 8,00,000 - 12,00,000 P.A.", 800_000, 1_200_000, "INR", "year"),
    ("¥6,000,000/year", 6_000_000, 6_000_000, "JPY", "year"),
    ("月給30万円", 300_000, 300_000, "JPY", "month"),
    ("AED 15,000 monthly", 15_000, 15_000, "AED", "month"),
    ("4,5k € pro Monat", 4_500, 4_500, "EUR", "month"),
    ("€14,50/Std", Decimal("14.50"), Decimal("14.50"), "EUR", "hour"),
    ("R$ 8.000,00 por mês", 8_000, 8_000, "BRL", "month"),
    ("R450 000 - R600 000 per annum", 450_000, 600_000, "ZAR", "year"),
    ("à partir de 35k€", 35_000, None, "EUR", "year"),
    ("500-600€/j", 500, 600, "EUR", "day"),
    ("$120k base + $20k bonus", 120_000, 120_000, "USD", "year"),
    ("$120,000–$150,000 + equity (0.1%-0.5%)", 120_000, 150_000, "USD", "year"),
    ("between £40,000 and £50,000", 40_000, 50_000, "GBP", "year"),
    ("Band 6: £35,392 to £42,618 a year", 35_392, 42_618, "GBP", "year"),
    ("60 LPA+", 6_000_000, None, "INR", "year"),
    ("$150K+ total comp", 150_000, None, "USD", "year"),
    ("€60k + 10% bonus", 60_000, 60_000, "EUR", "year"),
    ("55 T€", 55_000, 55_000, "EUR", "year"),
    ("£500-£550 per day (Inside IR35)", 500, 550, "GBP", "day"),
    ("kr 45 000/mån", 45_000, 45_000, None, "month"),
]
IN_DOUBT = [
    "", "competitive", "DOE", "$$$", "TBD", "5 years", "3-5 years experience", "2024", "24/7", "call 9876543210",
    "401k match", "$0", "-$50k", "$150k-$100k", "50-1 Cr", "1.500k USD", "$100 - $150", "$1,500/week", "$2,000/sprint",
    "$2,000 signing bonus", "$5M raised", "£30k basic, £60k OTE", "£500/day (£120k pa)", "35/40k€",
    "$30,000 per project",
    "USD 100k or EUR 90k", "Basic 5000 + commission AED", "₹12-18", "#" * 20, "9" * 200, "$" + "1," * 90,
    "$50k ＃ $60k", "$90k" + " " * 200,
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high", "currency", "period"), UNDERSTOOD)
def test_what_is_certain_is_understood(text, low, high, currency, period):
    assert read_salary(text) == Pay(low, high, currency, period)


@pytest.mark.parametrize("text", IN_DOUBT)
def test_what_is_in_doubt_is_no_amount(text):
    assert read_salary(text) is None


@given(st.text(alphabet="0123456789.,' -–+/$€₹kKmLCr()% perhouryeatoUSD", max_size=60))
def test_whatever_is_written_gives_an_ordered_range_or_nothing(text):
    found = read_salary(text)
    bounds = [] if found is None else [bound for bound in (found.low, found.high) if bound is not None]
    assert found is None or bounds
    assert bounds == sorted(bounds) and all(bound > 0 for bound in bounds)


@given(st.integers(20, 300), st.integers(0, 100), st.sampled_from(["-", "–", " - ", " to ", "—"]))
def test_one_range_is_the_same_however_its_thousands_are_written(low, more, join):
    high = low + more
    ways = [
        f"${low}k{join}${high}k",
        f"{low}{join}{high}k USD",
        f"USD {low},000{join}{high},000",
        f"{low} 000{join}{high} 000 USD a year",
        f"${low}000{join}${high}000 per annum",
    ]
    assert {read_salary(way) for way in ways} == {Pay(Decimal(low * 1000), Decimal(high * 1000), "USD", "year")}
