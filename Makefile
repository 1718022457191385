# Tàng Thư: two commands do everything, make demo and make test.
PY := .venv/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: demo demo-reset demo-story test test-hard coverage check bench bench-pages figures messages collect-messages screenshots clean

.venv/.runtime: requirements.lock
	@test -x $(PY) || { python3 -m venv .venv || { apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv .venv; }; }
	@echo "Installing locked packages"
	@.venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@echo "Installing locked packages for tests"
	@.venv/bin/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

messages: .venv/.runtime
	@.venv/bin/pybabel -q compile -d locale -D django
	@.venv/bin/pybabel -q compile -d locale/desk -D django

# takes sentences that code and templates say anew into the catalogue, to be translated
collect-messages: .venv/.dev
	@PYTHONPATH=. DJANGO_SETTINGS_MODULE=portal.settings.test $(PY) tools/collect_messages.py

demo: .venv/.runtime messages
	@HOST=$(HOST) PORT=$(PORT) $(PY) manage.py demo

demo-reset: .venv/.runtime messages
	@HOST=$(HOST) PORT=$(PORT) $(PY) manage.py demo --reset

# shows a sample story that was just written or changed in the demo, beside its running server: make demo-story STORY=slug
demo-story: .venv/.runtime messages
	@$(PY) manage.py show_story $(STORY)

# Chromium, Tesseract, PostgreSQL and nginx come from Debian's packages; the Image API validator needs libmagic.
.venv/.browser:
	@mkdir -p .venv
	@command -v chromium >/dev/null && command -v nginx >/dev/null && command -v pdfsig >/dev/null && ldconfig -p | grep -q libmagic.so.1 && tesseract --list-langs 2>/dev/null | grep -q vie && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium libmagic1 tesseract-ocr tesseract-ocr-vie postgresql poppler-utils nginx-light; }
	@touch $@

WITH_NODE = PATH="$(CURDIR)/.venv/bin:$$PATH"
# what checks scripts and style sheets, by node's own package manager
.venv/.frontend: tools/frontend/package-lock.json .venv/.dev
	@$(WITH_NODE) npm ci --silent --no-audit --no-fund --prefix tools/frontend
	@touch $@

# Three workers share the tests, each with a database and folders of its own: one waits for browsers, two compute.
PYTEST = $(PY) -m pytest -n 3 --dist loadgroup

test: .venv/.dev .venv/.browser messages
	$(PYTEST)

# what is long by nature: whole journeys, races in several processes on SQLite and PostgreSQL, a great many of something, every width
# and language; then which branches the other tests walk
test-hard: .venv/.dev .venv/.browser messages
	$(PYTEST) -m hard
	@$(MAKE) --no-print-directory coverage

# what decides over access, money and time: every branch of it is walked; of the rest, nine in ten
DECIDES = catalog/rule.py,catalog/access.py,catalog/records/actions/*,catalog/workdays/*,exhibitions/calendar/*,portal/reading_room/*/actions*,portal/reading_room/*/permissions.py,portal/reading_room/requests/clock.py,portal/reading_room/fees/*,portal/reading_room/upkeep.py

coverage: .venv/.dev messages
	@rm -f .coverage .coverage.*
	$(PY) -m coverage run -m pytest -n 3 --dist loadgroup -q -m "not hard and not portal"
	@$(PY) -m coverage combine -q
	$(PY) -m coverage report --include="$(DECIDES)" --skip-covered --show-missing --fail-under=100
	$(PY) -m coverage report --format=total --fail-under=90

check: .venv/.dev .venv/.frontend messages
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	PYTHONPATH=. .venv/bin/lint-imports
	.venv/bin/mypy catalog iiif exhibitions portal
	find themes catalog iiif portal exhibitions -name '*.html' | xargs .venv/bin/djade --target-version 5.2 --check
	$(PY) manage.py makemigrations --check --dry-run --settings portal.settings.test
	$(PY) tools/vendor.py --check
	$(WITH_NODE) tools/frontend/node_modules/.bin/biome check --error-on-warnings --config-path=tools/frontend catalog exhibitions iiif portal themes tests/frontend
	.venv/bin/node --test "tests/frontend/*.test.js"

bench: .venv/.dev
	$(PY) bench/images.py
	$(PY) bench/documents.py
	$(PY) bench/ingest.py

# the house in figures: sizes, circles, long lines
figures: .venv/.dev
	$(PY) bench/house.py

# Lighthouse over a demo that runs already; needs npm
bench-pages:
	$(PY) bench/exhibitions.py http://$(HOST):$(PORT)

screenshots: .venv/.dev .venv/.browser messages
	$(PY) tools/screenshots.py

clean:
	rm -rf .venv var tools/frontend/node_modules
