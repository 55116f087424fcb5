/**
 * Version 1: people, collections, members, audit. Scripts of statements, each
 * shorter than the 4095 bytes that C promises a string; behind the last one
 * NULL.
 */
#ifndef STORE_SCHEMA_CORE_PRIVATE_H
#define STORE_SCHEMA_CORE_PRIVATE_H

extern const char *const store_schema_core[];

#endif
