#include "tests/unit/practice/calendar_fixture.h"

#include "practice/booking/copy.h"
#include "practice/booking/copy_collection.h"
#include "practice/booking/locking.h"
#include "practice/calendar/collection.h"
#include "store/transaction.h"

#include <string.h>

/* Locks of Maria's programs, on members and on collections in each other. */

static struct object_at at(const char *path, const char *name)
{
	return (struct object_at){ "maria", path, name };
}

static void box(struct agenda *agenda)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct collection_new make = { .home = "maria",
				       .path = "box",
				       .kind = COLLECTION_PLAIN };
	struct collection made;

	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &make, &made),
			 OK);
	make.path = "box/in";
	assert_int_equal(practice_collection_make(&op, agenda->place->store,
						  &make, &made),
			 OK);
	agenda_put(agenda, &agenda->maria, "box/in", "f", "hello", 0, OK);
	agenda_put(agenda, &agenda->maria, "box/in", "g", "hello", 0, OK);
}

static enum err try_lock(struct agenda *agenda, struct lock_wish wish,
			 struct lock *made, const char **href)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	bool created;
	enum err err;

	wish.seconds = wish.seconds ? wish.seconds : 60;
	err = outcome(&op, practice_lock_take(&op, agenda->place->store, &wish,
					      made, &created));
	*href = op.failure.href;
	return err;
}

static const char *locked(struct agenda *agenda, struct lock_wish wish)
{
	struct lock made;
	const char *href;

	assert_int_equal(try_lock(agenda, wish, &made, &href), OK);
	return made.token;
}

/* `href`: of what is locked already. */
static void conflicts(struct agenda *agenda, struct lock_wish wish,
		      const char *href)
{
	struct lock made;
	const char *told;

	assert_int_equal(try_lock(agenda, wish, &made, &told),
			 ERR_LOCK_CONFLICT);
	assert_non_null(strstr(told, href));
}

static struct operation naming(struct agenda *agenda, const char **tokens)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);

	op.tokens = tokens;
	return op;
}

static enum err delete_naming(struct agenda *agenda, struct object_at where,
			      const char **tokens, const char **href)
{
	struct operation op = naming(agenda, tokens);
	enum err err =
		practice_object_delete(&op, agenda->place->store, &where, NULL);

	*href = op.failure.href;
	return err;
}

static void an_exclusive_lock_is_alone_on_its_member(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("box/in", "f") };

	box(agenda);
	locked(agenda, wish);
	conflicts(agenda, wish, "box/in/f");
	wish.shared = true;
	conflicts(agenda, wish, "box/in/f");
	wish.at.name = "g";
	locked(agenda, wish);
}

static void shared_locks_stand_beside_each_other_alone(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("box/in", "f"), .shared = true };
	struct lock_wish above = { .at = at("box", NULL),
				   .shared = true,
				   .deep = true };

	box(agenda);
	locked(agenda, wish);
	locked(agenda, wish);
	locked(agenda, above);
	wish.shared = above.shared = false;
	conflicts(agenda, wish, "box");
	conflicts(agenda, above, "box");
}

static void a_deep_lock_meets_those_below_and_a_flat_one_does_not(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish member = { .at = at("box/in", "f") };
	struct lock_wish deep = { .at = at("box", NULL), .deep = true };
	struct lock_wish flat = { .at = at("box", NULL) };

	box(agenda);
	locked(agenda, member);
	conflicts(agenda, deep, "box/in/f");
	locked(agenda, flat);
	conflicts(agenda, flat, "box");
}

static void a_deep_lock_above_holds_what_is_below(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish deep = { .at = at("box", NULL), .deep = true };
	struct lock_wish member = { .at = at("box/in", "f") };
	struct lock_wish elsewhere = { .at = at("calendar", "f.ics") };
	const char *tokens[] = { NULL, NULL };
	const char *href;

	box(agenda);
	tokens[0] = locked(agenda, deep);
	conflicts(agenda, member, "box");
	locked(agenda, elsewhere);
	assert_int_equal(delete_naming(agenda, at("box/in", "f"), NULL, &href),
			 ERR_LOCK_TOKEN);
	assert_non_null(strstr(href, "box"));
	assert_int_equal(
		delete_naming(agenda, at("box/in", "f"), tokens, &href), OK);
}

static void a_lock_of_nothing_makes_an_empty_member_once(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, &agenda->maria, 0);
	struct lock_wish wish = { .at = at("box/in", "new"),
				  .shared = true,
				  .seconds = 60 };
	struct lock made;
	bool created = false;

	box(agenda);
	assert_int_equal(practice_lock_take(&op, agenda->place->store, &wish,
					    &made, &created),
			 OK);
	assert_true(created);
	assert_true(agenda_has(agenda, &agenda->maria, "box/in", "new"));
	assert_int_equal(practice_lock_take(&op, agenda->place->store, &wish,
					    &made, &created),
			 OK);
	assert_false(created);
}

