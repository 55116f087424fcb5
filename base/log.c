#include "base/log.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Below PIPE_BUF, so that lines of several processes don't mix in a pipe. */
#define LINE_ROOM 2048

static const char *const level_names[] = {
	[LOG_ERROR] = "error",
	[LOG_WARNING] = "warning",
	[LOG_INFO] = "info",
	[LOG_DEBUG] = "debug",
};

static _Atomic int threshold = LOG_INFO;

void log_set_level(enum log_level level)
{
	atomic_store(&threshold, (int)level);
}

bool log_level_parse(const char *name, enum log_level *level)
{
	for (size_t i = 0; i < ARRAY_SIZE(level_names); i++) {
		if (strcmp(level_names[i], name) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

/* How much snprintf wrote of what it would have written. */
static size_t written(int wanted, size_t room)
{
	if (wanted < 0)
		return 0;
	return (size_t)wanted < room ? (size_t)wanted : room - 1;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
	struct wall w = instant_wall(clock_now());
	char line[LINE_ROOM];
	size_t room = sizeof(line) - 1; /* the line end */
	va_list args;
	size_t len;

	if ((int)level > atomic_load(&threshold))
		return;
	len = written(snprintf(line, room,
			       "%04d-%02d-%02dT%02d:%02d:%02dZ level=%s "
			       "event=%s%s",
			       w.year, w.month, w.day, w.hour, w.minute,
			       w.second, level_names[level], event,
			       *format ? " " : ""),
		      room);
	va_start(args, format);
	len += written(vsnprintf(line + len, room - len, format, args),
		       room - len);
	va_end(args);
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)line[i] < ' ' || line[i] == 127)
			line[i] = '?';
	}
	line[len++] = '\n';
	/* A full disk or a closed pipe must not stop the work. */
	if (write(STDERR_FILENO, line, len) < 0)
		return;
}
