#include "server/last_backup.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOTE_MOST 8192

static const char *note_of(struct operation *op, const char *dir)
{
	return arena_printf(op->arena, "%s/last-backup", dir);
}

void last_backup_note(struct operation *op, const char *dir, const char *path)
{
	const char *note = note_of(op, dir);
	const char *text = arena_printf(op->arena, "%s %s\n",
					instant_text(op->arena, op->now), path);
	const char *partial = arena_printf(op->arena, "%s.partial", note);
	int fd = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0 &&
		    write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0 && close(fd))
		good = false;
	if (!good || rename(partial, note))
		log_event(LOG_WARNING, "backup-not-noted", "error=%d", errno);
}

bool last_backup_find(struct operation *op, const char *dir, struct instant *at,
		      const char **path)
{
	struct slice text;

	if (file_read(op, note_of(op, dir), NOTE_MOST, &text)) {
		operation_recover(op);
		return false;
	}
	text = slice_trim(text);
	if (!instant_parse(slice_dup(op->arena, slice_cut(&text, ' ')), at) ||
	    !text.at)
		return false;
	*path = slice_dup(op->arena, text);
	return true;
}
