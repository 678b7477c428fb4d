# The two commands that matter: `make run` and `make test`. CI calls the same targets.
PORT ?= 8000
BIN := .venv/bin

.PHONY: help run test lint fix lock messages setup setup-dev ci clean

help:
	@echo "make run [PORT=8000] [FRESH=1]   start everything with the demonstration"
	@echo "make test                        the whole suite"
	@echo "make lint                        style, types, layers, templates, migrations"
	@echo "make fix                         what the linters can mend by themselves"
	@echo "make messages                    collect translations into the .po files"
	@echo "make lock                        remake requirements/*.txt from pyproject.toml"

run: setup
	@exec $(BIN)/python manage.py up --port $(PORT) $(if $(FRESH),--fresh)

test: setup-dev
	@$(BIN)/python -m tests

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --verbose
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING

fix: setup-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup-dev
	@$(BIN)/python manage.py messages
	@$(BIN)/python manage.py compilemessages

lock:
	@for kind in base dev prod; do \
	  extra=""; [ $$kind = base ] || extra="--extra $$kind"; \
	  $(BIN)/uv pip compile --quiet pyproject.toml $$extra --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements/$$kind.txt || exit 1; \
	done

ci:
	@bash .ci/run

clean:
	rm -rf .venv var

setup: .venv/base.done
	@$(BIN)/python manage.py compilemessages

setup-dev: .venv/dev.done
	@$(BIN)/python manage.py compilemessages

.venv/base.done: requirements/base.txt
	@sh deploy/setup.sh requirements/base.txt
	@touch $@

.venv/dev.done: requirements/dev.txt
	@sh deploy/setup.sh requirements/dev.txt
	@touch $@ .venv/base.done
