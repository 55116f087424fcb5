/* Disks that fail under the whole program: what was answered is there, what
 * was refused is not, and when the disk is well again so is everything. */
#include "tests/unit/server/lived_practice.h"
#include "tests/unit/store/memory_disk.h"

#include "store/ledger.h"
#include "store/verify.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#undef fail
#include <sqlite3.h>

#define CUTS 150
#define WRITES 6      /* before a cut, at most */
#define CALLS_MOST 40 /* of the disk, that these take together */

static const char EVENT[] =
	"PUT calendar/%s.ics\nContent-Type: text/calendar\n\n"
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
	"BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260601T000000Z\r\n"
	"DTSTART:20260612T140000Z\r\nSUMMARY:%s\r\n"
	"END:VEVENT\r\nEND:VCALENDAR\r\n";
static const char SAVE[] = "POST /api/sessions/1/completion\n"
			   "Content-Type: application/json\n\n"
			   "{\"type\": \"%s\"}";

static int ask(const char *text)
{
	struct arena *arena = arena_new();
	struct lived_answer answer;
	int status;

	assert_true(lived_ask(arena, slice_of(text), &answer));
	status = answer.response.status;
	arena_free(arena);
	return status;
}

static int put(const char *name)
{
	char text[512];

	snprintf(text, sizeof(text), EVENT, name, name, name);
	return ask(text);
}

static int get(const char *name)
{
	char text[64];

	snprintf(text, sizeof(text), "GET calendar/%s.ics\n\n", name);
	return ask(text);
}

static int save(const char *ending)
{
	char text[256];

	snprintf(text, sizeof(text), SAVE, ending);
	return ask(text);
}

/* The ledger proves itself, and the file is whole. */
static void assert_sound(void)
{
	struct arena *arena = arena_new();
	struct ledger_proof proof;
	struct operation op;

	operation_init(&op, arena, lived_now);
	assert_int_equal(store_reader_begin(lived_reader(), &op), OK);
	assert_int_equal(store_check(lived_reader()), OK);
	assert_int_equal(store_ledger_verify(lived_reader(), &proof), OK);
	assert_true(proof.ok);
	store_reader_end(lived_reader());
	arena_free(arena);
}

/* The practice is as it was when the test began. */
static int renew(void **state UNUSED)
{
	memory_disk_fail(0, SQLITE_OK, SQLITE_OK);
	lived_renew();
	return 0;
}

static void fails(int write, int sync, int status)
{
	for (int calls = 0; calls < 12; calls++) {
		memory_disk_fail(calls, write, sync);
		if (put("x") == 201)
			break; /* it took no more calls than that */
		assert_int_equal(put("x"), status);
		assert_int_equal(save("completed"), status);
		assert_int_equal(get("a"), 200);
		memory_disk_fail(0, SQLITE_OK, SQLITE_OK);
		assert_int_equal(get("x"), 404);
		assert_sound();
	}
	memory_disk_fail(0, SQLITE_OK, SQLITE_OK);
	assert_int_equal(put("y"), 201);
	assert_int_equal(save("completed"), 200);
	assert_int_equal(get("y"), 200);
	assert_sound();
}

static void a_full_disk_refuses_writes_and_serves_reads(void **state UNUSED)
{
	fails(SQLITE_FULL, SQLITE_OK, 507);
}

static void a_disk_that_may_not_be_written_serves_reads(void **state UNUSED)
{
	fails(SQLITE_READONLY, SQLITE_OK, 500);
}

static void a_disk_that_cannot_be_written_loses_nothing(void **state UNUSED)
{
	fails(SQLITE_IOERR_WRITE, SQLITE_OK, 500);
}

static void what_could_not_be_synced_is_not_answered(void **state UNUSED)
{
	fails(SQLITE_OK, SQLITE_IOERR_FSYNC, 500);
}

static uint32_t next(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return (uint32_t)(*seed >> 33);
}

/* Writes go on until the disk is gone; the state of the session that was
 * answered last is *saved. */
static void write_until_cut(int cut, uint64_t *seed, bool answered[WRITES],
			    const char **saved)
{
	static const char *const endings[] = { "missed", "completed" };

	memory_disk_fail((int)(next(seed) % CALLS_MOST), SQLITE_IOERR_WRITE,
			 SQLITE_IOERR_FSYNC);
	for (int i = 0; i < WRITES; i++) {
		char name[32];
		const char *ending = endings[next(seed) % 2];

		snprintf(name, sizeof(name), "c%d-%d", cut, i);
		answered[i] = put(name) == 201;
		if (save(ending) == 200)
			*saved = ending;
	}
}

static void power_cuts_lose_nothing_that_was_answered(void **state UNUSED)
{
	const char *given = getenv("DAYBOOK_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 20260610;
	int lost = 0;

	print_message("DAYBOOK_SEED=%llu\n", (unsigned long long)seed);
	for (int cut = 0; cut < CUTS; cut++) {
		bool answered[WRITES];
		const char *saved = NULL;

		write_until_cut(cut, &seed, answered, &saved);
		lived_cut(next(&seed));
		assert_sound();
		for (int i = 0; i < WRITES; i++) {
			char name[32];
			int status;

			snprintf(name, sizeof(name), "c%d-%d", cut, i);
			status = get(name);
			assert_true(status == 200 || status == 404);
			assert_true(!answered[i] || status == 200);
			lost += !answered[i];
		}
		assert_int_equal(save("open"), 200);
	}
	assert_true(lost > CUTS); /* the cuts were not all behind the work */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			a_full_disk_refuses_writes_and_serves_reads, renew),
		cmocka_unit_test_setup(
			a_disk_that_may_not_be_written_serves_reads, renew),
		cmocka_unit_test_setup(
			a_disk_that_cannot_be_written_loses_nothing, renew),
		cmocka_unit_test_setup(what_could_not_be_synced_is_not_answered,
				       renew),
		cmocka_unit_test_setup(
			power_cuts_lose_nothing_that_was_answered, renew),
	};

	lived_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
