# `make` alone lists what there is. Everything needed is set up on the way: Python 3.11 or newer is enough.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
VENV := .venv
PY := $(VENV)/bin/python
# Without looking for what the pins need, as they name all of it: a pip as old as Python 3.11's looks
# for the newest of what is needed with an extra, and refuses it when it is newer than its pin.
PIP_INSTALL := -m pip install --quiet --no-input --disable-pip-version-check \
	--retries 5 --timeout 60 --require-hashes --no-deps
SETUP := $(VENV)/.ready
ENGINE_VENV := .venv-engine
ENGINE_SETUP := $(ENGINE_VENV)/.ready
# Without it each process of tests, and each server that one starts, compiles all code anew.
unexport PYTHONDONTWRITEBYTECODE
WORKERS ?= auto
PYTEST := $(PY) -m pytest
# Tells whether tests with a marker exist, so that a suite that is gone fails instead of passing.
has_marked = grep -rqsE '^ *(@|pytestmark = )pytest\.mark\.$(1)\b' --include='*.py' tests
PIP_COMPILE = CUSTOM_COMPILE_COMMAND='make pins' $(VENV)/bin/pip-compile --quiet --upgrade \
	--generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-14s\033[0m %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: $(SETUP) ## Install everything that the project needs into .venv

$(SETUP): requirements.txt requirements-dev.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer, with venv, is needed" >&2; exit 1; }
	@test -x $(PY) || { echo "Creating $(VENV) with $$($(PYTHON) --version)"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing the pinned requirements (about a minute, once)"
	@$(PY) $(PIP_INSTALL) -r requirements-dev.txt
	@$(PY) -m pip check --disable-pip-version-check >/dev/null
	@touch $@

$(ENGINE_SETUP): requirements-engine.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer, with venv, is needed" >&2; exit 1; }
	@test -x $(ENGINE_VENV)/bin/python || $(PYTHON) -m venv $(ENGINE_VENV)
	@$(ENGINE_VENV)/bin/python $(PIP_INSTALL) -r requirements-engine.txt
	@$(ENGINE_VENV)/bin/python -m pip check --disable-pip-version-check >/dev/null
	@touch $@

.PHONY: run
run: setup ## Run the whole product on this machine (PORT=8000, EMPTY=1 for no demo tickets)
	@$(PY) -m dev.routes
	@$(PY) -m dev

.PHONY: test
test: setup ## Run the tests (no network, random order; ARGS='tests/tickets -x' narrows)
	@$(PYTEST) -n $(WORKERS) --dist loadgroup $(ARGS)

.PHONY: test-thorough
test-thorough: setup ## Run what `make test` leaves out: every fault of every command, every journey, more of each property
	@$(PYTEST) -n $(WORKERS) --dist loadgroup --hypothesis-profile=thorough \
		-m "(thorough or hypothesis) and not engine and not browser" $(ARGS)

.PHONY: test-explore
test-explore: setup ## Look for new counter-examples to the properties: many more, and others each time
	@$(PYTEST) -n $(WORKERS) --dist loadgroup --hypothesis-profile=explore \
		-m "hypothesis and not engine and not browser" $(ARGS)

.PHONY: test-engine
test-engine: setup $(ENGINE_SETUP) ## Run the race, transaction and fault tests on an atomic DynamoDB (ENGINE=dynamodb-local)
	@if $(call has_marked,engine); then $(PYTEST) -m "engine or any_engine" \
		--engine=$(or $(ENGINE),ministack) $(ARGS); \
	else echo "No test is marked engine yet"; fi

.PHONY: test-browser
test-browser: setup ## Run the tests that need Chromium
	@if $(call has_marked,browser); then $(PYTEST) -m browser $(ARGS); \
	else echo "No test is marked browser yet"; fi

.PHONY: screenshots
screenshots: setup ## Take the pictures of docs/screenshots anew (needs Chromium)
	@$(PY) -m tests.browser.screenshots

.PHONY: acceptance
acceptance: setup ## Print each acceptance line with its tests and their results
	@$(PYTEST) -n $(WORKERS) --dist loadgroup --acceptance-report -m 'not browser and not engine' $(ARGS)

.PHONY: check
check: ## Run everything that CI runs
	@.ci/run

.PHONY: fmt
fmt: setup ## Format, and fix what can be fixed
	@$(VENV)/bin/ruff check --fix --quiet . || true
	@$(VENV)/bin/ruff format .

.PHONY: lint
lint: setup ## Check format and style
	@$(VENV)/bin/ruff format --check --diff --quiet .
	@$(VENV)/bin/ruff check .

.PHONY: types
types: setup ## Check types: strict for app.py and chalicelib, basic for the rest
	@$(VENV)/bin/pyright --warnings
	@$(VENV)/bin/pyright --warnings --project dev/pyright.json

.PHONY: imports
imports: setup ## Check that dependencies point down
	@$(VENV)/bin/lint-imports --no-cache

.PHONY: cover
cover: setup ## Measure coverage: 95 % over all, 100 % where nothing touches the world
	@$(PYTEST) -n $(WORKERS) --dist loadgroup -m 'not browser and not engine' -q --cov --cov-report= $(ARGS)
	@$(VENV)/bin/coverage html --quiet --fail-under=0
	@$(VENV)/bin/coverage report --fail-under=100 --include='chalicelib/core/*,*/model.py,*/rules.py,*/rules/*.py'
	@$(VENV)/bin/coverage report

.PHONY: bench
bench: setup ## Print requests, units and times of each operation; fail over budget
	@if [ -f bench/__main__.py ]; then $(PY) -m bench; else echo "No bench yet"; fi

.PHONY: bench-live
bench-live: setup ## Let 5 agents and 50 visitors talk, and print how soon the other side sees it
	@$(PY) -m bench.live

.PHONY: audit
audit: setup ## Look the pinned requirements up in the advisory database (needs the network)
	@$(VENV)/bin/pip-audit --require-hashes --disable-pip -r requirements.txt

.PHONY: pins
pins: setup ## Resolve the *.in files anew into pinned, hashed requirements
	@for name in requirements requirements-dev requirements-engine; do \
		$(PIP_COMPILE) --output-file $$name.txt $$name.in || exit; done

.PHONY: routes
routes: setup ## Write the list of routes (chalicelib/routes.json) anew
	@$(PY) -m dev.routes

.PHONY: keep
keep: setup ## Keep what this version writes, for later ones to be tried on (VERSION=1.0)
	@test -n "$(VERSION)" || { echo "Say which: make keep VERSION=1.0" >&2; exit 1; }
	@POWERTOOLS_LOG_LEVEL=ERROR $(PY) -m tests.releases.working keep tests/releases/kept/$(VERSION)

.PHONY: mixed
mixed: setup ## Let an earlier version and this one take turns on one table (FROM=v1.0 SEED=1)
	@test -n "$(FROM)" || { echo "Which version? make mixed FROM=v1.0" >&2; exit 1; }
	@$(PY) -m tests.mixed $(FROM) --seed $(or $(SEED),1) $(ARGS)

.PHONY: vendor
vendor: setup ## Fetch the console's libraries anew, as dev/vendor.py names them (needs npm)
	@$(PY) -m dev.vendor

.PHONY: package
package: setup ## Package for AWS into build/package (STAGE=dev or prod)
	@rm -rf build/package
	@$(PY) -m infra.package --stage $${STAGE:-prod} build/package

.PHONY: restore
restore: setup ## Bring back what is missing (FROM=restored table STAGE=prod ARGS='--dry-run')
	@test -n "$(FROM)" || { echo "From which table? make restore FROM=..." >&2; exit 1; }
	@$(PY) -m infra.recovery.restore $(FROM) --stage $${STAGE:-prod} $(ARGS)

.PHONY: rebuild
rebuild: setup ## Have badges, reports and search of an account made anew (ACCOUNT=acc_... STAGE=prod)
	@test -n "$(ACCOUNT)" || { echo "Of which account? make rebuild ACCOUNT=acc_..." >&2; exit 1; }
	@$(PY) -m infra.recovery.rebuild $(ACCOUNT) --stage $${STAGE:-prod}

.PHONY: drill
drill: setup ## Lose tickets on this machine, and get them back
	@POWERTOOLS_LOG_LEVEL=ERROR $(PY) -m dev.drill

# A stage is a table of deploy.toml; ARGS='--sign-up closed' goes over what stands there.
STAGED = --stage $${STAGE:-prod} $(if $(YES),--yes) $(ARGS)

.PHONY: preflight
preflight: setup ## Name everything that a deploy to AWS still lacks (STAGE=prod)
	@$(PY) -m infra.preflight $(STAGED)

.PHONY: deploy
deploy: setup ## Deploy to AWS, or deploy again (STAGE=prod; YES=1 takes every offer)
	@rm -rf build/package
	@$(PY) -m infra.deploy $(STAGED)

.PHONY: plan
plan: setup ## Put an account on a plan (ACCOUNT=acc_... PLAN=helpdesk STAGE=prod ARGS='--until 2026-12-31')
	@test -n "$(ACCOUNT)" -a -n "$(PLAN)" || { echo "Say ACCOUNT=acc_... PLAN=..." >&2; exit 1; }
	@$(PY) -m infra.plan --stage $${STAGE:-prod} --account $(ACCOUNT) --plan $(PLAN) $(ARGS)

.PHONY: destroy
destroy: setup ## Take a stage away from AWS and keep its data (STAGE=... YES=1; DATA=delete for all of it)
	@test -n "$(STAGE)" || { echo "Which one? make destroy STAGE=..." >&2; exit 1; }
	@$(PY) -m infra.destroy $(if $(filter delete,$(DATA)),--data delete) $(STAGED)

.PHONY: clean
clean: ## Remove what was built and measured; environments stay
	@rm -rf build dist htmlcov .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
