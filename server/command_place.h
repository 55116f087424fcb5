/**
 * The directory that holds everything: copied, proved, looked over.
 */
#ifndef SERVER_COMMAND_PLACE_H
#define SERVER_COMMAND_PLACE_H

struct command_context;

int command_backup(struct command_context *context);
int command_verify(struct command_context *context);
int command_doctor(struct command_context *context);
int command_version(struct command_context *context);

#endif
