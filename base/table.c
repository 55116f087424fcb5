#include "base/table.h"

#include "base/digest.h"

#define FIRST_SLOTS 64

struct table {
	struct arena *arena;
	struct table_item **slots;
	size_t slot_count; /* a power of two */
	size_t count;
};

static struct table_item **slot_of(const struct table *table, struct slice key)
{
	return &table->slots[digest_short(key.at, key.len) &
			     (table->slot_count - 1)];
}

static void slots_make(struct table *table, size_t count)
{
	table->slot_count = count;
	table->slots = arena_array(table->arena, count, sizeof(*table->slots));
}

struct table *table_new(struct arena *arena)
{
	struct table *table = arena_alloc(arena, sizeof(*table));

	table->arena = arena;
	slots_make(table, FIRST_SLOTS);
	return table;
}

static void put(struct table *table, struct table_item *item)
{
	struct table_item **slot = slot_of(table, item->key);

	item->next = *slot;
	*slot = item;
}

/* Items of one key keep their order: each slot is put back from its end. */
static void put_back(struct table *table, struct table_item *item)
{
	struct table_item *turned = NULL;

	while (item) {
		struct table_item *next = item->next;

		item->next = turned;
		turned = item;
		item = next;
	}
	while (turned) {
		struct table_item *next = turned->next;

		put(table, turned);
		turned = next;
	}
}

static void grow(struct table *table)
{
	struct table_item **slots = table->slots;
	size_t count = table->slot_count;

	slots_make(table, 2 * count);
	for (size_t i = 0; i < count; i++)
		put_back(table, slots[i]);
}

void table_add(struct table *table, struct slice key, void *value)
{
	struct table_item *item = arena_alloc(table->arena, sizeof(*item));

	if (table->count == table->slot_count)
		grow(table);
	item->key = key;
	item->value = value;
	put(table, item);
	table->count++;
}

static const struct table_item *from(const struct table_item *item,
				     struct slice key)
{
	while (item && !slice_equal(item->key, key))
		item = item->next;
	return item;
}

const struct table_item *table_first(const struct table *table,
				     struct slice key)
{
	return from(*slot_of(table, key), key);
}

const struct table_item *table_next(const struct table_item *item)
{
	return from(item->next, item->key);
}

void *table_find(const struct table *table, struct slice key)
{
	const struct table_item *item = table_first(table, key);

	return item ? item->value : NULL;
}
