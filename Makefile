# `make demo` shows what it does, `make test` proves it. Both set up what they need first.
PYTHON ?= python3
BIN := .venv/bin
JOBS ?= 2

.PHONY: help setup demo test test-preview lint types browser unit catalogs docs bench bench-short bench-quick bench-profile clean
.DEFAULT_GOAL := help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.venv/.ready: pyproject.toml constraints.txt scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh

setup: .venv/.ready  ## build .venv, whose bin/notes-engine is the command

demo: setup  ## render the samples of every format to out/
	$(BIN)/python scripts/demo.py

test: setup  ## set up, lint, type-check, test
	$(MAKE) -j2 lint types
	$(MAKE) unit

lint: setup  ## ruff and the import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup  ## mypy, strict
	$(BIN)/mypy

browser: setup  ## install the Chromium that the preview's tests need, if it may be; without one they are skipped
	sh scripts/browser.sh

unit: setup  ## pytest with branch coverage
	rm -f .coverage .coverage.*
	$(BIN)/pytest -n $(JOBS) --cov --cov-report=term -m "not real"

test-preview: setup browser  ## the preview with real servers and a real browser; takes four minutes
	$(BIN)/pytest -n $(JOBS) --dist loadgroup -m real

catalogs: setup  ## extract texts from the templates and update every locales/*/LC_MESSAGES/notes.po
	$(BIN)/python scripts/catalogs.py

docs: setup  ## write docs/formula-language.md and docs/tags.md from the code
	$(BIN)/python scripts/docs.py

.bench/.ready: benchmarks/requirements.txt .venv/.ready
	$(BIN)/python benchmarks/others/install.py
	touch .bench/.ready

bench: setup .bench/.ready  ## measure, and write benchmarks/README.md; takes an hour and a half
	$(BIN)/python benchmarks/run.py

bench-short: setup .bench/.ready  ## the same with fewer orders and runs; takes half an hour
	$(BIN)/python benchmarks/run.py --short

bench-quick: setup .bench/.ready  ## try with small numbers what bench measures
	$(BIN)/python benchmarks/run.py --quick

bench-profile: setup  ## write benchmarks/profile.txt: where the time of a note goes
	$(BIN)/python benchmarks/profile_stages.py

clean:  ## remove what the other targets made
	rm -rf .venv .bench out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* htmlcov
