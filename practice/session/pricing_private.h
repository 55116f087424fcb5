/**
 * What a session costs each client and pays each practitioner: pure
 * arithmetic over copied inputs (rules S30-S35).
 */
#ifndef PRACTICE_SESSION_PRICING_PRIVATE_H
#define PRACTICE_SESSION_PRICING_PRIVATE_H

#include "practice/calendar/view.h"

/**
 * Fill *completion's money: rates, bases, charges, tax, wages of the clients
 * and practitioners listed in it, whose slugs, maps and modifiers are set.
 * Prices resolve by the session's start (day in the practice's zone) now
 * (S8); client's own rate before the service's; practitioner's hourly + bonus
 * before the service's wage; hourly by elapsed UTC minutes; wages per session
 * follow the session's own ending, per client each client's (S34).
 * A completion of slug "override" keeps the charges and wages that are set
 * and only gets rates, bases and tax.
 */
MUST_CHECK enum err practice_price(struct reader *reader,
				   const struct session_facts *facts,
				   struct completion *completion);

#endif
