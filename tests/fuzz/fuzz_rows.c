/* The reader of a practice's rows: whatever the bytes, it takes them whole or
 * leaves the empty place as it was, and runs no SQL of theirs.
 *
 * fuzz_rows --seeds=DIR writes where to start, which is of today's tables: the
 * rows of an empty place, and those of each table of a lived-in practice. */
#include "practice/people/settings.h"
#include "practice/transfer/whole.h"
#include "tests/unit/server/lived_practice.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEEDS "--seeds="
#define SEED_ROOM ((size_t)4096) /* rows behind it tell nothing new */

static struct store *store;
static struct arena *lasting; /* of what lives as long as the process */
static char dir[] = "/tmp/daybook-fuzz-rows-XXXXXX";

static void leave_place(void)
{
	static const char *const names[] = { "daybook.db", "daybook.lock" };
	char path[64];

	store_close(store);
	arena_free(lasting);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static void open_place(struct operation *op)
{
	enum err err;

	if (!mkdtemp(dir))
		abort();
	err = store_open(op, dir, &store);
	if (!err)
		err = practice_setup(op, store, "UTC");
	assert(!err);
	atexit(leave_place);
}

static enum err keep(void *context, const char *name UNUSED, struct slice bytes)
{
	buf_slice(context, bytes);
	return OK;
}

static struct slice rows_of(struct operation *op, struct reader *reader)
{
	struct buf text;
	enum err err = store_reader_begin(reader, op);

	buf_init(&text, op->arena);
	if (!err)
		err = practice_whole_write(reader, keep, &text);
	assert(!err);
	store_reader_end(reader);
	return buf_view(&text);
}

static void seed_write(struct arena *arena, const char *into, int number,
		       struct slice rows)
{
	FILE *file = fopen(arena_printf(arena, "%s/%d", into, number), "w");

	if (!file || fwrite(rows.at, 1, rows.len, file) != rows.len ||
	    fclose(file) != 0)
		abort();
}

/* One seed for each table: its first rows behind the head. */
static int seeds_cut(struct arena *arena, const char *into, struct slice rows)
{
	struct slice head = slice_cut(&rows, '\n');
	int number = 1, count = 0;
	struct buf seed;

	buf_init(&seed, arena);
	while (rows.at && rows.len) {
		struct slice line = slice_cut(&rows, '\n');

		if (*line.at == '{') {
			buf_printf(&seed, "{\"end\":%d}\n", count);
			seed_write(arena, into, number++, buf_view(&seed));
			buf_init(&seed, arena);
			buf_slice(&seed, head);
			buf_putc(&seed, '\n');
			count = -1;
		}
		if (seed.len + line.len > SEED_ROOM)
			continue;
		buf_slice(&seed, line);
		buf_putc(&seed, '\n');
		count++;
	}
	return number;
}

static void seeds_write(struct operation *op, const char *into)
{
	struct reader *reader;
	int number;
	enum err err = store_reader_new(op, store, &reader);

	assert(!err);
	number = seeds_cut(op->arena, into, rows_of(op, lived_reader()));
	seed_write(op->arena, into, number, rows_of(op, reader));
	store_reader_free(reader);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *last = (*argv)[*argc - 1];
	struct operation op;

	lasting = arena_new();
	operation_init(&op, lasting, lived_now);
	lived_init();
	open_place(&op);
	if (str_starts(last, SEEDS)) {
		seeds_write(&op, last + strlen(SEEDS));
		exit(0);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct slice bytes = { (const char *)data, size };
	struct operation op;
	int64_t count = -7;
	enum err err;

	operation_init(&op, arena, lived_now);
	/* Tried and undone: the next one finds the place empty too. */
	op.judge_only = true;
	err = practice_whole_take(&op, store, bytes, &count);
	assert(err && count == -7);
	arena_free(arena);
	return 0;
}
