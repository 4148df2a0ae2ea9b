# From a bare Debian 12 to a running program: `make run`. To every test: `make test`. `make help` lists the rest.
#
# The build itself is CMake's; these targets chain its steps, install what is missing first, and keep quiet
# about everything that goes well (V=1 shows it).
#
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

.DEFAULT_GOAL := help
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

PRESET ?= release
BUILD := build/$(PRESET)
WRT := $(BUILD)/bin/wrt
EXAMPLE := build/examples/hello.wasm
V ?= 0
QUIET := V=$(V) scripts/quiet.sh

.PHONY: help
help: ## show this list
	@echo "wrt: a WebAssembly runtime. Targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Variables: PRESET=dev|release|asan|tsan|fuzz|gcc (now: $(PRESET)), V=1 for all output,"
	@echo "  WRT_TESTSUITE_DIR, WRT_GUESTS_DIR, WRT_WASI_TESTSUITE_DIR: external suites for make test."

.PHONY: deps
deps: ## install missing Debian packages
	@scripts/install-deps.sh

.PHONY: build
build: deps ## configure and build (PRESET=release)
	@$(QUIET) "configure $(PRESET)" cmake --preset $(PRESET) $(SUITES)
	@$(QUIET) "build $(PRESET)" cmake --build $(BUILD)

.PHONY: run
run: build ## build everything and run examples/hello.c as WebAssembly
	@mkdir -p $(dir $(EXAMPLE))
	@$(QUIET) "compile examples/hello.c to WebAssembly" clang-19 --target=wasm32-wasi -O2 examples/hello.c -o $(EXAMPLE)
	@echo "$(WRT) run $(EXAMPLE) world"
	@$(WRT) run $(EXAMPLE) world

# An external suite that the environment names becomes a setting of the build tree; one that it does not name keeps it.
SUITE_NAMES := WRT_TESTSUITE_DIR WRT_GUESTS_DIR WRT_WASI_TESTSUITE_DIR
SUITES = $(foreach suite,$(SUITE_NAMES),$(if $($(suite)),-D$(suite)="$(abspath $($(suite)))"))

.PHONY: test
test: build ## build and run every test, but for those of other machines (make cross)
	@scripts/run-tests.sh $(BUILD) --label-exclude '^cross$$'

.PHONY: asan
asan: ## unit, data and spec tests under AddressSanitizer and UndefinedBehaviorSanitizer
	@$(MAKE) PRESET=asan build
	@scripts/run-tests.sh build/asan --label-regex '^(unit|data|prefixes|spec)$$'

.PHONY: tsan
tsan: ## unit tests, our scripts and the official suite under ThreadSanitizer
	@$(MAKE) PRESET=tsan build
	@scripts/run-tests.sh build/tsan --tests-regex '^(unit|spec-own|spec-own-moved|spec-own-moving|spec-threads|spec-core)$$'

.PHONY: cross-deps
cross-deps: ## install the Debian packages that `make cross` needs
	@scripts/install-deps.sh --cross

.PHONY: cross
cross: cross-deps build ## tests of code for AArch64 under an emulator
	@scripts/run-tests.sh $(BUILD) --label-regex '^cross$$'

.PHONY: lint
lint: build ## layering, size and head-comment lints, and the format of all sources
	@ctest --test-dir $(BUILD) --label-regex '^lint$$' --output-on-failure
	@scripts/format.sh --check

.PHONY: format
format: ## format all C++ sources with clang-format-19
	@scripts/format.sh

.PHONY: bench-deps
bench-deps: ## install the Debian packages that `make bench` needs
	@scripts/install-deps.sh --bench

.PHONY: bench
bench: bench-deps build ## speed beside native code and other runtimes (BENCH="--help")
	@python3 bench/run --wrt $(WRT) --runs 3 $(BENCH)

.PHONY: programs
programs: build ## real programs from packages against the same natively (PROGRAMS="--help")
	@python3 test/programs/run.py --wrt $(WRT) $(PROGRAMS)

.PHONY: clean
clean: ## remove all build trees
	@rm -rf build
	@echo "removed build/"
