# The commands of this project; the README explains them.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
COMPILE := uv --quiet pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command 'make lock'
CHROMIUM := $(shell command -v chromium 2>/dev/null)
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: run test test-quick lock lint bench browser clean

run: .venv/run.ready          ## make the environment, load the sample, open the board
	$(BIN)/python -m pipelines demo

test: .venv/test.ready browser .venv/nginx/usr/sbin/nginx ## all tests
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile

test-quick: .venv/test.ready   ## the tests without a browser and without the slow ones
	$(BIN)/python -m pytest -n auto --maxprocesses 8 --dist loadfile -m "not browser and not slow"

lock: .venv/python.ready         ## requirements*.txt from pyproject.toml, with the hashes of all files
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	.venv/lock/bin/$(COMPILE) -o requirements.txt
	.venv/lock/bin/$(COMPILE) --group dev -o requirements-dev.txt

lint: .venv/test.ready         ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: .venv/test.ready        ## speed, as ratios measured side by side
	$(BIN)/python -m benchmarks

browser:                       # Debian's Chromium, for the browser tests
ifeq ($(CHROMIUM),)
	$(SUDO) apt-get update -qq
	$(SUDO) apt-get install -y -qq --no-install-recommends chromium > /dev/null
endif

.venv/nginx/usr/sbin/nginx: .venv/python.ready  # Debian's nginx, unpacked here: no service starts
	mkdir -p .venv/nginx
	cd .venv/nginx && (apt-get download -qq nginx || ($(SUDO) apt-get update -qq && apt-get download -qq nginx))
	dpkg -x .venv/nginx/nginx_*.deb .venv/nginx
	touch $@

.venv/python.ready:
	$(PYTHON) -c 'import sys; sys.exit("Starboard needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	touch $@

.venv/run.ready: .venv/python.ready requirements.txt
	$(PIP) --require-hashes -r requirements.txt
	touch $@

.venv/test.ready: .venv/run.ready requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	touch $@

clean:                         ## forget the environment; data stay
	rm -rf .venv