static void a_locked_collection_lets_in_and_out_whoever_names_it(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish flat = { .at = at("box/in", NULL) };
	struct lock_wish within = { .at = at("box/in", "new") };
	const char *tokens[] = { "urn:uuid:another", NULL, NULL };
	struct lock made;
	const char *href;

	box(agenda);
	tokens[1] = locked(agenda, flat);
	assert_int_equal(try_lock(agenda, within, &made, &href),
			 ERR_LOCK_TOKEN);
	assert_non_null(strstr(href, "box/in"));
	assert_false(agenda_has(agenda, &agenda->maria, "box/in", "new"));
	agenda_put(agenda, &agenda->maria, "box/in", "h", "hello", 0,
		   ERR_LOCK_TOKEN);
	/* Its members stay as free as they were. */
	agenda_put(agenda, &agenda->maria, "box/in", "f", "again", 0, OK);
	assert_int_equal(delete_naming(agenda, at("box/in", "f"), NULL, &href),
			 ERR_LOCK_TOKEN);
	assert_int_equal(
		delete_naming(agenda, at("box/in", "f"), tokens, &href), OK);
}

static void of_two_shared_locks_one_is_enough(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("box/in", "f"), .shared = true };
	const char *tokens[] = { NULL, NULL };
	const char *href;

	box(agenda);
	locked(agenda, wish);
	tokens[0] = locked(agenda, wish);
	assert_int_equal(delete_naming(agenda, at("box/in", "f"), NULL, &href),
			 ERR_LOCK_TOKEN);
	assert_int_equal(
		delete_naming(agenda, at("box/in", "f"), tokens, &href), OK);
}

static void the_practices_calendars_take_no_locks(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("sessions", NULL) };
	struct lock made;
	const char *href;

	assert_int_equal(try_lock(agenda, wish, &made, &href),
			 REFUSED(NOT_PERMITTED));
}

static void what_is_asked_of_a_lock_is_bounded(void **s)
{
	struct agenda *agenda = *s;
	char owner[LOCK_OWNER_LIMIT + 2];
	struct lock_wish wish = { .at = at("calendar", "a.ics"),
				  .owner = owner,
				  .seconds = LOCK_LONGEST + 1 };
	struct lock made;
	const char *href;

	memset(owner, 'x', sizeof(owner));
	owner[LOCK_OWNER_LIMIT + 1] = '\0';
	assert_int_equal(try_lock(agenda, wish, &made, &href), ERR_INVALID);
	assert_false(agenda_has(agenda, &agenda->maria, "calendar", "a.ics"));
	owner[LOCK_OWNER_LIMIT] = '\0';
	assert_int_equal(try_lock(agenda, wish, &made, &href), OK);
	assert_int_equal(made.expires.s, FIXTURE_NOW.s + LOCK_LONGEST);
}

static enum err refresh(struct agenda *agenda, struct object_at where,
			const char **tokens, struct lock *kept)
{
	struct operation op = naming(agenda, tokens);
	struct lock_wish wish = { .at = where, .seconds = 600 };

	return practice_lock_refresh(&op, agenda->place->store, &wish, kept);
}

static void a_refresh_names_one_lock_that_is_on_the_resource(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("box/in", "f") };
	const char *none[] = { NULL };
	const char *two[] = { NULL, "urn:uuid:another", NULL };
	const char *another[] = { "urn:uuid:another", NULL };
	const char *right[] = { NULL, NULL };
	struct lock kept;

	box(agenda);
	two[0] = right[0] = locked(agenda, wish);
	assert_int_equal(refresh(agenda, wish.at, NULL, &kept), ERR_INVALID);
	assert_int_equal(refresh(agenda, wish.at, none, &kept), ERR_INVALID);
	assert_int_equal(refresh(agenda, wish.at, two, &kept), ERR_INVALID);
	assert_int_equal(refresh(agenda, wish.at, another, &kept),
			 ERR_LOCK_REFRESH);
	assert_int_equal(refresh(agenda, at("box/in", "g"), right, &kept),
			 ERR_LOCK_REFRESH);
	assert_int_equal(refresh(agenda, at("box/in", "h"), right, &kept),
			 ERR_NOT_FOUND);
	assert_int_equal(refresh(agenda, wish.at, right, &kept), OK);
	assert_int_equal(kept.expires.s, FIXTURE_NOW.s + 600);
}

static enum err unlock(struct agenda *agenda, struct object_at where,
		       const char *token)
{
	struct operation op = agenda_as(agenda, &agenda->maria, 0);

	return practice_lock_end(&op, agenda->place->store, &where, token,
				 NULL);
}

static void a_lock_ends_where_it_is_and_by_its_own_token(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish wish = { .at = at("box/in", "f") };
	const char *token;

	box(agenda);
	token = locked(agenda, wish);
	assert_int_equal(unlock(agenda, wish.at, "urn:uuid:another"),
			 ERR_LOCK_SCOPE);
	assert_int_equal(unlock(agenda, at("box/in", "g"), token),
			 ERR_LOCK_SCOPE);
	assert_int_equal(unlock(agenda, at("box/in", "h"), token),
			 ERR_NOT_FOUND);
	assert_int_equal(unlock(agenda, wish.at, token), OK);
	assert_int_equal(unlock(agenda, wish.at, token), ERR_LOCK_SCOPE);
}

