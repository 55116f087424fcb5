/**
 * Copies of the place: made, proved, and put back.
 */
#ifndef SERVER_COMMAND_BACKUP_H
#define SERVER_COMMAND_BACKUP_H

struct command_context;

/** A new file, or one with the time for a name in a directory that is there;
 *  with --keep N of those the newest stay. */
int command_backup(struct command_context *context);
/** Of a copy, or of the place itself. */
int command_verify(struct command_context *context);
int command_restore(struct command_context *context);

#endif
