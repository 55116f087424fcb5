#include "server/serve.h"

#include "base/log.h"
#include "base/str.h"

#include "server/activation.h"
#include "server/bind.h"
#include "server/command_context.h"
#include "server/filter.h"
#include "server/importer.h"
#include "server/listen.h"
#include "server/process.h"
#include "server/redirect.h"
#include "server/route.h"
#include "server/sandbox.h"
#include "server/sender.h"
#include "server/serving.h"
#include "server/tls.h"
#include "server/watch.h"
#include "practice/calendar/public_url.h"
#include "practice/notice/policy.h"
#include "practice/people/first_admin.h"
#include "store/trial.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#define REDIRECTED 256 /* connections at once that are led to HTTPS */

/* What answers arrive at: known once the listener has started. */
struct edge {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	struct listener *listener;
	struct redirect *redirect; /* NULL, like its listener: none is asked */
	struct listener *beside;
};

static void deliver(void *context, struct exchange *exchange)
{
	struct edge *edge = context;
	struct listener *listener;

	pthread_mutex_lock(&edge->lock);
	while (!edge->listener)
		pthread_cond_wait(&edge->ready, &edge->lock);
	listener = edge->listener;
	pthread_mutex_unlock(&edge->lock);
	listen_done(listener, exchange);
}

/* Plain HTTP beyond loopback would show passwords to the network. */
static enum err address_check(struct command_context *context)
{
	const struct config *config = &context->config;

	if (*config->redirect_listen && !config_is_secure(config))
		return fail(context->op, ERR_INVALID,
			    "redirect_listen leads to https://, which nobody "
			    "speaks here: set tls_certificate and tls_key, or "
			    "behind_proxy=on");
	if (config_is_secure(config) || config_is_loopback(config->listen))
		return OK;
	return fail(context->op, ERR_INVALID,
		    "'%s' is beyond loopback, where plain HTTP would show "
		    "passwords to the network. Set tls_certificate and "
		    "tls_key, let a proxy end TLS and say so with --set "
		    "behind_proxy=on, or listen on 127.0.0.1.",
		    config->listen);
}

/* What can be refused before anything is done: the place is then as it was. */
static enum err edge_prepare(struct command_context *context)
{
	const struct config *config = &context->config;
	enum err err = address_check(context);

	if (!err)
		err = tls_start(context->op, config);
	if (!err)
		err = bind_ahead(context->op, config->listen,
				 config_has_tls(config) ? "https" : "http");
	if (!err && *config->redirect_listen)
		err = bind_ahead(context->op, config->redirect_listen, "http");
	return err;
}

