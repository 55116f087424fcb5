/* Load for one HTTP/1.1 server on loopback: sends prepared requests over
 * connections that are kept alive, each its next one as soon as it has been
 * answered, and checks every answer.
 *
 *   load [-c CONNECTIONS] [-s SECONDS] [-o] [-e SECONDS] [-g GROUP]
 *        [-p PATIENCE] [-b FILE] PORT FILE
 *
 * FILE holds records: a line "STATUS COUNT NEEDLE LENGTH", then LENGTH bytes,
 * which are the request as it is sent. An answer is right when it has STATUS
 * and its body holds NEEDLE exactly COUNT times ("0 -": any body).
 *
 * The requests start over until SECONDS are up; with -o each is sent once at
 * most. With -e a connection sends its next ones every so many seconds only,
 * at a moment of its own: the next GROUP of the records, which stay its own.
 * A run that is not over PATIENCE seconds later is cut off, and what is
 * without an answer is wrong. -b keeps the body of the first answer. Prints a
 * line of JSON; times are seconds, and "first" is until an answer begins.
 */
#include "tests/bench/answer.h"

#include "base/compiler.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NEEDLE_LIMIT 63
#define RECEIVE_STEP 65536

struct request {
	int status;
	size_t count;
	char needle[NEEDLE_LIMIT + 1];
	const char *bytes;
	size_t len;
};

struct connection {
	int fd;                        /* -1: closed */
	const struct request *request; /* NULL: idle */
	size_t sent;
	bool again; /* the request was sent before on a closed connection */
	double began;
	double turn;       /* when it sends again, in a run that is paced */
	size_t group_next; /* the record that it sends then */
	size_t group_left; /* of its turn */
	struct answer answer;
};

/** Seconds that something took, one by one. */
struct times {
	double *at;
	size_t count, room;
};

