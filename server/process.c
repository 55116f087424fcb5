#include "server/process.h"

#include "base/log.h"

#include <malloc.h>
#include <stdlib.h>
#include <sys/resource.h>

#define OTHER_FILES 200 /* that the process has open beside its sockets */
#define MOST_FILES (256 * 1024)

/* The allocator would raise the first bound by itself, up to 32 MiB, and have a
 * heap for each thread. Answers live in arenas that come and go whole: giving
 * pieces of 256 KiB back to the system each time was measured to cost 5 x a
 * listing, and several heaps a third of one. */
#define OWN_PAGES (8 * 1024 * 1024)
#define KEPT (32 * 1024 * 1024)
#define HEAPS 1

void process_memory(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, OWN_PAGES);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
	(void)mallopt(M_ARENA_MAX, HEAPS);
}

void process_files(struct config *config)
{
	struct rlimit files;
	int64_t room;

	if (getrlimit(RLIMIT_NOFILE, &files))
		abort();
	room = files.rlim_max > MOST_FILES ? MOST_FILES
					   : (int64_t)files.rlim_max;
	files.rlim_cur = (rlim_t)room;
	if (setrlimit(RLIMIT_NOFILE, &files))
		abort(); /* up to the hard limit it is always allowed */
	if (room >= config->connections + OTHER_FILES)
		return;
	config->connections =
		room > 2 * OTHER_FILES ? room - OTHER_FILES : room / 2;
	log_event(LOG_WARNING, "few-files", "connections=%lld",
		  (long long)config->connections);
}
