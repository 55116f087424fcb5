/**
 * Taking in tables of people, services and rates, and calendars.
 */
#ifndef SERVER_COMMAND_IMPORT_H
#define SERVER_COMMAND_IMPORT_H

struct command_context;

int command_import(struct command_context *context);

#endif
