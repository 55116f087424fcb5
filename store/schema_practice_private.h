/**
 * Version 1: services, sessions, completions, ledger. Scripts of statements,
 * each shorter than the 4095 bytes that C promises a string; behind the last
 * one NULL.
 */
#ifndef STORE_SCHEMA_PRACTICE_PRIVATE_H
#define STORE_SCHEMA_PRACTICE_PRIVATE_H

extern const char *const store_schema_practice[];

#endif
