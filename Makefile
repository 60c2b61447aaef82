# Every target sets up what it needs in .venv; nothing else has to be installed but Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MORPHOLOGY ?= stanza
NEREL ?=
comma := ,

.PHONY: help run test test-tools test-fast audit check coverage pages notebooks docs links datapackage score gate speed doccano doccano-venv dist clean

help:
	@echo "make run     install, extract both articles of corpus/ into out/, show and score what was found;"
	@echo "             MORPHOLOGY=pymorphy3 is the light way, without torch"
	@echo "make test    install with the development tools, Chromium and doccano where they can be had, and run all tests"
	@echo "make test-fast run a core of them, in about a minute"
	@echo "make check   ruff, formatting, mypy, the made pages, the site and its links"
	@echo "make coverage run all tests and fail when they reach less than pyproject.toml asks"
	@echo "make pages   write rule books, JSON Schema and the data packages' hashes anew"
	@echo "make notebooks run the notebooks and write what comes out into them"
	@echo "make docs    build the site into out/site"
	@echo "make datapackage  validate the data packages of corpus/ and annotations/, and the record for a DOI"
	@echo "make links   follow every link and anchor of the site"
	@echo "make audit   compare the pins with known vulnerabilities; needs the network"
	@echo "make score   write docs/scores.md; NEREL=folder adds the public data"
	@echo "make gate    fail when a label's F1 on the gold fell below the recorded one"
	@echo "make doccano install doccano in .venv-doccano and serve it on this machine until Ctrl-C"
	@echo "make speed   how fast extraction is beside natasha, part by part, with growing texts and more processes;"
	@echo "             then index, chronicle and reader page; NEREL=folder"
	@echo "make dist    build the wheel into dist/"
	@echo "make clean   remove what the other targets made, .venv too"

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13) and "Letopis needs Python 3.10 to 3.13; set PYTHON=python3.12 or like")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[pdf,html]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed pyproject.toml training/pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[pdf,html,ocr,doccano,stanza,large,cluster,docs,dev]' -e ./training
	@touch $@

$(VENV)/.installed-stanza: $(VENV)/.installed pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[pdf,html,stanza]'
	@touch $@

$(VENV)/.installed-doccano: $(VENV)/.installed pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[pdf,html,doccano]'
	@touch $@

run: $(VENV)/.installed$(if $(filter stanza auto,$(MORPHOLOGY)),-stanza)
	@if [ "$(MORPHOLOGY)" != pymorphy3 ]; then $(BIN)/letopis extract corpus -o out/pymorphy3.jsonl --conllu out/conllu-pymorphy3 --morphology pymorphy3 --quiet; fi
	$(BIN)/letopis extract corpus -o out/letopis.jsonl --conllu out/conllu --csv out/entities.csv --morphology $(MORPHOLOGY)
	$(BIN)/letopis evaluate out/letopis.jsonl annotations/gold

doccano-venv: $(VENV)/.installed-doccano
	$(BIN)/letopis doccano serve --install-only

doccano: doccano-venv
	$(BIN)/letopis doccano serve

# What tests of pages and of doccano need beside Python packages; where it cannot be had, pytest names what it skips.
test-tools: $(VENV)/.installed-dev
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq || true; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null || \
	  echo "chromium could not be installed: its tests are skipped"; fi
	@$(BIN)/letopis doccano serve --install-only || echo "doccano could not be installed: its tests are skipped"

test: test-tools
	$(BIN)/python -m pytest

# The core in about a minute: every docstring's example, and the tests of what an extraction does.
CORE := agreements cleaning conllu dates evaluation_score export imports jsonl lemmas linking names_find offsets \
	pipeline public_api sentences spans
test-fast: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q src $(CORE:%=tests/test_%.py)

check: links
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python docs/tools/make_pages.py --check

# An article of ten megabytes takes half an hour while every line is counted, and shows no line that others do not.
coverage: test-tools
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -k 'not ten_megabytes and not full_disk and not disk_that_is_full'
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

