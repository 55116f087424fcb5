/**
 * `daybook status`: who is connected, and what is slow.
 */
#ifndef SERVER_COMMAND_STATUS_H
#define SERVER_COMMAND_STATUS_H

struct command_context;

/** [--json]: asks the server that serves the place. EXIT_REFUSED: none does. */
int command_status(struct command_context *context);

#endif
