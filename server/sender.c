#include "server/sender.h"

#include "admin/api/invoice_paper.h"
#include "admin/api/statement_pdf.h"
#include "base/log.h"
#include "base/str.h"
#include "practice/notice/mime.h"
#include "practice/notice/recipient.h"
#include "practice/notice/send.h"
#include "server/gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SLOTS 8 /* messages under way at once */
#define IDLE_MS 250
#define BUSY_MS 100
#define STOP_MS 5000
#define MAIL_SECONDS 180
#define TEXT_SECONDS 15
#define TRIAL_SECONDS 30
#define SECRET_LONGEST 1024
#define LOCK "deliver.lock"

/* What settings name: the same for all messages. */
struct servers {
	const struct config *config;
	const char *password, *secret;
	unsigned channels; /* that there is a server for */
};

/* A message under way. */
struct slot {
	struct arena *arena;
	struct operation op;
	struct notice_message message;
	struct notice_file file; /* that goes along, or none */
	struct delivery delivery;
	bool busy, asks;
};

struct sender {
	struct servers servers;
	struct store *store;
	struct reader *reader;
	struct deliver *deliver;
	struct slot slots[SLOTS];
	pthread_t thread;
	atomic_bool stopping;
	int lock;
	bool owns; /* the lock: nobody else sends */
};

static enum err read_secret(struct operation *op, const char *path,
			    const char **secret)
{
	char line[SECRET_LONGEST];
	FILE *file;

	*secret = "";
	if (str_empty(path))
		return OK;
	file = fopen(path, "r");
	if (!file)
		return fail(op, ERR_INVALID, "the file '%s' cannot be read: %s",
			    path, strerror(errno));
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	line[strcspn(line, "\r\n")] = '\0';
	*secret = arena_strdup(op->arena, line);
	return OK;
}

static enum err servers_read(struct operation *op, const struct config *config,
			     struct servers *servers)
{
	enum err err;

	*servers = (struct servers){ .config = config };
	if (!str_empty(config->smtp_url)) {
		servers->channels |= 1U << NOTICE_BY_EMAIL;
		if (str_empty(config->smtp_from))
			return fail(op, ERR_INVALID,
				    "smtp_from is missing: the address that "
				    "mail is sent from");
	}
	if (!str_empty(config->sms_url))
		servers->channels |= 1U << NOTICE_BY_TEXT;
	err = read_secret(op, config->smtp_password_file, &servers->password);
	if (!err)
		err = read_secret(op, config->sms_secret_file,
				  &servers->secret);
	return err;
}

static enum deliver_tls tls_of(const struct config *config)
{
	if (str_equal(config->smtp_tls, "off"))
		return DELIVER_TLS_OFF;
	return str_equal(config->smtp_tls, "try") ? DELIVER_TLS_TRY
						  : DELIVER_TLS_REQUIRED;
}

static void mail_begin(const struct servers *servers, struct operation *op,
		       const struct notice_message *message,
		       const struct notice_file *file,
		       struct delivery *delivery)
{
	const struct config *config = servers->config;

	delivery->url = config->smtp_url;
	delivery->from = config->smtp_from;
	delivery->to = message->row.address;
	delivery->tls = tls_of(config);
	delivery->seconds = MAIL_SECONDS;
	if (!str_empty(config->smtp_user)) {
		delivery->user = config->smtp_user;
		delivery->secret = servers->password;
	}
	if (!str_empty(config->smtp_ca_file))
		delivery->ca_file = config->smtp_ca_file;
	delivery->body =
		practice_notice_mail(op, message, config->smtp_from, file);
}

static void prepare(const struct servers *servers, struct operation *op,
		    const struct notice_message *message,
		    const struct notice_file *file, bool asks,
		    struct delivery *delivery)
{
	*delivery = (struct delivery){ .arena = op->arena,
				       .seconds = TEXT_SECONDS,
				       .tell = delivery->tell };
	if (message->row.channel == NOTICE_BY_EMAIL)
		mail_begin(servers, op, message, file, delivery);
	else if (asks)
		gateway_ask(servers->config, servers->secret, message,
			    delivery);
	else
		gateway_send(servers->config, servers->secret, message,
			     delivery);
}

