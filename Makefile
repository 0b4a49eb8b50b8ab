# Needs Python 3.11 and nothing else. `make run` starts everything; `make test` runs every test that can run here.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
BIN := .venv/bin
# Compiled once for all the processes of the portal, also where the environment forbids it: each would compile for 5 s.
export PYTHONDONTWRITEBYTECODE :=
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

.PHONY: run test test-all check install clean

run: .venv/run
	@$(BIN)/python -m portal.supervisor

test: install
	@$(BIN)/python -m tests.run

test-all: install
	@$(BIN)/python -m tests.run --slow

check: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

install: .venv/test

# Running needs what stands above the line in requirements.txt, testing the rest too.
.venv/run: requirements.txt | .venv/python
	@echo "Installing what the portal needs into .venv …"
	@sed '/^# What tests it/,$$d' requirements.txt > .venv/run.txt
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r .venv/run.txt
	@touch $@

.venv/test: requirements.txt .venv/run
	@echo "Installing what the tests need into .venv …"
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit("Talent Portal needs Python 3.11 (this is %d.%d)." % sys.version_info[:2]) if sys.version_info[:2] != (3, 11) else None'
	@$(PYTHON) -m venv .venv
	@touch $@

clean:
	rm -rf .venv instance .mypy_cache .ruff_cache .pytest_cache
