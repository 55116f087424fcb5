# What texts.c has inside.
$(foreach variant,$(VARIANTS),$(eval \
build/$(variant)/practice/notice/texts.o: $(wildcard conf/notices/*.txt)))
