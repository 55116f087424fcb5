#include "base/log.h"

#include "base/clock.h"

#include "tests/unit/base/arena_fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int real_stderr;
static int reader;

/* What is logged from here on can be read from the pipe. */
static void catch_stderr(void)
{
	int ends[2];

	fflush(stderr);
	assert_int_equal(pipe(ends), 0);
	real_stderr = dup(STDERR_FILENO);
	assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
	close(ends[1]);
	reader = ends[0];
}

/* Ends catching; the text in a static buffer. */
static const char *caught(void)
{
	static char text[60000];
	size_t len = 0;
	ssize_t got;

	assert_true(dup2(real_stderr, STDERR_FILENO) >= 0);
	close(real_stderr);
	while ((got = read(reader, text + len, sizeof(text) - 1 - len)) > 0)
		len += (size_t)got;
	text[len] = '\0';
	close(reader);
	return text;
}

static void a_line_has_time_level_event_and_text(UNUSED void **state)
{
	struct instant real = clock_now();
	const char *text;

	clock_start_at((struct instant){ 1780948800 });
	catch_stderr();
	log_event(LOG_WARNING, "started", "port=%d", 8008);
	text = caught();
	clock_start_at(real);
	/* the second may have passed meanwhile */
	assert_memory_equal(text, "2026-06-08T20:00:0", 18);
	assert_string_equal(text + 20,
			    " level=warning event=started port=8008\n");
}

static void control_bytes_cannot_make_a_second_line(UNUSED void **state)
{
	const char *text;

	catch_stderr();
	log_event(LOG_ERROR, "odd", "%s", "a\nlevel=info\r\x1b[0m\x7f");
	text = caught();
	assert_string_equal(strchr(text, ' '),
			    " level=error event=odd a?level=info??[0m?\n");
}

static void a_long_line_is_cut_and_still_ends(UNUSED void **state)
{
	char wide[5000];
	const char *text;

	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	catch_stderr();
	log_event(LOG_INFO, "wide", "%s", wide);
	text = caught();
	assert_in_range(strlen(text), 1000, 4096);
	assert_int_equal(text[strlen(text) - 1], '\n');
}

static void lines_above_the_level_are_dropped(UNUSED void **state)
{
	const char *text;

	catch_stderr();
	log_event(LOG_DEBUG, "quiet", "%s", "");
	log_set_level(LOG_ERROR);
	log_event(LOG_WARNING, "quiet", "%s", "");
	log_set_level(LOG_DEBUG);
	log_event(LOG_DEBUG, "loud", "%s", "");
	log_set_level(LOG_INFO);
	text = caught();
	assert_null(strstr(text, "quiet"));
	assert_non_null(strstr(text, "event=loud"));
}

static void level_names_are_read(UNUSED void **state)
{
	enum log_level level = LOG_INFO;

	assert_true(log_level_parse("debug", &level));
	assert_int_equal(level, LOG_DEBUG);
	assert_true(log_level_parse("error", &level));
	assert_int_equal(level, LOG_ERROR);
	assert_false(log_level_parse("loud", &level));
	assert_false(log_level_parse("", &level));
	assert_int_equal(level, LOG_ERROR);
}

static void *log_lines(UNUSED void *unused)
{
	for (int i = 0; i < 100; i++)
		log_event(LOG_INFO, "line", "%s", "from-a-thread");
	return NULL;
}

static void lines_of_threads_stay_whole(UNUSED void **state)
{
	pthread_t threads[4];
	const char *at;
	int count = 0;

	catch_stderr();
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, log_lines, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (at = caught(); *at; at = strchr(at, '\n') + 1) {
		static const char rest[] =
			" level=info event=line from-a-thread\n";

		assert_memory_equal(at + 20, rest, sizeof(rest) - 1);
		count++;
	}
	assert_int_equal(count, 400);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_time_level_event_and_text),
		cmocka_unit_test(control_bytes_cannot_make_a_second_line),
		cmocka_unit_test(a_long_line_is_cut_and_still_ends),
		cmocka_unit_test(lines_above_the_level_are_dropped),
		cmocka_unit_test(level_names_are_read),
		cmocka_unit_test(lines_of_threads_stay_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
