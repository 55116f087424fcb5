#include "server/bind.h"

#include "base/str.h"

#include "server/activation.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 4096
#define HIGHEST_PORT 65535

/* Bound, and not yet asked for: where is NULL else. */
static struct ahead {
	const char *where;
	struct bound bound;
} ahead[2];

/* A path of an ended server is left behind; one that answers is in use. */
static bool answers(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool does = fd >= 0 &&
		    connect(fd, (const struct sockaddr *)(const void *)address,
			    sizeof(*address)) == 0;

	if (fd >= 0)
		close(fd);
	return does;
}

static enum err bind_unix(struct operation *op, const char *path,
			  struct bound *bound)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof(address.sun_path))
		return fail(op, ERR_INVALID, "the path '%s' is too long", path);
	memcpy(address.sun_path, path, strlen(path) + 1);
	if (answers(&address))
		return fail(op, ERR_INVALID, "cannot listen on '%s': %s", path,
			    strerror(EADDRINUSE));
	memcpy(bound->unix_path, path, strlen(path) + 1);
	unlink(path);
	bound->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bound->fd < 0 ||
	    bind(bound->fd, (const struct sockaddr *)(const void *)&address,
		 sizeof(address)) ||
	    chmod(path, 0660) || listen(bound->fd, BACKLOG))
		return fail(op, ERR_INVALID, "cannot listen on '%s': %s", path,
			    strerror(errno));
	snprintf(bound->address, sizeof(bound->address), "unix:%s", path);
	return OK;
}

/* getaddrinfo takes 99999 for 34463. */
static bool port_ok(const char *text)
{
	int64_t port;

	return *text >= '0' && *text <= '9' && str_to_int64(text, &port) &&
	       port <= HIGHEST_PORT;
}

static enum err find(struct operation *op, const char *where,
		     struct addrinfo **found)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
					.ai_flags =
						AI_PASSIVE | AI_NUMERICSERV };
	const char *colon = strrchr(where, ':');
	char *host;

	if (!colon)
		return fail(op, ERR_INVALID, "'%s' is not ADDR:PORT", where);
	if (!port_ok(colon + 1))
		return fail(op, ERR_INVALID,
			    "the port of '%s' is not a number from 0 to %d",
			    where, HIGHEST_PORT);
	host = arena_strndup(op->arena, where, (size_t)(colon - where));
	if (*host == '[' && host[strlen(host) - 1] == ']') {
		host[strlen(host) - 1] = '\0';
		host++;
	}
	if (getaddrinfo(*host ? host : NULL, colon + 1, &hints, found))
		return fail(op, ERR_INVALID,
			    "'%s' is not an address to listen on", where);
	return OK;
}

static enum err bind_tcp(struct operation *op, const char *where,
			 const char *scheme, struct bound *bound)
{
	struct sockaddr_storage address;
	socklen_t size = sizeof(address);
	struct addrinfo *found = NULL;
	char port[16];
	int on = 1;
	enum err err = find(op, where, &found);

	if (err)
		return err;
	bound->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bound->fd >= 0)
		setsockopt(bound->fd, SOL_SOCKET, SO_REUSEADDR, &on,
			   sizeof(on));
	if (bound->fd < 0 ||
	    bind(bound->fd, found->ai_addr, found->ai_addrlen) ||
	    listen(bound->fd, BACKLOG))
		err = fail(op, ERR_INVALID, "cannot listen on '%s': %s", where,
			   strerror(errno));
	freeaddrinfo(found);
	if (err)
		return err;
	getsockname(bound->fd, (struct sockaddr *)(void *)&address, &size);
	getnameinfo((const struct sockaddr *)(const void *)&address, size, NULL,
		    0, port, sizeof(port), NI_NUMERICSERV);
	snprintf(bound->address, sizeof(bound->address), "%s://%.*s:%s", scheme,
		 (int)(strrchr(where, ':') - where), where, port);
	return OK;
}

/* It stays the service manager's: nothing is unlinked. */
static bool bind_handed(const char *where, const char *scheme,
			struct bound *bound)
{
	bool is_unix = str_starts(where, "unix:");
	int fd = activation_socket(where);

	if (fd < 0)
		return false;
	bound->fd = fd;
	snprintf(bound->address, sizeof(bound->address), "%s%s%s",
		 is_unix ? "" : scheme, is_unix ? "" : "://", where);
	return true;
}

static bool bound_ahead(const char *where, struct bound *bound)
{
	for (size_t i = 0; i < ARRAY_SIZE(ahead); i++) {
		if (!str_equal(ahead[i].where, where))
			continue;
		*bound = ahead[i].bound;
		ahead[i].where = NULL;
		return true;
	}
	return false;
}

enum err bind_ahead(struct operation *op, const char *where, const char *scheme)
{
	struct ahead *place = ahead[0].where ? &ahead[1] : &ahead[0];
	enum err err = bind_to(op, where, scheme, &place->bound);

	if (!err)
		place->where = where;
	return err;
}

enum err bind_to(struct operation *op, const char *where, const char *scheme,
		 struct bound *bound)
{
	struct bound made = { .fd = -1 };
	enum err err = OK;

	if (bound_ahead(where, bound))
		return OK;
	if (!bind_handed(where, scheme, &made))
		err = str_starts(where, "unix:")
			      ? bind_unix(op, where + 5, &made)
			      : bind_tcp(op, where, scheme, &made);
	if (err) {
		if (made.fd >= 0)
			close(made.fd);
		return err;
	}
	fcntl(made.fd, F_SETFL, O_NONBLOCK);
	*bound = made;
	return OK;
}
