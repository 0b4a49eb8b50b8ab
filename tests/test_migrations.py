"""Migrations run up and down on both databases, and end where the models are."""

import os
import subprocess
import sys
from pathlib import Path

from tests.servers import ROOT, environment


def flask(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "db", *words],
        cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_migrations_go_up_to_the_models_down_to_nothing_and_up_again(tmp_path: Path, database: str | None):
    env = environment(tmp_path, database, 1)
    for words in (["upgrade"], ["check"], ["downgrade", "base"], ["upgrade"]):
        answer = flask(env, *words)
        assert answer.returncode == 0, f"{words}: {answer.stdout}{answer.stderr}"


def test_there_is_one_head_and_every_file_is_numbered(tmp_path: Path):
    heads = flask(environment(tmp_path, None, 1), "heads").stdout.split("\n")
    assert len([line for line in heads if line.strip()]) == 1, f"Two heads: number the later migration after: {heads}"
    for file in os.listdir(ROOT / "migrations" / "versions"):
        assert file[:4].isdigit() or not file.endswith(".py"), f"Number {file}: 0008_….py"
