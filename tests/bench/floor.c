/* The least that an answer of the server can cost: a server that reads what the
 * answer holds from the same database by the plainest statement, copies it, and
 * sends as many bytes. It judges nobody, reads no request and writes no XML.
 *
 *   floor DATABASE COLLECTION KIND STATUS LENGTH [START END]
 *
 * Every request is answered by STATUS with LENGTH bytes, a PROPFIND of Depth 0
 * with POLL_LENGTH at most. KIND says what is read of the collection of that
 * path: "nothing", "names" and tags of all, "all" with their bytes, a
 * "thousand" that are drawn anew, or a "week", whose instances lie between the
 * instants START and END. One connection of SQLite, whose file is mapped, and
 * one thread of libmicrohttpd. What is copied and what is sent is one piece of
 * memory again and again, which the processor has at hand. Prints "listening on
 * PORT".
 */
#include "base/compiler.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <microhttpd.h>
#include <sqlite3.h>

#define THOUSAND 1000
#define PIECE ((size_t)65536)
#define POLL_LENGTH ((size_t)1024)

static const char FIND[] = "SELECT id FROM collection WHERE path = ?";
static const char NAMES[] = "SELECT name, etag FROM member"
			    "  WHERE collection = ?";
static const char ALL[] = "SELECT name, etag, bytes"
			  "  FROM member"
			  "  JOIN member_bytes ON member = id"
			  "  WHERE collection = ?";
static const char ONE[] = "SELECT name, etag, bytes"
			  "  FROM member"
			  "  JOIN member_bytes ON member = id"
			  "  WHERE id = ?";
static const char IDS[] = "SELECT id FROM member WHERE collection = ?";
static const char IN_SPAN[] = "SELECT DISTINCT member FROM instance"
			      "  WHERE collection = ?"
			      "    AND starts < ?"
			      "    AND ends > ?";

struct floor {
	sqlite3 *db;
	sqlite3_stmt *read; /* NULL: nothing */
	int64_t collection;
	int64_t *ids; /* NULL: the statement gives all rows at once */
	size_t id_count, next, each; /* ids of an answer */
	unsigned int status;
	size_t len;
	char piece[PIECE];
};

static _Noreturn PRINTF(1, 2) void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(2);
}

static sqlite3_stmt *prepare(struct floor *floor, const char *sql)
{
	sqlite3_stmt *made;

	if (sqlite3_prepare_v2(floor->db, sql, -1, &made, NULL))
		die("floor: %s", sqlite3_errmsg(floor->db));
	return made;
}

/* Everything is home, so that all of it is mapped. */
static void database_open(struct floor *floor, const char *path,
			  const char *collection)
{
	sqlite3_stmt *find;

	if (sqlite3_open_v2(path, &floor->db, SQLITE_OPEN_READWRITE, NULL) ||
	    sqlite3_exec(floor->db,
			 "PRAGMA mmap_size = 4294967296;"
			 "PRAGMA cache_size = -65536;"
			 "PRAGMA wal_checkpoint(TRUNCATE)",
			 NULL, NULL, NULL))
		die("floor: %s: %s", path, sqlite3_errmsg(floor->db));
	find = prepare(floor, FIND);
	sqlite3_bind_text(find, 1, collection, -1, SQLITE_STATIC);
	if (sqlite3_step(find) != SQLITE_ROW)
		die("floor: no collection '%s'", collection);
	floor->collection = sqlite3_column_int64(find, 0);
	sqlite3_finalize(find);
}

/* Ids of members in an order of no meaning. */
static void ids_read(struct floor *floor, sqlite3_stmt *list)
{
	size_t room = 0;

	while (sqlite3_step(list) == SQLITE_ROW) {
		size_t at = floor->id_count++;
		size_t other = (size_t)rand() % (at + 1);

		if (at == room) {
			room = 2 * room + THOUSAND;
			floor->ids = reallocarray(floor->ids, room,
						  sizeof(*floor->ids));
			if (!floor->ids)
				die("floor: out of memory");
		}
		floor->ids[at] = floor->ids[other];
		floor->ids[other] = sqlite3_column_int64(list, 0);
	}
	sqlite3_finalize(list);
}

/* Those of the span, or all of which a thousand are drawn. */
static void choose_ids(struct floor *floor, bool week, int64_t start,
		       int64_t end)
{
	sqlite3_stmt *list = prepare(floor, week ? IN_SPAN : IDS);

	sqlite3_bind_int64(list, 1, floor->collection);
	if (week) {
		sqlite3_bind_int64(list, 2, end);
		sqlite3_bind_int64(list, 3, start);
	}
	ids_read(floor, list);
	if (!floor->ids)
		die("floor: nothing is there");
	floor->each = floor->id_count;
	if (!week && floor->each > THOUSAND)
		floor->each = THOUSAND;
	floor->read = prepare(floor, ONE);
}

