#include "store/presence_private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE 30000 /* milliseconds */
#define PAUSE 20

static bool lock(int presence, int how, int64_t milliseconds)
{
	const struct timespec pause = { .tv_nsec = PAUSE * 1000000L };

	while (flock(presence, how | LOCK_NB) != 0) {
		if ((errno != EWOULDBLOCK && errno != EINTR) ||
		    milliseconds <= 0)
			return false;
		milliseconds -= PAUSE;
		nanosleep(&pause, NULL);
	}
	return true;
}

enum err presence_share(struct operation *op, int presence)
{
	if (lock(presence, LOCK_SH, PATIENCE))
		return OK;
	return fail(op, ERR_UNAVAILABLE,
		    "another program is changing the place as a whole; try "
		    "again when it is done");
}

enum err presence_begin(struct operation *op, const char *dir, int *presence)
{
	const char *path = arena_printf(op->arena, "%s/daybook.lock", dir);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum err err;

	if (fd < 0)
		return fail(op, ERR_STORAGE, "cannot open '%s': %s", path,
			    strerror(errno));
	err = presence_share(op, fd);
	if (err) {
		close(fd);
		return err;
	}
	*presence = fd;
	return OK;
}

bool presence_alone(int presence, int64_t milliseconds)
{
	flock(presence, LOCK_UN);
	return lock(presence, LOCK_EX, milliseconds);
}

void presence_end(int presence)
{
	close(presence);
}
