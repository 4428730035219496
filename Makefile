# `make chat` is all a reader needs; `make help` lists the rest.
# Windows and machines without make: README.md gives the same steps by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help chat test check eval install clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

chat: $(VENV)/.installed ## Set up, put the documents of briefings/ in, and serve the chat page
	$(BIN)/briefing chat briefings

test: $(VENV)/.installed-dev ## Set up, fetch the built-in model if it isn't here, and run every test
	$(BIN)/briefing models pull builtin
	$(BIN)/pytest

check: $(VENV)/.installed-dev ## Lint, formatting, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: $(VENV)/.installed ## Measure grounding with quotes and with the built-in model
	$(BIN)/briefing models pull builtin
	$(BIN)/briefing eval --model quotes --model builtin

install: $(VENV)/.installed ## Set up only

clean: ## Remove the virtual environment and caches (documents and models in your data folder stay)
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is written when an installation is whole, so an interrupted one is taken up again.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --progress-bar on --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --progress-bar on --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Briefing needs Python 3.11 or newer; this is %s. Name another: make PYTHON=python3.12 …" % sys.version.split()[0])'
	@echo "Setting up in $(VENV): this downloads about 1 GB once and takes a few minutes."
	$(PYTHON) -m venv $(VENV)
