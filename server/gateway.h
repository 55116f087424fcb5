/**
 * Gateways for text messages: what each of them is asked, and what its
 * answers mean. A row of the table is a format.
 */
#ifndef SERVER_GATEWAY_H
#define SERVER_GATEWAY_H

#include "practice/notice/message.h"
#include "practice/notice/send.h"
#include "server/config.h"
#include "server/deliver.h"

/** The request that sends a message; NULL text fields stay as they are. */
void gateway_send(const struct config *config, const char *secret,
		  const struct notice_message *message,
		  struct delivery *delivery);
/** The request that asks what became of it. */
void gateway_ask(const struct config *config, const char *secret,
		 const struct notice_message *message,
		 struct delivery *delivery);

/** What an answer to either means. The texts are in the delivery's arena. */
struct settling gateway_sent(const struct config *config,
			     const struct notice_message *message,
			     const struct delivery *delivery);
struct settling gateway_asked(const struct config *config,
			      const struct notice_message *message,
			      const struct delivery *delivery);

/** What a gateway tells by itself: a form (twilio) or JSON. False: it tells
 *  nothing of the end. */
bool gateway_report(struct arena *arena, const char *type, struct slice body,
		    bool *delivered, const char **reason);

#endif
