#include "server/process.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/pace.h"
#include "base/str.h"

#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define OTHER_FILES 200 /* that the process has open beside its sockets */
#define MOST_FILES (256 * 1024)

/* The allocator would raise the first bound by itself, up to 32 MiB, and have a
 * heap for each thread. Answers live in arenas that come and go whole: giving
 * pieces of 256 KiB back to the system each time was measured to cost 5 x a
 * listing, and several heaps a third of one. */
#define OWN_PAGES (2 * 1024 * 1024)
#define KEPT (32 * 1024 * 1024)
#define HEAPS 1

/* Workers that calculate share the cores: more of them make everybody wait. A
 * few more wait for the disk or the writer. */
#define WORKERS_A_CORE 4
#define FEW_WORKERS 8
#define MANY_WORKERS 32

#define FIRST (-10)   /* a nice value */
#define NICE_RANGE 20 /* RLIMIT_NICE is this less a nice value */

/* A heap shrinks from its top alone, where a connection's piece may lie for
 * hours; so much that is free below is left there. Nobody allocates while it
 * is given back, and it is soon wanted again. */
#define HOLES (128 * 1024 * 1024)

/* What requests may hold together, of 512 MiB for the process: beside it there
 * are SQLite's caches, two passwords' hashing, what no request is refused
 * (base/memory.h), the program itself, and holes. */
#define REQUESTS ((size_t)168 * 1024 * 1024)

static int statm = -1; /* what the process holds, in pages */

void process_memory(void)
{
	statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	(void)mallopt(M_MMAP_THRESHOLD, OWN_PAGES);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
	(void)mallopt(M_ARENA_MAX, HEAPS);
	memory_bound(REQUESTS);
}

/* Bytes of memory of its own that are not files; 0 where the system does not
 * say. */
static int64_t resident(void)
{
	char line[128], *rest = line;
	int64_t pages[3]; /* of all, in memory, of files among those */
	ssize_t len = statm < 0 ? -1 : pread(statm, line, sizeof(line) - 1, 0);

	if (len <= 0)
		return 0;
	line[len] = '\0';
	for (int i = 0; i < 3; i++)
		if (!rest || !str_to_int64(strsep(&rest, " "), &pages[i]))
			return 0;
	return (pages[1] - pages[2]) * sysconf(_SC_PAGESIZE);
}

void process_trim(void)
{
	int64_t held = resident();
	struct mallinfo2 heap;

	if (held <= HOLES)
		return;
	heap = mallinfo2();
	if (held - (int64_t)(heap.uordblks + heap.hblkhd) > HOLES)
		(void)malloc_trim(KEPT);
}

/* Down is always allowed, up only for a unit with LimitNICE=, or root. */
static bool may_come_back(int nice)
{
	struct rlimit limit;

	if (geteuid() && (getrlimit(RLIMIT_NICE, &limit) ||
			  limit.rlim_cur < (rlim_t)(NICE_RANGE - nice)))
		return false;
	return !setpriority(PRIO_PROCESS, 0, nice + 1) &&
	       !setpriority(PRIO_PROCESS, 0, nice);
}

void process_pace(void)
{
	int nice = getpriority(PRIO_PROCESS, 0);

	pace_from(nice, may_come_back(nice));
}

void process_first(void)
{
	/* Only who may can: a unit with LimitNICE=, or root. */
	pace_first(FIRST);
}

void process_workers(struct config *config)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t fit = cores > 0 ? cores * WORKERS_A_CORE : 0;

	if (config->workers)
		return;
	fit = fit > FEW_WORKERS ? fit : FEW_WORKERS;
	config->workers = fit < MANY_WORKERS ? fit : MANY_WORKERS;
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
