/**
 * Writing 207 answers (RFC 4918 13) into one buffer.
 */
#ifndef DAV_MULTISTATUS_PRIVATE_H
#define DAV_MULTISTATUS_PRIVATE_H

#include "base/flow.h"
#include "base/http.h"
#include "base/pieces.h"
#include "base/str.h"
#include "dav/dav.h"
#include "dav/resource_private.h"

/** Prefixes that every document of ours declares. */
#define MULTISTATUS_PREFIXES                          \
	" xmlns:D=\"DAV:\""                           \
	" xmlns:C=\"urn:ietf:params:xml:ns:caldav\""  \
	" xmlns:CS=\"http://calendarserver.org/ns/\"" \
	" xmlns:A=\"http://apple.com/ns/ical/\""      \
	" xmlns:B=\"urn:daybook\""

/** What multistatus_line writes of 200. */
#define MULTISTATUS_OK "<D:status>HTTP/1.1 200 OK</D:status>"

/** The answer so far, in an arena of its own: what each resource took from
 *  the operation's can be given back. */
struct multistatus {
	struct operation *op;
	struct buf buf; /* the piece at hand */
	struct pieces before;
	struct flow *flow; /* NULL: it is held until it is whole */
};

/** The prefix of a namespace, or NULL. */
const char *multistatus_prefix(const char *ns);

/** Begin with the namespaces D, C, CS, A and B (urn:daybook) declared. room: of
 *  the one response that there will be; 0: many come. */
void multistatus_begin(struct multistatus *ms, struct operation *op,
		       size_t room);
/** From now on it may be sent while it is written, once it is longer than
 *  `hold` (FLOW_HOLD, FLOW_HOLD_QUICK). By then the head of the
 *  answer stands, and what is wrong with the request is known. */
void multistatus_flow(struct multistatus *ms, struct http_response *response,
		      size_t hold);
/** One response with a status and no propstat (404 in multiget, tombstones,
 *  507), whatever href a program sent. error NULL, or an element such as
 *  "<D:number-of-matches-within-limits/>". */
void multistatus_status(struct multistatus *ms, const char *href, int status,
			const char *error);
/** Between two responses, so that the buffer does not grow with them. Nobody
 *  may remember a place in it. */
void multistatus_turn(struct multistatus *ms);
/** Open a response with its href, for propstats; close it. The href is encoded,
 *  as a resource's is: XML holds it as it stands. */
void multistatus_open(struct multistatus *ms, const char *href);
void multistatus_close(struct multistatus *ms);
/** "<D:status>HTTP/1.1 404 Not Found</D:status>" */
void multistatus_line(struct buf *buf, int status);
/** Put the sync-token, end the document and make it the response. */
void multistatus_finish(struct multistatus *ms, const char *sync_token,
			struct http_response *response);

#endif
