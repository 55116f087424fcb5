/**
 * Feeds of people: addresses at which calendars are read without a login.
 */
#ifndef SERVER_COMMAND_FEED_H
#define SERVER_COMMAND_FEED_H

struct command_context;

int command_feed(struct command_context *context);

#endif
