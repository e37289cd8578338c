PYTHON ?= python3
IMAGE ?= vierstap
CONTAINER_ENGINE ?= docker

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check install --quiet
READY := $(VENV)/.ready
NODE_PEERS := benchmarks/peers/node

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet \
	--universal --python-version 3.11 --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help setup run chat test monkey simulate mutants torture reliability privacy check pictures format bench lock upgrade audit image wheel sbom sbom-image licences verify-image clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Install everything into .venv (the other targets do it when needed)

run: $(READY) ## Start the bot (with TELEGRAM_TOKEN), or else the sandbox: a phone on a page
	@$(BIN)/vierstap $(if $(TELEGRAM_TOKEN),run,sandbox)

chat: $(READY) ## Talk with the adviser in this terminal
	@$(BIN)/vierstap chat

test: $(READY) ## Run all tests and prove all answer paths
	$(BIN)/pytest --numprocesses auto
	$(BIN)/vierstap check

monkey: $(READY) ## Let people do anything with the bot, for an hour or so (SEED=1 for the same walks again)
	$(BIN)/pytest tests/monkey --hypothesis-profile monkey $(if $(SEED),--hypothesis-seed $(SEED))
	ALL_RACES=1 $(BIN)/pytest tests/bot/test_races.py

simulate: $(READY) ## Live 10,000 lives in which anything goes wrong, within the hour (SEEDS=100, SEED=7 for one)
	$(BIN)/python -m tests.simulation $(if $(SEED),--seed $(SEED),$(SEEDS))

torture: $(READY) ## Kill, stop, starve and mislead the real bot in every way (TORTURE="--people 200 --teams 20 --seconds 60")
	$(BIN)/python -m tests.torture $(TORTURE)
	$(BIN)/python -m tests.torture.fuzz $(FUZZ)

mutants: $(READY) ## Break one defence after another, and write to docs/mutants.md what catches each
	$(BIN)/python -m tests.mutants

reliability: $(READY) ## Write docs/reliability.md anew: which test holds which promise, fault and attack
	$(BIN)/python -m tests.reliability

privacy: $(READY) ## Write docs/privacy anew: the papers on privacy, from the tables
	$(BIN)/vierstap privacy docs/privacy

check: $(READY) ## Check format, style, types, contracts and content in seconds
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/hadolint Dockerfile
	$(BIN)/vierstap check --fast

pictures: $(READY) ## Draw the pictures of the README anew (docs/card.png, docs/team.png)
	$(BIN)/python scripts/draw_pictures.py

format: $(READY) ## Format the code and repair what can be repaired
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(READY) $(if $(shell command -v npm),$(NODE_PEERS)/.ready) ## Measure speed and memory beside the peers
	$(BIN)/python -m benchmarks

lock: $(READY) ## Renew the locks after a change of the dependencies in pyproject.toml
	$(COMPILE) pyproject.toml --group dev --output-file requirements-dev.txt
	$(COMPILE) pyproject.toml --constraints requirements-dev.txt --output-file requirements.txt
	$(COMPILE) --constraints requirements-dev.txt --group build --output-file requirements-build.txt

upgrade: COMPILE += --upgrade
upgrade: lock ## Renew the locks with the newest versions

audit: $(READY) ## Look for known vulnerabilities in what runs in production
	$(BIN)/pip-audit --requirement requirements.txt --disable-pip --strict

image: ## Build the container image
	@command -v $(CONTAINER_ENGINE) >/dev/null || { echo "$(CONTAINER_ENGINE) is not here: name another with CONTAINER_ENGINE=podman, or build without any: make verify-image" >&2; exit 1; }
	$(CONTAINER_ENGINE) build --tag $(IMAGE) .

wheel: $(READY) ## Build the wheel into dist
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

sbom: $(READY) ## Write what the wheel is made of into dist/vierstap.cdx.json (CycloneDX)
	$(BIN)/python scripts/write_sbom.py dist/vierstap.cdx.json

sbom-image: $(READY) image ## The same of the image, with its system, into dist/image.cdx.json
	$(CONTAINER_ENGINE) run --rm --entrypoint dpkg-query $(IMAGE) --show --showformat='$${Package} $${Version} $${Architecture}\n' \
		| $(BIN)/python scripts/write_sbom.py --image dist/image.cdx.json

licences: $(READY) ## List the licence of each library that runs
	@$(BIN)/python scripts/write_sbom.py --licences

verify-image: ## Build and start the image without a container engine (Debian, as root)
	scripts/verify-image.sh

clean: ## Remove what the other targets made, but never data
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

$(NODE_PEERS)/.ready: $(NODE_PEERS)/package-lock.json
	npm ci --prefix $(NODE_PEERS) --ignore-scripts --no-audit --no-fund
	@touch $@

$(READY): $(VENV)/.locked pyproject.toml
	@$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot flows messages # As in the image: a start takes half the time
	@touch $@

$(VENV)/.locked: requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Vierstap needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0])'
	@echo "Setting up $(VENV): about a minute, once for each change of requirements-dev.txt"
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PIP_INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $@
