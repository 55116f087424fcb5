/**
 * The tables of the versions from 3 on, which brought little each. Scripts of
 * statements; behind the last one NULL.
 */
#ifndef STORE_SCHEMA_LATER_PRIVATE_H
#define STORE_SCHEMA_LATER_PRIVATE_H

/** Version 3: keys of requests that may be repeated. */
extern const char *const store_schema_claim[];
/** Version 4: sessions that calendar programs deleted. */
extern const char *const store_schema_removal[];
/** Version 5: whose names were erased (S49). */
extern const char *const store_schema_erasure[];
/** Version 6: what feeds have shown. */
extern const char *const store_schema_feed[];
/** Version 7: until when the scheduler has done its work. */
extern const char *const store_schema_mark[];
/** Version 8: addresses, payers and taxes for invoices, and seals of what they
 *  rest on. */
extern const char *const store_schema_paper[];
/** Version 9: the dates that sessions of schedules were made for (S14), and
 *  rates that hold from a day on (S32). */
extern const char *const store_schema_dated[];
/** Version 10: titles of drafts, and the pages' address. */
extern const char *const store_schema_shown[];
/** Version 11: without the first version's secret. */
extern const char *const store_schema_secret[];
/** Version 13: what files told of what they became. */
extern const char *const store_schema_imported[];
/** Version 14: who is signed in to the pages. */
extern const char *const store_schema_sign_in[];
/** Version 15: what lies in a collection, and who set a property. */
extern const char *const store_schema_counted[];
/** Version 16: the office's notes of people. */
extern const char *const store_schema_noted[];
/** Version 17: locks of calendar programs. */
extern const char *const store_schema_locks[];
/** Version 18: folded names of people, by which they are found. */
extern const char *const store_schema_found[];
/** Version 19: programs of devices, and the hours of the practice. */
extern const char *const store_schema_devices[];
/** Version 20: which end somebody knows; sign-ins whose ids stay theirs. */
extern const char *const store_schema_known[];
/** Version 21: files that wait to be imported. */
extern const char *const store_schema_upload[];
/** Version 22: what recurring events became, and what programs have not read
 *  of what they changed. */
extern const char *const store_schema_again[];
/** Version 23: what instances are in answers of free-busy. */
extern const char *const store_schema_busy[];

#endif
