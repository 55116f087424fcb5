/**
 * The tables of notices: cancellation runs, the outbox, and addresses that
 * take none (rules S41 to S45). Scripts of statements; behind the last one
 * NULL.
 */
#ifndef STORE_SCHEMA_NOTICE_PRIVATE_H
#define STORE_SCHEMA_NOTICE_PRIVATE_H

/** Version 12: all of them, and the practice's hours and texts for them. */
extern const char *const store_schema_notice[];

#endif
