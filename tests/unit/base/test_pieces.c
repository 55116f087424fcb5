#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/http.h"
#include "base/pieces.h"

#include <stdio.h>
#include <string.h>

/* So many numbered lines, a turn after each. */
static void write_lines(struct pieces *pieces, struct buf *buf, int count)
{
	for (int i = 0; i < count; i++) {
		buf_printf(buf, "%08d\n", i);
		pieces_turn(pieces, buf);
	}
	pieces_end(pieces, buf);
}

static struct http_response answer(struct arena *arena, int lines)
{
	struct http_response response;
	struct pieces pieces;
	struct buf buf;

	http_response_init(&response, arena);
	pieces_init(&pieces, arena);
	pieces_begin(&buf, arena);
	write_lines(&pieces, &buf, lines);
	assert_int_equal(pieces.len, (size_t)lines * 9);
	http_response_pieces(&response, "text/plain", &pieces);
	return response;
}

static void check_lines(const struct http_response *response, int lines)
{
	assert_int_equal(response->body_len, (size_t)lines * 9);
	for (int i = 0; i < lines; i++) {
		char line[16];

		snprintf(line, sizeof(line), "%08d\n", i);
		assert_memory_equal(response->body + (size_t)i * 9, line, 9);
	}
}

static void a_long_text_is_the_same_in_pieces(void **state)
{
	struct arena *arena = arena_new();
	struct http_response response = answer(arena, 100000);
	const struct slice *before = response.pieces;

	(void)state;
	assert_true(response.piece_count > 3);
	for (size_t i = 1; i < response.piece_count; i++)
		assert_true(before[i - 1].len < (size_t)128 * 1024);
	http_response_join(&response);
	assert_int_equal(response.piece_count, 0);
	check_lines(&response, 100000);
	arena_free(arena);
}

static void a_short_one_is_a_body(void **state)
{
	struct arena *arena = arena_new();
	struct http_response response = answer(arena, 100);

	(void)state;
	assert_int_equal(response.piece_count, 0);
	check_lines(&response, 100);
	arena_free(arena);
}

static void what_is_longer_than_a_piece_stays_whole(void **state)
{
	struct arena *arena = arena_new();
	size_t len = (size_t)300 * 1024;
	char *text = arena_alloc(arena, len + 1);
	struct pieces pieces;
	struct buf buf;

	(void)state;
	memset(text, 'x', len);
	pieces_init(&pieces, arena);
	pieces_begin(&buf, arena);
	buf_puts(&buf, text);
	pieces_turn(&pieces, &buf);
	pieces_end(&pieces, &buf);
	assert_int_equal(pieces.count, 1);
	assert_int_equal(pieces.list[0].len, len);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_text_is_the_same_in_pieces),
		cmocka_unit_test(a_short_one_is_a_body),
		cmocka_unit_test(what_is_longer_than_a_piece_stays_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
