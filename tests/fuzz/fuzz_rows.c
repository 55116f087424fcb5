/* The reader of a practice's rows: whatever the bytes, it takes them whole or
 * leaves the empty place as it was, and runs no SQL of theirs. */
#include "practice/people/settings.h"
#include "practice/transfer/whole.h"
#include "tests/unit/store/memory_disk.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

static struct store *store;
static char dir[] = "/tmp/daybook-fuzz-rows-XXXXXX";

static void open_place(struct operation *op)
{
	enum err err;

	if (store)
		return;
	memory_disk_use();
	if (!mkdtemp(dir))
		abort();
	err = store_open(op, dir, &store);
	if (!err)
		err = practice_setup(op, store, "UTC");
	assert(!err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice bytes = { (const char *)data, size };
	struct operation op;
	int64_t count = -7;
	enum err err;

	operation_init(&op, arena, (struct instant){ 1780920000 });
	open_place(&op);
	/* Tried and undone: the next one finds the place empty too. */
	op.judge_only = true;
	err = practice_whole_take(&op, store, bytes, &count);
	assert(err && count == -7);
	arena_free(arena);
	return 0;
}
