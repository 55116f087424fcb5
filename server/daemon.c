#include "server/daemon.h"

#include "server/tls.h"

#include <stdint.h>
#include <string.h>

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

struct MHD_Daemon *daemon_start(const struct config *config, int fd,
				size_t memory, const struct daemon_calls *calls)
{
	bool tls = config_has_tls(config);
	struct MHD_OptionItem more[4];
	size_t count = 0;

	if (config->io_threads > 1)
		more[count++] =
			(struct MHD_OptionItem){ MHD_OPTION_THREAD_POOL_SIZE,
						 config->io_threads, NULL };
	if (tls) {
		more[count++] = (struct MHD_OptionItem){
			MHD_OPTION_HTTPS_PRIORITIES, 0,
			(void *)(uintptr_t)TLS_PRIORITIES
		};
		more[count++] = certificate_option();
	}
	more[count] = (struct MHD_OptionItem){ MHD_OPTION_END, 0, NULL };
	return MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_ITC | (tls ? MHD_USE_TLS : 0u),
		0, NULL, NULL, calls->request, calls->context,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned int)config->connections,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory,
		MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_NOTIFY_CONNECTION, calls->connection,
		calls->context, MHD_OPTION_NOTIFY_COMPLETED, calls->completed,
		calls->context, MHD_OPTION_URI_LOG_CALLBACK, calls->target,
		calls->context, MHD_OPTION_UNESCAPE_CALLBACK, calls->unescape,
		NULL, MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

const struct sockaddr *daemon_peer(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info ? info->client_addr : NULL;
}
