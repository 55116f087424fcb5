/**
 * The command line: a table of commands, each a function of its arguments
 * (server/command_context.h).
 */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

/** Find and run a command; argv as main has it. Returns the exit status. */
int command_main(int argc, char **argv);

#endif
