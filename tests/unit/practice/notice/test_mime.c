#include "tests/unit/store/place_fixture.h"

#include "practice/notice/mime.h"

#include <string.h>

static void headers_are_plain_where_they_can_be(void **s)
{
	struct arena *arena = arena_new();

	(void)s;
	assert_string_equal(mime_text(arena, "Hello"), "Hello");
	assert_string_equal(mime_text(arena, "a\r\nBcc: x\x01"), "a  Bcc: x ");
	assert_string_equal(mime_text(arena, "Zo\xc3\xab"),
			    "=?UTF-8?B?Wm/Dqw==?=");
	assert_string_equal(mime_text(arena, "=?x"), "=?UTF-8?B?PT94?=");
	arena_free(arena);
}

static void long_headers_are_folded_between_characters(void **s)
{
	struct arena *arena = arena_new();
	struct buf text;
	char *line, *end;

	(void)s;
	buf_init(&text, arena);
	for (int i = 0; i < 100; i++)
		buf_puts(&text, "\xc3\xab");
	line = mime_text(arena, text.at);
	for (; line; line = end ? end + 3 : NULL) {
		end = strstr(line, "\r\n ");
		assert_true((end ? (size_t)(end - line) : strlen(line)) <= 75);
		assert_memory_equal(line, "=?UTF-8?B?", 10);
	}
	arena_free(arena);
}

static void no_line_of_mail_is_too_long_or_begins_with_a_dot(void **s)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct notice_message message = {
		.practice = { .name = "Willow \"Lane\"" },
		.row = { .id = 7, .address = "ada@example.org", .key = "k" },
		.subject = "s",
		.text = ".\n. a \nline=\xc3\xab\n",
		.html = "<p>"
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"</p>",
	};
	struct slice rest;

	(void)s;
	operation_init(&op, arena, (struct instant){ 0 });
	rest = practice_notice_mail(&op, &message, "p@example.org", NULL);
	while (rest.len) {
		struct slice line = slice_cut(&rest, '\n');

		assert_true(line.len && line.at[line.len - 1] == '\r');
		assert_true(line.len <= 100);
		assert_true(*line.at != '.');
	}
	arena_free(arena);
}

static void a_message_has_one_id_for_all_its_tries(void **s)
{
	struct arena *arena = arena_new();
	struct outbox row = { .id = 7, .key = "k" };
	const char *id = practice_notice_id(arena, &row, "p@example.org");

	(void)s;
	row.tries = 3;
	assert_string_equal(practice_notice_id(arena, &row, "p@example.org"),
			    id);
	row.key = "l";
	assert_string_not_equal(
		practice_notice_id(arena, &row, "p@example.org"), id);
	assert_non_null(strstr(id, "@example.org"));
	arena_free(arena);
}

static void a_mail_has_its_event_its_file_and_a_way_to_stop(void **s)
{
	struct arena *arena = arena_new();
	struct operation op;
	struct notice_file file = { "invoice-7.pdf", "application/pdf",
				    slice_of("%PDF") };
	struct notice_message message = {
		.practice = { .name = "Willow", .email = "desk@example.org" },
		.row = { .id = 7, .address = "ada@example.org", .key = "k" },
		.subject = "s",
		.text = "a\r\nb",
		.html = "<p>",
		.stop = "https://willow.example/notices/stop/k",
		.ics = "BEGIN:VCALENDAR\r\n",
		.method = "CANCEL",
	};
	const char *mail;

	(void)s;
	operation_init(&op, arena, (struct instant){ 0 });
	mail = slice_dup(arena, practice_notice_mail(&op, &message,
						     "p@example.org", &file));
	assert_non_null(strstr(mail, "List-Unsubscribe: "
				     "<https://willow.example/notices/stop/k>"
				     "\r\n"));
	assert_non_null(strstr(mail, "method=CANCEL; component=VEVENT"));
	assert_non_null(strstr(mail, "filename=\"invite.ics\""));
	assert_non_null(strstr(mail, "filename=\"invoice-7.pdf\""));
	assert_non_null(strstr(mail, "\r\na\r\nb\r\n"));
	file.name = NULL;
	message.stop = message.ics = NULL;
	mail = slice_dup(arena, practice_notice_mail(&op, &message,
						     "p@example.org", &file));
	assert_non_null(strstr(mail, "List-Unsubscribe: <mailto:"));
	assert_null(strstr(mail, "text/calendar"));
	assert_null(strstr(mail, "attachment"));
	arena_free(arena);
}

static const char *mail_of(struct arena *arena,
			   const struct notice_message *message,
			   const char *from)
{
	struct operation op;

	operation_init(&op, arena, (struct instant){ 0 });
	return slice_dup(arena, practice_notice_mail(&op, message, from, NULL));
}

static void names_and_answers_are_written_as_headers_may(void **s)
{
	struct arena *arena = arena_new();
	struct notice_message message = {
		.practice = { .name = "Zo\xc3\xab's", .email = "a@b.example" },
		.row = { .id = 7, .address = "ada@example.org" },
		.subject = "s\x7f",
		.text = "a\tb\t\nc",
		.html = "",
	};
	const char *mail = mail_of(arena, &message, "a@b.example");

	(void)s;
	assert_non_null(strstr(mail, "From: =?UTF-8?B?"));
	assert_non_null(strstr(mail, "Subject: s \r\n"));
	assert_non_null(strstr(mail, "\r\na\tb=09\r\nc\r\n"));
	assert_null(strstr(mail, "Reply-To:"));
	message.practice = (struct practice){ .name = "A \\ \"B\"" };
	mail = mail_of(arena, &message, "nobody");
	assert_non_null(strstr(mail, "From: \"A \\\\ \\\"B\\\"\"\r\n"));
	assert_non_null(strstr(mail, "@daybook.invalid>"));
	assert_non_null(strstr(mail_of(arena, &message, "nobody@"),
			       "@daybook.invalid>"));
	arena_free(arena);
}

static void bytes_that_are_no_characters_are_cut_somewhere(void **s)
{
	struct arena *arena = arena_new();
	char text[200];

	(void)s;
	memset(text, 0x80, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_non_null(strstr(mime_text(arena, text), "\r\n =?UTF-8?B?"));
	memset(text, 'x', sizeof(text) - 1);
	assert_memory_equal(mime_text(arena, text), "=?UTF-8?B?", 10);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_plain_where_they_can_be),
		cmocka_unit_test(long_headers_are_folded_between_characters),
		cmocka_unit_test(
			no_line_of_mail_is_too_long_or_begins_with_a_dot),
		cmocka_unit_test(
			a_mail_has_its_event_its_file_and_a_way_to_stop),
		cmocka_unit_test(a_message_has_one_id_for_all_its_tries),
		cmocka_unit_test(names_and_answers_are_written_as_headers_may),
		cmocka_unit_test(
			bytes_that_are_no_characters_are_cut_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
