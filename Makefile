# Two commands for everybody: `make demo` and `make test`. They need Python ≥ 3.11 and make, and set up the rest in
# .venv with the versions of requirements.lock; a second run finds that done.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for one in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
# The lock also holds for the packages that build ours, so no step takes a version that was not tried.
INSTALL := PIP_CONSTRAINT=requirements.lock $(BIN)/python -m pip install --quiet --disable-pip-version-check
# What has not the hash that was tried is not installed; `make HASHES=no` asks for the versions only, where a mirror builds
# its own files. What another system needs besides (colorama, appnope) comes with the package, by its version.
HASHED := $(INSTALL) --require-hashes --no-deps
HASHES := yes
# What the demo installs beside the base, so that every command of the README works without network, and what it exports.
PARTS := notebooks,serve,validate
FORMS := csv graphml jsonld nt trig neo4j sqlite
BROWSERS := chromium chromium-browser google-chrome
export PYTHONUTF8 := 1

.PHONY: demo test check check-hard audit bench bench-archive bench-spark format browser clean
.DEFAULT_GOAL := demo

demo: $(VENV)/ready-demo
	$(BIN)/kg build seeds -o out
	@for form in $(FORMS); do $(BIN)/kg export out --to $$form || exit; done >/dev/null
	@echo
	@echo "在浏览器中打开 open in a browser:  $(CURDIR)/out/graph.html  ·  $(CURDIR)/out/sparql.html"
	@echo "别的格式 other formats in out/:    $(FORMS)"
	@echo "提问 ask:                          $(BIN)/kg query who-holds-which-posts"
	@echo "端点 a SPARQL endpoint:            $(BIN)/kg serve out"
	@echo "笔记本 notebooks:                  $(CURDIR)/notebooks  (Jupyter, VS Code; 内核 kernel: $(CURDIR)/$(BIN)/python)"
	@echo "直接用 kg  for the bare command:   source $(BIN)/activate"

test: $(VENV)/ready-test browser
	$(BIN)/python -m pytest

check: $(VENV)/ready-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict kg

bench: $(VENV)/ready-test
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m kg.cli build seeds $(CORPUS) --quiet --no-cache -o $$(mktemp -d)
	$(BIN)/python -m benchmarks.report $(CORPUS)

# What large archives take; SIZE=700 copies of the seeds are 15 million characters and 5 million triples.
bench-archive: $(VENV)/ready-test
	$(BIN)/python -m benchmarks.archive_report $(SIZE)

# An archive by two local processes and by Spark, by turns; needs Java 17.
bench-spark: $(VENV)/ready-test
	$(INSTALL) --editable '.[test,spark]'
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m kg.cli build seeds --quiet --no-cache -o $$(mktemp -d)
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks.spark_report $(CORPUS)

# The long versions of tests that `make test` holds in short → one table, docs/hardness.md; half an hour on two cores.
check-hard: $(VENV)/ready-test
	-$(INSTALL) 'atheris>=3.0'
	$(BIN)/python -m tests.hard.run

# Known weaknesses of what is used; it asks the network, so it is for an automatic run (CI). In an environment of its own.
audit: | $(BIN)/python
	$(BIN)/python -m venv $(VENV)/audit
	$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(VENV)/audit/bin/pip-audit -r requirements.hashes --require-hashes --disable-pip

format: $(VENV)/ready-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 以上 Python 3.11 or newer is needed (make PYTHON=/path/to/it)"; exit 2; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "无法建立虚拟环境 no environment could be made: install Python's venv module (Debian: python3-venv)"; exit 2; }

$(VENV)/ready-demo: pyproject.toml requirements.lock requirements.hashes | $(BIN)/python
	@sed '/^# tests/,$$d' requirements.hashes > $(VENV)/demo.hashes
	$(if $(filter yes,$(HASHES)),$(HASHED) --requirement $(VENV)/demo.hashes)
	$(INSTALL) $(if $(filter yes,$(HASHES)),--no-build-isolation) --editable '.[$(PARTS)]'
	@touch $@

$(VENV)/ready-test: pyproject.toml requirements.lock requirements.hashes | $(BIN)/python
	$(if $(filter yes,$(HASHES)),$(HASHED) --requirement requirements.hashes)
	$(INSTALL) $(if $(filter yes,$(HASHES)),--no-build-isolation) --editable '.[test]'
	@touch $@ $(VENV)/ready-demo

# The pages' tests need a browser and Chinese fonts, the judges of the Turtle (tests/test_judges.py) are Debian's too, but
# for HermiT, which comes with owlready2. Only an automatic run (CI) as root installs them on its machine.
JUDGES := raptor2-utils libapache-jena-java
browser:
	@if [ -n "$$CI" ]; then $(INSTALL) 'owlready2>=0.46' || echo "HermiT is missing"; fi
	@has_browser() { for one in $(BROWSERS); do command -v $$one >/dev/null && return 0; done; return 1; }; \
	has_judges() { command -v rapper >/dev/null && command -v java >/dev/null && [ -e /usr/share/java/jena-core.jar ]; }; \
	if has_browser && fc-list 2>/dev/null | grep -qi 'noto.*cjk' && { [ -z "$$CI" ] || has_judges; }; then :; \
	elif [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
	    chromium fonts-noto-cjk fontconfig >/dev/null; \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(JUDGES) \
	    $$(command -v java >/dev/null || echo default-jre-headless) >/dev/null || echo "some judges of the Turtle are missing"; \
	elif ! has_browser; then \
	  echo "没有找到 Chromium，网页的浏览器测试将跳过 no Chromium found, so the page's browser tests are skipped"; \
	  echo "    Debian, Ubuntu: sudo apt-get install chromium fonts-noto-cjk"; \
	fi

clean:
	rm -rf $(VENV) out dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