pages: $(VENV)/.installed-dev
	$(BIN)/python docs/tools/make_pages.py

notebooks: $(VENV)/.installed-dev
	$(BIN)/python docs/tools/run_notebooks.py

docs: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

links: docs
	$(BIN)/python docs/tools/check_links.py out/site

# frictionless wants pydantic 2, doccano-client pydantic 1: so it has an environment of its own.
$(VENV)-frictionless/bin/frictionless: $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)-frictionless
	$(VENV)-frictionless/bin/python -m pip install --quiet 'frictionless[json]==5.*' 'datacite==1.*'

datapackage: $(VENV)-frictionless/bin/frictionless
	cd corpus && ../$< validate datapackage.json
	cd annotations && ../$< validate datapackage.json
	$(VENV)-frictionless/bin/python -c "import json; from datacite import schema45 as s; s.validator.validate(json.load(open('corpus/datacite.json')))"

score: $(VENV)/.installed-dev
	$(BIN)/letopis extract corpus -o out/letopis.jsonl --quiet
	@if [ -n "$(NEREL)" ]; then $(BIN)/python benchmarks/nerel_records.py $(NEREL) out/nerel.jsonl out/nerel-gold.jsonl; fi
	$(BIN)/python benchmarks/standing.py --set "Gold articles" out/letopis.jsonl annotations/gold \
	  $(if $(NEREL),--set "NEREL $(notdir $(NEREL))" out/nerel.jsonl out/nerel-gold.jsonl --labels "NEREL $(notdir $(NEREL))" PERSON$(comma)ORG$(comma)GPE) \
	  --page docs/scores.md --record annotations/recorded-scores.json

gate: $(VENV)/.installed-dev
	$(BIN)/letopis extract corpus -o out/letopis.jsonl --quiet
	$(BIN)/letopis evaluate out/letopis.jsonl annotations/gold --baseline annotations/recorded-scores.json --resamples 0

$(VENV)-audit/bin/pip-audit: $(VENV)/bin/python
	$(BIN)/python -m venv $(VENV)-audit
	$(VENV)-audit/bin/python -m pip install --quiet 'pip-audit>=2.7,<3'

audit: $(VENV)-audit/bin/pip-audit
	$< --strict --requirement constraints.txt --no-deps --disable-pip
	$< --strict --requirement src/letopis/doccano/requirements-doccano.txt --no-deps --disable-pip

speed: BEGUN := $(shell date +%s)
speed: $(VENV)/.installed-dev
	@if [ -z "$(NEREL)" ]; then echo 'Give a folder of NEREL: make speed NEREL=…; letopis data nerel fetches it' >&2; exit 2; fi
	$(BIN)/python benchmarks/extract.py $(NEREL)/dev
	$(BIN)/python benchmarks/extract.py $(NEREL)/train --join 30000 --limit 600000 --skip stanza large start
	$(BIN)/python benchmarks/extract.py $(NEREL)/train --limit 3000000 --sizes 10kB 100kB 1MB 10MB 50MB
	$(BIN)/python benchmarks/jobs.py $(NEREL)/train --articles 600
	$(BIN)/letopis extract $(NEREL)/train -o out/speed/records.jsonl --conllu out/speed/conllu --quiet
	$(BIN)/python benchmarks/index.py out/speed/records.jsonl --conllu out/speed/conllu
	$(BIN)/python benchmarks/chronicle.py annotations/gold
	$(BIN)/python benchmarks/reader.py
	@echo "Tables above, in this order: extraction and jobs (docs/scaling.md), index (docs/search.md), chronicle (docs/chronicle.md), reader (docs/workbench.md); $$(( ($$(date +%s) - $(BEGUN)) / 60 )) minutes"

dist: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -c constraints.txt build
	$(BIN)/python -m build --wheel

clean:
	rm -rf $(VENV) $(VENV)-audit $(VENV)-frictionless out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
