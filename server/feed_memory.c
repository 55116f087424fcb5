#include "server/feed_memory.h"

#include <pthread.h>
#include <string.h>

#define PLACES 1024

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct feed_shown places[PLACES];

static struct feed_shown *place_of(const struct digest *feed)
{
	uint32_t index;

	memcpy(&index, feed->bytes, sizeof(index));
	return &places[index % PLACES];
}

bool feed_memory_find(struct feed_shown *shown)
{
	const struct feed_shown *place = place_of(&shown->feed);
	bool found;

	pthread_mutex_lock(&lock);
	found = digest_equal(&place->feed, &shown->feed) &&
		place->audit == shown->audit && place->day == shown->day;
	if (found)
		*shown = *place;
	pthread_mutex_unlock(&lock);
	return found;
}

void feed_memory_put(const struct feed_shown *shown)
{
	pthread_mutex_lock(&lock);
	*place_of(&shown->feed) = *shown;
	pthread_mutex_unlock(&lock);
}
