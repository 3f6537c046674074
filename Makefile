# Every target says what it does and how long it took. It needs make, a POSIX shell and
# Python 3.11 or newer; everything else comes into .venv from the lock file.
.DEFAULT_GOAL := help
.PHONY: help install run test test-fast screenshots fuzz-api races crash check train \
  bench-extraction bench-beside bench-exports bench-stored-exports bench-imports bench-pages bench-audit messages lock clean

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements-dev.txt
DATA := $(CURDIR)/var
UPGRADE ?=
TRAINING := .venv-training
# Three networks learn from the labels, and then the first of them from what all three say, too.
PLAN ?= --epochs 4 --members 3 --frozen 0 --rate 3e-4 --soft 0.7
LABELS ?=
OUT ?=
GOLD ?=
SPEAKERS ?=
PYTEST_OPTIONS ?=
# Two processes, each with a PostgreSQL server of its own; a file's tests stay together.
WORKERS := -n 2 --dist loadfile

# Runs a command, and says what for and how long it took: $(TIMED) "Label" command…
TIMED := timed() { label=$$1; shift; start=$$(date +%s); printf '== %s\n' "$$label"; \
  if "$$@"; then printf '== %s: done in %s s\n' "$$label" "$$(($$(date +%s) - start))"; \
  else code=$$?; printf '== %s: failed after %s s\n' "$$label" "$$(($$(date +%s) - start))" >&2; \
  exit $$code; fi; }; timed

# What the environment was made from, and what the project in it. An environment does not survive
# being moved, so its place counts: what activates it says where it was made. One that somebody made
# by hand is as good.
LIBRARIES = $(VENV)/.libraries-from
LIBRARIES_NOW = { pwd; cksum < $(LOCK); }
PROJECT = $(VENV)/.project-from
PROJECT_NOW = { $(LIBRARIES_NOW); cksum < pyproject.toml; }
# The lock names everything, so nothing is resolved: pip's resolver would take "coverage[toml]", which
# a library asks for, to be unpinned as soon as there is a newer coverage.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

install: ## Make .venv and install from the lock file; a second if nothing has changed
	@if $(PROJECT_NOW) | cmp -s - $(PROJECT) && $(BIN)/python -c ''; then \
	  echo "== $(VENV) is up to date"; \
	else $(TIMED) "Install into $(VENV) (a minute or two the first time)" \
	  $(MAKE) --no-print-directory -s _install; fi

.PHONY: _install _environment
_install:
	@grep -qsF '$(CURDIR)/$(VENV)' $(BIN)/activate && $(BIN)/python -c '' || $(MAKE) -s _environment
	@if ! $(LIBRARIES_NOW) | cmp -s - $(LIBRARIES); then \
	  $(PIP) --no-compile --no-deps --require-hashes -r $(LOCK) && $(LIBRARIES_NOW) > $(LIBRARIES); fi
	@$(PIP) --no-deps --no-build-isolation --editable .
	@$(PROJECT_NOW) > $(PROJECT)

_environment:
	@for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "   with $$($$name --version) ($$(command -v $$name))"; \
	    $$name -m venv --clear $(VENV) && exit 0; \
	    echo "Python has no venv module that works; on Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "Claim Tracker needs Python 3.11 or newer, and found none." >&2; \
	echo "Install it, or name it: make install PYTHON=/path/to/python3" >&2; \
	exit 1

run: install ## Serve the newsroom from var/ with its demonstration; make run again later, too
	@TRACKER_DATA_DIR="$${TRACKER_DATA_DIR:-$(DATA)}" $(BIN)/tracker run --demonstration

test: install ## Run all tests
	@$(TIMED) "Run the tests" $(BIN)/pytest -q $(WORKERS) $(PYTEST_OPTIONS)

test-fast: install ## Run the tests that take seconds
	@$(TIMED) "Run the fast tests" $(BIN)/pytest -q -m "not slow and not browser" $(WORKERS) \
	  $(PYTEST_OPTIONS)

screenshots: install ## Take the picture of the README anew, in Chromium
	@$(TIMED) "Take the picture" env TRACKER_SCREENSHOTS=$(CURDIR)/docs $(BIN)/pytest -q tests/browser/test_journey.py -k exported

fuzz-api: install ## Hold the API against its description with many requests; EXAMPLES=200 of each
	@$(TIMED) "Fuzz the API" env TRACKER_FUZZ_EXAMPLES=$(or $(EXAMPLES),200) $(BIN)/pytest -q tests/api/test_fuzz.py

races: install ## Let many edit the same claims at once; EDITS=100000 of them for a release
	@$(TIMED) "Edit at once" env TRACKER_RACE_EDITS=$(or $(EDITS),2000) $(BIN)/pytest -q tests/live

