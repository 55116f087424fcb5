/**
 * People and their logins.
 */
#ifndef SERVER_COMMAND_PERSON_H
#define SERVER_COMMAND_PERSON_H

struct command_context;

int command_person(struct command_context *context);

#endif
