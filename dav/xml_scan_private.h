/**
 * A look at an XML body before it is parsed: bounds over the whole of it, so
 * that what a parser does with it stays small.
 */
#ifndef DAV_XML_SCAN_PRIVATE_H
#define DAV_XML_SCAN_PRIVATE_H

#include "base/operation.h"
#include "base/str.h"

/** *size is about what the parsed body will take of memory.
 *  OK, ERR_SYNTAX with the line as xml_parse has it, or ERR_MATCHES_LIMIT once
 *  the budget is spent. What is not well-formed may pass. */
MUST_CHECK enum err xml_scan(struct operation *op, struct slice body,
			     size_t *size);

#endif
