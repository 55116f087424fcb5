#include "tests/unit/practice/notice_fixture.h"

#include "base/json.h"
#include "practice/notice/texts.h"

/* The practice's own words for notices. */

static enum err apply(struct clinic *clinic, const char *json,
		      struct practice *practice)
{
	return practice_notice_texts_apply(
		clinic->op, json_read(clinic->op->arena, json), practice);
}

static void refused(struct clinic *clinic, const char *json, const char *field,
		    const char *code)
{
	struct practice practice = { .notices = "{}" };

	assert_failed(clinic, apply(clinic, json, &practice), ERR_INVALID);
	assert_true(clinic_field(clinic, field, code));
	assert_string_equal(practice.notices, "{}");
	operation_recover(clinic->op);
	clinic->op->failure = (struct failure){ .code = OK };
}

static void s45_own_words_stand_in_place_of_the_programs(void **s)
{
	struct clinic *clinic = *s;
	struct practice practice = { .notices = NULL };
	struct notice_texts before = practice_notice_texts(
		clinic->op->arena, &practice, NOTICE_CANCELED);
	struct notice_texts after;

	assert_ok(clinic,
		  apply(clinic, "{\"canceled\":{\"sms\":\"Off\"}}", &practice));
	after = practice_notice_texts(clinic->op->arena, &practice,
				      NOTICE_CANCELED);
	assert_string_equal(after.sms, "Off");
	assert_string_equal(after.subject, before.subject);
	assert_string_equal(after.text, before.text);
	after = practice_notice_texts(clinic->op->arena, &practice,
				      NOTICE_REMINDER);
	assert_string_not_equal(after.sms, "Off");
}

static void s45_what_is_sent_is_laid_over_what_stands(void **s)
{
	struct clinic *clinic = *s;
	struct practice practice = { .notices = NULL };
	struct arena *arena = clinic->op->arena;
	json_t *all, *own;

	assert_ok(clinic, apply(clinic,
				"{\"canceled\":{\"sms\":\"Off\","
				"\"subject\":\"It is off\"},"
				"\"reminder\":{\"sms\":\"Soon\"}}",
				&practice));
	assert_ok(clinic, apply(clinic,
				"{\"canceled\":{\"sms\":null},"
				"\"reminder\":null}",
				&practice));
	all = practice_notice_texts_json(arena, &practice);
	own = json_object_get(all, "canceled");
	assert_string_equal(json_string_value(json_object_get(own, "subject")),
			    "It is off");
	assert_null(json_string_value(json_object_get(own, "sms")));
	assert_false(json_is_object(json_object_get(all, "reminder")));
	assert_ok(clinic, apply(clinic, "null", &practice));
	assert_null(practice.notices);
}

static void s45_words_that_cannot_be_are_refused_by_their_field(void **s)
{
	struct clinic *clinic = *s;

	refused(clinic, "[]", "notices", "not-an-object");
	refused(clinic, "{\"party\":{}}", "notices.party", "unknown");
	refused(clinic, "{\"canceled\":7}", "notices.canceled",
		"not-an-object");
	refused(clinic, "{\"canceled\":{\"body\":\"x\"}}",
		"notices.canceled.body", "unknown");
	refused(clinic, "{\"canceled\":{\"sms\":7}}", "notices.canceled.sms",
		"not-text");
	refused(clinic, "{\"canceled\":{\"text\":\"{nobody}\"}}",
		"notices.canceled.text", "name-unknown");
	refused(clinic, "{\"canceled\":{\"subject\":\"{date\"}}",
		"notices.canceled.subject", "brace-open");
}

static void s45_no_text_and_every_text_may_be_sent(void **s)
{
	struct clinic *clinic = *s;
	struct practice practice = { .notices = NULL };
	struct arena *arena = clinic->op->arena;
	char *much = arena_alloc(arena, 9000);
	const char *json;

	assert_ok(clinic, apply(clinic, "{}", &practice));
	assert_ok(clinic,
		  apply(clinic, "{\"canceled\":{\"sms\":\"\"}}", &practice));
	practice.notices = NULL;
	assert_ok(clinic,
		  practice_notice_texts_apply(clinic->op, NULL, &practice));
	memset(much, 'x', 8999);
	much[8999] = '\0';
	json = arena_printf(arena, "{\"canceled\":{\"text\":\"%s\"}}", much);
	assert_failed(clinic, apply(clinic, json, &practice), ERR_INVALID);
	assert_null(practice.notices);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s45_own_words_stand_in_place_of_the_programs),
		WITH_NOTICES(s45_what_is_sent_is_laid_over_what_stands),
		WITH_NOTICES(
			s45_words_that_cannot_be_are_refused_by_their_field),
		WITH_NOTICES(s45_no_text_and_every_text_may_be_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