static void signals_block(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void renew(struct arena *arena, bool told)
{
	struct operation op;

	arena_reset(arena);
	operation_init(&op, arena, clock_now());
	tls_renew(&op, told);
}

/* Nothing else is this thread's to do, so that it looks after memory and the
 * certificate. */
static void signal_wait(const sigset_t *set)
{
	const struct timespec second = { .tv_sec = 1 };
	struct arena *arena = arena_new();
	int number = 0;

	while (number != SIGTERM && number != SIGINT) {
		number = sigtimedwait(set, NULL, &second);
		if (number < 0 && errno != EAGAIN && errno != EINTR)
			break;
		if (number < 0 && errno == EAGAIN)
			process_trim();
		renew(arena, number == SIGHUP);
	}
	arena_free(arena);
	log_event(LOG_INFO, "stopping", "signal=%d", number);
}

static enum err edge_start(struct command_context *context,
			   struct service *service, struct edge *edge)
{
	struct handler handler = service_handler(service);
	struct listener *listener;
	enum err err;

	service_on_done(service, deliver, edge);
	process_first(); /* the threads that move bytes are this one's */
	err = listen_start(context->op, &context->config, &handler, &listener);
	if (err)
		return err;
	pthread_mutex_lock(&edge->lock);
	edge->listener = listener;
	pthread_cond_broadcast(&edge->ready);
	pthread_mutex_unlock(&edge->lock);
	return OK;
}

static enum err beside_start(struct command_context *context, struct edge *edge)
{
	struct config config = context->config;
	struct handler handler;
	enum err err;

	if (!*config.redirect_listen)
		return OK;
	edge->redirect =
		redirect_new(&context->config, listen_address(edge->listener));
	handler = redirect_handler(edge->redirect);
	config.listen = config.redirect_listen;
	config.tls_certificate = config.tls_key = "";
	config.io_threads = 1;
	config.connections = REDIRECTED;
	err = listen_start(context->op, &config, &handler, &edge->beside);
	if (err)
		redirect_free(edge->redirect);
	else
		log_event(LOG_INFO, "redirecting", "address=%s",
			  listen_address(edge->beside));
	return err;
}

static enum err edge_open(struct command_context *context,
			  struct service *service, struct edge *edge)
{
	enum err err = edge_start(context, service, edge);

	if (!err)
		err = beside_start(context, edge);
	if (!err)
		sandbox_serve(&context->config);
	return err;
}

static void edge_stop(struct command_context *context, struct edge *edge)
{
	if (edge->beside) {
		listen_stop(edge->beside, context->config.stop_timeout);
		redirect_free(edge->redirect);
	}
	listen_stop(edge->listener, context->config.stop_timeout);
	tls_stop();
}

/* For whoever reads the log of a new place. */
static void first_admin_tell(struct command_context *context,
			     const char *address, const char *secret)
{
	const char *url = context->config.public_url;

	if (secret)
		printf("there is no admin yet: the first one is made at "
		       "%s/first/%s\n",
		       *url ? url : address, secret);
}

int serve_until_stopped(struct command_context *context)
{
	const char *secret = NULL;
	struct edge edge = { .lock = PTHREAD_MUTEX_INITIALIZER,
			     .ready = PTHREAD_COND_INITIALIZER };
	struct importer *importer;
	struct service *service;
	struct sender *sender;
	sigset_t set;

	if (activation_take(context->op, &context->config) ||
	    watch_start(context->op, &context->config) || edge_prepare(context))
		return command_refused(context);
	practice_notice_policy_set(&(struct notice_policy){
		context->config.notice_delay, context->config.smtp_from });
	process_memory();
	process_files(&context->config);
	process_workers(&context->config);
	process_pace();
	signals_block(&set); /* before any thread, so that all inherit it */
	filters_init();      /* before any thread, for all call recv */
	if (store_directory(context->op, context->config.data) ||
	    sandbox_enter(context->op, &context->config) ||
	    command_store(context) ||
	    store_trials_sweep(context->op, context->store) ||
	    practice_public_url_set(context->op, context->store,
				    context->config.public_url) ||
	    practice_first_admin_offer(context->op, context->store, &secret))
		return command_refused(context);
	importer = importer_start(context->store);
	if (service_start(context->op, &context->config, context->store,
			  &service))
		return command_refused(context);
	if (sender_start(context->op, &context->config, context->store,
			 &sender)) {
		service_stop(service);
		importer_stop(importer);
		return command_refused(context);
	}
	if (edge_open(context, service, &edge)) {
		if (edge.listener)
			listen_stop(edge.listener, 0);
		sender_stop(sender);
		service_stop(service);
		importer_stop(importer);
		return command_refused(context);
	}
	serving_note(context->op, context->config.data,
		     &(struct serving){ listen_address(edge.listener),
					context->config.behind_proxy });
	printf("listening on %s\n", listen_address(edge.listener));
	first_admin_tell(context, listen_address(edge.listener), secret);
	fflush(stdout);
	signal_wait(&set);
	serving_forget(context->op, context->config.data);
	edge_stop(context, &edge);
	sender_stop(sender);
	service_stop(service);
	importer_stop(importer);
	return EXIT_DONE;
}

int command_serve(struct command_context *context)
{
	if (context->arguments.word_count)
		return command_usage(context, "serve takes options only");
	return serve_until_stopped(context);
}
