# `make` alone prints the manual: a line for each target, taken from the "##" comments below.
.DEFAULT_GOAL := help
.PHONY: help install demo test test-hard test-postgres journeys check fix gallery bench bench-pages bench-matching bench-board lock release-check

PY := .venv/bin/python
PORT := 8000
RESET :=
ARGS :=
WORKERS := auto
NAME :=
OUT := gallery
# As many tests at a time as there are cores; those of one file stay together, since they share what is costly to make.
SIDE_BY_SIDE = -n $(WORKERS) --dist loadfile

help: ## Print this manual
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

install: ## Create .venv with everything developing needs
	@scripts/install develop

demo: ## Serve a site full of invented people on http://127.0.0.1:8000 (PORT=8080 elsewhere, RESET=1 afresh)
	@scripts/install run
	@exec $(PY) -m pares demo --port $(PORT) $(if $(filter 1,$(RESET)),--reset)

test: install ## Run every test on SQLite, browser journeys included (ARGS="tests/ground -x" for a part)
	@browser=$$(scripts/ensure_chromium) && DATABASE_URL= PARES_CHROMIUM="$$browser" $(PY) -m pytest $(SIDE_BY_SIDE) $(ARGS)

test-hard: install ## Run the tests that try random cases, with forty times as many of them
	@DATABASE_URL= $(PY) -m pytest -p tests.many_examples -m "not journey" $(ARGS)

test-postgres: install ## Run every test that asks for a database on a PostgreSQL server started for the run
	@browser=$$(scripts/ensure_chromium) && PARES_CHROMIUM="$$browser" scripts/test_postgres $(SIDE_BY_SIDE) $(ARGS)

journeys: install ## Run the browser journeys only
	@browser=$$(scripts/ensure_chromium) && DATABASE_URL= PARES_CHROMIUM="$$browser" $(PY) -m pytest -m journey $(ARGS)

check: install ## Check style, types, floors, migrations, production settings, locks and files
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy
	@.venv/bin/lint-imports --no-logo
	@PARES_MODE=test DATABASE_URL=sqlite://:memory: $(PY) -m pares makemigrations --check --dry-run
	@scripts/check_production
	@$(PY) scripts/check_locks.py
	@$(PY) scripts/check_files.py

fix: install ## Mend what ruff can mend, and format
	@$(PY) -m ruff check --fix
	@$(PY) -m ruff format

gallery: install ## Photograph every page as every role, wide and narrow, into gallery/index.html (OUT= elsewhere)
	@browser=$$(scripts/ensure_chromium) && PARES_CHROMIUM="$$browser" $(PY) -m tests.gallery "$(OUT)"

bench: install ## List what can be measured; NAME=matching measures it
	@PY=$(PY) scripts/bench "$(NAME)"

bench-pages: install ## Measure what a public page costs against a bare Django view
	@PY=$(PY) scripts/bench pages

bench-matching: install ## Measure the matching beside others on the same problems (ARGS="--sizes 40,300" for a part)
	@PY=$(PY) scripts/bench matching $(ARGS)

bench-board: install ## Measure proposing and swapping through the page at 100 and 1,000 pairs
	@PY=$(PY) scripts/bench board

lock: install ## Renew the locks from pyproject.toml, taking no release younger than seven days
	@scripts/lock

release-check: ## Build the package, install it in a clean place without Node, seed it and fetch pages
	@scripts/check_release
