/**
 * The demo: a practice made of people who are not, served at once.
 */
#ifndef SERVER_COMMAND_DEMO_H
#define SERVER_COMMAND_DEMO_H

struct command_context;

int command_demo(struct command_context *context);

#endif
