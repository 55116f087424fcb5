/**
 * Log lines on stderr: one line an event, `key=value`, ids and never names,
 * bodies or passwords. Thread-safe: each line leaves in one write.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

#include "base/compiler.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

/** Lines above this level are dropped; LOG_INFO at start. */
void log_set_level(enum log_level level);
/** Read "error", "warning", "info" or "debug"; false for another name. */
MUST_CHECK bool log_level_parse(const char *name, enum log_level *level);

/** `log_event(LOG_INFO, "started", "port=%d", port)` writes
 *  `2026-06-08T20:00:00Z level=info event=started port=8008`. Control bytes
 *  in the text become '?'. */
void log_event(enum log_level level, const char *event, const char *format, ...)
	PRINTF(3, 4);

#endif
