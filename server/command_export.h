/**
 * Writing the whole practice into a directory.
 */
#ifndef SERVER_COMMAND_EXPORT_H
#define SERVER_COMMAND_EXPORT_H

struct command_context;

int command_export(struct command_context *context);

#endif
