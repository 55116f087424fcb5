#include "server/deadline.h"

#include "base/memory.h"
#include "tests/unit/base/arena_fixture.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define MIB ((size_t)1024 * 1024)
#define SOON 7000 /* milliseconds: slow is five seconds */

struct line {
	struct deadline *deadline;
	int ours, theirs;
};

static struct line line_open(struct deadlines *list, enum phase phase,
			     size_t holds)
{
	struct line line;
	int both[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
	line.ours = both[0];
	line.theirs = both[1];
	line.deadline = deadline_add(list, line.ours, 60);
	deadline_set(line.deadline, phase, 60, NULL);
	deadline_holds(line.deadline, holds);
	return line;
}

static void line_close(struct line *line)
{
	deadline_remove(line->deadline);
	close(line->ours);
	close(line->theirs);
}

/* Does the peer see the end within so long? */
static bool ends(const struct line *line, int milliseconds)
{
	struct pollfd poll_for = { .fd = line->theirs, .events = POLLIN };
	char byte;

	return poll(&poll_for, 1, milliseconds) == 1 &&
	       read(line->theirs, &byte, 1) == 0;
}

/* 64 MiB for requests, of which so many are left. */
static void leave(size_t left)
{
	memory_bound(64 * MIB);
	memory_count(64 * MIB - left, 0);
}

static void leave_all(size_t left)
{
	memory_count(0, 64 * MIB - left);
	memory_bound(SIZE_MAX / 2);
}

static void
who_is_slow_to_take_much_gives_way_where_memory_is_short(void **state)
{
	struct deadlines *list = deadlines_new();
	struct line slow = line_open(list, PHASE_SENDING, 20 * MIB);
	struct line later = line_open(list, PHASE_SENDING, 20 * MIB);
	struct line little = line_open(list, PHASE_SENDING, 1000);
	struct line working = line_open(list, PHASE_WORKING, 20 * MIB);
	struct line waiting = line_open(list, PHASE_WAITING, 32 * 1024);

	(void)state;
	leave(12 * MIB);
	assert_true(ends(&slow, SOON));
	leave_all(12 * MIB);
	assert_false(ends(&later, 0));
	assert_false(ends(&little, 0));
	assert_false(ends(&working, 0));
	assert_false(ends(&waiting, 0));
	line_close(&slow);
	line_close(&later);
	line_close(&little);
	line_close(&working);
	line_close(&waiting);
	deadlines_free(list);
}

static void who_waits_gives_way_where_almost_nothing_is_left(void **state)
{
	struct deadlines *list = deadlines_new();
	struct line fresh = line_open(list, PHASE_WAITING, 0);
	struct line waiting = line_open(list, PHASE_WAITING, 32 * 1024);
	struct line working = line_open(list, PHASE_WORKING, 20 * MIB);

	(void)state;
	leave(MIB);
	assert_true(ends(&waiting, SOON));
	leave_all(MIB);
	assert_false(ends(&fresh, 0));
	assert_false(ends(&working, 0));
	line_close(&fresh);
	line_close(&waiting);
	line_close(&working);
	deadlines_free(list);
}

static void a_deadline_ends_its_connection_but_never_work(void **state)
{
	struct deadlines *list = deadlines_new();
	struct line late = line_open(list, PHASE_READING, 0);
	struct line working = line_open(list, PHASE_WORKING, 0);

	(void)state;
	deadline_set(late.deadline, PHASE_READING, 1, NULL);
	deadline_set(working.deadline, PHASE_WORKING, 0, NULL);
	assert_true(ends(&late, SOON));
	deadlines_expire(list, true);
	assert_false(ends(&working, 0));
	line_close(&late);
	line_close(&working);
	deadlines_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			who_is_slow_to_take_much_gives_way_where_memory_is_short),
		cmocka_unit_test(
			who_waits_gives_way_where_almost_nothing_is_left),
		cmocka_unit_test(a_deadline_ends_its_connection_but_never_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
