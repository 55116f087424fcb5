/**
 * `daybook doctor`: the first thing that support asks for.
 */
#ifndef SERVER_COMMAND_DOCTOR_H
#define SERVER_COMMAND_DOCTOR_H

struct command_context;

/** [--json] [--url URL [--ca FILE]] [--send-test ADDRESS]: look at everything,
 *  say what to do. EXIT_REFUSED when anything is bad. */
int command_doctor(struct command_context *context);

#endif
