# Two commands are all that most people need: `make chat` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help chat test check lint bench eval torture clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

chat: $(VENV)/installed ## Install if needed, build the index if needed, start the app
	@$(BIN)/strategy ui

test: $(VENV)/installed-dev ## Run every test: unit, integration, app and browser
	@$(BIN)/python -m pytest

check: test ## What CI runs

lint: $(VENV)/installed-dev ## Format, and show what the linters say
	@$(BIN)/ruff format .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/installed-bench ## Measure speed and memory beside the usual pipeline
	@$(BIN)/python -m evals.benching

eval: $(VENV)/installed ## Measure the answers on peru-core and print the table of the README
	@$(BIN)/strategy eval run peru-core --workers 2 --markdown

torture: $(VENV)/installed-dev ## Kill, starve and damage builds by the hundred and print what was lost (half an hour)
	@$(BIN)/python tests/torture

clean: ## Remove the environment and what the tools left
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache dist

# Each stamp is as new as the install that it stands for; the project's own files decide when to install again.
$(VENV)/created:
	@echo "Creating $(VENV)…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.12 chat"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/created pyproject.toml
	@echo "Installing (a few minutes the first time)…"
	@$(PIP) install --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@echo "Installing what the tests need…"
	@$(PIP) install --editable '.[dev]'
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed
	@echo "Installing the pipeline to measure against…"
	@$(PIP) install --editable '.[bench]'
	@touch $@
