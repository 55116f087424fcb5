/**
 * Which tables this program knows.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/** The newest version of the tables, to which store_open brings a database. */
int store_schema_version(void);

#endif
