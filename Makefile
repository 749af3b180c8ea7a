# make demo: build the shipped article into demo/ and show what came of it.
# make test: everything the tests need, then the tests.
# Both need only Python 3.11 to 3.13 with venv, and make.

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
FITS := import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(FITS)' >/dev/null 2>&1; then echo $$p; break; fi; done)
WORKERS ?= 2
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export BECAUSE PLOVER

.PHONY: demo test lint format contract queries readme pictures scores triggers ties kinds confidence pins lock clean

demo: $(VENV)/installed
	$(BIN)/kg demo demo

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -rs

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The JSON Schema of what `kg extract` writes, made from kg/model.py.
contract: $(VENV)/installed-dev
	$(BIN)/python docs/contract.py > docs/contract.schema.json

# The list of the saved queries in docs/queries.md, made from their headers.
queries: $(VENV)/installed-dev
	$(BIN)/python docs/queries.py > docs/queries.md

# The Turtle and the answer shown in the README, from the shipped article.
readme: $(VENV)/installed-dev
	$(BIN)/python docs/readme.py

# The pictures shown in the README, from the shipped article; needs Chromium.
pictures: $(VENV)/installed-dev
	PYTHONPATH=. $(BIN)/python docs/pictures.py

# The figures shown in the README; make scores PLOVER=FILE.jsonl also measures records of the PLOVER project.
scores: $(VENV)/installed-dev
	PYTHONPATH=. $(BIN)/python docs/scores.py

# Trains the network that tells which words tell events, on benchmarks/triggers and benchmarks/articles. Run it
# after changes of the rules.
triggers: $(VENV)/installed-dev
	PYTHONPATH=.:tests/gold OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/triggers.py

# Fits the weights that tie people, places, dates and speakers to events, and tellings to each other, on
# benchmarks/articles and the development half of tests/gold. Run it after changes of the rules for these.
ties: $(VENV)/installed-dev
	$(BIN)/python -m pip install -q -e '.[fit]'
	PYTHONPATH=.:tests/gold OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/ties.py

# Fits the weights that tell of which kind unknown actors and places are, on the same texts. Run it after ties.
kinds: $(VENV)/installed-dev
	$(BIN)/python -m pip install -q -e '.[fit]'
	PYTHONPATH=.:tests/gold:benchmarks OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/kinds.py

# Fits the confidence of events to the development half of tests/gold. Run it after changes of the extraction.
confidence: $(VENV)/installed-dev
	PYTHONPATH=. $(BIN)/python benchmarks/confidence.py

# Measures the extraction on tests/gold and raises the floors; make pins BECAUSE="why" may also lower them.
pins: $(VENV)/installed-dev
	PYTHONPATH=. $(BIN)/python tests/quality.py --because "$$BECAUSE"

# Needs uv. Run it after a change of the dependencies in pyproject.toml.
lock:
	{ echo "# The tree of packages that this commit was tested with, on Python 3.11 to 3.13. Made by: make lock"; \
	  uv pip compile -q --universal --python-version 3.11 --extra dev --no-header --no-annotate \
	  --strip-extras pyproject.toml; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf demo dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 with venv is needed; name one: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@
