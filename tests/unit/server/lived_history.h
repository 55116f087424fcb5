/**
 * What the lived-in practice has been through: its requests, in their order.
 */
#ifndef TESTS_UNIT_SERVER_LIVED_HISTORY_H
#define TESTS_UNIT_SERVER_LIVED_HISTORY_H

/** Texts as lived_ask() takes them; NULL behind the last. Where one says
 *  "HASH" stands the hash that was answered before it. */
extern const char *const lived_history[];

#endif
