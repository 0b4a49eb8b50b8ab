# Needs Python 3.11 and nothing else. `make run` starts everything; `make test` runs every test that can run here.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
BIN := .venv/bin

.PHONY: run test test-all check install clean

run: install
	@$(BIN)/python -m portal.supervisor

test: install
	@$(BIN)/python -m tests.run

test-all: install
	@$(BIN)/python -m tests.run --slow

check: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

install: .venv/installed

.venv/installed: requirements.txt
	@echo "Installing what the portal needs into .venv …"
	@$(PYTHON) -c 'import sys; sys.exit("Talent Portal needs Python 3.11 (this is %d.%d)." % sys.version_info[:2]) if sys.version_info[:2] != (3, 11) else None'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

clean:
	rm -rf .venv instance .mypy_cache .ruff_cache .pytest_cache
