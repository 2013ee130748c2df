# Every target is one line that calls the command a person would call. `make help` lists them.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
CSPR := $(BIN)/cspr
READY := $(VENV)/ready
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && { echo $$p; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help setup collate check pack blanks sample lint test test-slow test-office office bench try-corpus ci clean deadlines verify-sources

help:  ## List what can be done
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/' | sort

setup: $(READY)  ## Make .venv and install what is pinned

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing: apt install python3-venv"; exit 1; }
	@echo "Setting up in $(VENV); this happens once."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $(READY)

collate: $(READY)  ## Make every document of a case: make collate CASE=2025-07 (the sample when left out)
	@$(CSPR) collate $(if $(CASE),"$(CASE)") $(ARGS)

check: $(READY)  ## Read and check a case; make nothing
	@$(CSPR) check $(if $(CASE),"$(CASE)") $(ARGS)

pack: $(READY)  ## Make a pack that may leave the building: make pack PACK=publication [CASE=2025-07]
	@$(CSPR) pack $(if $(CASE),"$(CASE)") $(if $(PACK),--for "$(PACK)") $(ARGS)

deadlines: $(READY)  ## Show the dates of a case, as a table, a picture and a calendar
	@$(CSPR) deadlines $(if $(CASE),"$(CASE)") $(ARGS)

verify-sources: $(READY)  ## Find every sentence the definitions quote: make verify-sources SEEDS=folder
	@$(CSPR) verify-sources "$(SEEDS)"

blanks: $(READY)  ## Make the blank workbooks again from the definitions
	@$(CSPR) blanks

sample: $(READY)  ## Make the sample cases' workbooks again from their answers
	@$(CSPR) sample

lint: $(READY)  ## Check code, definitions and every branch of every template
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(CSPR) lint

test: $(READY)  ## Run the tests (under five minutes)
	@$(BIN)/python -m pytest -q -n auto -m "not slow and not office"

test-slow: $(READY)  ## Run the proofs that take minutes
	@$(BIN)/python -m pytest -q -n auto -m "slow and not office"

test-office: $(READY)  ## Run the tests that need LibreOffice and pdftotext (make office installs them)
	@$(BIN)/python -m pytest -q -m office

office:  ## Install LibreOffice and the PDF tools (Debian)
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null && \
	/usr/bin/python3 -c 'import uno' 2>/dev/null || { apt-get update -qq && apt-get install -y -qq \
	libreoffice-writer libreoffice-calc python3-uno poppler-utils fonts-liberation >/dev/null; }

bench: $(READY)  ## Measure how long things take
	@$(BIN)/python -m bench

try-corpus: $(READY)  ## Try the reader on a folder of other people's files: make try-corpus DIR=...
	@$(CSPR) try-corpus "$(DIR)"

ci: lint test test-slow  ## What the server runs

clean:  ## Remove what was made, but no case
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