/* RFC 3463: the mailbox does not exist, has moved, or cannot be written so. */
static bool is_wrong_address(const struct delivery *delivery)
{
	return delivery->code >= 500 && (strstr(delivery->answer.at, "5.1.1") ||
					 strstr(delivery->answer.at, "5.1.6") ||
					 strstr(delivery->answer.at, "5.1.10"));
}

static struct settling mail_sent(const struct notice_message *message,
				 const struct delivery *delivery)
{
	struct settling settling = { .id = message->row.id,
				     .attempt = ATTEMPT_FAILED };
	struct arena *arena = delivery->arena;

	switch (delivery->end) {
	case DELIVER_DONE:
		settling.attempt = ATTEMPT_SENT;
		break;
	case DELIVER_REFUSED:
		if (is_wrong_address(delivery))
			settling.attempt = ATTEMPT_NEVER;
		settling.reason =
			arena_printf(arena, "The mail server answered: %s",
				     delivery->answer.at);
		break;
	case DELIVER_UNREACHED:
		settling.reason = arena_printf(
			arena,
			"The mail server cannot be reached (%s): check "
			"smtp_url.",
			delivery->why);
		break;
	case DELIVER_BROKEN:
		settling.reason =
			arena_printf(arena, "The mail server broke off (%s).",
				     delivery->why);
		break;
	}
	return settling;
}

static struct settling settling_of(const struct config *config,
				   const struct notice_message *message,
				   const struct delivery *delivery, bool asks)
{
	if (message->row.channel == NOTICE_BY_EMAIL)
		return mail_sent(message, delivery);
	return asks ? gateway_asked(config, message, delivery)
		    : gateway_sent(config, message, delivery);
}

static void log_failure(const char *event, const struct operation *op)
{
	log_event(LOG_WARNING, event, "error=%s reason=\"%s\"",
		  failure_name(&op->failure, op->failure.code),
		  op->failure.message ? op->failure.message : "");
}

static struct slot *slot_free(struct sender *sender)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (!sender->slots[i].busy)
			return &sender->slots[i];
	return NULL;
}

static size_t slots_free(const struct sender *sender)
{
	size_t count = 0;

	for (size_t i = 0; i < SLOTS; i++)
		count += !sender->slots[i].busy;
	return count;
}

static void settle(struct sender *sender, const struct settling *settling)
{
	struct arena *arena = arena_new();
	struct operation op;

	operation_init(&op, arena, clock_now());
	if (practice_notices_settle(&op, sender->store, settling, 1))
		log_failure("settle-failed", &op);
	else
		log_event(LOG_DEBUG, "notice", "id=%lld attempt=%d",
			  (long long)settling->id, (int)settling->attempt);
	arena_free(arena);
}

static enum err compose(struct sender *sender, struct slot *slot,
			const struct outbox *row)
{
	enum err err = store_reader_begin(sender->reader, &slot->op);

	if (err)
		return err;
	slot->file = (struct notice_file){ .type = "application/pdf" };
	err = practice_notice_message(sender->reader, row, &slot->message);
	if (!err && row->invoice)
		err = paper_file(&slot->op, sender->reader, row->invoice,
				 &slot->file.name, &slot->file.bytes);
	if (!err && row->kind == NOTICE_STATEMENT)
		err = statement_file(&slot->op, sender->reader, row->person,
				     row->data, &slot->file.name,
				     &slot->file.bytes);
	store_reader_end(sender->reader);
	return err;
}

