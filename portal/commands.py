"""Commands of `flask --app wsgi …`: for operators, the supervisor and the tests."""

import json
import time
from pathlib import Path

import click
from flask import Flask

from portal.core import outbox


def install(app: Flask) -> None:
    """Register the commands."""
    app.cli.command("worker")(worker)
    app.cli.command("run-effects")(run_effects)
    app.cli.command("parse-cv")(parse_cv)


@click.option("--every", default=0.2, help="Seconds between looks when nothing is due.")
def worker(every: float) -> None:
    """Carry out effects until stopped."""
    while True:
        if outbox.run_due(100) == 0:
            time.sleep(every)


def run_effects() -> None:
    """Carry out what is due now, then stop."""
    click.echo(f"{outbox.run_due(10_000)} effects carried out")


@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def parse_cv(file: Path) -> None:
    """Read a CV and print what was found as JSON."""
    from portal.candidates.reading import Unreadable, read_in_child, sniff

    data = file.read_bytes()
    try:
        reading = read_in_child(data, sniff(data, file.name))
    except Unreadable as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(json.dumps(reading.to_json(), ensure_ascii=False, indent=1))
