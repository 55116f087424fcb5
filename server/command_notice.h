/**
 * Commands about notices: mail that came back, and a message that is only
 * there to see it arrive.
 */
#ifndef SERVER_COMMAND_NOTICE_H
#define SERVER_COMMAND_NOTICE_H

#include "server/command_context.h"

/** deliver-bounce < message */
int command_deliver_bounce(struct command_context *context);
/** doctor --send-test ADDRESS: what was said, line by line. False: it did not
 *  go. */
bool command_send_test(struct command_context *context, const char *address);

#endif