/* A row that was leased in another arena. */
static void start(struct sender *sender, const struct outbox *row)
{
	struct slot *slot = slot_free(sender);

	arena_reset(slot->arena);
	operation_init(&slot->op, slot->arena, clock_now());
	slot->asks = row->state == OUTBOX_UNKNOWN;
	slot->delivery.tell = false;
	if (compose(sender, slot, row)) {
		struct settling failed = { .id = row->id,
					   .attempt = ATTEMPT_FAILED,
					   .reason = "It could not be written. "
						     "The log says why." };

		log_failure("compose-failed", &slot->op);
		settle(sender, &failed);
		return;
	}
	slot->message.row.address =
		arena_strdup(slot->arena, slot->message.row.address);
	slot->message.row.key =
		arena_strdup(slot->arena, slot->message.row.key);
	prepare(&sender->servers, &slot->op, &slot->message, &slot->file,
		slot->asks, &slot->delivery);
	slot->busy = true;
	deliver_begin(sender->deliver, &slot->delivery);
}

static bool is_due(struct sender *sender, struct operation *op)
{
	bool due = false;

	if (store_reader_begin(sender->reader, op))
		return false;
	if (practice_notices_wait(sender->reader, sender->servers.channels,
				  &due))
		due = false;
	store_reader_end(sender->reader);
	return due;
}

static void take(struct sender *sender, struct arena *arena)
{
	struct operation op;
	struct outbox *list;
	size_t free = slots_free(sender), count = 0;

	arena_reset(arena);
	operation_init(&op, arena, clock_now());
	if (!free || !is_due(sender, &op))
		return;
	if (practice_notices_lease(&op, sender->store, sender->servers.channels,
				   free, &list, &count)) {
		log_failure("lease-failed", &op);
		return;
	}
	for (size_t i = 0; i < count; i++)
		start(sender, &list[i]);
}

static struct slot *slot_of(struct sender *sender,
			    const struct delivery *delivery)
{
	size_t at = 0;

	while (&sender->slots[at].delivery != delivery)
		at++;
	return &sender->slots[at];
}

static void collect(struct sender *sender)
{
	struct delivery *delivery;

	while ((delivery = deliver_next(sender->deliver))) {
		struct slot *slot = slot_of(sender, delivery);
		struct settling settling =
			settling_of(sender->servers.config, &slot->message,
				    delivery, slot->asks);

		settle(sender, &settling);
		slot->busy = false;
	}
}

/* The kernel lets go of it when the process ends, however it ends. */
static void lock_try(struct sender *sender)
{
	struct arena *arena;
	struct operation op;

	if (sender->owns || flock(sender->lock, LOCK_EX | LOCK_NB) != 0)
		return;
	arena = arena_new();
	operation_init(&op, arena, clock_now());
	if (practice_notices_reclaim(&op, sender->store))
		log_failure("reclaim-failed", &op);
	else
		sender->owns = true;
	arena_free(arena);
}

/* Mail that is broken off before its end was not taken. */
static void break_off(struct sender *sender)
{
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *slot = &sender->slots[i];
		struct settling settling = { .attempt = ATTEMPT_STOPPED };

		if (!slot->busy)
			continue;
		deliver_cancel(sender->deliver, &slot->delivery);
		settling.id = slot->message.row.id;
		if (slot->message.row.channel == NOTICE_BY_TEXT &&
		    slot->delivery.end != DELIVER_UNREACHED)
			settling.attempt = ATTEMPT_UNKNOWN;
		settle(sender, &settling);
		slot->busy = false;
	}
}

static void finish(struct sender *sender)
{
	int64_t until = clock_ticks() + STOP_MS * INT64_C(1000);

	while (slots_free(sender) < SLOTS && clock_ticks() < until) {
		deliver_wait(sender->deliver, BUSY_MS);
		collect(sender);
	}
	break_off(sender);
}

static void *sender_main(void *context)
{
	struct sender *sender = context;
	struct arena *arena = arena_new();

	while (!atomic_load(&sender->stopping)) {
		lock_try(sender);
		if (sender->owns && sender->servers.channels)
			take(sender, arena);
		deliver_wait(sender->deliver,
			     slots_free(sender) == SLOTS ? IDLE_MS : BUSY_MS);
		collect(sender);
	}
	finish(sender);
	arena_free(arena);
	return NULL;
}

