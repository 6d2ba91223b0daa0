# The front door. `make` builds build/dateline; CMakeLists.txt holds the build itself.
JOBS ?= $(shell nproc)
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
DATELINE = build/dateline
MAKEFLAGS += --no-print-directory

.PHONY: all setup demo check check-page asan tsan fuzz bench lint format install hooks clean
all:
	@cmake -S . -B build -DCMAKE_BUILD_TYPE=Release >build.log || { cat build.log; exit 1; }
	@cmake --build build --parallel $(JOBS)

setup:
	@tools/setup

# The bundled reports, coded, as a page in the browser.
demo: setup all
	@$(DATELINE) demo

check: setup all
	@cd build && ctest --output-on-failure -j $(JOBS)

# All tests, and those of the page in a browser: brings node and Chromium.
check-page: all
	@tools/setup page
	@cd web && npm ci --silent
	@cd build && ctest --output-on-failure -j $(JOBS)

asan tsan: setup
	@cmake --preset $@ && cmake --build build-$@ --parallel $(JOBS) && cd build-$@ && ctest --output-on-failure -j $(JOBS)

# Each target for FUZZ_SECONDS; what crashes is left in build-fuzz. New finds go to a folder of their own, not among the seeds.
fuzz:
	@tools/setup clang
	@cmake --preset fuzz && cmake --build build-fuzz --parallel $(JOBS)
	@cd build-fuzz && for f in f_*; do [ -x $$f ] && [ -f $$f ] || continue; \
	    mkdir -p found/$$f; seeds=../test/fuzz/corpus/$$f; [ -d $$seeds ] || seeds=; \
	    ./$$f -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 found/$$f $$seeds || exit 1; done

# Builds them and names them: each wants a model and texts of its own, and says so at its head in test/bench.
bench: all
	@cmake --build build --parallel $(JOBS) --target $$(cd test/bench && ls *.c | sed 's/^\(.*\)\.c$$/bench_\1/')
	@for b in build/bench_*; do [ ! -x $$b ] || echo $$b; done

lint:
	@tools/rooms
	@! git grep -nE '[[:space:]]+$$' -- '*.c' '*.h' '*.md' Makefile || { echo "White space at line ends."; exit 1; }
	@[ ! -x $(DATELINE) ] || $(DATELINE) check

# Only what was changed: the tree is laid out by hand where a table reads better so.
format:
	@git clang-format

install: all
	@cmake --install build --prefix $(PREFIX)

hooks:
	@git config core.hooksPath tools/hooks

clean:
	@rm -rf build build-* build.log
