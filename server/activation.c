#include "server/activation.h"

#include "base/log.h"
#include "base/str.h"

#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FIRST 3 /* SD_LISTEN_FDS_START */
#define MOST 2

static struct handed {
	int fd;
	const char *address; /* NULL: none */
} handed[MOST];

static enum err not_ours(struct operation *op, int fd, const char *why)
{
	return fail(op, ERR_INVALID,
		    "the socket %d that the service manager handed over %s", fd,
		    why);
}

/* Its address as the setting would have it. */
static enum err address_of(struct operation *op, int fd, const char **address)
{
	union {
		struct sockaddr any;
		struct sockaddr_un local;
		struct sockaddr_storage room;
	} name = { 0 };
	socklen_t size = sizeof(name);
	char host[NI_MAXHOST], port[NI_MAXSERV];
	int listens = 0;
	socklen_t listens_size = sizeof(listens);

	if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens,
		       &listens_size) ||
	    !listens || getsockname(fd, &name.any, &size))
		return not_ours(op, fd, "does not listen");
	if (name.any.sa_family == AF_UNIX) {
		*address = arena_printf(op->arena, "unix:%.*s",
					(int)sizeof(name.local.sun_path),
					name.local.sun_path);
		return OK;
	}
	if (getnameinfo(&name.any, size, host, sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV))
		return not_ours(op, fd, "is of an unknown kind");
	*address = arena_printf(
		op->arena, name.any.sa_family == AF_INET6 ? "[%s]:%s" : "%s:%s",
		host, port);
	return OK;
}

static enum err take_one(struct operation *op, int fd, struct slice name,
			 struct config *config)
{
	bool beside = slice_is(name, "redirect");
	struct handed *place = &handed[beside];
	const char *address;
	enum err err = address_of(op, fd, &address);

	if (err)
		return err;
	if (place->address)
		return not_ours(op, fd,
				"is one too many: one is served on, and one "
				"more with FileDescriptorName=redirect");
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	*place = (struct handed){ fd, address };
	if (beside)
		config->redirect_listen = address;
	else
		config->listen = address;
	log_event(LOG_INFO, "socket-taken", "fd=%d address=%s", fd, address);
	return OK;
}

static bool number_of(const char *name, int64_t *number)
{
	const char *text = getenv(name);

	return text && str_to_int64(text, number);
}

enum err activation_take(struct operation *op, struct config *config)
{
	const char *names = getenv("LISTEN_FDNAMES");
	struct slice rest = slice_of(names ? names : "");
	int64_t process = 0, count = 0;
	enum err err = OK;

	/* Those of another process are inherited words, no more. */
	if (!number_of("LISTEN_PID", &process) ||
	    !number_of("LISTEN_FDS", &count) || process != getpid())
		return OK;
	for (int i = 0; !err && i < count; i++) {
		struct slice name = slice_of("");

		if (rest.at)
			name = slice_cut(&rest, ':');
		err = i < MOST ? take_one(op, FIRST + i, name, config)
			       : not_ours(op, FIRST + i, "is one too many");
	}
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	return err;
}

int activation_socket(const char *listen)
{
	for (size_t i = 0; i < MOST; i++)
		if (handed[i].address && str_equal(handed[i].address, listen)) {
			handed[i].address = NULL;
			return handed[i].fd;
		}
	return -1;
}
