#include "base/request_id.h"

char *request_id(struct arena *arena, uint64_t id)
{
	return arena_printf(arena, "%016llx", (unsigned long long)id);
}
