#include "server/daemon.h"

#include "server/tls.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* One thread and the connections that it serves. */
struct loop {
	struct MHD_Daemon *library;
	const struct daemon_calls *calls;
	bool closed; /* a connection, since it was last waited */
	pthread_t thread;
	int wake;
	atomic_bool woken, quiet, stopping;
	sem_t quieted;
};

struct daemon {
	struct daemon_calls calls;
	size_t count;
	struct loop loops[];
};

/* The library takes the function as a pointer. */
static struct MHD_OptionItem certificate_option(void)
{
	struct MHD_OptionItem item = { MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
				       NULL };
	gnutls_certificate_retrieve_function2 *choose = tls_certificate_for;

	_Static_assert(sizeof(choose) == sizeof(item.ptr_value), "as POSIX");
	memcpy(&item.ptr_value, &choose, sizeof(choose));
	return item;
}

static void connection_changed(void *context, struct MHD_Connection *connection,
			       void **socket_context,
			       enum MHD_ConnectionNotificationCode code)
{
	struct loop *loop = context;

	loop->closed |= code == MHD_CONNECTION_NOTIFY_CLOSED;
	loop->calls->connection(loop->calls->context, connection,
				socket_context, code);
}

static struct MHD_Daemon *library_start(const struct config *config, int fd,
					int64_t connections, size_t memory,
					struct loop *loop)
{
	const struct daemon_calls *calls = loop->calls;
	bool tls = config_has_tls(config);
	struct MHD_OptionItem more[3];
	size_t count = 0;

	if (tls) {
		more[count++] = (struct MHD_OptionItem){
			MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)TLS_PRIORITIES
		};
		more[count++] = certificate_option();
	}
	more[count] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	return MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
			(tls ? MHD_USE_TLS : 0u),
		0, NULL, NULL, calls->request, calls->context,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned int)connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		memory, MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
		MHD_OPTION_NOTIFY_CONNECTION, connection_changed, loop,
		MHD_OPTION_NOTIFY_COMPLETED, calls->completed, calls->context,
		MHD_OPTION_URI_LOG_CALLBACK, calls->target, calls->context,
		MHD_OPTION_UNESCAPE_CALLBACK, calls->unescape, NULL,
		MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

/* Until there is something to do, or the library has something left. A library
 * that has no place looks at the listening socket no more, and looks again at
 * its next run only: whatever frees a place is followed by one. */
static void await(struct loop *loop, int events)
{
	struct pollfd both[] = { { .fd = events, .events = POLLIN },
				 { .fd = loop->wake, .events = POLLIN } };
	MHD_UNSIGNED_LONG_LONG left = 0;
	int wait = -1;
	eventfd_t count;

	if (loop->closed) {
		loop->closed = false;
		return;
	}
	if (MHD_get_timeout(loop->library, &left) == MHD_YES)
		wait = left < INT_MAX ? (int)left : INT_MAX;
	if (!wait || poll(both, 2, wait) < 0 || !both[1].revents)
		return;
	(void)eventfd_read(loop->wake, &count);
	/* Who resumes a connection from now on wakes the loop once more. */
	atomic_store(&loop->woken, false);
}

static void *serve(void *context)
{
	struct loop *loop = context;
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(loop->library, MHD_DAEMON_INFO_EPOLL_FD);
	int events = info->epoll_fd;

	while (!atomic_load(&loop->stopping)) {
		await(loop, events);
		MHD_run(loop->library);
		if (!atomic_exchange(&loop->quiet, false))
			continue;
		(void)MHD_quiesce_daemon(loop->library);
		sem_post(&loop->quieted);
	}
	return NULL;
}

/* Many connections that are resumed at once wake it once. */
static void wake(struct loop *loop)
{
	if (!atomic_exchange(&loop->woken, true) &&
	    eventfd_write(loop->wake, 1))
		abort(); /* it never fills */
}

static bool loop_start(struct loop *loop, const struct config *config, int fd,
		       int64_t connections, size_t memory)
{
	loop->library = library_start(config, fd, connections, memory, loop);
	if (!loop->library)
		return false;
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (loop->wake < 0 || sem_init(&loop->quieted, 0, 0) ||
	    pthread_create(&loop->thread, NULL, serve, loop))
		abort();
	return true;
}

static struct daemon *daemon_new(size_t loops)
{
	struct daemon *daemon =
		calloc(1, sizeof(*daemon) + loops * sizeof(struct loop));

	if (!daemon)
		abort();
	return daemon;
}

void daemon_start(const struct config *config, int fd, size_t memory,
		  const struct daemon_calls *calls, struct daemon **daemon)
{
	int64_t count = config->io_threads;
	int64_t each = config->connections / count;
	int64_t over = config->connections % count;
	struct daemon *made = daemon_new((size_t)count);

	made->calls = *calls;
	*daemon = made;
	for (; made->count < (size_t)count; made->count++) {
		int64_t share = each + ((int64_t)made->count < over);
		struct loop *loop = &made->loops[made->count];

		loop->calls = &made->calls;
		if (loop_start(loop, config, fd, share, memory))
			continue;
		daemon_quiesce(made);
		daemon_stop(made);
		*daemon = NULL;
		return;
	}
}

static struct loop *loop_of(struct daemon *daemon,
			    struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_DAEMON);
	size_t i = 0;

	while (daemon->loops[i].library != info->daemon)
		i++;
	return &daemon->loops[i];
}

void daemon_resume(struct daemon *daemon, struct MHD_Connection *connection)
{
	struct loop *loop = loop_of(daemon, connection);

	MHD_resume_connection(connection); /* it may be gone after this */
	wake(loop);
}

void daemon_quiesce(struct daemon *daemon)
{
	for (size_t i = 0; i < daemon->count; i++) {
		struct loop *loop = &daemon->loops[i];

		atomic_store(&loop->quiet, true);
		wake(loop);
		while (sem_wait(&loop->quieted) && errno == EINTR)
			continue;
	}
}

void daemon_stop(struct daemon *daemon)
{
	for (size_t i = 0; i < daemon->count; i++) {
		struct loop *loop = &daemon->loops[i];

		atomic_store(&loop->stopping, true);
		wake(loop);
		pthread_join(loop->thread, NULL);
		MHD_stop_daemon(loop->library);
		close(loop->wake);
		sem_destroy(&loop->quieted);
	}
	free(daemon);
}

const struct sockaddr *daemon_peer(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info ? info->client_addr : NULL;
}