static enum err insert(struct transaction *tx, void *context)
{
	return store_lock_insert(tx, context);
}

/* As of somebody who had the calendar before. */
static void anothers_lock_is_no_token_but_ends_by_who_owns_the_place(void **s)
{
	struct agenda *agenda = *s;
	struct operation op = agenda_as(agenda, NULL, 0);
	struct object_at where = at("calendar", "a.ics");
	const char *tokens[] = { "urn:uuid:bens", NULL };
	struct lock lock = { .token = tokens[0],
			     .person = agenda->ben.id,
			     .name = "a.ics",
			     .expires = { FIXTURE_NOW.s + 60 } };
	const char *href;
	struct lock kept;

	agenda_put(agenda, &agenda->maria, "calendar", "a.ics",
		   agenda_event(agenda, "a", ""), 0, OK);
	lock.collection =
		agenda_collection(agenda, &agenda->maria, "calendar").id;
	store_reader_end(agenda->place->reader);
	assert_int_equal(store_write(&op, agenda->place->store, insert, &lock),
			 OK);
	assert_int_equal(delete_naming(agenda, where, tokens, &href),
			 ERR_LOCK_TOKEN);
	assert_int_equal(refresh(agenda, where, tokens, &kept),
			 ERR_LOCK_REFRESH);
	assert_int_equal(unlock(agenda, where, tokens[0]), OK);
	assert_int_equal(delete_naming(agenda, where, NULL, &href), OK);
}

static enum err copy_over(struct agenda *agenda, struct object_at from,
			  struct object_at to, bool overwrite,
			  const char **tokens, bool *created)
{
	struct operation op = naming(agenda, tokens);

	return practice_object_copy(&op, agenda->place->store, &from, &to,
				    false, overwrite, NULL, created);
}

static void a_copy_takes_a_collections_place_when_it_may_go(void **s)
{
	struct agenda *agenda = *s;
	struct object_at from = at("box/in", "f"), onto = at("box", "in");
	struct lock_wish below = { .at = at("box/in", "g") };
	const char *tokens[] = { NULL, NULL };
	bool created = true;

	box(agenda);
	assert_int_equal(copy_over(agenda, from, onto, false, NULL, &created),
			 ERR_PRECONDITION);
	assert_int_equal(copy_over(agenda, from, onto, true, NULL, &created),
			 ERR_FORBIDDEN);
	assert_int_equal(
		copy_over(agenda, from, at("box", "f"), true, NULL, &created),
		OK);
	assert_true(created);
	tokens[0] = locked(agenda, below);
	from = at("box", "f");
	assert_int_equal(copy_over(agenda, from, onto, true, NULL, &created),
			 ERR_LOCK_TOKEN);
	assert_int_equal(copy_over(agenda, from, onto, true, tokens, &created),
			 OK);
	assert_false(created);
	assert_true(agenda_has(agenda, &agenda->maria, "box", "in"));
}

static void a_collection_goes_only_with_the_locks_in_it_named(void **s)
{
	struct agenda *agenda = *s;
	struct lock_wish above = { .at = at("box", NULL) };
	struct lock_wish below = { .at = at("box/in", "f") };
	const char *tokens[] = { NULL, NULL, NULL };
	struct operation op = naming(agenda, tokens);

	box(agenda);
	tokens[0] = locked(agenda, above);
	locked(agenda, below);
	assert_int_equal(practice_collection_delete(&op, agenda->place->store,
						    "maria", "box", NULL),
			 ERR_LOCK_TOKEN);
	assert_non_null(strstr(op.failure.href, "box/in/f"));
	operation_recover(&op);
	op.tokens = NULL;
	assert_int_equal(practice_collection_delete(&op, agenda->place->store,
						    "maria", "box/in", NULL),
			 ERR_LOCK_TOKEN);
	assert_true(agenda_has(agenda, &agenda->maria, "box/in", "f"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_AGENDA(an_exclusive_lock_is_alone_on_its_member),
		WITH_AGENDA(shared_locks_stand_beside_each_other_alone),
		WITH_AGENDA(
			a_deep_lock_meets_those_below_and_a_flat_one_does_not),
		WITH_AGENDA(a_deep_lock_above_holds_what_is_below),
		WITH_AGENDA(a_lock_of_nothing_makes_an_empty_member_once),
		WITH_AGENDA(
			a_locked_collection_lets_in_and_out_whoever_names_it),
		WITH_AGENDA(of_two_shared_locks_one_is_enough),
		WITH_AGENDA(the_practices_calendars_take_no_locks),
		WITH_AGENDA(what_is_asked_of_a_lock_is_bounded),
		WITH_AGENDA(a_refresh_names_one_lock_that_is_on_the_resource),
		WITH_AGENDA(a_lock_ends_where_it_is_and_by_its_own_token),
		WITH_AGENDA(
			anothers_lock_is_no_token_but_ends_by_who_owns_the_place),
		WITH_AGENDA(a_copy_takes_a_collections_place_when_it_may_go),
		WITH_AGENDA(a_collection_goes_only_with_the_locks_in_it_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
