"""The package builds, and what was built works where nothing else of ours is."""

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from talent_portal import __version__
from tests.servers import ROOT

EXAMPLE = """
import sys
from jobswipe import JobSwipeClient
from talent_portal import TalentPortal, __file__, __version__
assert __file__.startswith(sys.prefix), __file__
with JobSwipeClient(api_key="tp_key", base_url=sys.argv[1]) as client:
    print(client.jobs.list(page=1, per_page=20)["jobs"], __version__)
"""


def run(*words: object, cwd: Path) -> str:
    words = tuple(str(word) for word in words)
    return subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True, timeout=120).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the backend that `requirements.txt` pins."""
    folder = tmp_path_factory.mktemp("wheel")
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation")
    run(sys.executable, "-m", "pip", "wheel", *quiet, "-w", folder, ROOT / "sdk" / "python", cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_holds_both_packages_with_their_types_and_says_what_they_need(wheel):
    assert wheel.name == f"talent_portal-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        told = packed.read(f"talent_portal-{__version__}.dist-info/METADATA").decode()
    assert {"talent_portal/py.typed", "jobswipe/py.typed", "jobswipe/__init__.py", "talent_portal/types.py"} <= names
    assert "Requires-Dist: httpx" in told and "Requires-Python: >=3.11" in told and "# Talent Portal for Python" in told


@pytest.mark.slow
def test_it_works_in_a_clean_place(wheel, server, tmp_path):
    server.body = b'{"success": true, "data": {"jobs": [], "page": 1, "per_page": 20, "total": 0}}'
    venv.create(tmp_path / "clean", with_pip=False)
    python = tmp_path / "clean" / "bin" / "python"
    words = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    run(sys.executable, "-m", "pip", "--python", python, "install", *words, wheel, cwd=tmp_path)
    # httpx and what it needs are those of the tests, so that no network is asked for them.
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    (Path(site) / "of-the-tests.pth").write_text(sysconfig.get_path("purelib") + "\n")
    said = run(python, "-I", "-c", EXAMPLE, server.url.removesuffix("/hook"), cwd=tmp_path)
    assert said.split() == ["[]", __version__]
    assert server.requests[0].path == "/api/v1/jobs?page=1&per_page=20"
