#include "store/trial.h"

#include "base/log.h"
#include "base/str.h"
#include "store/backup.h"
#include "store/store_private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a closed store leaves, what it leaves when it could not close, and the
 * lock by which a living process says that it is there. */
static const char *const files[] = { "daybook.db", "daybook.db-wal",
				     "daybook.db-shm", "daybook.lock", "lock" };
#define LOCK 4

#define SUFFIX ".trial-"
/* Seconds in which a folder has got its lock. */
#define MAKING 60

static void folder_delete(struct operation *op, const char *folder)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		unlink(arena_printf(op->arena, "%s/%s", folder, files[i]));
	if (rmdir(folder))
		log_event(LOG_WARNING, "trial-left", "folder=%s", folder);
}

/* The lock's file, locked; -1: another process has it, or it cannot be. The
 * kernel lets go of it when the process ends, however that is. */
static int folder_lock(struct operation *op, const char *folder)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(arena_printf(op->arena, "%s/%s", folder, files[LOCK]),
		      O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd >= 0 && fcntl(fd, F_SETLK, &whole)) {
		close(fd);
		return -1;
	}
	return fd;
}

enum err store_trial_begin(struct operation *op, struct store *store,
			   struct trial *trial)
{
	struct trial made = {
		.folder = arena_printf(op->arena, "%s" SUFFIX "XXXXXX",
				       store_path(store)),
	};
	enum err err = OK;

	if (!mkdtemp(made.folder))
		return fail(op, ERR_STORAGE, "cannot make '%s': %s",
			    made.folder, strerror(errno));
	made.lock = folder_lock(op, made.folder);
	if (made.lock < 0)
		err = fail(op, ERR_STORAGE, "cannot lock '%s': %s", made.folder,
			   strerror(errno));
	if (!err)
		err = store_copy(op, store,
				 arena_printf(op->arena, "%s/%s", made.folder,
					      files[0]));
	if (!err)
		err = store_open(op, made.folder, &made.store);
	if (err) {
		folder_delete(op, made.folder);
		if (made.lock >= 0)
			close(made.lock);
		return err;
	}
	*trial = made;
	return OK;
}

/* Without a lock's file it may be that one is just being made. */
static bool is_left(struct operation *op, const char *folder)
{
	struct stat status;
	int fd;

	if (stat(folder, &status) || !S_ISDIR(status.st_mode))
		return false;
	if (access(arena_printf(op->arena, "%s/%s", folder, files[LOCK]),
		   F_OK) &&
	    op->now.s - (int64_t)status.st_mtime < MAKING)
		return false;
	fd = folder_lock(op, folder);
	if (fd < 0)
		return false;
	close(fd);
	return true;
}

enum err store_trials_sweep(struct operation *op, const struct store *store)
{
	char *path = arena_strdup(op->arena, store_path(store));
	char *name = strrchr(path, '/');
	const struct dirent *entry;
	DIR *dir;

	if (!name)
		return OK;
	*name++ = '\0';
	name = arena_printf(op->arena, "%s" SUFFIX, name);
	dir = opendir(path);
	if (!dir)
		return fail(op, ERR_STORAGE, "'%s' cannot be read: %s", path,
			    strerror(errno));
	while ((entry = readdir(dir))) {
		const char *folder =
			arena_printf(op->arena, "%s/%s", path, entry->d_name);

		if (strncmp(entry->d_name, name, strlen(name)) != 0 ||
		    !is_left(op, folder))
			continue;
		log_event(LOG_INFO, "trial-removed", "folder=%s", folder);
		folder_delete(op, folder);
	}
	closedir(dir);
	return OK;
}

void store_trial_end(struct operation *op, struct trial *trial)
{
	store_close(trial->store);
	folder_delete(op, trial->folder);
	close(trial->lock);
	trial->store = NULL;
}
