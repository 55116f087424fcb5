#include "server/command_person.h"

#include "base/str.h"
#include "base/word.h"

#include "practice/people/credential.h"
#include "practice/people/device.h"
#include "practice/people/person.h"
#include "server/command_context.h"
#include "store/people.h"
#include "store/practice.h"

#include <stdio.h>
#include <string.h>

/* Run reads in a short transaction of a reader of its own. */
static enum err may_parse(struct operation *op, const char *text, unsigned *may)
{
	struct slice rest = slice_of(text);

	*may = 0;
	while (rest.at && rest.len) {
		struct slice word = slice_trim(slice_cut(&rest, ','));

		if (slice_is(word, "create"))
			*may |= MAY_CREATE;
		else if (slice_is(word, "edit"))
			*may |= MAY_EDIT;
		else if (slice_is(word, "complete"))
			*may |= MAY_COMPLETE;
		else
			return fail(op, ERR_INVALID,
				    "--may takes create, edit, complete, not "
				    "'%.*s'",
				    (int)word.len, word.at);
	}
	return OK;
}

/* A practitioner may create, edit and complete unless told otherwise. */
static enum err person_read(struct command_context *context, const char *login,
			    struct person *person)
{
	const char *role = command_option(context, "role");
	const char *may = command_option(context, "may");
	const char *name = command_option(context, "name");
	enum err err;

	memset(person, 0, sizeof(*person));
	err = practice_roles_parse(context->op, role, &person->roles);
	if (err)
		return err;
	person->login = login;
	person->name = name ? name : login;
	person->email = command_option(context, "email");
	person->phone = command_option(context, "phone");
	person->code = command_option(context, "code");
	person->active = true;
	person->notice = str_empty(person->email) ? NOTICE_NONE : NOTICE_EMAIL;
	person->calendar_names = NAMES_INITIALS;
	if (may)
		return may_parse(context->op, may, &person->may);
	if (person->roles & ROLE_PRACTITIONER)
		person->may = MAY_CREATE | MAY_EDIT | MAY_COMPLETE;
	return OK;
}

static int person_add(struct command_context *context, const char *login)
{
	struct operation *op = context->op;
	const char *password = NULL;
	struct person person;

	if (!command_option(context, "role"))
		return command_usage(context, "person add needs --role");
	if (person_read(context, login, &person))
		return command_usage(context, op->failure.message);
	/* the password first: nothing is half done when it is wrong */
	if (command_option(context, "password-stdin") &&
	    command_password(op, &password))
		return command_refused(context);
	if (command_store(context))
		return command_refused(context);
	if (password && practice_password_check(op, password))
		return command_refused(context);
	if (practice_person_add(op, context->store, &person))
		return command_refused(context);
	if (password &&
	    practice_password_set(op, context->store, login, password))
		return command_refused(context);
	printf("added %s%s%s\n", login, person.code ? " " : "",
	       person.code ? person.code : "");
	return EXIT_DONE;
}

static void person_print(struct arena *arena, const struct person *person)
{
	const char *roles = words_text(arena, role_words, person->roles, ',');

	printf("%-16s %-6s %-24s %s%s\n", person->login ? person->login : "-",
	       person->code ? person->code : "-", *roles ? roles : "-",
	       person->name, person->active ? "" : " (inactive)");
}

static int person_list(struct command_context *context)
{
	struct reader *reader;
	struct person *people;
	size_t count;

	if (command_read_begin(context, &reader))
		return command_refused(context);
	if (store_person_list(reader, 0, &people, &count))
		return command_refused(context);
	command_read_end(reader);
	for (size_t i = 0; i < count; i++)
		person_print(context->op->arena, &people[i]);
	return EXIT_DONE;
}

static int person_password(struct command_context *context, const char *login)
{
	const char *password;

	if (!command_option(context, "password-stdin"))
		return command_usage(context,
				     "person password needs --password-stdin");
	if (command_password(context->op, &password) ||
	    command_store(context) ||
	    practice_password_set(context->op, context->store, login, password))
		return command_refused(context);
	printf("the password of %s is set\n", login);
	return EXIT_DONE;
}

static int person_token(struct command_context *context, const char *login)
{
	const char *label = command_option(context, "label");
	const char *secret;
	int64_t id;

	if (str_empty(label))
		return command_usage(context, "person token needs --label");
	if (command_store(context) ||
	    practice_token_add(context->op, context->store, login, label,
			       &secret, &id))
		return command_refused(context);
	printf("%s\n", secret);
	return EXIT_DONE;
}

static void device_print(struct arena *arena, const struct device_known *one)
{
	printf("%-8s %-24s %-24s %s\n", one->kind,
	       one->device.label ? one->device.label : "-",
	       one->program ? one->program : "-",
	       one->device.last_used.s == INSTANT_MIN.s
		       ? "never"
		       : instant_text(arena, one->device.last_used));
	if (one->has_trouble)
		printf("         turned away %lld times since %s\n",
		       (long long)one->trouble.tries,
		       instant_text(arena, one->trouble.since));
}

static int person_devices(struct command_context *context, const char *login)
{
	struct reader *reader;
	struct person person;
	struct device *devices;
	struct device_known *known;
	size_t count;

	if (command_read_begin(context, &reader))
		return command_refused(context);
	if (store_person_find_login(reader, login, &person)) {
		fail(context->op, ERR_NOT_FOUND, "nobody has the login '%s'",
		     login);
		return command_refused(context);
	}
	if (store_device_list(reader, person.id, 0, SIZE_MAX, &devices,
			      &count) ||
	    practice_devices_known(reader, person.id, devices, count, &known,
				   &count))
		return command_refused(context);
	command_read_end(reader);
	for (size_t i = 0; i < count; i++)
		device_print(context->op->arena, &known[i]);
	return EXIT_DONE;
}

static int person_deactivate(struct command_context *context, const char *login)
{
	if (command_store(context) ||
	    practice_person_deactivate(context->op, context->store, login))
		return command_refused(context);
	printf("%s can no longer sign in\n", login);
	return EXIT_DONE;
}

static const struct person_verb {
	const char *name;
	int (*run)(struct command_context *context, const char *login);
} PERSON_VERBS[] = {
	{ "add", person_add },
	{ "password", person_password },
	{ "token", person_token },
	{ "devices", person_devices },
	{ "deactivate", person_deactivate },
};

int command_person(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	const char *verb = arguments->word_count ? arguments->words[0] : "";

	if (str_equal(verb, "list"))
		return arguments->word_count == 1
			       ? person_list(context)
			       : command_usage(
					 context,
					 "person list takes nothing more");
	if (arguments->word_count != 2)
		return command_usage(context,
				     "person takes add, list, password, token, "
				     "devices or deactivate, and a NAME");
	for (size_t i = 0; i < ARRAY_SIZE(PERSON_VERBS); i++)
		if (str_equal(PERSON_VERBS[i].name, verb))
			return PERSON_VERBS[i].run(context,
						   arguments->words[1]);
	return command_usage(context, "person takes add, list, password, "
				      "token, devices or deactivate");
}
