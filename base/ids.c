#include "base/ids.h"

bool ids_has(const struct ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->count; i++) {
		if (ids->at[i] == id)
			return true;
	}
	return false;
}

bool ids_same(const struct ids *a, const struct ids *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!ids_has(b, a->at[i]))
			return false;
	}
	return true;
}

bool ids_equal(const struct ids *a, const struct ids *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (a->at[i] != b->at[i])
			return false;
	}
	return true;
}

void ids_add(struct ids *ids, int64_t id)
{
	if (!ids_has(ids, id))
		ids->at[ids->count++] = id;
}
