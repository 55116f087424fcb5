#include "server/deliver.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#define CONNECTIONS 4L /* to one host */
#define CONNECT_SECONDS 20L
#define ANSWER_LONGEST (64 * 1024)
#define LINES_MOST 200
#define LINE_LONGEST 300
#define HIDDEN "***"

struct deliver {
	CURLM *multi;
};

void deliver_init(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		abort();
}

struct deliver *deliver_new(void)
{
	struct deliver *deliver = calloc(1, sizeof(*deliver));

	if (!deliver)
		abort();
	deliver->multi = curl_multi_init();
	if (!deliver->multi)
		abort();
	curl_multi_setopt(deliver->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
			  CONNECTIONS);
	return deliver;
}

void deliver_free(struct deliver *deliver)
{
	if (!deliver)
		return;
	curl_multi_cleanup(deliver->multi);
	free(deliver);
}

static bool is_mail(const struct delivery *delivery)
{
	return str_starts(delivery->url, "smtp");
}

static size_t read_body(char *to, size_t size, size_t count, void *context)
{
	struct delivery *delivery = context;
	size_t left = delivery->body.len - delivery->sent;
	size_t len = size * count < left ? size * count : left;

	memcpy(to, delivery->body.at + delivery->sent, len);
	delivery->sent += len;
	return len;
}

static size_t keep_answer(char *bytes, size_t size, size_t count, void *context)
{
	struct delivery *delivery = context;
	size_t len = size * count;

	if (delivery->answer.len + len <= ANSWER_LONGEST)
		buf_add(&delivery->answer, bytes, len);
	return len;
}

static bool is_refusal(struct slice line)
{
	return line.len >= 3 && (*line.at == '4' || *line.at == '5');
}

/* Of SMTP these are the server's lines: the first that refuses says why;
 * behind it there may be a goodbye. */
static size_t
keep_line(char *bytes, /* NOLINT(readability-non-const-parameter): libcurl's */
	  size_t size, size_t count, void *context)
{
	struct delivery *delivery = context;
	struct slice line = slice_trim((struct slice){ bytes, size * count });

	if (is_mail(delivery) && !is_refusal(buf_view(&delivery->answer))) {
		delivery->answer.len = 0;
		buf_slice(&delivery->answer, line);
	}
	return size * count;
}

static void add_line(struct delivery *delivery, const char *mark,
		     struct slice line)
{
	if (delivery->line_count == LINES_MOST)
		return;
	if (line.len > LINE_LONGEST)
		line.len = LINE_LONGEST;
	delivery->lines = arena_grow(delivery->arena, (void *)delivery->lines,
				     delivery->line_count, &delivery->line_room,
				     sizeof(*delivery->lines));
	delivery->lines[delivery->line_count++] = arena_printf(
		delivery->arena, "%s %.*s", mark, (int)line.len, line.at);
}

/* Names and passwords follow AUTH, until the server has judged them; of HTTP a
 * header holds them. */
static void add_sent(struct delivery *delivery, struct slice line)
{
	bool begins = is_mail(delivery) && slice_starts(line, "AUTH ");

	if (delivery->hush) {
		add_line(delivery, ">", slice_of(HIDDEN));
		return;
	}
	if (begins) {
		struct slice rest = { line.at + 5, line.len - 5 };
		struct slice method = slice_cut(&rest, ' ');

		add_line(delivery, ">",
			 slice_of(arena_printf(delivery->arena, "AUTH %.*s%s",
					       (int)method.len, method.at,
					       rest.at ? " " HIDDEN : "")));
		delivery->hush = true;
		return;
	}
	if (!is_mail(delivery) && line.len > 14 &&
	    slice_is((struct slice){ line.at, 14 }, "Authorization:")) {
		add_line(delivery, ">", slice_of("Authorization: " HIDDEN));
		return;
	}
	add_line(delivery, ">", line);
}

static void add_received(struct delivery *delivery, struct slice line)
{
	/* A challenge tells nothing; anything else ends the log-in. */
	if (delivery->hush && !slice_starts(line, "334"))
		delivery->hush = false;
	add_line(delivery, "<",
		 delivery->hush ? slice_of("334 " HIDDEN) : line);
}

/* The type is libcurl's. */
static int
keep_conversation(CURL *handle UNUSED, curl_infotype type,
		  char *bytes, /* NOLINT(readability-non-const-parameter) */
		  size_t len, void *context)
{
	struct delivery *delivery = context;
	struct slice rest = { bytes, len };

	while (rest.at && rest.len) {
		struct slice line = slice_trim(slice_cut(&rest, '\n'));

		if (!line.len)
			continue;
		if (type == CURLINFO_TEXT)
			add_line(delivery, "*", line);
		else if (type == CURLINFO_HEADER_OUT)
			add_sent(delivery, line);
		else if (type == CURLINFO_HEADER_IN)
			add_received(delivery, line);
	}
	return 0;
}

static void set_mail(CURL *handle, struct delivery *delivery)
{
	static const long levels[] = {
		[DELIVER_TLS_REQUIRED] = CURLUSESSL_ALL,
		[DELIVER_TLS_TRY] = CURLUSESSL_TRY,
		[DELIVER_TLS_OFF] = CURLUSESSL_NONE,
	};

	delivery->list = curl_slist_append(NULL, delivery->to);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(handle, CURLOPT_USE_SSL, levels[delivery->tls]);
	curl_easy_setopt(handle, CURLOPT_MAIL_FROM, delivery->from);
	curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, delivery->list);
	curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_body);
	curl_easy_setopt(handle, CURLOPT_READDATA, delivery);
	curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE,
			 (curl_off_t)delivery->body.len);
}

