/**
 * Serving a practice until the process is told to stop.
 */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

struct command_context;

int command_serve(struct command_context *context);

/** Serve what is open until SIGTERM or SIGINT. */
int serve_until_stopped(struct command_context *context);

#endif
