#include "server/gateway.h"

#include "base/json.h"

#include <string.h>

/* A form of gateway. */
struct gateway {
	const char *name;
	void (*send)(const struct config *config,
		     const struct notice_message *message,
		     struct delivery *delivery);
	void (*ask)(const struct config *config,
		    const struct notice_message *message,
		    struct delivery *delivery);
	/* What the gateway calls a message that it took, or NULL. */
	const char *(*token)(const json_t *answer);
	/* The message in an answer to asking; NULL: it does not have it. */
	const json_t *(*found)(const struct notice_message *message,
			       const json_t *answer);
};

#define UNKNOWN_LONGEST 200

/* Our name for the message: the same at every try. */
static const char *own_id(struct arena *arena,
			  const struct notice_message *message)
{
	return arena_printf(arena, "notice-%lld-%.8s",
			    (long long)message->row.id, message->row.key);
}

static void form_add(struct buf *buf, const char *name, const char *value)
{
	if (buf->len)
		buf_putc(buf, '&');
	buf_printf(buf, "%s=", name);
	for (; *value; value++) {
		unsigned char c = (unsigned char)*value;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c))
			buf_putc(buf, *value);
		else
			buf_printf(buf, "%%%02X", c);
	}
}

static void twilio_send(const struct config *config,
			const struct notice_message *message,
			struct delivery *delivery)
{
	struct buf buf;

	buf_init(&buf, delivery->arena);
	form_add(&buf, "To", message->row.address);
	form_add(&buf, "From", config->sms_from);
	form_add(&buf, "Body", message->sms);
	if (message->status)
		form_add(&buf, "StatusCallback", message->status);
	delivery->url = config->sms_url;
	delivery->type = "application/x-www-form-urlencoded";
	delivery->body = buf_view(&buf);
}

static void twilio_ask(const struct config *config,
		       const struct notice_message *message,
		       struct delivery *delivery)
{
	struct buf buf;

	buf_init(&buf, delivery->arena);
	form_add(&buf, "To", message->row.address);
	form_add(&buf, "PageSize", "50");
	delivery->url =
		arena_printf(delivery->arena, "%s?%s", config->sms_url, buf.at);
}