static enum err lock_open(struct operation *op, struct sender *sender)
{
	char *path = arena_printf(op->arena, "%s/" LOCK,
				  sender->servers.config->data);

	sender->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (sender->lock >= 0)
		return OK;
	return fail(op, ERR_STORAGE, "'%s' cannot be opened: %s", path,
		    strerror(errno));
}

enum err sender_start(struct operation *op, const struct config *config,
		      struct store *store, struct sender **sender)
{
	struct sender *made = calloc(1, sizeof(*made));
	enum err err;

	if (!made)
		abort();
	made->store = store;
	err = servers_read(op, config, &made->servers);
	if (!err)
		err = lock_open(op, made);
	if (!err)
		err = store_reader_new(op, store, &made->reader);
	if (err) {
		free(made);
		return err;
	}
	made->deliver = deliver_new();
	for (size_t i = 0; i < SLOTS; i++)
		made->slots[i].arena = arena_new();
	if (pthread_create(&made->thread, NULL, sender_main, made))
		abort();
	*sender = made;
	return OK;
}

void sender_stop(struct sender *sender)
{
	atomic_store(&sender->stopping, true);
	deliver_wake(sender->deliver);
	pthread_join(sender->thread, NULL);
	deliver_free(sender->deliver);
	for (size_t i = 0; i < SLOTS; i++)
		arena_free(sender->slots[i].arena);
	store_reader_free(sender->reader);
	close(sender->lock);
	free(sender);
}

static enum err try_address(struct operation *op, struct reader *reader,
			    const struct notice_trial *trial,
			    struct notice_message *message)
{
	const char *address;
	enum err err = store_practice_load(reader, &message->practice);

	if (err)
		return err;
	address = practice_notice_address(op->arena, &message->practice,
					  trial->channel, trial->address);
	if (!address)
		return fail_field(op, "address", "address-invalid",
				  trial->channel == NOTICE_BY_EMAIL
					  ? "'%s' is not an e-mail address."
					  : "'%s' is not a phone number: write "
					    "it with its country, as in +1 "
					    "416 555 0123, or an e-mail "
					    "address.",
				  trial->address ? trial->address : "");
	message->row = (struct outbox){ .address = address,
					.channel = trial->channel,
					.key = "",
					.kind = NOTICE_REVIEW };
	message->subject =
		arena_printf(op->arena, "%s: a test", message->practice.name);
	message->text = "This message is only there to see whether messages "
			"arrive. It did.\n";
	message->html = "<!DOCTYPE html>\n<p>This message is only there to "
			"see whether messages arrive. It did.</p>\n";
	message->sms = arena_printf(op->arena, "%s: a test. It arrived.",
				    message->practice.name);
	return OK;
}

enum err sender_try(struct operation *op, const struct config *config,
		    struct reader *reader, struct notice_trial *trial)
{
	struct notice_message message = { .subject = NULL };
	struct delivery delivery = { .tell = true };
	struct servers servers;
	struct settling settling;
	enum err err = servers_read(op, config, &servers);

	if (!err)
		err = store_reader_begin(reader, op);
	if (err)
		return err;
	err = try_address(op, reader, trial, &message);
	store_reader_end(reader);
	if (err)
		return err;
	if (!(servers.channels & (1U << trial->channel)))
		return fail(op, ERR_CONFLICT,
			    trial->channel == NOTICE_BY_EMAIL
				    ? "No mail server is set: give smtp_url."
				    : "No gateway is set: give sms_url.");
	message.row.id = op->now.s;
	prepare(&servers, op, &message, NULL, false, &delivery);
	delivery.seconds = TRIAL_SECONDS;
	deliver_once(&delivery);
	settling = settling_of(config, &message, &delivery, false);
	trial->sent = settling.attempt == ATTEMPT_SENT;
	trial->reason = trial->sent ? NULL : settling.reason;
	trial->lines = delivery.lines;
	trial->line_count = delivery.line_count;
	return OK;
}
