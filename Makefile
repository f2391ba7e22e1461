# What there is to do here; `make help` lists it. Anything longer than two lines is a management
# command (newsroom/management/commands/) or a script.

PYTHON ?= python3
VENV := var/venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest -n auto --maxprocesses 6 --durations 15 --durations-min 2
MANAGE := $(BIN)/python manage.py
APPS := newsroom articles awards people photos search desk history
# The worked-at checkout is one's own machine: secrets may be made here instead of refused.
export LOCAL ?= True

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install install-tests run dev test test-postgresql test-all check check-types check-style check-settings audit lock format

help:  ## say what can be made here
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' $(MAKEFILE_LIST) | while read -r name what; do printf '  make %-16s %s\n' "$$name" "$$what"; done

install: $(VENV)/site.txt var/static/staticfiles.json  ## the packages and the static files, and nothing else

run: install  ## build everything and serve the site at http://localhost:8000 (PORT= changes it)
	@$(MANAGE) set_up
	@exec $(MANAGE) serve

dev: $(VENV)/site.txt  ## serve the site with debug on, and again after each change of code
	@$(MANAGE) set_up
	@DEBUG=True exec $(MANAGE) runserver "localhost:$${PORT:-8000}"

install-tests: $(VENV)/tests.txt  ## the packages and programs that the tests need
	@$(BIN)/python -m tests.needs

test: install-tests  ## run the tests on SQLite, in a real browser too (12 minutes on two cores)
	$(PYTEST)

test-postgresql: install-tests  ## run the tests that may differ on PostgreSQL, on DATABASE_URL or a server of their own
	tests/with_postgresql $(PYTEST) --on postgresql

test-all: install-tests  ## run everything on both databases: whole sweeps, every example (an hour on two cores)
	$(PYTEST) --everything
	tests/with_postgresql $(PYTEST) --everything --on postgresql

# Two at a time, each with its output in one piece.
check: $(VENV)/tests.txt  ## look for mistakes without running anything: style, types, arrows, migrations, settings
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-types check-style check-settings

check-types:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djade --check $$(find templates -name '*.html')
	$(BIN)/lint-imports --cache-dir var/cache/import-linter
	$(BIN)/shellcheck --severity=warning deploy/install.sh deploy/newsroom tests/deploy/in_a_fresh_debian tests/deploy/walk.sh tests/with_postgresql .ci/run

check-settings:
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	LOCAL=False BEHIND_PROXY=True HSTS_SUBDOMAINS=True SITE_URL=https://www.example.com SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') $(MANAGE) check --deploy --fail-level WARNING

audit: $(VENV)/tests.txt  ## ask the advisories for known holes in every package that is installed
	@$(BIN)/python -m tests.audit

# The tests' lock comes first: it has every package, so that the other two agree with it.
lock: $(BIN)/uv  ## name every package with its hashes, after a change of a requirements file
	@set -e; tests=tests/requirements; large=newsroom/requirements-large; \
	lock() { $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock" "$$@"; }; \
	lock $$tests.txt --output-file $$tests.lock; \
	lock $$large.txt --constraint $$tests.lock --output-file $$large.lock; \
	lock requirements.txt --constraint $$tests.lock --output-file requirements.lock

format: $(VENV)/tests.txt  ## put code and templates in order
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
	$(BIN)/djade $$(find templates -name '*.html')

# A Debian without python3-venv makes half an environment and fails late, so it is asked first.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info < (3, 11) and sys.exit("Newsroom needs Python 3.11 or later, and this is " + sys.version.split()[0] + ": name another, as PYTHON=python3.12.")'
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || { echo "This Python makes no virtual environments: install the package python3-venv (apt-get install python3-venv), then run make again." >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."; $(PYTHON) -m venv $(VENV)

$(VENV)/site.txt: requirements.lock | $(BIN)/python
	@echo "Installing requirements.lock ..."; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/tests.txt: tests/requirements.lock | $(BIN)/python
	@echo "Installing tests/requirements.lock ..."; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	@touch $@ $(VENV)/site.txt

# uv makes the lock that brings it, so it can't wait for the lock.
$(BIN)/uv: | $(BIN)/python
	@$(BIN)/pip install --quiet --disable-pip-version-check "$$(grep -o '^uv==[0-9.]*' tests/requirements.txt)"

# Old copies stay: a page that a reader has open may still ask for them.
var/static/staticfiles.json: $(VENV)/site.txt $(shell find $(wildcard static $(APPS:=/static)) -type f)
	@echo "Collecting static files ..."; $(MANAGE) collectstatic --no-input --verbosity 0