static const char *text_at(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static const char *twilio_token(const json_t *answer)
{
	return text_at(answer, "sid");
}

static const json_t *twilio_found(const struct notice_message *message,
				  const json_t *answer)
{
	json_t *list = json_object_get(answer, "messages");
	json_t *one;
	size_t index;

	json_array_foreach (list, index, one) {
		if (str_equal(text_at(one, "body"), message->sms) &&
		    str_equal(text_at(one, "to"), message->row.address))
			return one;
	}
	return NULL;
}

static void json_send(const struct config *config,
		      const struct notice_message *message,
		      struct delivery *delivery)
{
	json_t *json = json_new(delivery->arena);

	json_put_text(json, "to", message->row.address);
	json_put_text(json, "from", config->sms_from);
	json_put_text(json, "text", message->sms);
	json_put_text(json, "id", own_id(delivery->arena, message));
	delivery->url = config->sms_url;
	delivery->type = "application/json";
	delivery->body = slice_of(json_text(delivery->arena, json));
	if (message->status)
		delivery->headers[1] =
			arena_printf(delivery->arena, "X-Status-Callback: %s",
				     message->status);
}

static void json_ask(const struct config *config,
		     const struct notice_message *message,
		     struct delivery *delivery)
{
	delivery->url = arena_printf(delivery->arena, "%s/%s", config->sms_url,
				     own_id(delivery->arena, message));
}

static const char *json_token(const json_t *answer)
{
	return text_at(answer, "id");
}

static const json_t *json_found(const struct notice_message *message UNUSED,
				const json_t *answer)
{
	return text_at(answer, "id") || text_at(answer, "status") ||
			       text_at(answer, "state")
		       ? answer
		       : NULL;
}

static const struct gateway gateways[] = {
	{ "twilio", twilio_send, twilio_ask, twilio_token, twilio_found },
	{ "json", json_send, json_ask, json_token, json_found },
};

/* The one that the settings name (sms_format), or NULL. */
static const struct gateway *gateway_find(const char *format)
{
	for (size_t i = 0; i < ARRAY_SIZE(gateways); i++)
		if (str_equal(gateways[i].name, format))
			return &gateways[i];
	return NULL;
}

/* Basic where there is a name, else the secret as a bearer's. */
static void log_in(const struct config *config, const char *secret,
		   struct delivery *delivery)
{
	if (!str_empty(config->sms_user)) {
		delivery->user = config->sms_user;
		delivery->secret = secret;
	} else if (!str_empty(secret)) {
		delivery->headers[0] = arena_printf(
			delivery->arena, "Authorization: Bearer %s", secret);
	} else {
		delivery->headers[0] = "Accept: application/json";
	}
}

void gateway_send(const struct config *config, const char *secret,
		  const struct notice_message *message,
		  struct delivery *delivery)
{
	log_in(config, secret, delivery);
	if (!delivery->headers[0])
		delivery->headers[0] = "Accept: application/json";
	gateway_find(config->sms_format)->send(config, message, delivery);
}

void gateway_ask(const struct config *config, const char *secret,
		 const struct notice_message *message,
		 struct delivery *delivery)
{
	log_in(config, secret, delivery);
	if (!delivery->headers[0])
		delivery->headers[0] = "Accept: application/json";
	gateway_find(config->sms_format)->ask(config, message, delivery);
}

static bool is_page(const struct delivery *delivery)
{
	return delivery->answer_type &&
	       (strstr(delivery->answer_type, "html") != NULL);
}

/* What a gateway says of itself, on one line and short. */
static const char *said(const struct delivery *delivery)
{
	const json_t *json = json_read(delivery->arena, delivery->answer.at);
	const char *message = text_at(json, "message");

	if (!message)
		message = text_at(json, "error");
	return message ? arena_printf(delivery->arena, ": %.*s",
				      UNKNOWN_LONGEST, message)
		       : ".";
}

static const char *page_reason(struct arena *arena)
{
	return arena_printf(arena, "The gateway for text messages answered "
				   "with a web page: check sms_url and "
				   "sms_format.");
}

/* Answered with something that tells of no message. */
static struct settling refused(const struct notice_message *message,
			       const struct delivery *delivery)
{
	struct settling settling = { .id = message->row.id,
				     .attempt = ATTEMPT_FAILED };

	if (is_page(delivery))
		settling.reason = page_reason(delivery->arena);
	else
		settling.reason = arena_printf(
			delivery->arena,
			"The gateway for text messages answered %ld%s",
			delivery->code, said(delivery));
	return settling;
}

static struct settling unanswered(const struct notice_message *message,
				  const struct delivery *delivery)
{
	struct settling settling = { .id = message->row.id };

	settling.attempt = delivery->end == DELIVER_UNREACHED ? ATTEMPT_FAILED
							      : ATTEMPT_UNKNOWN;
	settling.reason = arena_printf(
		delivery->arena,
		settling.attempt == ATTEMPT_FAILED
			? "The gateway for text messages cannot be reached "
			  "(%s): check sms_url."
			: "The gateway for text messages gave no answer (%s): "
			  "it may have taken the message, which is not sent "
			  "again without asking it.",
		delivery->why);
	return settling;
}

struct settling gateway_sent(const struct config *config,
			     const struct notice_message *message,
			     const struct delivery *delivery)
{
	const struct gateway *gateway = gateway_find(config->sms_format);
	struct settling settling = { .id = message->row.id,
				     .attempt = ATTEMPT_SENT };

	if (delivery->end != DELIVER_DONE)
		return unanswered(message, delivery);
	/* A proxy gave up waiting; what stood behind it may not have. */
	if (delivery->code == 504) {
		settling.attempt = ATTEMPT_UNKNOWN;
		settling.reason = "The gateway for text messages answered "
				  "504: it may have taken the message, which "
				  "is not sent again without asking it.";
		return settling;
	}
	if (delivery->code < 200 || delivery->code > 299 || is_page(delivery))
		return refused(message, delivery);
	settling.token =
		gateway->token(json_read(delivery->arena, delivery->answer.at));
	if (!settling.token)
		settling.token = own_id(delivery->arena, message);
	return settling;
}

static bool has_failed(const char *status)
{
	return str_same(status, "failed") || str_same(status, "undelivered") ||
	       str_same(status, "rejected") || str_same(status, "expired") ||
	       str_same(status, "canceled");
}

static const char *status_of(const json_t *one)
{
	const char *status = text_at(one, "status");

	return status ? status : text_at(one, "state");
}

struct settling gateway_asked(const struct config *config,
			      const struct notice_message *message,
			      const struct delivery *delivery)
{
	const struct gateway *gateway = gateway_find(config->sms_format);
	const json_t *json = json_read(delivery->arena, delivery->answer.at);
	struct settling settling = {
		.id = message->row.id,
		.attempt = ATTEMPT_UNKNOWN,
		.reason = "The gateway for text messages cannot say whether "
			  "it took the message; it is asked again. Look there "
			  "before you try again.",
	};
	const json_t *one;

	/* Only an answer of its own, in its own words, says that there is no
	 * such message. */
	if (delivery->end != DELIVER_DONE || !json_is_object(json) ||
	    (delivery->code != 200 && delivery->code != 404))
		return settling;
	one = delivery->code == 200 ? gateway->found(message, json) : NULL;
	if (!one) {
		settling.attempt = ATTEMPT_FAILED;
		settling.reason = "The gateway for text messages did not take "
				  "it; it is sent again.";
		return settling;
	}
	settling.token = gateway->token(one);
	settling.attempt =
		has_failed(status_of(one)) ? ATTEMPT_FAILED : ATTEMPT_SENT;
	settling.reason = settling.attempt == ATTEMPT_FAILED
				  ? "The gateway for text messages could not "
				    "deliver it."
				  : NULL;
	return settling;
}

/* The value of a name in a form, decoded as far as words of a status need. */
static const char *form_value(struct arena *arena, struct slice form,
			      const char *name)
{
	while (form.len) {
		struct slice pair = slice_cut(&form, '&');
		struct slice value = pair;
		struct slice key = slice_cut(&value, '=');

		if (value.at && slice_is(key, name))
			return slice_dup(arena, value);
	}
	return NULL;
}

bool gateway_report(struct arena *arena, const char *type, struct slice body,
		    bool *delivered, const char **reason)
{
	bool is_json = type && strstr(type, "json");
	const char *why = NULL;
	const json_t *json = is_json ? json_read_body(arena, body, &why) : NULL;
	const char *status = is_json ? status_of(json)
				     : form_value(arena, body, "MessageStatus");

	if (str_empty(status))
		return false;
	*delivered = str_same(status, "delivered");
	if (!*delivered && !has_failed(status))
		return false;
	*reason = *delivered ? "Its phone has it."
			     : "The phone did not take it: check the number, "
			       "then try again.";
	return true;
}
