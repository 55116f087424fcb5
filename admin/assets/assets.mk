# What pages load: style sheet and scripts, bundled from admin/assets/ and the
# packages that its lock file names. Only `npm ci` uses the network; `make
# deps` has run it already.

NODE ?= node
NPM ?= npm
ASSET_SOURCES := $(wildcard admin/assets/*.css admin/assets/*.js \
	admin/assets/*.mjs admin/assets/*.svg)

# A checkout sets new times, so the copies change with the text alone.
build/npm/%.json: admin/assets/%.json FORCE
	@mkdir -p $(@D)
	@cmp -s $< $@ || cp $< $@

build/npm/ready: build/npm/package.json build/npm/package-lock.json
	$(SAY) '  NPM    $(@D)'
	$(Q)cd $(@D) && $(NPM) ci --ignore-scripts --no-audit --no-fund \
		--loglevel=error >/dev/null
	@touch $@

build/assets/digest: build/npm/ready $(ASSET_SOURCES)
	$(SAY) '  BUNDLE $(@D)'
	$(Q)$(NODE) admin/assets/build.mjs build/npm $(@D)

# The digest is among the flags for compiler caches, which do not see what is
# embedded.
define assets_rule
build/$(1)/admin/pages/assets.o: build/assets/digest
build/$(1)/admin/pages/assets.o: private COMPILE += \
	-DASSETS_DIGEST=0x$$(shell cat build/assets/digest)
endef
$(foreach variant,$(VARIANTS) tidy,$(eval $(call assets_rule,$(variant))))
