/**
 * A filter on the sockets that libmicrohttpd reads: it sees each byte before
 * the library does, and lets through only requests whose framing can be read
 * in one way (RFC 9112). The library takes lines that end in LF, folds lines,
 * stops at a NUL, skips blanks, and reads past chunk extensions; afterwards
 * nothing of that can be seen.
 *
 * A head is held back until it is whole, so that what is wrong is known before
 * any of it is acted on. In the place of a wrong message the library gets a
 * harmless end, and filter_wrong says what was wrong with it, so that we answer
 * it in its turn and close. What comes behind is thrown away.
 *
 * A filter is its I/O thread's alone; filters_init is called before threads.
 */
#ifndef SERVER_FILTER_H
#define SERVER_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct filter;

/** Make room for as many file descriptors as the process may have; once that is
 *  settled. */
void filters_init(void);

/** From now on what is read of this fd is filtered, until filter_free: by
 *  recv(), or with `tls` by gnutls_record_recv(), of what was deciphered. */
struct filter *filter_new(int fd, bool tls);
void filter_free(struct filter *filter);

/** How many heads have been let through, replaced ones too. */
uint64_t filter_heads(const struct filter *filter);

/** What is wrong with the number'th message of the connection (from 1), or
 *  NULL; *status is 400, 431 or 503. */
const char *filter_wrong(const struct filter *filter, uint64_t number,
			 int *status);

#endif
