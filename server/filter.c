#include "server/filter.h"

#include "base/digest.h"
#include "base/memory.h"

#include "server/framing.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define HEAD_LIMIT (16 * 1024)
#define SHORT_HEAD (4 * 1024) /* there is always room for one */
#define HEADER_LIMIT 128      /* of a head; listen.c takes fewer */
#define SIZE_LINE 256         /* a chunk's size and its extensions */
#define TRAILER_LIMIT 4096
#define READ_SIZE (32 * 1024)
#define EMPTY_LINES 4 /* before a request, which RFC 9112 2.2 forgives */

/* In the place of a head that cannot be taken. */
static const char stand_in[] = "GET / HTTP/1.1\r\nHost: -\r\n\r\n";
static const char last_chunk[] = "0\r\n\r\n";

enum state {
	STATE_HEAD,
	STATE_BODY,       /* `left` bytes */
	STATE_CHUNK_SIZE, /* a line */
	STATE_CHUNK_DATA, /* `left` bytes */
	STATE_CHUNK_END,  /* CR LF */
	STATE_TRAILER,    /* lines to an empty one */
	STATE_DEAD,       /* all that comes is thrown away */
};

struct bytes {
	char *at;
	size_t len, room;
};

struct filter {
	int fd;
	bool tls; /* what is read is deciphered first */
	enum state state;
	uint64_t heads;
	size_t left, trailer;
	int empty_lines;
	struct bytes held; /* of a head or a line that is not whole */
	struct bytes out;  /* for the library */
	const char *wrong;
	int wrong_status;
	uint64_t wrong_number;
};

/* A descriptor that was closed may be another thread's next. */
static struct filter *_Atomic *filters;
static size_t filter_room;

void filters_init(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		abort();
	free(filters);
	filter_room = files.rlim_cur;
	filters = calloc(filter_room, sizeof(*filters));
	if (!filters)
		abort();
}

struct filter *filter_new(int fd, bool tls)
{
	struct filter *filter = malloc(sizeof(*filter));

	if (!filter || (size_t)fd >= filter_room)
		abort();
	*filter = (struct filter){ .fd = fd, .tls = tls };
	filters[fd] = filter;
	return filter;
}

/* Heads hold passwords: they are not left in memory that is used again. */
static void bytes_free(struct bytes *bytes)
{
	if (bytes->at)
		secret_wipe(bytes->at, bytes->room);
	memory_count(0, bytes->room);
	free(bytes->at);
	*bytes = (struct bytes){ 0 };
}

void filter_free(struct filter *filter)
{
	filters[filter->fd] = NULL;
	bytes_free(&filter->held);
	bytes_free(&filter->out);
	free(filter);
}

uint64_t filter_heads(const struct filter *filter)
{
	return filter->heads;
}

const char *filter_wrong(const struct filter *filter, uint64_t number,
			 int *status)
{
	if (!filter->wrong || number != filter->wrong_number)
		return NULL;
	*status = filter->wrong_status;
	return filter->wrong;
}

static void bytes_add(struct bytes *bytes, const char *from, size_t len)
{
	if (bytes->len + len >= bytes->room) {
		size_t room = 2 * (bytes->len + len) + 1;
		struct bytes grown = { malloc(room), bytes->len, room };

		if (!grown.at)
			abort();
		memory_count(room, 0);
		if (bytes->at)
			memcpy(grown.at, bytes->at, bytes->len);
		bytes_free(bytes);
		*bytes = grown;
	}
	memcpy(bytes->at + bytes->len, from, len);
	bytes->len += len;
}

/* A wrong message comes to a harmless end. */
static void refuse(struct filter *filter, int status, const char *wrong)
{
	if (filter->state == STATE_HEAD) {
		filter->heads++;
		bytes_add(&filter->out, stand_in, strlen(stand_in));
	} else {
		bytes_add(&filter->out, last_chunk, strlen(last_chunk));
	}
	filter->wrong = wrong;
	filter->wrong_status = status;
	filter->wrong_number = filter->heads;
	filter->state = STATE_DEAD;
	bytes_free(&filter->held);
}

