#include "base/memory.h"

#include <stdatomic.h>
#include <stdint.h>

/* What nobody is refused: an ordinary request takes less. */
#define LITTLE ((size_t)2 * 1024 * 1024)
/* This part of all is kept for those who come next. */
#define KEPT_PART 4

static atomic_size_t held;
static size_t most = SIZE_MAX; /* written before threads */
static size_t kept;

void memory_count(size_t more, size_t less)
{
	if (more != less)
		atomic_fetch_add_explicit(&held, more - less,
					  memory_order_relaxed);
}

void memory_bound(size_t bytes)
{
	most = atomic_load(&held) + bytes;
	kept = bytes / KEPT_PART;
}

size_t memory_left(void)
{
	size_t now = atomic_load_explicit(&held, memory_order_relaxed);

	return now < most ? most - now : 0;
}

size_t memory_missing(void)
{
	size_t left = memory_left();

	return left < kept ? kept - left : 0;
}

bool memory_fits(size_t bytes)
{
	size_t left = memory_left();

	return bytes <= LITTLE || (left > kept && bytes / 2 <= left - kept);
}