static void set_http(CURL *handle, struct delivery *delivery)
{
	struct curl_slist *list = NULL;

	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	for (size_t i = 0;
	     i < ARRAY_SIZE(delivery->headers) && delivery->headers[i]; i++)
		list = curl_slist_append(list, delivery->headers[i]);
	if (delivery->type) {
		list = curl_slist_append(list, arena_printf(delivery->arena,
							    "Content-Type: %s",
							    delivery->type));
		/* On a connection that was used before and ends without an
		 * answer, libcurl would send it a second time by itself. */
		curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
		curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
		/* It would wait for a leave that not every gateway gives. */
		list = curl_slist_append(list, "Expect:");
		curl_easy_setopt(handle, CURLOPT_POSTFIELDS, delivery->body.at);
		curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)delivery->body.len);
	}
	delivery->list = list;
	curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_answer);
	curl_easy_setopt(handle, CURLOPT_WRITEDATA, delivery);
}

static void set_log_in(CURL *handle, const struct delivery *delivery)
{
	if (delivery->user) {
		curl_easy_setopt(handle, CURLOPT_USERNAME, delivery->user);
		curl_easy_setopt(handle, CURLOPT_PASSWORD,
				 delivery->secret ? delivery->secret : "");
		curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
	}
}

static CURL *handle_new(struct delivery *delivery)
{
	CURL *handle = curl_easy_init();

	if (!handle)
		abort();
	buf_init(&delivery->answer, delivery->arena);
	buf_puts(&delivery->answer, "");
	curl_easy_setopt(handle, CURLOPT_URL, delivery->url);
	curl_easy_setopt(handle, CURLOPT_PRIVATE, delivery);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_PROXY, "");
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)delivery->seconds);
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
	if (delivery->ca_file)
		curl_easy_setopt(handle, CURLOPT_CAINFO, delivery->ca_file);
	curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, keep_line);
	curl_easy_setopt(handle, CURLOPT_HEADERDATA, delivery);
	set_log_in(handle, delivery);
	if (is_mail(delivery))
		set_mail(handle, delivery);
	else
		set_http(handle, delivery);
	if (delivery->tell) {
		curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
		curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION,
				 keep_conversation);
		curl_easy_setopt(handle, CURLOPT_DEBUGDATA, delivery);
	}
	delivery->handle = handle;
	return handle;
}

static void handle_free(struct delivery *delivery)
{
	curl_easy_cleanup(delivery->handle);
	curl_slist_free_all(delivery->list);
	delivery->handle = NULL;
	delivery->list = NULL;
}

/* Was a byte of what matters on its way? The body of mail is read only when
 * the server asked for it; of HTTP, the request leaves behind the
 * connection. */
static bool was_begun(const struct delivery *delivery)
{
	curl_off_t ready = 0;

	if (is_mail(delivery))
		return delivery->sent > 0;
	curl_easy_getinfo(delivery->handle, CURLINFO_PRETRANSFER_TIME_T,
			  &ready);
	return ready > 0;
}

static void finish(struct delivery *delivery, CURLcode result)
{
	const char *type = NULL;

	curl_easy_getinfo(delivery->handle, CURLINFO_RESPONSE_CODE,
			  &delivery->code);
	curl_easy_getinfo(delivery->handle, CURLINFO_CONTENT_TYPE, &type);
	if (is_mail(delivery) && is_refusal(buf_view(&delivery->answer)))
		delivery->code = strtol(delivery->answer.at, NULL, 10);
	delivery->answer_type = arena_strdup(delivery->arena, type);
	delivery->why = result == CURLE_USE_SSL_FAILED
				? "it offers no TLS, which smtp_tls asks for"
				: arena_strdup(delivery->arena,
					       curl_easy_strerror(result));
	if (result == CURLE_OK)
		delivery->end = DELIVER_DONE;
	else if (is_mail(delivery) && delivery->code >= 400)
		delivery->end = DELIVER_REFUSED;
	else if (was_begun(delivery))
		delivery->end = DELIVER_BROKEN;
	else
		delivery->end = DELIVER_UNREACHED;
}

void deliver_begin(struct deliver *deliver, struct delivery *delivery)
{
	if (curl_multi_add_handle(deliver->multi, handle_new(delivery)))
		abort();
}

void deliver_wait(struct deliver *deliver, int milliseconds)
{
	int running;

	curl_multi_perform(deliver->multi, &running);
	curl_multi_poll(deliver->multi, NULL, 0, milliseconds, NULL);
	curl_multi_perform(deliver->multi, &running);
}

struct delivery *deliver_next(struct deliver *deliver)
{
	struct delivery *delivery = NULL;
	CURLMsg *message;
	int left;

	do {
		message = curl_multi_info_read(deliver->multi, &left);
	} while (message && message->msg != CURLMSG_DONE);
	if (!message)
		return NULL;
	curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
			  (char **)&delivery);
	finish(delivery, message->data.result);
	curl_multi_remove_handle(deliver->multi, delivery->handle);
	handle_free(delivery);
	return delivery;
}

void deliver_cancel(struct deliver *deliver, struct delivery *delivery)
{
	if (!delivery->handle)
		return;
	delivery->end =
		was_begun(delivery) ? DELIVER_BROKEN : DELIVER_UNREACHED;
	delivery->why = "It was broken off.";
	curl_multi_remove_handle(deliver->multi, delivery->handle);
	handle_free(delivery);
}

void deliver_wake(struct deliver *deliver)
{
	curl_multi_wakeup(deliver->multi);
}

void deliver_once(struct delivery *delivery)
{
	finish(delivery, curl_easy_perform(handle_new(delivery)));
	handle_free(delivery);
}
