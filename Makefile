# One Makefile for users and developers.  `make setup` puts everything into .venv in this folder.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: help setup setup-ocr setup-dev setup-office run test check lint types layers coverage golden eval eval-scan torture torture-full crash audit bench lock clean

help:
	@echo "make run     read raw_docs/ and write the tables to normalized/ (sets itself up)"
	@echo "make test    run every check and test (sets itself up, LibreOffice included)"
	@echo "make setup   .venv with the program in it;  make golden: rewrite expected output"
	@echo "make eval    how good it is, with figures;  make bench: how fast it is"

# The locks name every package, so nothing is left to resolve: an older pip takes a newer release for an extra.
setup: .venv/installed
setup-ocr: .venv/installed-ocr
setup-dev: .venv/installed-dev setup-office

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "doichieu needs Python 3.11 or newer; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "installing the program into .venv (a minute or so)"
	@$(PIP) install --no-deps --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-ocr: requirements-ocr.txt .venv/installed
	@echo "installing recognition of scans into .venv"
	@$(PIP) install --no-deps --require-hashes -r requirements-ocr.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "installing the test tools into .venv"
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

# LibreOffice and fonts are needed by the tests and by old Word files only.
setup-office:
	@sh tests/setup-office.sh

run: setup
	@$(BIN)/doichieu run raw_docs --out normalized

test: setup-dev check
	@$(BIN)/python -m pytest -n 2

check: lint types layers

lint: .venv/installed-dev
	@$(BIN)/ruff check pipeline tests benchmarks
	@$(BIN)/ruff format --check pipeline tests benchmarks

types: .venv/installed-dev
	@$(BIN)/mypy

layers: .venv/installed-dev
	@$(BIN)/lint-imports --no-cache

# Lines and branches that no test reaches.  It takes three times as long, and three tests of limits that count
# time or writes may fail under it.
coverage: setup-dev
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term

golden: setup-dev
	@$(BIN)/python -m tests.golden.build
	@$(BIN)/doichieu run raw_docs --out normalized
	@$(BIN)/python -m pipeline.writers.manual > docs/output.md
	@$(BIN)/python -m pipeline.writers.manual errors en > docs/errors.md
	@$(BIN)/python -m pipeline.writers.manual errors vi > docs/vi/errors.md

# How good the program is: matching, planted contradictions, made plans.  Ends with 1 below the bars.
eval: setup-dev
	@$(BIN)/python -m tests.evaluate matching
	@$(BIN)/python -m tests.checks.mutations
	@$(BIN)/python -m tests.evaluate plants
	@rm -rf build/made && $(BIN)/python -m tests.plans_made build/made --count 60 --first 101 --formats docx,pdf,xlsx,html,txt
	@$(BIN)/python -m tests.plans_made.score build/made --show 0

eval-scan: setup-dev
	@$(BIN)/python -m tests.evaluate.scan

# Hostile and damaged files of our own making; torture-full reads any folder: make torture-full DIR=/path
torture: setup-dev
	@$(BIN)/python -m tests.hostile
	@$(BIN)/python -m tests.hostile --damage 300
torture-full: setup-dev
	@$(BIN)/python -m tests.hostile --folder $(DIR)

# A run hit at every change of the disk, in five ways, and killed at random moments (hours; KILLS=, EVERY= for less).
EVERY ?= 1
KILLS ?= 100
crash: setup-dev
	@$(BIN)/python -m tests.crash --every $(EVERY) --kills $(KILLS)

# Known weaknesses of every pinned package.  Whatever could not be asked about counts as not passed.
audit: .venv/installed-dev
	@$(BIN)/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	  -r requirements.txt -r requirements-ocr.txt -r requirements-dev.txt \
	  || { echo "audit: NOT passed. Either a package above has a known weakness, or the service that knows them could not be asked; then nothing is proven." >&2; exit 1; }

bench: setup-dev
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.matching
	@$(BIN)/python -m benchmarks.across

# Pin again after a change in pyproject.toml.  The lock carries hashes and no index address.
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
lock:
	$(COMPILE) --extra build -o requirements.txt
	$(COMPILE) --extra build --extra ocr -c requirements.txt -o requirements-ocr.txt
	$(COMPILE) --extra build --extra ocr --extra cluster --extra dev -c requirements-ocr.txt -o requirements-dev.txt

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
