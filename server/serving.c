#include "server/serving.h"

#include "base/file.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define NOTE_MOST 4096
#define PROXY "behind_proxy"

static const char *note_of(struct operation *op, const char *dir)
{
	return arena_printf(op->arena, "%s/serving", dir);
}

void serving_note(struct operation *op, const char *dir,
		  const struct serving *serving)
{
	const char *text = arena_printf(op->arena, "%s %s\n", serving->address,
					serving->behind_proxy ? PROXY : "-");
	int fd = open(note_of(op, dir),
		      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool good = fd >= 0 &&
		    write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (!good)
		log_event(LOG_WARNING, "serving-not-noted", "error=%d", errno);
	if (fd >= 0)
		close(fd);
}

void serving_forget(struct operation *op, const char *dir)
{
	unlink(note_of(op, dir));
}

bool serving_find(struct operation *op, const char *dir,
		  struct serving *serving)
{
	struct slice text;

	if (file_read(op, note_of(op, dir), NOTE_MOST, &text)) {
		operation_recover(op);
		return false;
	}
	text = slice_trim(text);
	serving->address = slice_dup(op->arena, slice_cut(&text, ' '));
	serving->behind_proxy = text.at && slice_is(text, PROXY);
	return *serving->address != '\0';
}
