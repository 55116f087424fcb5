/**
 * `daybook settings`: the table of settings as a file of them, or as a part of
 * the manual.
 */
#ifndef SERVER_COMMAND_SETTINGS_H
#define SERVER_COMMAND_SETTINGS_H

struct command_context;

/** conf/daybook.conf on standard output; with --man the list of settings of
 *  daybook.conf(5) in man's own macros. */
int command_settings(struct command_context *context);

#endif
