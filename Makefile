# `make verify` and `make test` are all that a new user needs; both set up what is missing first.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: verify test test-slow proofs benchmarks lint clean

verify: .venv/ready
	$(BIN)/ownlatents verify

# Two halves side by side, a thread each, since one core is not enough; the second half is shown
# when it is done.
test: export OMP_NUM_THREADS = 1
HALF := tests/checks tests/report ownlatents/checks
OTHER := tests ownlatents $(addprefix --ignore=,$(HALF))

test: lint
	@$(BIN)/python -m pytest $(OTHER) > .pytest_other.log 2>&1 & other=$$!; \
	trap "kill $$other" INT TERM; \
	$(BIN)/python -m pytest $(HALF); status=$$?; \
	wait $$other || status=1; cat .pytest_other.log; exit $$status

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test-slow: .venv/ready
	$(BIN)/python -m pytest -m slow

# The machine-checked theorems; says which packages are missing and installs none.
proofs: .venv/ready
	$(BIN)/python -m ownlatents.theory.proofs

benchmarks: .venv/ready
	$(BIN)/python -m tests.benchmarks

# The stamp is written last, so an interrupted set-up starts again and a finished one never does.
.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than 3.11: set PYTHON, as in 'make verify PYTHON=python3.12'" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade --constraint constraints.txt --editable '.[test]'
	@touch $@

clean:
	rm -rf .venv results
