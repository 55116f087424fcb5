/**
 * The practice's own settings: shown, or changed by words "key=value".
 */
#ifndef SERVER_COMMAND_PRACTICE_H
#define SERVER_COMMAND_PRACTICE_H

struct command_context;

int command_practice(struct command_context *context);

#endif
