"""Commands of `flask --app wsgi …`: for operators, the supervisor and the tests."""

import json
from pathlib import Path

import click
from flask import Flask, current_app

from portal.accounts.queries import company_numbers
from portal.accounts.services import companies
from portal.core import crypto, lanes, outbox
from portal.core.addresses import valid_address
from portal.core.database import reading, transaction
from portal.core.errors import PortalError
from portal.core.names import split_name
from portal.core.stores import store_at
from portal.core.tenancy import as_company, as_system

# Less than the supervisor waits before it kills.
LAST_CALLS_SECONDS = 8.0


def install(app: Flask) -> None:
    """Register the commands."""
    app.cli.command("worker")(worker)
    app.cli.command("metrics")(metrics)
    app.cli.command("run-effects")(run_effects)
    app.cli.command("parse-cv")(parse_cv)
    app.cli.command("create-company")(create_company)
    app.cli.command("rotate-keys")(rotate_keys)
    app.cli.command("verify-events")(verify_events)
    app.cli.command("copy-files")(copy_files)


@click.option("--every", default=0.2, help="Seconds between looks at the rows when nothing is due (without Redis).")
def worker(every: float) -> None:
    """Carry out effects until stopped; Celery does it when REDIS_URL is set. Start as many as you need."""
    from portal import worker as engine
    from portal.candidates.reading import stay_warm

    stay_warm()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    lanes.open_lanes(app)
    try:
        engine.work(app, every)
    finally:
        lanes.close_lanes(wait=LAST_CALLS_SECONDS)


def metrics() -> None:
    """Serve what the web and worker processes of this machine count, for Prometheus."""
    from portal import metrics_server

    metrics_server.serve(current_app._get_current_object())  # type: ignore[attr-defined]


def run_effects() -> None:
    """Carry out what is due now, then stop."""
    click.echo(f"{outbox.run_due(10_000)} effects carried out")


@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def parse_cv(file: Path) -> None:
    """Read a CV and print what was found as JSON."""
    from portal.candidates.reading import Unreadable, sniff
    from portal.candidates.services.reading import read

    data = file.read_bytes()
    try:
        reading = read(data, sniff(data, file.name))
    except Unreadable as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))


@click.option("--name", prompt="Company", help="The company's name.")
@click.option("--admin-name", prompt="Name of its admin", help="First and last name of its first admin.")
@click.option("--email", prompt="E-mail of its admin", help="The admin's address and sign-in name.")
@click.option("--time-zone", default="Asia/Kolkata", show_default=True, help="The company's time zone.")
def create_company(name: str, admin_name: str, email: str, time_zone: str) -> None:
    """Found a company and print the link on which its admin sets a password (it opens for three days)."""
    first_name, last_name = split_name(admin_name)
    try:
        with transaction():
            number, link = companies.create_company(
                name=name,
                first_name=first_name,
                last_name=last_name,
                email=valid_address(email),
                time_zone=time_zone,
            )
    except PortalError as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"Company {number} is founded. {first_name} sets a password here:")
    click.echo(link)


@click.argument("source")
@click.argument("target")
def copy_files(source: str, target: str) -> None:
    """Copy all files from one store to another: `folder`, or an address as STORAGE_URL has it. May be repeated.

    Copy, restart with the new STORAGE_URL, and copy once more for what came in between.
    """
    from portal.storage.services.sweeping import copy_files as copy

    folder = current_app.config["DATA_DIR"]
    try:
        stores = [store_at("" if url == "folder" else url, folder) for url in (source, target)]
        with reading():
            number, missing = copy(*stores)
    except (ValueError, PortalError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{number - len(missing)} of {number} files copied.")
    if missing:
        raise click.ClickException(f"{len(missing)} are not in the source: {', '.join(missing[:10])}")


def rotate_keys() -> None:
    """Put every stored secret under the first key of ENCRYPTION_KEYS. May be stopped and repeated."""
    done = crypto.rotate_all()
    click.echo(f"{done.changed} secrets put under the first key; {done.fresh} stood there already.")
    if done.unreadable:
        raise click.ClickException(
            f"{done.unreadable} secrets cannot be read with any of the keys. Add the key they were stored with."
        )


@click.option("--company", type=int, help="One company's number; without it, all.")
@click.option("--expect", help="POSITION:HASH of an end that was printed and kept elsewhere before (with --company).")
def verify_events(company: int | None, expect: str | None) -> None:
    """Read the chain of sealed events through. Ends with 1 when something was altered or is missing."""
    from portal.governance.services.verifying import verify

    expected = _kept_end(expect, company)
    with as_system("which companies there are"), reading():
        known = [number for number in company_numbers() if company in (None, number)]
    if not known:
        raise click.ClickException("There is no such company.")
    whole = True
    for number in known:
        with as_company(number), reading():
            found = verify(number, expected)
        whole = whole and found.is_whole
        click.echo(
            f"Company {number}: {found.sealed} sealed, {found.unsealed} not sealed yet, {found.wiped} wiped, "
            f"{found.altered} altered, {found.missing} missing. Ends at {found.position}:{found.hash}"
        )
        for problem in found.problems:
            click.echo(f"  {problem}")
    if not whole:
        raise SystemExit(1)


def _kept_end(text: str | None, company: int | None) -> tuple[int, str] | None:
    if text is None:
        return None
    position, _, digest = text.partition(":")
    if company is None or not position.isdigit() or len(digest) != 64:
        raise click.ClickException("--expect is a position, a colon and a hash, and goes with --company.")
    return int(position), digest
