#include "store/trial.h"

#include "base/log.h"
#include "base/str.h"
#include "store/store_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a closed store leaves, and what it leaves when it could not close. */
static const char *const files[] = { "daybook.db", "daybook.db-wal",
				     "daybook.db-shm" };

static void folder_delete(struct operation *op, const char *folder)
{
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		unlink(arena_printf(op->arena, "%s/%s", folder, files[i]));
	if (rmdir(folder))
		log_event(LOG_WARNING, "trial-left", "folder=%s", folder);
}

enum err store_trial_begin(struct operation *op, struct store *store,
			   struct trial *trial)
{
	struct trial made = {
		.folder = arena_printf(op->arena, "%s.trial-XXXXXX",
				       store_path(store)),
	};
	enum err err;

	if (!mkdtemp(made.folder))
		return fail(op, ERR_STORAGE, "cannot make '%s': %s",
			    made.folder, strerror(errno));
	err = store_backup(
		op, store,
		arena_printf(op->arena, "%s/%s", made.folder, files[0]));
	if (!err)
		err = store_open(op, made.folder, &made.store);
	if (err) {
		folder_delete(op, made.folder);
		return err;
	}
	*trial = made;
	return OK;
}

void store_trial_end(struct operation *op, struct trial *trial)
{
	store_close(trial->store);
	folder_delete(op, trial->folder);
	trial->store = NULL;
}
