# What a person types. The work is done by scripts/ and by the `vinculo` command.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-long bench bench-desk bench-read bench-registry bench-effects lock clean

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup:  ## install what running and testing need
	@sh scripts/setup.sh test

run:  ## start the product; PORT and DATABASE_URL are honoured
	@sh scripts/setup.sh run
	@.venv/bin/vinculo run

test:  ## linters, types, import contract, all tests but the long ones
	@sh scripts/setup.sh test
	@.venv/bin/python scripts/check.py

test-long:  ## the long tests
	@sh scripts/setup.sh test
	@.venv/bin/python scripts/check.py --long

bench:  ## measure speed
	@sh scripts/setup.sh test
	@set -e; for bench in bench/bench_*.py; do echo "== $$bench"; .venv/bin/python "$$bench"; done

CASES ?= 1000000

bench-desk:  ## measure the desk with a million cases (CASES=…), beside 10,000; builds them once, prints tables
	@sh scripts/setup.sh test
	@.venv/bin/python bench/bench_desk.py 10000 $(CASES)

bench-read:  ## judge the readers (FORMS=folders), by default a corpus made in build/forms
	@sh scripts/setup.sh test
	@.venv/bin/python bench/bench_read.py $(FORMS)

PROVIDERS ?= 300000

bench-registry:  ## feed a registry of 300,000 providers (PROVIDERS=…) beside COPY, hold it against the cases (CASES=…)
	@sh scripts/setup.sh test
	@failed=0; for bench in "registry $(PROVIDERS)" "opening_search $(PROVIDERS)" "reconciliation $(CASES)" "provider_pages $(CASES)"; do \
		echo "== $$bench"; .venv/bin/python -m bench.$$bench || failed=1; done; exit $$failed

DECISIONS ?= 10000

bench-effects:  ## open the protocols of 10,000 signatures (DECISIONS=…) while everything goes wrong: each once
	@sh scripts/setup.sh test
	@.venv/bin/python -m bench.effects $(DECISIONS)

LOCK := .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url -q --custom-compile-command "make lock" pyproject.toml --group build

lock:  ## compile the hashed requirements anew from pyproject.toml
	@sh scripts/setup.sh test
	$(LOCK) -o requirements.txt
	$(LOCK) --group dev -o requirements-dev.txt

clean:  ## remove what checks and builds left; neither data nor .venv
	rm -rf build test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests scripts bench -name __pycache__ -prune -exec rm -rf {} +
