#include "tests/unit/store/transaction_fixture.h"

#include "base/str.h"

#include "store/calendar.h"
#include "store/lock.h"
#include "store/people.h"
#include "store/usage.h"

#include <string.h>

static int64_t maria(struct tx_fixture *fix)
{
	struct person person = { .login = "maria",
				 .name = "Maria",
				 .roles = ROLE_PRACTITIONER };

	assert_int_equal(store_person_insert(fix->tx, &person), OK);
	return person.id;
}

static struct collection folder(struct tx_fixture *fix, int64_t owner,
				int64_t parent, const char *path)
{
	struct collection made = { .owner = owner,
				   .parent = parent,
				   .path = path,
				   .kind = COLLECTION_PLAIN };

	assert_int_equal(store_collection_insert(fix->tx, &made), OK);
	return made;
}

static struct lock take(struct tx_fixture *fix, int64_t person,
			const struct collection *on, const char *name,
			bool deep, int64_t seconds)
{
	static int number;
	struct lock lock = {
		.token = arena_printf(fix->arena, "urn:x:%d", ++number),
		.person = person,
		.collection = on->id,
		.name = name,
		.deep = deep,
		.owner = "<o/>",
		.expires = { fix->op->now.s + seconds },
	};

	assert_int_equal(store_lock_insert(fix->tx, &lock), OK);
	return lock;
}

/* The names that are locked, in order. */
static const char *tokens(struct tx_fixture *fix, enum err err,
			  const struct lock *list, size_t count)
{
	struct buf buf;

	assert_int_equal(err, OK);
	buf_init(&buf, fix->arena);
	buf_puts(&buf, "");
	for (size_t i = 0; i < count; i++)
		buf_printf(&buf, "%s%s", i ? " " : "", list[i].name);
	return buf.at;
}

static const char *on(struct tx_fixture *fix, const struct collection *at,
		      const char *name)
{
	struct lock *list;
	size_t count;
	enum err err =
		store_lock_list(fix->reader, at->id, name, &list, &count);

	return tokens(fix, err, list, count);
}

static const char *below(struct tx_fixture *fix, const struct collection *at)
{
	struct lock *list;
	size_t count;
	enum err err =
		store_lock_list_below(fix->reader, at->id, &list, &count);

	return tokens(fix, err, list, count);
}

static int64_t counted(struct tx_fixture *fix, const struct collection *at)
{
	struct collection found;

	assert_int_equal(store_collection_load(fix->reader, at->id, &found),
			 OK);
	return found.locks;
}

static void locks_are_found_by_address_from_above_and_below(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t person = maria(fix);
	struct collection a = folder(fix, person, 0, "a");
	struct collection b = folder(fix, person, a.id, "a/b");
	struct collection c = folder(fix, person, b.id, "a/b/c");

	take(fix, person, &a, "x", false, 60);
	take(fix, person, &b, "y", false, 60);
	take(fix, person, &c, "z", false, 60);
	assert_string_equal(on(fix, &b, "y"), "y");
	assert_string_equal(on(fix, &b, "x"), "");
	assert_string_equal(on(fix, &b, ""), "");
	take(fix, person, &b, "", false, 60);
	assert_string_equal(on(fix, &b, "y"), "y ");
	assert_string_equal(on(fix, &c, "z"), "z");
	take(fix, person, &a, "", true, 60);
	assert_string_equal(on(fix, &c, "z"), "z ");
	assert_string_equal(on(fix, &c, NULL), "z ");
	assert_string_equal(below(fix, &a), "x y z  ");
	assert_string_equal(below(fix, &c), "z");
	assert_int_equal(counted(fix, &a), 2);
	assert_int_equal(counted(fix, &b), 2);
	assert_int_equal(counted(fix, &c), 1);
	assert_int_equal(store_lock_drop(fix->tx, b.id, "y"), OK);
	assert_int_equal(counted(fix, &b), 1);
	assert_int_equal(store_lock_drop_below(fix->tx, b.id), OK);
	assert_string_equal(below(fix, &a), "x ");
	assert_int_equal(counted(fix, &b), 0);
	assert_int_equal(counted(fix, &c), 0);
	assert_int_equal(counted(fix, &a), 2);
}

static void the_locks_of_one_person_end_alone(void **state)
{
	struct tx_fixture *fix = *state;
	struct person tom = { .login = "tom", .name = "Tom" };
	int64_t person = maria(fix);
	struct collection a = folder(fix, person, 0, "a");
	struct collection b = folder(fix, person, 0, "b");

	assert_int_equal(store_person_insert(fix->tx, &tom), OK);
	take(fix, tom.id, &a, "x", false, 60);
	take(fix, person, &a, "y", false, 60);
	take(fix, tom.id, &a, "", true, 60);
	take(fix, tom.id, &b, "z", false, 60);
	assert_int_equal(store_lock_drop_person(fix->tx, a.id, tom.id), OK);
	assert_string_equal(below(fix, &a), "y");
	assert_string_equal(below(fix, &b), "z");
	assert_int_equal(counted(fix, &a), 1);
}

static void what_has_expired_is_not_read_and_is_swept(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t person = maria(fix), count;
	struct collection a = folder(fix, person, 0, "a");
	struct lock first = take(fix, person, &a, "x", false, 60);

	take(fix, person, &a, "y", false, 61);
	fix->op->now.s += 60;
	assert_string_equal(on(fix, &a, NULL), "y");
	assert_string_equal(below(fix, &a), "y");
	assert_int_equal(store_usage_locks(fix->reader, person, &count), OK);
	assert_int_equal(count, 1);
	assert_int_equal(counted(fix, &a), 2);
	assert_int_equal(
		store_lock_extend(fix->tx, first.id,
				  (struct instant){ fix->op->now.s + 1 }),
		OK);
	assert_string_equal(on(fix, &a, NULL), "x y");
	fix->op->now.s += 1;
	assert_int_equal(store_lock_sweep(fix->tx), OK);
	assert_int_equal(counted(fix, &a), 0);
	assert_string_equal(on(fix, &a, NULL), "");
}

static void a_lock_is_read_as_it_was_written(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t person = maria(fix);
	struct collection a = folder(fix, person, 0, "a");
	struct lock lock = take(fix, person, &a, "", true, 60);
	struct lock *list;
	size_t count;

	assert_int_equal(store_lock_list(fix->reader, a.id, "", &list, &count),
			 OK);
	assert_int_equal(count, 1);
	assert_int_equal(list->id, lock.id);
	assert_string_equal(list->token, lock.token);
	assert_string_equal(list->path, "a");
	assert_string_equal(list->owner, "<o/>");
	assert_int_equal(list->person, person);
	assert_int_equal(list->expires.s, lock.expires.s);
	assert_true(list->deep);
	assert_false(list->shared);
	assert_int_equal(store_lock_delete(fix->tx, &lock), OK);
	assert_int_equal(counted(fix, &a), 0);
}

static void a_collection_takes_its_locks_with_it(void **state)
{
	struct tx_fixture *fix = *state;
	int64_t person = maria(fix), count;
	struct collection a = folder(fix, person, 0, "a");

	take(fix, person, &a, "x", false, 60);
	assert_int_equal(store_collection_delete(fix->tx, a.id), OK);
	assert_int_equal(store_usage_locks(fix->reader, person, &count), OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(locks_are_found_by_address_from_above_and_below),
		WITH_TX(the_locks_of_one_person_end_alone),
		WITH_TX(what_has_expired_is_not_read_and_is_swept),
		WITH_TX(a_lock_is_read_as_it_was_written),
		WITH_TX(a_collection_takes_its_locks_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
