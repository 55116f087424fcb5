#include "tests/unit/practice/whole_edit.h"

#include "tests/unit/store/place_fixture.h"
#include "practice/session/schedule_change.h"
#include "practice/session/schedule_shift.h"

static struct reader *begin(struct operation *op, struct store *store)
{
	struct reader *reader = NULL;

	assert_int_equal(store_reader_new(op, store, &reader), OK);
	assert_int_equal(store_reader_begin(reader, op), OK);
	return reader;
}

static void end(struct reader *reader)
{
	store_reader_end(reader);
	store_reader_free(reader);
}

static enum err session_over(void *row, void *context)
{
	const struct session *from = context;
	struct session *to = row;

	to->span = from->span;
	to->zone = from->zone;
	to->terms = from->terms;
	return OK;
}

struct edit whole_session_edit(struct session *session)
{
	return (struct edit){ session->id, session->revision, session_over,
			      session };
}

enum err whole_session_change_scope(struct operation *op, struct store *store,
				    struct session *session,
				    enum schedule_scope scope)
{
	struct edit edit = whole_session_edit(session);
	enum err err = practice_session_change(op, store, &edit, scope);

	if (!err) {
		struct reader *reader = begin(op, store);

		assert_int_equal(
			store_session_find(reader, session->id, session), OK);
		end(reader);
	}
	return err;
}

enum err whole_session_change(struct operation *op, struct store *store,
			      struct session *session)
{
	return whole_session_change_scope(op, store, session, SCHEDULE_THIS);
}

static enum err schedule_over(void *row, void *context)
{
	const struct schedule *from = context;
	struct schedule *to = row;
	int64_t revision = to->revision;

	*to = *from;
	to->revision = revision;
	return OK;
}

struct edit whole_schedule_edit(struct schedule *schedule)
{
	return (struct edit){ schedule->id, schedule->revision, schedule_over,
			      schedule };
}

enum err whole_schedule_change(struct operation *op, struct store *store,
			       struct schedule *schedule, struct day from,
			       struct ids *sessions)
{
	struct edit edit = whole_schedule_edit(schedule);
	enum err err =
		practice_schedule_change(op, store, &edit, from, sessions);

	if (!err) {
		struct reader *reader = begin(op, store);

		assert_int_equal(
			store_schedule_find(reader, schedule->id, schedule),
			OK);
		end(reader);
	}
	return err;
}

static enum err closure_over(void *row, void *context)
{
	const struct closure *from = context;
	struct closure *to = row;

	to->title = from->title;
	to->all_day = from->all_day;
	to->from = from->from;
	to->to = from->to;
	to->span = from->span;
	to->zone = from->zone;
	return OK;
}

struct edit whole_closure_edit(struct closure *closure)
{
	return (struct edit){ closure->id, closure->revision, closure_over,
			      closure };
}

enum err whole_closure_change(struct operation *op, struct store *store,
			      struct closure *closure)
{
	struct edit edit = whole_closure_edit(closure);
	enum err err = practice_closure_change(op, store, &edit);

	if (!err) {
		struct reader *reader = begin(op, store);

		assert_int_equal(
			store_closure_find(reader, closure->id, closure), OK);
		end(reader);
	}
	return err;
}

static enum err type_over(void *row, void *context)
{
	const struct completion_type *from = context;
	struct completion_type *to = row;
	int64_t revision = to->revision;

	*to = *from;
	to->revision = revision;
	return OK;
}

enum err whole_type_change(struct operation *op, struct store *store,
			   const struct completion_type *type)
{
	struct completion_type copy = *type;
	struct edit edit = { type->id, type->revision, type_over, &copy };

	return practice_type_change(op, store, &edit);
}

static enum err person_over(void *row, void *context)
{
	struct profile *profile = row;

	profile->person = *(const struct person *)context;
	return OK;
}

enum err whole_person_change(struct operation *op, struct store *store,
			     const struct person *person)
{
	struct person wanted = *person;
	struct edit edit = { wanted.id, wanted.revision, person_over, &wanted };

	return practice_profile_change(op, store, &edit);
}
