"""The JavaScript client: Node's own tests of it, its package in a clean place, and its types by the compiler."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import portal.demo
from portal.demo.company import API_KEY
from tests.run import node_package
from tests.sdk_python.test_live import PASSWORD, own_key
from tests.servers import ROOT

__all__ = ["own_key"]
PACKAGE = ROOT / "sdk" / "javascript"
CV = Path(portal.demo.__file__).parent / "cvs" / "priya-raman.pdf"
COMPILER = "5.9.3"
LIBRARIES = ["es2023", "dom", "dom.iterable", "dom.asynciterable"]
OPTIONS = {"noEmit": True, "strict": True, "target": "es2022", "lib": LIBRARIES, "module": "nodenext", "types": []}
needs_node = pytest.mark.skipif(not (shutil.which("node") and shutil.which("npm")), reason="node or npm is missing")
pytestmark = needs_node


def run(*command, folder, **env):
    said = subprocess.run(
        command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, timeout=120, check=False
    )
    assert said.returncode == 0, said.stdout[-6000:] + said.stderr[-2000:]
    return said.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A clean folder in which the packed package was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    packed = run("npm", "pack", "--silent", "--pack-destination", str(folder), folder=PACKAGE).strip().split("\n")[-1]
    (folder / "package.json").write_text('{"name": "clean", "private": true, "type": "module"}')
    run("npm", "install", "--offline", "--no-audit", "--no-fund", "--silent", f"./{packed}", folder=folder)
    return folder


def test_nodes_tests_of_sending_and_verifying_pass():
    for name in ("course", "webhooks"):
        run("node", "--test", f"test/{name}.test.mjs", folder=PACKAGE)


@pytest.mark.slow
def test_the_installed_package_does_a_days_work_at_a_started_portal(demo, own_key, installed):
    shutil.copy(PACKAGE / "test" / "live.test.mjs", installed)
    env = {"PORTAL": demo.url, "COMPANY_KEY": API_KEY, "CANDIDATE_KEY": own_key, "CV": str(CV), "PASSWORD": PASSWORD}
    said = run("node", "--test", "--test-reporter=tap", "live.test.mjs", folder=installed, **env)
    assert "# pass 4" in said and "# skipped 0" in said, said


def test_the_package_brings_its_types_and_no_tests(installed):
    brought = {path.name for path in (installed / "node_modules" / "@talent-portal" / "sdk").iterdir()}
    assert brought == {"package.json", "README.md", "src", "types"}


def test_the_types_let_right_code_through_and_find_mistakes(installed):
    compiler = node_package("typescript", COMPILER, "lib/tsc.js")
    shutil.copy(Path(__file__).with_name("types.ts"), installed)
    (installed / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "files": ["types.ts"]}))
    run("node", str(compiler), "-p", ".", folder=installed)
