#include "server/command_status.h"

#include "base/json.h"
#include "base/str.h"

#include "server/command_context.h"
#include "server/probe.h"
#include "server/serving.h"
#include "store/people.h"

#include <stdio.h>
#include <string.h>

#define PATH "/statusz"

/* An address that is every address is this machine's too. */
static const char *reachable(struct arena *arena, const char *address)
{
	static const struct {
		const char *any, *own;
	} all[] = { { "://0.0.0.0:", "://127.0.0.1:" },
		    { "://[::]:", "://[::1]:" },
		    { "://:", "://127.0.0.1:" } };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		const char *at = strstr(address, all[i].any);

		if (at)
			return arena_printf(
				arena, "%.*s%s%s", (int)(at - address), address,
				all[i].own, at + strlen(all[i].any));
	}
	return address;
}

static enum err ask(struct command_context *context, struct serving *serving,
		    json_t **answer)
{
	struct operation *op = context->op;
	struct probe probe = { .method = "GET", .local = true };

	if (!serving_find(op, context->config.data, serving))
		return fail(op, ERR_INVALID, "no server serves '%s'",
			    context->config.data);
	probe.proxied = serving->behind_proxy;
	if (str_starts(serving->address, "unix:")) {
		probe.socket = serving->address + strlen("unix:");
		probe.url = "http://localhost" PATH;
	} else {
		probe.url =
			arena_printf(op->arena, "%s" PATH,
				     reachable(op->arena, serving->address));
	}
	probe_ask(op, &probe);
	if (probe.why)
		return fail(op, ERR_INVALID,
			    "the server at %s does not answer: %s",
			    serving->address, probe.why);
	*answer = probe.status == 200 ? json_read(op->arena, probe.answer.at)
				      : NULL;
	if (!*answer)
		return fail(op, ERR_INVALID,
			    "what answers at %s is another program (status "
			    "%ld)",
			    serving->address, probe.status);
	return OK;
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static long long number_of(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

/* The login of an id; the id where nobody has it any more. */
static const char *who(struct reader *reader, const char *id)
{
	struct person person;
	int64_t number;

	if (!*id)
		return "nobody";
	if (!str_to_int64(id, &number) ||
	    store_person_find(reader, number, &person))
		return id;
	return person.login ? person.login : id;
}

static void print_people(struct reader *reader, const json_t *people)
{
	const json_t *one;
	size_t at;

	printf("\n%-14s %-21s %8s  %s\n", "who", "last", "requests",
	       "program or device");
	json_array_foreach (people, at, one) {
		printf("%-14s %-21s %8lld  %s\n",
		       who(reader, text_of(one, "person")),
		       text_of(one, "last"), number_of(one, "requests"),
		       *text_of(one, "program") ? text_of(one, "program")
						: "the pages");
	}
}

static void print_slow(struct reader *reader, const json_t *slow)
{
	const json_t *one;
	size_t at;

	printf("\nslowest of the last hour\n");
	json_array_foreach (slow, at, one) {
		printf("%8lld ms  %-10s %lld  %-14s %s  request %s\n",
		       number_of(one, "milliseconds"), text_of(one, "method"),
		       number_of(one, "status"),
		       who(reader, text_of(one, "person")), text_of(one, "at"),
		       text_of(one, "request"));
	}
}

static int print(struct command_context *context, const struct serving *serving,
		 const json_t *answer)
{
	struct reader *reader;

	if (command_read_begin(context, &reader))
		return command_refused(context);
	printf("%s since %s, Daybook %s\n", serving->address,
	       text_of(answer, "since"), text_of(answer, "version"));
	printf("%lld requests, %lld connections, %lld waiting\n",
	       number_of(answer, "requests"), number_of(answer, "connections"),
	       number_of(answer, "queue"));
	if (json_array_size(json_object_get(answer, "people")))
		print_people(reader, json_object_get(answer, "people"));
	if (json_array_size(json_object_get(answer, "slow")))
		print_slow(reader, json_object_get(answer, "slow"));
	command_read_end(reader);
	return EXIT_DONE;
}

int command_status(struct command_context *context)
{
	struct serving serving;
	json_t *answer;

	if (context->arguments.word_count)
		return command_usage(context, "status takes options only");
	if (ask(context, &serving, &answer))
		return command_refused(context);
	if (command_option(context, "json")) {
		printf("%s\n", json_text(context->op->arena, answer));
		return EXIT_DONE;
	}
	return print(context, &serving, answer);
}
