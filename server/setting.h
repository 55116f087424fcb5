/**
 * THE table of settings. What the program takes, `daybook serve --help`,
 * conf/daybook.conf and the manual page daybook.conf(5) are its rows.
 */
#ifndef SERVER_SETTING_H
#define SERVER_SETTING_H

#include <stddef.h>
#include <stdint.h>

enum setting_type { SETTING_TEXT, SETTING_NUMBER, SETTING_SWITCH };

struct setting {
	const char *name;
	enum setting_type type;
	size_t offset;     /* of its member of struct config */
	const char *value; /* default */
	int64_t min, max;
	const char *help;  /* a line */
	const char *about; /* prose; NULL: that of the row above holds */
};

/** The rows in the order of the file; NULL behind the last. */
const struct setting *setting_at(size_t at);
/** NULL: there is none of that name. */
const struct setting *setting_find(const char *name);

#endif