struct run {
	struct sockaddr_in address;
	struct request *requests;
	size_t request_count, next;
	bool once;
	double every; /* seconds between a connection's turns; 0: at once */
	size_t group; /* records of a turn */
	double end;   /* when no more are sent */
	const char *body_file;
	int epoll;
	struct times whole, first;
	size_t wrong, reconnects;
	char first_wrong[128];
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

static void *grow(void *memory, size_t count, size_t size)
{
	void *grown = reallocarray(memory, count, size);

	if (!grown)
		die("load: out of memory");
	return grown;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static char *read_file(const char *path, size_t *len)
{
	struct stat stat;
	FILE *file = fopen(path, "rb");
	char *bytes;

	if (!file || fstat(fileno(file), &stat))
		die("load: %s: %s", path, strerror(errno));
	*len = (size_t)stat.st_size;
	bytes = grow(NULL, *len + 1, 1);
	if (fread(bytes, 1, *len, file) != *len)
		die("load: %s: cannot be read whole", path);
	bytes[*len] = '\0';
	fclose(file);
	return bytes;
}

static void requests_read(struct run *run, const char *path)
{
	size_t len, room = 0;
	char *at = read_file(path, &len);
	const char *end = at + len;

	while (at < end) {
		struct request request;
		char *line_end = memchr(at, '\n', (size_t)(end - at));

		if (!line_end)
			die("load: %s: the last record is cut off", path);
		*line_end = '\0';
		if (sscanf(at, "%d %zu %63s %zu", &request.status,
			   &request.count, request.needle, &request.len) != 4 ||
		    request.len > (size_t)(end - line_end - 1))
			die("load: %s: not a record: %s", path, at);
		request.bytes = line_end + 1;
		if (run->request_count == room) {
			room = room ? 2 * room : 256;
			run->requests = grow(run->requests, room,
					     sizeof(*run->requests));
		}
		run->requests[run->request_count++] = request;
		at = line_end + 1 + request.len;
	}
	if (!run->request_count)
		die("load: %s: no requests", path);
}

/* Of a paced run: the next of the connection's own records, until they have
 * all been sent in this turn. */
static const struct request *group_take(struct run *run,
					struct connection *connection)
{
	const struct request *request = &run->requests[connection->group_next];

	if (!connection->group_left) {
		if (now() < connection->turn)
			return NULL;
		connection->turn += run->every;
		connection->group_left = run->group;
	}
	connection->group_left--;
	connection->group_next++;
	if (!connection->group_left)
		connection->group_next -= run->group;
	return request;
}

static const struct request *request_take(struct run *run,
					  struct connection *connection)
{
	if (now() >= run->end)
		return NULL;
	if (run->every > 0)
		return group_take(run, connection);
	if (run->next >= run->request_count) {
		if (run->once)
			return NULL;
		run->next = 0;
	}
	return &run->requests[run->next++];
}

static void note_wrong(struct run *run, const char *what, size_t found,
		       size_t wanted)
{
	if (!run->wrong++)
		snprintf(run->first_wrong, sizeof(run->first_wrong),
			 "%s: %zu in place of %zu", what, found, wanted);
}

static void judge(struct run *run, const struct request *request,
		  const struct answer *answer)
{
	size_t found;

	if (answer->status != request->status) {
		note_wrong(run, "status", (size_t)answer->status,
			   (size_t)request->status);
		return;
	}
	if (request->needle[0] == '-')
		return;
	found = answer_count(answer, request->needle);
	if (found != request->count)
		note_wrong(run, request->needle, found, request->count);
}

static void keep_body(struct run *run, const struct answer *answer)
{
	FILE *file = fopen(run->body_file, "wb");

	if (!file || fwrite(answer->at + answer->head, 1, answer->body, file) !=
			     answer->body)
		die("load: %s: %s", run->body_file, strerror(errno));
	fclose(file);
	run->body_file = NULL;
}

static void note_time(struct times *times, double seconds)
{
	if (times->count == times->room) {
		times->room = times->room ? 2 * times->room : 4096;
		times->at = grow(times->at, times->room, sizeof(*times->at));
	}
	times->at[times->count++] = seconds;
}

static void watch(struct run *run, struct connection *connection, int change,
		  uint32_t events)
{
	struct epoll_event event = { .events = events,
				     .data = { .ptr = connection } };

	if (epoll_ctl(run->epoll, change, connection->fd, &event))
		die("load: epoll: %s", strerror(errno));
}

static void connection_open(struct run *run, struct connection *connection)
{
	int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 ||
	    connect(fd, (struct sockaddr *)&run->address, sizeof(run->address)))
		die("load: cannot connect: %s", strerror(errno));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(fd, F_SETFL, O_NONBLOCK);
	connection->fd = fd;
	watch(run, connection, EPOLL_CTL_ADD, EPOLLIN);
}

static void connection_close(struct connection *connection)
{
	close(connection->fd);
	connection->fd = -1;
}

static void connection_send(struct run *run, struct connection *connection)
{
	const struct request *request = connection->request;

	while (connection->sent < request->len) {
		ssize_t sent =
			send(connection->fd, request->bytes + connection->sent,
			     request->len - connection->sent, MSG_NOSIGNAL);

		if (sent < 0 && errno == EAGAIN) {
			watch(run, connection, EPOLL_CTL_MOD,
			      EPOLLIN | EPOLLOUT);
			return;
		}
		if (sent < 0)
			return; /* the read that follows tells the same */
		connection->sent += (size_t)sent;
	}
	watch(run, connection, EPOLL_CTL_MOD, EPOLLIN);
}

static void request_start(struct run *run, struct connection *connection)
{
	connection->sent = 0;
	answer_reset(&connection->answer);
	if (connection->fd < 0)
		connection_open(run, connection);
	connection_send(run, connection);
}

static void connection_next(struct run *run, struct connection *connection)
{
	connection->request = request_take(run, connection);
	if (!connection->request)
		return;
	connection->again = false;
	connection->began = now();
	request_start(run, connection);
}

static void connection_answered(struct run *run, struct connection *connection)
{
	note_time(&run->whole, now() - connection->began);
	judge(run, connection->request, &connection->answer);
	if (run->body_file)
		keep_body(run, &connection->answer);
	if (connection->answer.closes) {
		connection_close(connection);
		run->reconnects++;
	}
	connection_next(run, connection);
}

/* A server may close a connection just as we use it again: once more, then. */
static void connection_lost(struct run *run, struct connection *connection)
{
	connection_close(connection);
	run->reconnects++;
	if (!connection->request)
		return;
	if (connection->again || connection->answer.len > 0) {
		note_wrong(run, "closed without an answer", 0, 1);
		connection_next(run, connection);
		return;
	}
	connection->again = true;
	request_start(run, connection);
}

static void connection_receive(struct run *run, struct connection *connection)
{
	struct answer *answer = &connection->answer;

	for (;;) {
		ssize_t got;

		if (answer->room - answer->len < RECEIVE_STEP) {
			answer->room = 2 * answer->room + 4 * RECEIVE_STEP;
			answer->at = grow(answer->at, answer->room, 1);
		}
		got = recv(connection->fd, answer->at + answer->len,
			   answer->room - answer->len - 1, 0);
		if (got < 0 && errno == EAGAIN)
			return;
		if (got <= 0) {
			connection_lost(run, connection);
			return;
		}
		if (connection->request && !answer->len)
			note_time(&run->first, now() - connection->began);
		answer->len += (size_t)got;
		answer->at[answer->len] = '\0';
		if (connection->request && answer_is_whole(answer)) {
			connection_answered(run, connection);
			return;
		}
	}
}

static bool all_idle(const struct run *run,
		     const struct connection *connections, size_t count)
{
	if (run->every > 0 && now() < run->end)
		return false;
	for (size_t i = 0; i < count; i++)
		if (connections[i].request)
			return false;
	return true;
}

/* Connections are opened before the first turns, which are spread evenly. */
static void run_begin(struct run *run, struct connection *connections,
		      size_t count)
{
	size_t groups = run->request_count / run->group;

	if (run->every > 0 && !groups)
		die("load: a group has more requests than there are");
	for (size_t i = 0; i < count; i++) {
		connections[i].fd = -1;
		if (run->every > 0)
			connection_open(run, &connections[i]);
	}
	for (size_t i = 0; i < count; i++) {
		if (run->every > 0) {
			connections[i].turn =
				now() + run->every * (double)i / (double)count;
			connections[i].group_next = i % groups * run->group;
		}
		connection_next(run, &connections[i]);
	}
}

static void take_turns(struct run *run, struct connection *connections,
		       size_t count)
{
	for (size_t i = 0; run->every > 0 && i < count; i++)
		if (!connections[i].request && now() >= connections[i].turn)
			connection_next(run, &connections[i]);
}

static void give_up(struct run *run, const struct connection *connections,
		    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (connections[i].request)
			note_wrong(run, "no answer in time", 0, 1);
}

static void run_all(struct run *run, struct connection *connections,
		    size_t count, double limit)
{
	struct epoll_event events[64];

	run_begin(run, connections, count);
	while (!all_idle(run, connections, count)) {
		int ready = epoll_wait(run->epoll, events, 64,
				       run->every > 0 ? 5 : 100);

		take_turns(run, connections, count);
		if (now() > limit) {
			give_up(run, connections, count);
			return;
		}
		for (int i = 0; i < ready; i++) {
			struct connection *connection = events[i].data.ptr;

			if (connection->request &&
			    (events[i].events & EPOLLOUT))
				connection_send(run, connection);
			if (events[i].events & ~(uint32_t)EPOLLOUT)
				connection_receive(run, connection);
		}
	}
}

static int compare_times(const void *a, const void *b)
{
	const double *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

/* Of times in their order. */
static double quantile(const struct times *times, double part)
{
	if (!times->count)
		return 0;
	return times->at[(size_t)(part * (double)(times->count - 1) + 0.5)];
}

static void sort(struct times *times)
{
	if (times->count)
		qsort(times->at, times->count, sizeof(*times->at),
		      compare_times);
}

static double own_cpu(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

static void report(struct run *run, double seconds)
{
	sort(&run->whole);
	sort(&run->first);
	printf("{\"answers\": %zu, \"wrong\": %zu, \"first_wrong\": \"%s\", "
	       "\"reconnects\": %zu, \"seconds\": %.6f, \"p50\": %.6f, "
	       "\"p99\": %.6f, \"first\": %.6f, \"cpu\": %.6f}\n",
	       run->whole.count, run->wrong, run->first_wrong, run->reconnects,
	       seconds, quantile(&run->whole, 0.5), quantile(&run->whole, 0.99),
	       quantile(&run->first, 0.5), own_cpu());
}

static double number(const char *text, double least, double most)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || value < least || value > most)
		die("load: '%s' is not between %g and %g", text, least, most);
	return value;
}

/* Options into the run; the number of the first word that is none. */
static int options_read(struct run *run, int argc, char **argv, size_t *count,
			double *seconds, double *patience)
{
	int option;

	while ((option = getopt(argc, argv, "c:s:oe:g:p:b:")) != -1) {
		if (option == 'c')
			*count = (size_t)number(optarg, 1, 10000);
		else if (option == 's')
			*seconds = number(optarg, 0, 3600);
		else if (option == 'o')
			run->once = true;
		else if (option == 'e')
			run->every = number(optarg, 0.001, 3600);
		else if (option == 'g')
			run->group = (size_t)number(optarg, 1, 1000);
		else if (option == 'p')
			*patience = number(optarg, 0, 3600);
		else if (option == 'b')
			run->body_file = optarg;
		else
			exit(2);
	}
	if (argc - optind != 2)
		die("usage: load [-c CONNECTIONS] [-s SECONDS] [-o] "
		    "[-e SECONDS] [-g GROUP] [-p PATIENCE] [-b FILE] "
		    "PORT FILE");
	return optind;
}

int main(int argc, char **argv)
{
	struct run run = { .epoll = epoll_create1(EPOLL_CLOEXEC), .group = 1 };
	struct connection *connections;
	size_t count = 1;
	double seconds = 3600, patience = 30, start;
	int word = options_read(&run, argc, argv, &count, &seconds, &patience);

	run.address.sin_family = AF_INET;
	run.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	run.address.sin_port = htons((uint16_t)number(argv[word], 1, 65535));
	requests_read(&run, argv[word + 1]);
	connections = calloc(count, sizeof(*connections));
	if (!connections)
		die("load: out of memory");
	start = now();
	run.end = start + seconds;
	run_all(&run, connections, count, run.end + patience);
	report(&run, now() - start);
	return 0;
}
