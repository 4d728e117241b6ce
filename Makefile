# make run     the site on http://127.0.0.1:8000 (PORT and DATABASE_URL are honoured)
# make test    style and types, then every test, on SQLite and on PostgreSQL
# The other targets are listed by `make help`.

PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
PY := $(VENV)/bin/python
ADDRESS := 127.0.0.1:$(or $(PORT),8000)
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.DELETE_ON_ERROR:
.PHONY: help setup setup-test environment translations messages run
.PHONY: test test-sqlite test-postgres test-long coverage lint format screenshots clean

help:
	@echo "make setup      .venv with what the site needs, fonts, translations; starts nothing"
	@echo "make run        setup, database, seeds, then the site on http://$(ADDRESS)"
	@echo "make test       make lint, then every test, on SQLite and PostgreSQL"
	@echo "make test-long  the property tests with many more cases; other programs read what the site sends"
	@echo "make coverage   how much of events/ the tests run through: at least 90% of its branches"
	@echo "make lint       style and types: ruff, djlint, mypy; changes nothing"
	@echo "make format     rewrites code and templates in the house style"
	@echo "make messages   gathers what is to be translated into locale/; needs gettext"
	@echo "make screenshots  the pictures of the documentation"
	@echo "make clean      removes what is built; keeps .venv, the database and the secret key"

# --- Setting up ------------------------------------------------------------------------------------------------

# pip runs only where the requirements or the Python differ from those of the last time that it succeeded.
define install
	@wanted=$$($(PY) -c 'import hashlib, sys; \
	    print(hashlib.sha256(b"".join(open(name, "rb").read() for name in sys.argv[1:])).hexdigest(), sys.version)' \
	    requirements.txt $(1)); \
	if [ "$$wanted" != "$$(cat $(VENV)/$(1).installed 2>/dev/null)" ]; then \
	    echo "Installing $(1) …"; \
	    $(PY) -m pip install --quiet --disable-pip-version-check $(2) -r $(1) || exit 1; \
	    echo "$$wanted" > $(VENV)/$(1).installed; \
	fi
endef

# An environment that was cut short, or whose Python has gone since, is made anew.
environment:
	@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0; \
	for candidate in $(PYTHON) python3.14 python3.13 python3.12 python3.11; do \
	    $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    echo "Making $(VENV) with $$($$candidate --version) …"; \
	    $$candidate -m venv --clear $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$candidate cannot make a virtual environment (on Debian: apt install python3-venv)." >&2; exit 1; \
	done; \
	echo "Python 3.11 or newer is needed; say where it is with: make PYTHON=/path/to/python3" >&2; exit 1

setup: environment
	$(call install,requirements.txt)
	@$(PY) -m romania_history.fonts
	@$(MAKE) --no-print-directory translations

setup-test: setup
	$(call install,requirements-test.txt,--no-compile)

translations: $(TRANSLATIONS)
	@:

%.mo: %.po
	@$(PY) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

# In the order of the files and without line numbers, so that a change shows what it changes.
messages: setup
	@$(PY) manage.py makemessages --all --add-location file --no-wrap --no-obsolete -i $(VENV) -i tests -i benchmarks
	@sed -i '/^"Report-Msgid-Bugs-To/d; /^"POT-Creation-Date/d; /^#| /d' $(TRANSLATIONS:.mo=.po)

# --- Running ---------------------------------------------------------------------------------------------------

run: export SITE_MODE = development
run: setup
	@$(PY) manage.py preparerun
	@echo "Serving on http://$(ADDRESS)/ (Ctrl+C stops it)"
	@exec $(PY) -m gunicorn romania_history.wsgi --config python:romania_history.gunicorn --bind $(ADDRESS) --workers 2 --threads 4 --log-level warning

# --- Checking --------------------------------------------------------------------------------------------------

# Whatever else is set, tests and types see the site as a fresh checkout does.
test test-sqlite test-postgres test-long lint: export SITE_MODE = development
test test-sqlite test-postgres test-long: export DEBUG =
test test-sqlite test-postgres test-long: export PYTHONDONTWRITEBYTECODE =
test-long: export HYPOTHESIS_PROFILE = long

# What is the same on both databases runs once: pages, forms, texts, who may do what, and what uses no database. On both
# run what asks the database for more than rows: search, order, constraints, locks, counts, loading, restoring.
# Both at once: while one waits for a browser the other has the processor. PostgreSQL says all it has to say at its end.
test: setup-test lint
	@$(MAKE) --no-print-directory --jobs 2 test-sqlite test-postgres

test-sqlite: setup-test
	DATABASE_URL= $(PY) -m pytest -n $(WORKERS)

test-postgres: setup-test
	@said=$$($(PY) -m tests.postgres pytest -n $$((($(WORKERS) + 1) / 2)) \
	    -m "not browser and not long and (each_database or not any_database)" 2>&1); status=$$?; echo "$$said"; exit $$status

# Apart, since measuring takes half as long again as the tests themselves.
coverage: export SITE_MODE = development
coverage: setup-test
	@rm -f .coverage
	DATABASE_URL= $(PY) -m pytest -n $(WORKERS) --cov --cov-report=term --cov-fail-under=90

test-long: setup-test
	$(call install,requirements-long.txt,--no-compile)
	DATABASE_URL= $(PY) -m pytest -n $(WORKERS) -m "hypothesis or long"
	$(PY) -m tests.postgres pytest -n $(WORKERS) -m hypothesis

# The public templates are not reformatted: djlint cannot lay out what stands between Jinja2's trans and pluralize.
lint: setup-test
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check .
	@$(PY) -m djlint --quiet --lint --check templates/admin
	@$(PY) -m djlint --quiet --lint --profile jinja templates/public
	@$(PY) -m mypy --no-error-summary

format: setup-test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(PY) -m djlint --quiet --reformat templates/admin

screenshots: setup-test
	$(PY) docs/make_screenshots.py

clean:
	rm -rf build htmlcov test-results .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -f $(TRANSLATIONS)
	find events romania_history tests -name __pycache__ -type d -prune -exec rm -rf {} +