/* Cut the line that ends in CR LF off *rest and end it with a NUL; NULL for
 * one that ends otherwise or holds a NUL. */
static char *line_cut(char **rest, const char *end)
{
	char *line = *rest;
	char *feed = memchr(line, '\n', (size_t)(end - line));

	if (!feed || feed == line || feed[-1] != '\r')
		return NULL;
	feed[-1] = '\0';
	*rest = feed + 1;
	if (strlen(line) != (size_t)(feed - 1 - line) || strchr(line, '\r'))
		return NULL;
	return line;
}

/* "METHOD target HTTP/1.1": three words, single blanks between them. */
static const char *request_line(char *line, const char **version)
{
	char *first = strchr(line, ' ');
	char *second = first ? strchr(first + 1, ' ') : NULL;

	if (!second || first == line || second == first + 1 ||
	    strchr(second + 1, ' '))
		return "A request begins with a method, an address and a "
		       "version, one blank between them.";
	for (const char *at = line; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			return "The first line of the request has characters "
			       "that are not allowed.";
	*first = '\0';
	if (!framing_method_ok(line))
		return "The method has characters that are not allowed.";
	*version = second + 1;
	return NULL;
}

static const char *header_line(char *line, struct http_header *header)
{
	char *colon = strchr(line, ':');

	if (*line == ' ' || *line == '\t')
		return "A header stands on one line.";
	if (!colon || colon == line)
		return "A header is a name, a colon and a value.";
	*colon = '\0';
	header->name = line;
	header->value = colon + 1 + strspn(colon + 1, " \t");
	return NULL;
}

/* A sentence when the head cannot be taken. The bytes are a copy. */
static const char *head_judge(char *head, size_t len, struct framing *framing)
{
	struct http_header headers[HEADER_LIMIT];
	const char *version = NULL, *wrong;
	char *rest = head;
	size_t count = 0;
	char *line = line_cut(&rest, head + len);

	if (!line)
		return "Lines of a request end in CR LF.";
	wrong = request_line(line, &version);
	while (!wrong) {
		line = line_cut(&rest, head + len);
		if (!line)
			return "Lines of a request end in CR LF.";
		if (!*line)
			break;
		if (count == HEADER_LIMIT)
			return "A request has at most 100 headers.";
		wrong = header_line(line, &headers[count++]);
	}
	return wrong ? wrong : framing_check(headers, count, version, framing);
}

/* The length of a head that is whole, its empty line too; 0 when it is not.
 * Whatever ends it is looked for, so that the judge sees it; `seen` bytes were
 * looked at before. */
static size_t head_length(const char *at, size_t len, size_t seen)
{
	for (size_t i = seen ? seen : 1; i < len; i++) {
		if (at[i] != '\n')
			continue;
		if (at[i - 1] == '\n' ||
		    (at[i - 1] == '\r' && i > 1 && at[i - 2] == '\n'))
			return i + 1;
	}
	return 0;
}

static void head_done(struct filter *filter, const char *head, size_t len)
{
	char copy[HEAD_LIMIT];
	struct framing framing;
	const char *wrong;

	memcpy(copy, head, len);
	wrong = head_judge(copy, len, &framing);
	secret_wipe(copy, len);
	if (wrong) {
		refuse(filter, 400, wrong);
		return;
	}
	bytes_add(&filter->out, head, len);
	filter->heads++;
	filter->empty_lines = 0;
	filter->left = framing.length;
	if (framing.chunked)
		filter->state = STATE_CHUNK_SIZE;
	else if (framing.length)
		filter->state = STATE_BODY;
}

/* How much of the input ends an empty line, whose CR may have come before;
 * 0 when none ends here. */
static size_t empty_line(const struct bytes *held, const char *at, size_t len)
{
	static const char line[] = { '\r', '\n' };
	size_t rest;

	if (held->len >= sizeof(line) ||
	    memcmp(held->at ? held->at : line, line, held->len) != 0)
		return 0;
	rest = sizeof(line) - held->len;
	if (len < rest || memcmp(at, line + held->len, rest) != 0)
		return 0;
	return rest;
}

/* Each takes what it can of the input and says how much. */
static size_t take_head(struct filter *filter, const char *at, size_t len)
{
	struct bytes *held = &filter->held;
	size_t before = held->len, whole = empty_line(held, at, len);

	if (whole) {
		bytes_free(held);
		if (++filter->empty_lines > EMPTY_LINES)
			refuse(filter, 400,
			       "A request begins with its first line.");
		return whole;
	}
	if (len > HEAD_LIMIT - before)
		len = HEAD_LIMIT - before;
	bytes_add(held, at, len);
	whole = head_length(held->at, held->len, before);
	if (whole) {
		head_done(filter, held->at, whole);
		bytes_free(held);
		return whole - before;
	}
	if (held->len == HEAD_LIMIT)
		refuse(filter, 431, "The head of the request is too large.");
	else if (held->len > SHORT_HEAD && !memory_left())
		refuse(filter, 503, "Daybook is busy: please try again.");
	return len;
}

static size_t take_body(struct filter *filter, const char *at, size_t len)
{
	if (len > filter->left)
		len = filter->left;
	bytes_add(&filter->out, at, len);
	filter->left -= len;
	if (filter->left)
		return len;
	if (filter->state == STATE_BODY) {
		filter->state = STATE_HEAD;
	} else {
		bytes_add(&filter->out, "\r\n", 2);
		filter->state = STATE_CHUNK_END;
	}
	return len;
}

static const char *const chunk_wrong = "The chunks of the body cannot be read.";

/* RFC 9112 7.1: digits, then perhaps extensions, which say nothing to us. */
static void chunk_size(struct filter *filter, const char *line)
{
	size_t digits = strspn(line, "0123456789abcdefABCDEF");
	const char *end = line + digits + strspn(line + digits, " \t");
	char text[32];
	int len;

	if (!digits || digits > 15 || (*end && *end != ';') ||
	    (!*end && line[digits])) {
		refuse(filter, 400, chunk_wrong);
		return;
	}
	filter->left = strtoull(line, NULL, 16);
	if (!filter->left) {
		filter->trailer = 0;
		filter->state = STATE_TRAILER;
		return;
	}
	len = snprintf(text, sizeof(text), "%zx\r\n", filter->left);
	bytes_add(&filter->out, text, (size_t)len);
	filter->state = STATE_CHUNK_DATA;
}

static void trailer_line(struct filter *filter, char *line)
{
	struct http_header header;

	if (*line) {
		if (header_line(line, &header) || !framing_header_ok(&header))
			refuse(filter, 400, chunk_wrong);
		return;
	}
	bytes_add(&filter->out, last_chunk, strlen(last_chunk));
	filter->state = STATE_HEAD;
}

static void line_done(struct filter *filter, char *line)
{
	if (!line)
		refuse(filter, 400, chunk_wrong);
	else if (filter->state == STATE_CHUNK_SIZE)
		chunk_size(filter, line);
	else if (filter->state == STATE_TRAILER)
		trailer_line(filter, line);
	else if (*line)
		refuse(filter, 400, chunk_wrong);
	else
		filter->state = STATE_CHUNK_SIZE;
}

static size_t line_limit(const struct filter *filter)
{
	switch (filter->state) {
	case STATE_CHUNK_END:
		return 2;
	case STATE_CHUNK_SIZE:
		return SIZE_LINE;
	case STATE_TRAILER:
		return TRAILER_LIMIT - filter->trailer;
	case STATE_HEAD:
	case STATE_BODY:
	case STATE_CHUNK_DATA:
	case STATE_DEAD:
		break;
	}
	return 0;
}

static size_t take_line(struct filter *filter, const char *at, size_t len)
{
	struct bytes *held = &filter->held;
	size_t limit = line_limit(filter);
	const char *feed = memchr(at, '\n', len);
	struct bytes line;
	char *rest;

	if (feed)
		len = (size_t)(feed - at) + 1;
	if (held->len + len > limit || (!feed && held->len + len == limit)) {
		refuse(filter, 400, chunk_wrong);
		return len;
	}
	bytes_add(held, at, len);
	if (!feed)
		return len;
	line = *held;
	*held = (struct bytes){ 0 };
	filter->trailer += line.len;
	rest = line.at;
	line_done(filter, line_cut(&rest, line.at + line.len));
	bytes_free(&line);
	return len;
}

static size_t take(struct filter *filter, const char *at, size_t len)
{
	switch (filter->state) {
	case STATE_HEAD:
		return take_head(filter, at, len);
	case STATE_BODY:
	case STATE_CHUNK_DATA:
		return take_body(filter, at, len);
	case STATE_CHUNK_SIZE:
	case STATE_CHUNK_END:
	case STATE_TRAILER:
		return take_line(filter, at, len);
	case STATE_DEAD:
		break;
	}
	return len;
}

static size_t hand_over(struct bytes *out, void *to, size_t len)
{
	if (len >= out->len) {
		len = out->len;
		memcpy(to, out->at, len);
		bytes_free(out);
		return len;
	}
	memcpy(to, out->at, len);
	out->len -= len;
	memmove(out->at, out->at + len, out->len);
	return len;
}

static void take_all(struct filter *filter, const char *input, size_t got)
{
	for (size_t at = 0; at < got;)
		at += take(filter, input + at, got - at);
}

/*
 * The library takes an answer shorter than its room for a sign that the socket
 * is empty, and then waits for its next edge: so it is emptied here.
 */
static ssize_t filtered(struct filter *filter, void *to, size_t len)
{
	char input[READ_SIZE];
	ssize_t got = 1;

	while (filter->out.len < len) {
		got = recvfrom(filter->fd, input, sizeof(input), 0, NULL, NULL);
		if (got <= 0)
			break;
		take_all(filter, input, (size_t)got);
		if ((size_t)got < sizeof(input))
			break;
	}
	if (filter->out.len)
		return (ssize_t)hand_over(&filter->out, to, len);
	if (got > 0) {
		errno = EAGAIN;
		return -1;
	}
	return got;
}

/* A record is at most 16 KiB, and more may lie ready behind it. */
static ssize_t filtered_tls(struct filter *filter, gnutls_session_t session,
			    void *to, size_t len)
{
	unsigned char number[8]; /* of the record */
	char input[READ_SIZE];
	ssize_t got = 1;

	while (filter->out.len < len && got > 0) {
		got = gnutls_record_recv_seq(session, input, sizeof(input),
					     number);
		if (got > 0)
			take_all(filter, input, (size_t)got);
	}
	secret_wipe(input, sizeof(input));
	return filter->out.len ? (ssize_t)hand_over(&filter->out, to, len)
			       : got;
}

static struct filter *filter_of(int fd)
{
	return fd >= 0 && (size_t)fd < filter_room ? filters[fd] : NULL;
}

/*
 * In the place of the C library's, for the whole program: a shared library
 * finds a program's own function first. Tried before: the pointers that
 * libmicrohttpd 0.9.75 hands out lead into its buffer, but what stands behind
 * the last header and between chunks cannot be told from what lay there
 * before; MSG_PEEK shows bytes only before the library has them, and it calls
 * nobody between its epoll and its recv; a pair of sockets with a thread
 * between costs each request four more system calls.
 */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
ssize_t recv(int fd, void *to, size_t len, int flags)
{
	struct filter *filter = filter_of(fd);

	if (!filter || filter->tls || flags & MSG_PEEK)
		return recvfrom(fd, to, len, flags, NULL, NULL);
	return filtered(filter, to, len);
}

/* Likewise, in the place of GnuTLS's. */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name) */
ssize_t gnutls_record_recv(gnutls_session_t session, void *to, size_t len)
{
	struct filter *filter = filter_of(gnutls_transport_get_int(session));
	unsigned char number[8];

	if (!filter || !filter->tls)
		return gnutls_record_recv_seq(session, to, len, number);
	return filtered_tls(filter, session, to, len);
}
