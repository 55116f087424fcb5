#include "server/command_demo.h"

#include "base/digest.h"
#include "base/str.h"

#include "practice/booking/tick.h"
#include "server/command_context.h"
#include "server/demo.h"
#include "server/serve.h"
#include "store/people.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PASSWORD_LENGTH 12
#define DEMO_AGE ((DEMO_WEEKS + 1) * 7 * 86400)

/* Is there anybody yet? */
static enum err place_is_empty(struct command_context *context, bool *empty)
{
	struct reader *reader;
	struct person *people;
	size_t count;
	enum err err = store_reader_new(context->op, context->store, &reader);

	if (err)
		return err;
	err = store_reader_begin(reader, context->op);
	if (!err) {
		err = store_person_list(reader, 0, &people, &count);
		if (!err)
			*empty = count == 0;
		store_reader_end(reader);
	}
	store_reader_free(reader);
	return err;
}

/* The password lies beside the database: under the first name while the demo
 *  is made, under the second once it is whole. */
static const char *password_path(struct command_context *context, bool whole)
{
	return arena_printf(context->op->arena, "%s/demo-password%s",
			    context->config.data, whole ? "" : ".new");
}

/* Made once for each demo, and kept beside it for the next start. */
static enum err password_make(struct command_context *context,
			      const char **password)
{
	struct operation *op = context->op;
	const char *path = password_path(context, false);
	char *made = random_token(op->arena);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t put = -1;

	made[PASSWORD_LENGTH] = '\0';
	if (fd >= 0) {
		put = write(fd, made, PASSWORD_LENGTH);
		close(fd);
	}
	if (put != PASSWORD_LENGTH)
		return fail(op, ERR_STORAGE, "'%s' cannot be written: %s", path,
			    strerror(errno));
	*password = made;
	return OK;
}

static const char *password_kept(struct command_context *context)
{
	char text[PASSWORD_LENGTH + 1] = "";
	int fd = open(password_path(context, true), O_RDONLY | O_CLOEXEC);
	ssize_t got = -1;

	if (fd >= 0) {
		got = read(fd, text, PASSWORD_LENGTH);
		close(fd);
	}
	return got == PASSWORD_LENGTH ? arena_strdup(context->op->arena, text)
				      : NULL;
}

static enum err demo_new(struct command_context *context, const char **password)
{
	struct operation *op = context->op;
	enum err err = password_make(context, password);

	/* Half a year is some thousand commits; cut off, all is made anew. */
	store_hurry(context->store);
	if (!err)
		err = demo_make(op, context->store, *password);
	if (!err)
		err = store_settle(op, context->store);
	/* What half a year has done to it, before anyone looks. */
	if (!err)
		err = practice_tick(op, context->store);
	if (!err &&
	    rename(password_path(context, false), password_path(context, true)))
		err = fail(op, ERR_STORAGE, "'%s' cannot be written: %s",
			   password_path(context, true), strerror(errno));
	return err;
}

static enum err demo_kept(struct command_context *context,
			  const char **password)
{
	*password = password_kept(context);
	if (*password)
		return OK;
	if (access(password_path(context, false), F_OK) == 0)
		return fail(context->op, ERR_EXISTS,
			    "the demo in '%s' was not finished; remove that "
			    "directory and start again",
			    context->config.data);
	return fail(context->op, ERR_EXISTS,
		    "'%s' holds a practice of your own; use daybook serve for "
		    "it, or another --data for the demo",
		    context->config.data);
}

/* A new practice is as old as the demo's sessions: time's work on what is
 * older than the practice counts as done. */
static enum err demo_open(struct command_context *context)
{
	struct instant now = context->op->now;
	enum err err;

	context->op->now.s -= DEMO_AGE;
	err = command_store(context);
	context->op->now = now;
	return err;
}

static enum err demo_prepare(struct command_context *context)
{
	const char *password = NULL;
	bool empty = false;
	enum err err = demo_open(context);

	if (!err)
		err = place_is_empty(context, &empty);
	if (!err)
		err = empty ? demo_new(context, &password)
			    : demo_kept(context, &password);
	if (err)
		return err;
	printf("A demo practice, kept in %s\n"
	       "  address   http://%s/dav/\n"
	       "  logins    " DEMO_LOGINS "\n"
	       "  password  %s\n",
	       context->config.data, context->config.listen, password);
	fflush(stdout);
	return OK;
}

int command_demo(struct command_context *context)
{
	if (context->arguments.word_count)
		return command_usage(context, "demo takes options only");
	/* Its people are made up: nothing goes to their addresses, whatever the
	 * settings say. */
	context->config.smtp_url = "";
	context->config.sms_url = "";
	if (demo_prepare(context))
		return command_refused(context);
	return serve_until_stopped(context);
}