crash: install ## Kill the server under people's hands; KILLS=500 times for a release, SEED=2 for others
	@$(TIMED) "Kill the server" env TRACKER_KILLS=$(or $(KILLS),50) TRACKER_KILLS_SEED=$(or $(SEED),1) \
	  $(BIN)/pytest -q tests/crash

check: install ## Check format, style, types, layers and templates
	@$(TIMED) "Check the format (ruff)" $(BIN)/ruff format --check --quiet .
	@$(TIMED) "Check the style (ruff)" $(BIN)/ruff check --quiet .
	@$(TIMED) "Check the types (mypy)" $(BIN)/mypy --no-error-summary
	@$(TIMED) "Check the layers (import-linter)" $(BIN)/lint-imports
	@$(TIMED) "Check the templates (djlint)" $(BIN)/djlint --lint --quiet templates

# Torch, which the program never needs, comes into an environment of its own.
train: install ## Teach the tagger anew, some three hours: LABELS=labels.jsonl OUT=folder
	@[ -n "$(LABELS)" ] && [ -n "$(OUT)" ] || { \
	  echo "Name the labels and a folder: make train LABELS=labels.jsonl OUT=folder" >&2; exit 1; }
	@[ -x $(TRAINING)/bin/python ] || $(BIN)/python -m venv $(TRAINING)
	@$(TRAINING)/bin/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	@$(TIMED) "Install what training needs" $(TRAINING)/bin/python -m pip install --quiet --group training
	@$(TIMED) "Teach the tagger" $(TRAINING)/bin/python -m tracker.training --data $(LABELS) --out $(OUT) \
	  $(PLAN)

bench-extraction: install ## Measure extraction, quality and speed; GOLD=labels.jsonl takes your labels, SPEAKERS=who.json who said it
	@$(TIMED) "Measure extraction" $(BIN)/python -m tests.bench.extraction $(GOLD) $(SPEAKERS)

bench-beside: install ## Measure extraction beside another: TEXTS=articles.jsonl OTHER="its command"
	@$(TIMED) "Measure beside another" $(BIN)/python -m tests.bench.beside $(TEXTS) "$(OTHER)"

bench-exports: install ## Measure exports against the bare writers; CLAIMS=100000 is shorter
	@$(TIMED) "Measure exports" $(BIN)/python -m tests.bench.exports

bench-stored-exports: install ## Measure exports out of a database of a million claims; CLAIMS=100000 is shorter
	@$(TIMED) "Measure exports out of a database" $(BIN)/python -m tests.bench.stored_exports

bench-imports: install ## Measure imports of long files against bare parsing and writing; ROWS=5000 is shorter
	@$(TIMED) "Measure imports" $(BIN)/python -m tests.bench.imports

bench-pages: install ## Measure pages with a year's work behind them; CLAIMS=10000 is shorter
	@$(TIMED) "Measure pages" $(BIN)/python -m tests.bench.pages

bench-audit: install ## Measure how long a long history takes to verify; EVENTS=100000 is shorter
	@$(TIMED) "Measure the audit" env EVENTS=$(EVENTS) $(BIN)/python -m tests.bench.audit

EVENTS ?= 1000000
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
  --generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" \
  $(if $(UPGRADE),--upgrade)
lock: install ## Write the lock files anew from pyproject.toml; UPGRADE=1 takes newer versions
	@$(TIMED) "Lock what the program needs" $(COMPILE) -o requirements.txt
	@$(TIMED) "Lock what its makers need" $(COMPILE) --group dev -o requirements-dev.txt

TRANSLATIONS := tracker/web/translations
KEYWORDS := _ gettext lazy_gettext ngettext:1,2 N_
messages: install ## Collect the words of the pages, add what is new to the translations, compile them
	@$(BIN)/pybabel -q extract -F pyproject.toml -k "$(KEYWORDS)" --no-location --sort-output \
	  --project="Claim Tracker" --version="" -o $(TRANSLATIONS)/messages.pot .
	@$(BIN)/pybabel -q update -i $(TRANSLATIONS)/messages.pot -d $(TRANSLATIONS) --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date --width 100
	@rm $(TRANSLATIONS)/messages.pot
	@$(BIN)/pybabel -q compile -d $(TRANSLATIONS)

clean: ## Remove .venv, builds and caches; var/ with its database stays
	@$(TIMED) "Clean up" rm -rf $(VENV) $(TRAINING) build dist htmlcov .coverage .pytest_cache .mypy_cache \
	  .ruff_cache .import_linter_cache .hypothesis