static void choose(struct floor *floor, const char *kind, int64_t start,
		   int64_t end)
{
	bool week = !strcmp(kind, "week");

	if (week || !strcmp(kind, "thousand")) {
		choose_ids(floor, week, start, end);
		return;
	}
	if (!strcmp(kind, "nothing"))
		return;
	floor->read = prepare(floor, !strcmp(kind, "names") ? NAMES : ALL);
	sqlite3_bind_int64(floor->read, 1, floor->collection);
}

static size_t put(struct floor *floor, size_t len, const char *bytes,
		  size_t more)
{
	while (more) {
		size_t at = len % PIECE;
		size_t part = more < PIECE - at ? more : PIECE - at;

		memcpy(floor->piece + at, bytes, part);
		len += part;
		bytes += part;
		more -= part;
	}
	return len;
}

static size_t put_rows(struct floor *floor, size_t len)
{
	int columns = sqlite3_column_count(floor->read);

	while (sqlite3_step(floor->read) == SQLITE_ROW)
		for (int i = 0; i < columns; i++)
			len = put(floor, len,
				  sqlite3_column_blob(floor->read, i),
				  (size_t)sqlite3_column_bytes(floor->read, i));
	sqlite3_reset(floor->read);
	return len;
}

static void read_rows(struct floor *floor)
{
	size_t len = 0;

	for (size_t i = 0; i < floor->each; i++) {
		sqlite3_bind_int64(floor->read, 1, floor->ids[floor->next]);
		floor->next = (floor->next + 1) % floor->id_count;
		len = put_rows(floor, len);
	}
	if (floor->read && !floor->ids)
		put_rows(floor, len);
}

/* What is sent is of the right length alone. */
static ssize_t give(void *context, uint64_t at, char *to, size_t most)
{
	const struct floor *floor = context;
	size_t left = floor->len - (size_t)at;
	size_t part = left < most ? left : most;

	if (part > PIECE)
		part = PIECE;
	memcpy(to, floor->piece, part);
	return (ssize_t)part;
}

static bool is_poll(struct MHD_Connection *connection, const char *method)
{
	const char *depth = MHD_lookup_connection_value(
		connection, MHD_HEADER_KIND, "Depth");

	return !strcmp(method, "PROPFIND") && depth && !strcmp(depth, "0");
}

static struct MHD_Response *respond(struct floor *floor, bool poll)
{
	if (poll && floor->len > POLL_LENGTH)
		return MHD_create_response_from_buffer(
			POLL_LENGTH, floor->piece, MHD_RESPMEM_PERSISTENT);
	return floor->len > PIECE
		       ? MHD_create_response_from_callback(floor->len, PIECE,
							   give, floor, NULL)
		       : MHD_create_response_from_buffer(
				 floor->len, floor->piece,
				 MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection,
			      const char *url, const char *method,
			      const char *version, const char *upload,
			      size_t *upload_len, void **seen)
{
	struct floor *floor = context;
	struct MHD_Response *response;
	enum MHD_Result result;

	(void)url, (void)version, (void)upload;
	if (!*seen || *upload_len) {
		*seen = floor;
		*upload_len = 0;
		return MHD_YES;
	}
	read_rows(floor);
	response = respond(floor, is_poll(connection, method));
	MHD_add_response_header(response, "Content-Type",
				"application/xml; charset=utf-8");
	result = MHD_queue_response(connection, floor->status, response);
	MHD_destroy_response(response);
	return result;
}

static void serve(struct floor *floor)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct MHD_Daemon *daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, floor,
		MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
	const union MHD_DaemonInfo *info;

	if (!daemon)
		die("floor: the server does not start");
	info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	printf("listening on %u\n", (unsigned int)info->port);
	fflush(stdout);
	pause();
}

int main(int argc, char **argv)
{
	static struct floor floor;

	if (argc != 6 && argc != 8)
		die("usage: floor DATABASE COLLECTION KIND STATUS LENGTH "
		    "[START END]");
	database_open(&floor, argv[1], argv[2]);
	choose(&floor, argv[3], argc == 8 ? strtoll(argv[6], NULL, 10) : 0,
	       argc == 8 ? strtoll(argv[7], NULL, 10) : 0);
	floor.status = (unsigned int)strtoul(argv[4], NULL, 10);
	floor.len = strtoul(argv[5], NULL, 10);
	memset(floor.piece, 'x', PIECE);
	serve(&floor);
	return 0;
}
