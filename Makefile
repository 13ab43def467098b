# Two commands for everybody: `make demo` and `make test`. Each sets up .venv by itself.

PYTHON ?= python3
PY ?= 3.11
BIN = .venv/bin
SOURCES = pyproject.toml constraints.txt

.PHONY: help demo test lint types layers js wheelhouse clean

help:
	@echo "make demo    运行随附的模拟县并给出地图 / run the bundled simulated county, name its map"
	@echo "make test    运行全部测试 / run all tests"
	@echo "make wheelhouse    为不能联网的电脑备齐安装文件，PY=3.12 另选版本 / install files for computers without internet"
	@echo "make lint types layers js    further checks, as .ci/run makes them"

.venv/.demo: $(SOURCES)
	@PYTHON="$(PYTHON)" sh tools/setup_venv.sh ""
	@touch $@

.venv/.test: $(SOURCES)
	@PYTHON="$(PYTHON)" sh tools/setup_venv.sh "[test]"
	@touch .venv/.demo $@

.venv/.lint: $(SOURCES)
	@PYTHON="$(PYTHON)" sh tools/setup_venv.sh "[test,lint]"
	@touch .venv/.demo .venv/.test $@

demo: .venv/.demo
	@$(BIN)/schoolmap demo --out maps/yunling

test: .venv/.test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup
	@$(MAKE) --no-print-directory js

js:
	@if command -v node >/dev/null 2>&1; then node --test tests/js/*.test.mjs; \
	elif [ -n "$$CI" ]; then echo "node is missing: the page's modules are not tested" >&2; exit 1; \
	else echo "skipped: the page's modules (node is missing; apt install nodejs)"; fi

lint: .venv/.lint
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.lint
	@$(BIN)/mypy

layers: .venv/.lint
	@$(BIN)/lint-imports

# what a computer without internet needs, for Linux and Windows
wheelhouse: .venv/.demo
	@$(BIN)/python tools/wheelhouse.py --python "$(PY)"

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
