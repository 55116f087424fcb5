# Daybook: a calendar server for practices that bill by the session.
# `make help` lists the targets. Nothing here needs the network but deps.

VERSION = 0.1.0

ifeq ($(origin CC),default)
CC = gcc
endif
CLANG ?= clang
CFLAGS ?= -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
PYTHON ?= /usr/bin/python3
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
DESTDIR ?=
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
TIME ?= 60
# How many steps clang's analyser looks ahead in a function: this is its own
# bound, at four seconds a file. With 0, as `make test` has it, clang-tidy's
# other checks run alone, at a quarter of a second.
STEPS ?= 225000
DATA ?= var/demo
LISTEN ?= 127.0.0.1:8008

PACKAGES = libmicrohttpd libxml-2.0 sqlite3 libsodium jansson icu-uc \
	icu-i18n zlib pangocairo cairo-pdf libarchive libcurl libical \
	libqrencode gnutls
TEST_PACKAGES = cmocka
FOLDERS = base ical store practice dav admin server
# Folders, and the rooms in them.
ROOMS := $(FOLDERS) $(patsubst %/,%,$(sort $(wildcard \
	$(addsuffix /*/,practice admin))))

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla -Wformat=2 \
	-Wundef -Wimplicit-fallthrough
ifeq ($(WERROR),1)
WARNINGS += -Werror
endif

# Empty before `make deps` has run; deps itself must work without.
# Their headers are not ours to warn of.
PKG_CFLAGS := $(patsubst -I%,-isystem %, \
	$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
TEST_LIBS := $(shell pkg-config --libs $(TEST_PACKAGES) 2>/dev/null)

STANDARD = -std=c17 -D_GNU_SOURCE
COMPILE = $(STANDARD) -I. $(WARNINGS) -DDAYBOOK_VERSION='"$(VERSION)"' \
	$(PKG_CFLAGS) -pthread -MMD -MP
LIBS = $(PKG_LIBS) -lresolv -lpthread -lm

# A variant is a directory under build/ with its compiler and flags.
VARIANTS = release asan tsan fuzz cov
SANITIZE = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all

CC_release = $(CC)
FLAGS_release = $(CFLAGS)
LINK_release = $(LDFLAGS) -Wl,-z,relro,-z,now

CC_asan = $(CC)
# Most of a test's time is its compiling.
FLAGS_asan = $(SANITIZE) -O0 -fsanitize=address,undefined
# Each of 200 programs takes in the whole library: a quick linker, if there.
LINK_asan = -fsanitize=address,undefined \
	$(if $(shell command -v ld.gold),-fuse-ld=gold)

CC_tsan = $(CC)
FLAGS_tsan = $(SANITIZE) -fsanitize=thread
LINK_tsan = -fsanitize=thread

CC_fuzz = $(CLANG)
FLAGS_fuzz = $(SANITIZE) -O2 -fsanitize=fuzzer-no-link,address,undefined
LINK_fuzz = -fsanitize=fuzzer,address,undefined

CC_cov = $(CC)
FLAGS_cov = -O0 -g --coverage
LINK_cov = --coverage

MAIN = server/main.c
SOURCES := $(sort $(wildcard $(addsuffix /*.c,$(ROOMS))))
LIBRARY := $(filter-out $(MAIN),$(SOURCES))
HEADERS := $(sort $(wildcard $(addsuffix /*.h,$(ROOMS))))
UNIT ?= *
TESTS := $(sort $(wildcard tests/unit/$(UNIT)/test_*.c \
	tests/unit/$(UNIT)/*/test_*.c))
HELPERS := $(sort $(filter-out $(wildcard tests/unit/*/test_*.c \
	tests/unit/*/*/test_*.c),$(wildcard tests/unit/*/*.c \
	tests/unit/*/*/*.c)))
FUZZERS := $(sort $(wildcard tests/fuzz/fuzz_*.c))
FUZZ_HELPERS := $(filter-out $(FUZZERS),$(wildcard tests/fuzz/*.c)) \
	tests/unit/practice/small_practice.c tests/unit/store/memory_disk.c \
	tests/unit/store/memory_pieces.c tests/unit/server/lived_practice.c \
	tests/unit/server/lived_history.c
TEST_C := $(sort $(wildcard tests/*/*.[ch] tests/*/*/*.[ch] \
	tests/*/*/*/*.[ch]))

# Recipes that call make again run JOBS at once, unless -j was given already.
PARALLEL = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(JOBS))
SUBMAKE = +@$(MAKE) --no-print-directory $(PARALLEL)

# `make` says what it does in a word; V=1 shows the commands.
ifeq ($(V),1)
SAY = @:
Q =
else
SAY = @echo
Q = @
endif

.DEFAULT_GOAL = all
.DELETE_ON_ERROR:
.SECONDARY:

.PHONY: all
all: build/daybook ## the program, build/daybook

build/daybook: build/release/daybook
	$(Q)cp -f $< $@.new && mv -f $@.new $@

# Rewritten only when its text changes: what depends on it is made anew when
# the flags or the list of files change.
define write_if_changed
@mkdir -p $(@D)
@printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || \
	printf '%s\n' '$(subst ','\'',$(1))' > $@
endef

.PHONY: FORCE
FORCE:

define variant_rules
build/$(1)/flags: FORCE
	$$(call write_if_changed,$$(CC_$(1)) \
		$$(filter-out -Werror,$$(COMPILE)) $$(FLAGS_$(1)))

build/$(1)/files: FORCE
	$$(call write_if_changed,$$(LIBRARY) $$(HELPERS))

build/$(1)/%.o: %.c build/$(1)/flags
	@mkdir -p $$(@D)
	$$(SAY) '  CC     $$@'
	$$(Q)$$(CC_$(1)) $$(COMPILE) $$(FLAGS_$(1)) -c -o $$@ $$<

build/$(1)/libdaybook.a: $$(LIBRARY:%.c=build/$(1)/%.o) build/$(1)/files
	$$(Q)rm -f $$@
	$$(Q)ar rcs $$@ $$(filter %.o,$$^)

build/$(1)/libhelpers.a: $$(HELPERS:%.c=build/$(1)/%.o) build/$(1)/files
	$$(Q)rm -f $$@
	$$(Q)ar rcs $$@ $$(filter %.o,$$^)

build/$(1)/daybook: $$(MAIN:%.c=build/$(1)/%.o) build/$(1)/libdaybook.a
	$$(SAY) '  LINK   $$@'
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(LINK_$(1)) -o $$@ $$^ $$(LIBS)

build/$(1)/tests/unit/%: build/$(1)/tests/unit/%.o \
		build/$(1)/libhelpers.a build/$(1)/libdaybook.a
	$$(SAY) '  LINK   $$@'
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(LINK_$(1)) -o $$@ $$^ \
		$$(TEST_LIBS) $$(LIBS)

build/$(1)/tests/fuzz/%: build/$(1)/tests/fuzz/%.o \
		$$(FUZZ_HELPERS:%.c=build/$(1)/%.o) build/$(1)/libdaybook.a
	$$(SAY) '  LINK   $$@'
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(LINK_$(1)) -o $$@ $$^ $$(LIBS)
endef
$(foreach variant,$(VARIANTS),$(eval $(call variant_rules,$(variant))))

# libFuzzer calls a function that no header declares.
build/fuzz/tests/fuzz/%.o: WARNINGS += -Wno-missing-prototypes
# It looks for its way into what is tried, not into what tries it.
build/fuzz/tests/unit/%.o: FLAGS_fuzz += -fno-sanitize=fuzzer-no-link
# What store/ compares is rows, which show no way: a tenth of each run.
build/fuzz/store/%.o: FLAGS_fuzz += -fno-sanitize-coverage=trace-cmp

# A folder may bring rules of its own, such as for what it embeds.
-include $(wildcard $(addsuffix /*.mk,$(ROOMS)))
-include $(wildcard $(foreach v,$(VARIANTS) tidy/$(STEPS),build/$(v)/*/*.d \
	build/$(v)/*/*/*.d build/$(v)/tests/*/*/*.d \
	build/$(v)/tests/*/*/*/*.d))

.PHONY: deps deps-test run install settings deb test-package hooks clean help
deps: ## install what building and running need
	@tools/deps build
	+@$(MAKE) --no-print-directory build/npm/ready

deps-test: ## install what testing needs
	@tools/deps test
	+@$(MAKE) --no-print-directory build/browser/ready build/clients/ready

run: deps ## make a demo practice in var/demo and serve it
	$(SUBMAKE) all
	@mkdir -p $(dir $(DATA))
	build/daybook demo --data $(DATA) --listen $(LISTEN)

MANUAL = build/man/daybook.1 build/man/daybook.conf.5

build/man/daybook.1: PART = help --man
build/man/daybook.conf.5: PART = settings --man

# Commands and settings are written by the program, from its tables.
build/man/%: conf/man/% build/daybook
	@mkdir -p $(@D)
	$(SAY) '  MAN    $@'
	$(Q)build/daybook $(PART) > $@.part
	$(Q)sed -e '/^@[a-z]*@$$/{r $@.part' -e 'd}' $< > $@
	$(Q)rm $@.part

install: all $(MANUAL) ## install under DESTDIR and PREFIX
	@tools/install '$(DESTDIR)' '$(PREFIX)' '$(SYSCONFDIR)'

settings: all ## write conf/daybook.conf anew from the table of settings
	build/daybook settings > conf/daybook.conf

# What a package is called; by $(NEWER) test-package upgrades to it.
DEB_VERSION ?= $(VERSION)
NEWER = $(VERSION)+newer

deb: all $(MANUAL) ## a Debian package, in build/deb
	@tools/deb '$(DEB_VERSION)' build/deb

test-package: all $(MANUAL) ## install, use, upgrade, purge a package (as root)
	@tools/deps package
	@tools/deb '$(VERSION)' build/deb
	@tools/deb '$(NEWER)' build/deb/newer
	@tools/test-package build/deb/daybook_*.deb build/deb/newer/daybook_*.deb

hooks: ## install a git pre-commit hook that runs check-fast
	@tools/hooks

clean: ## remove what was built
	rm -rf build

help: ## list the targets
	@awk -F ':|## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$NF }' \
		$(firstword $(MAKEFILE_LIST))

# --- Checks -----------------------------------------------------------------

CHECKED_C = $(SOURCES) $(HEADERS) $(TEST_C)
TIDY_STAMPS = $(SOURCES:%.c=build/tidy/$(STEPS)/%.ok)

.PHONY: check check-fast check-headers lint layers modules sizes banned citations
.PHONY: format format-check tidy cppcheck unit programs system-zones test http-test
.PHONY: rehearse tsan anywhere crash meet hostile bench fuzz coverage browser-test pictures
.PHONY: notices conformance

check: ## unit tests under sanitizers, and lint
	$(SUBMAKE) programs
	$(SUBMAKE) unit lint

check-fast: format-check layers modules sizes banned citations ## what a commit must pass

lint: check-fast check-headers tidy cppcheck ## static checks only

layers:
	@$(PYTHON) tools/layers.py

modules:
	@$(PYTHON) tools/modules.py

# A header brings what it needs: it is a program by itself.
check-headers: ## compile each header alone
	@printf '%s\n' $(HEADERS) | xargs -P $(JOBS) -I{} $(CC) -x c \
		-fsyntax-only -Werror $(filter-out -MMD -MP -Wpedantic,$(COMPILE)) {} && \
		echo 'headers: ok ($(words $(HEADERS)) files)'

sizes:
	@$(PYTHON) tools/sizes.py

banned:
	@$(PYTHON) tools/banned.py

citations:
	@$(PYTHON) tools/citations.py

format: ## lay out all C files as .clang-format has it
	@clang-format -i $(CHECKED_C)

format-check:
	@clang-format --dry-run -Werror $(CHECKED_C)

tidy: $(TIDY_STAMPS)

# A stamp a file, so that only what changed is read again.
build/tidy/$(STEPS)/%.ok: %.c .clang-tidy
	@mkdir -p $(@D)
	$(SAY) '  TIDY   $<'
	@$(CC) $(STANDARD) -I. $(PKG_CFLAGS) -DDAYBOOK_VERSION='"$(VERSION)"' \
		-MM -MP -MT $@ -MF $(@:.ok=.d) $<
	@clang-tidy --quiet --warnings-as-errors='*' \
		$(if $(filter 0,$(STEPS)),--checks='-clang-analyzer-*', \
		$(addprefix --extra-arg=, \
		-Xclang -analyzer-config -Xclang max-nodes=$(STEPS))) \
		$< -- $(STANDARD) -I. \
		$(WARNINGS) $(PKG_CFLAGS) -DDAYBOOK_VERSION='"$(VERSION)"' \
		> $(@:.ok=.log) 2>&1 || { cat $(@:.ok=.log); exit 1; }
	@touch $@

cppcheck:
	@mkdir -p build/cppcheck
	@cppcheck -q -j $(JOBS) --std=c11 --error-exitcode=1 --inline-suppr \
		--enable=warning,performance,portability \
		--suppressions-list=tools/cppcheck.txt \
		--cppcheck-build-dir=build/cppcheck -I. -D_GNU_SOURCE \
		-DDAYBOOK_VERSION='"$(VERSION)"' $(SOURCES)

# --- Tests ------------------------------------------------------------------

PROGRAMS = $(TESTS:%.c=build/asan/%)
# Tests bring zones of their own, however new the system's are.
ZONES = TZDIR=$${TZDIR-$(CURDIR)/tests/data/zoneinfo}
# A file's tests share a server, so that files go to processes whole: to two a
# core, since they wait half of the time.
PYTEST = DAYBOOK=$(CURDIR)/$(1) $(ZONES) $(PYTHON) -B -m pytest -q \
	-n $$((2 * $(JOBS))) --dist loadfile -o cache_dir=build/pytest $(2)

programs: $(PROGRAMS)

unit: $(PROGRAMS) ## unit tests under ASan and UBSan (UNIT=folder)
	@tools/unit $(PROGRAMS)

system-zones: ## the unit tests of ical/ over the system's own zones
	$(SUBMAKE) programs UNIT=ical
	+@TZDIR= $(MAKE) --no-print-directory unit UNIT=ical

http-test: build/daybook build/clients/ready ## tests over HTTP and with other people's clients
	$(call PYTEST,build/daybook,$(wildcard tests/http tests/clients \
		tests/conformance tests/hostile))

# What docs/conformance.md tells of; it is written of what failed, too.
CLIENTS = litmus cadaver caldav_library tsdav vdirsyncer khal_todoman calcurse \
	thunderbird apple_shapes other_shapes
conformance: build/daybook build/clients/ready ## docs/conformance.md: what holds of each standard
	-$(call PYTEST,build/daybook,tests/conformance \
		$(CLIENTS:%=tests/clients/test_%.py) \
		-k "not on_the_page" --junitxml=build/conformance.xml)
	$(Q)$(PYTHON) tools/conformance.py docs/conformance.md \
		build/conformance.xml

# What tests in a browser and of clients need, of their package-lock.json.
build/browser/%.json: tests/browser/%.json FORCE
	@mkdir -p $(@D)
	@cmp -s $< $@ || cp $< $@

build/clients/%.json: tests/clients/%.json FORCE
	@mkdir -p $(@D)
	@cmp -s $< $@ || cp $< $@

build/browser/ready build/clients/ready: %/ready: %/package.json \
		%/package-lock.json
	$(SAY) '  NPM    $(@D)'
	$(Q)cd $(@D) && $(NPM) ci --ignore-scripts --no-audit --no-fund \
		--loglevel=error >/dev/null
	@touch $@

browser-test: build/daybook build/browser/ready ## tests of the pages in chromium
	@printf '%s\n' $(wildcard tests/browser/test_*.mjs) | \
		DAYBOOK=$(CURDIR)/build/daybook xargs -P $(JOBS) -n 1 $(NODE)

pictures: build/daybook build/browser/ready ## of every page, in build/pictures
	@$(NODE) tests/browser/pictures.mjs $(PAGE) $(WHO)

test: ## install what is missing, then run every test and check
	+@$(MAKE) --no-print-directory deps deps-test
	+@tools/parts "$(MAKE) --no-print-directory $(PARALLEL) WERROR=1 \
		STEPS=0" \
		all programs unit system-zones lint http-test browser-test

notices: build/daybook ## 1,000 notices through faults, and 100 kills
	DAYBOOK_NOTICES=1000 DAYBOOK_KILLS=100 \
		$(call PYTEST,build/daybook,tests/http/test_notices_faults.py)

# TSan takes memory of its own, needs what the sandbox takes away, and does not
# see a condition variable wait where the tests' clock stands between.
TSAN_NOT = test_anywhere.py::test_the_demo_works_anywhere_and_at_any_time \
	test_door.py::test_announced_bodies_take_no_memory \
	test_door.py::test_answers_that_are_not_read_are_bounded \
	test_door.py::test_who_says_nothing_takes_no_memory_that_others_have_used \
	test_sandbox.py::test_the_server_has_given_up_what_it_does_not_need

tsan: build/tsan/daybook ## the HTTP tests with a server under TSan
	TSAN_OPTIONS=halt_on_error=1:suppressions=$(CURDIR)/tools/tsan.txt \
		$(call PYTEST,build/tsan/daybook,tests/http \
		$(TSAN_NOT:%=--deselect tests/http/%))

anywhere: build/daybook $(PROGRAMS) ## all tests far away, in Turkish, as nobody
	@tools/anywhere $(PROGRAMS)

# How often tests kill the server amid writes.
KILLS ?= 500

crash: build/daybook ## kill the server KILLS times under load
	DAYBOOK_KILLS=$(KILLS) \
		$(call PYTEST,build/daybook,tests/http/test_crashes.py)

# How many changes of each kind of thing are begun two at a time.
PAIRS ?= 1000

meet: build/daybook ## PAIRS times two changes of one thing, begun together
	DAYBOOK_PAIRS=$(PAIRS) \
		$(call PYTEST,build/daybook,tests/http/test_changes_meet.py)

hostile: build/daybook ## everything that hurts at once for TIME seconds, measured
	DAYBOOK=$(CURDIR)/build/daybook $(ZONES) $(PYTHON) -B \
		tests/hostile/load.py $(TIME)

bench: build/daybook ## measure the server
	DAYBOOK=$(CURDIR)/build/daybook tests/bench/run

fuzz: $(FUZZERS:%.c=build/fuzz/%) ## fuzz each reader for TIME seconds
	@tools/fuzz $(TIME) $(JOBS) $^

# Of what the rules decide, so much is to be seen deciding either way.
BRANCHES = 95

coverage: $(TESTS:%.c=build/cov/%) ## branches of practice/ that tests reach
	@find build/cov -name '*.gcda' -delete
	@tools/unit $(TESTS:%.c=build/cov/%)
	@gcovr --root . --filter 'practice/' --branches --print-summary \
		--fail-under-branch $(BRANCHES) \
		--object-directory build/cov build/cov/practice
