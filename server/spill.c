#include "server/spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Of the whole process. A person's share of it is that of all answers that
 * wait to be taken (server/share.h). */
#define MOST ((int64_t)512 * 1024 * 1024)

static _Atomic int64_t used;

void spill_init(struct spill *spill)
{
	*spill = (struct spill){ .fd = -1 };
}

void spill_release(struct spill *spill)
{
	if (spill->fd >= 0)
		close(spill->fd);
	atomic_fetch_sub(&used, spill->end);
	spill_init(spill);
}

/* Where the file system has no files without a name, one that has lost it. */
static int open_nameless(const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	char path[4096];
	int len;

	if (fd >= 0)
		return fd;
	len = snprintf(path, sizeof(path), "%s/answer-XXXXXX", dir);
	if (len < 0 || (size_t)len >= sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static bool write_all(int fd, struct slice bytes, int64_t at)
{
	while (bytes.len > 0) {
		ssize_t done = pwrite(fd, bytes.at, bytes.len, at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes.at += done;
		bytes.len -= (size_t)done;
		at += done;
	}
	return true;
}

bool spill_put(struct spill *spill, const char *dir, struct slice bytes)
{
	int64_t len = (int64_t)bytes.len;

	if (atomic_fetch_add(&used, len) + len <= MOST) {
		if (spill->fd < 0)
			spill->fd = open_nameless(dir);
		if (spill->fd >= 0 && write_all(spill->fd, bytes, spill->end)) {
			spill->end += len;
			return true;
		}
	}
	atomic_fetch_sub(&used, len);
	return false;
}

long spill_take(struct spill *spill, char *to, size_t most)
{
	size_t left = spill_left(spill);
	ssize_t got;

	if (most > left)
		most = left;
	if (!most)
		return 0;
	do {
		got = pread(spill->fd, to, most, spill->read);
	} while (got < 0 && errno == EINTR);
	if (got <= 0)
		return -1;
	spill->read += got;
	return got;
}

size_t spill_left(const struct spill *spill)
{
	return (size_t)(spill->end - spill->read);
}
