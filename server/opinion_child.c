#include "server/opinion_child.h"

#include "ical/object.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* Instances of one answer; and questions of one child, which may leak. */
#define MOST 4000
#define QUESTIONS 1000

struct question {
	struct span window;
	size_t len; /* of the bytes that follow */
};

struct opinion_child {
	const struct opinion_limits *limits;
	pid_t pid; /* 0: none */
	int fd;
	int asked;
};

static bool send_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t sent = send(fd, at, len, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		at += sent;
		len -= (size_t)sent;
	}
	return true;
}

/* Until the deadline, in clock_ticks; 0: for ever. */
static bool receive_all(int fd, void *bytes, size_t len, int64_t deadline)
{
	char *at = bytes;

	while (len > 0) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		int64_t left = (deadline - clock_ticks()) / 1000;
		ssize_t got;

		if (deadline && left <= 0)
			return false;
		if (poll(&ready, 1, deadline ? (int)left : -1) <= 0)
			continue;
		got = recv(fd, at, len, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		len -= (size_t)got;
	}
	return true;
}

/* No core dump of people's data, which with 0 the kernel would still hand to a
 * program, and no more than the limits. */
static void confine(const struct opinion_limits *limits)
{
	const struct rlimit none = { 1, 1 };
	const struct rlimit cpu = { (rlim_t)limits->seconds,
				    (rlim_t)limits->seconds };
	const struct rlimit memory = { (rlim_t)limits->memory,
				       (rlim_t)limits->memory };

	if (setrlimit(RLIMIT_CORE, &none) || setrlimit(RLIMIT_CPU, &cpu) ||
	    (limits->memory && setrlimit(RLIMIT_DATA, &memory)))
		_exit(1);
}

/* In the child: answers until its parent is gone. */
static void serve(int fd)
{
	static struct cal_said said[MOST];
	struct question question;

	while (receive_all(fd, &question, sizeof(question), 0)) {
		char *text;
		size_t count;

		if (question.len > CAL_OBJECT_LIMIT)
			break;
		text = calloc(1, question.len + 1);
		if (!text || !receive_all(fd, text, question.len, 0))
			break;
		count = cal_libical_expand(text, question.window, said, MOST);
		free(text);
		if (!send_all(fd, &count, sizeof(count)) ||
		    !send_all(fd, said, count * sizeof(*said)))
			break;
	}
	_exit(0);
}

static bool start(struct opinion_child *child)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
		return false;
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		confine(child->limits);
		serve(ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return false;
	}
	child->pid = pid;
	child->fd = ends[0];
	child->asked = 0;
	return true;
}

static void stop(struct opinion_child *child)
{
	if (!child->pid)
		return;
	close(child->fd);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	child->pid = 0;
}

struct opinion_child *opinion_child_new(const struct opinion_limits *limits)
{
	struct opinion_child *child = calloc(1, sizeof(*child));

	if (!child)
		abort();
	child->limits = limits;
	return child;
}

void opinion_child_free(struct opinion_child *child)
{
	stop(child);
	free(child);
}

static bool exchange(struct opinion_child *child, struct slice bytes,
		     struct span window, struct cal_said *said, size_t *count)
{
	struct question question = { window, bytes.len };
	int64_t deadline = clock_ticks() + child->limits->milliseconds * 1000;

	return send_all(child->fd, &question, sizeof(question)) &&
	       send_all(child->fd, bytes.at, bytes.len) &&
	       receive_all(child->fd, count, sizeof(*count), deadline) &&
	       *count <= MOST &&
	       receive_all(child->fd, said, *count * sizeof(*said), deadline);
}

enum err opinion_child_ask(struct operation *op, struct opinion_child *child,
			   struct slice bytes, struct span window,
			   struct cal_said **said, size_t *count)
{
	struct cal_said *answer = arena_array(op->arena, MOST, sizeof(*answer));

	if (child->asked == QUESTIONS)
		stop(child);
	if (!child->pid && !start(child))
		return fail(op, ERR_STORAGE, "no child process: %s",
			    strerror(errno));
	child->asked++;
	if (!exchange(child, bytes, window, answer, count)) {
		stop(child);
		return fail(op, ERR_UNAVAILABLE, "libical gave no answer");
	}
	*said = answer;
	return OK;
}
