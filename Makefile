# The workshop of Maoni. `make` or `make help` lists what it does.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PY := .venv/bin/python
# A file stays in one process, and the longest come first.
PYTEST := $(PY) -m pytest -n auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder
TEMPLATES = $(shell git ls-files --cached --others --exclude-standard -- '*.html')
# What tests open files and pages with, as Debian's packages and the commands they bring.
PROGRAMS = chromium:chromium poppler-utils:pdftotext libreoffice-writer-nogui:soffice \
	libreoffice-calc-nogui:/usr/lib/libreoffice/program/libsclo.so
ARGS ?=
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST
# Compiled once, and not again by each of the hundred processes that tests start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: .runtime ## Start site, worker and beat (PORT=8000, HOST=127.0.0.1); Ctrl-C stops all
	@exec $(PY) manage.py dev

.PHONY: setup
setup: ## Make or renew the environment in .venv, nothing else
	@.ci/setup requirements-dev.txt

.PHONY: test
test: setup ## Run all tests (ARGS="tests/home -k words")
	@.ci/packages $(PROGRAMS) || echo "The tests that need them" \
		"are skipped and counted below; with the packages installed, make test runs them." >&2
	@exec $(PYTEST) $(ARGS)

.PHONY: test-services
test-services: setup ## Run all tests on PostgreSQL and Redis, started for the run
	@.ci/packages $(PROGRAMS) || true
	@[ -n "$${DATABASE_URL:-}" ] || .ci/packages 'postgresql:/usr/lib/postgresql/*/bin/postgres'
	@[ -n "$${CELERY_BROKER_URL:-}" ] || .ci/packages redis-server:redis-server
	@exec $(PY) -m tests.services $(PYTEST) $(ARGS)

.PHONY: attack
attack: setup ## Attack a site of its own on loopback, for some minutes, and print the figures
	@ATTACK_POSTS=$${ATTACK_POSTS:-10000} ATTACK_REQUESTS=$${ATTACK_REQUESTS:-6000} ATTACK_MEASURABLE_S=$${ATTACK_MEASURABLE_S:-0.03} \
		$(PY) -m pytest -n 0 -m attack --durations 5 $(ARGS)

.PHONY: coverage
coverage: setup ## Run all tests and say which lines none of them ran
	@$(PY) -m coverage run -m pytest $(ARGS)
	@$(PY) -m coverage report

.PHONY: lint
lint: setup ## Look for faults in the text of Python, templates and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djhtml --check $(TEMPLATES)
	@$(PY) -m curlylint --quiet $(TEMPLATES)
	@$(PY) -m mypy

.PHONY: format
format: setup ## Bring Python and templates into the house style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(PY) -m djhtml $(TEMPLATES)

.PHONY: check
check: setup ## Django's checks, missing migrations, import contracts, catalogues
	@.ci/check

.PHONY: messages
messages: setup ## Gather the words to translate into locale/sw (needs gettext)
	@.ci/packages gettext:xgettext
	@$(PY) manage.py makemessages --locale sw --ignore .venv --ignore var --ignore tests \
		--ignore bench --extension html,txt,py,svg --no-location --no-obsolete

# Asked for by name, with what to measure: see docs/reference/commands.md.
NO_TABLES = bench/outlines.py bench/thresholds.py bench/changes.py
.PHONY: bench
bench: setup ## Measure, and print the figures as tables
	@for file in $(filter-out $(NO_TABLES),$(wildcard bench/*.py)); do echo "# $$file"; $(PY) -m "bench.$$(basename "$$file" .py)"; done

.PHONY: .runtime
.runtime:
	@.ci/setup requirements.txt
