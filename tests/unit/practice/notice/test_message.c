#include "tests/unit/practice/notice_fixture.h"

#include "practice/notice/message.h"

#include <string.h>

/* What a notice says, and what it would say before there is one. */

static enum err preview(struct clinic *clinic, struct preview_ask ask,
			struct notice_message *message)
{
	struct reader *reader = place_read(clinic->place);
	struct operation *op = store_reader_operation(reader);
	struct actor actor = op->actor;
	struct failure failure;
	enum err err;

	op->actor = clinic->op->actor;
	err = practice_notice_preview(reader, &ask, message);
	op->actor = actor;
	failure = op->failure;
	operation_recover(op);
	clinic->op->failure = failure;
	return err;
}

static struct notice_message shown(struct clinic *clinic,
				   struct preview_ask ask)
{
	struct notice_message message;

	assert_int_equal(preview(clinic, ask, &message), OK);
	return message;
}

static void s45_an_example_says_what_the_practices_words_say(void **s)
{
	struct clinic *clinic = *s;
	struct notice_message message = shown(
		clinic,
		(struct preview_ask){ .kind = NOTICE_RESCHEDULED,
				      .subject = "From {old_time} to {time}",
				      .text = "<{first_name}> & \"you\"",
				      .sms = "{practice}" });

	assert_non_null(strstr(message.subject, "From "));
	assert_non_null(strstr(message.text, "<Ada> & \"you\""));
	assert_non_null(
		strstr(message.html, "&lt;Ada&gt; &amp; &quot;you&quot;"));
	assert_int_equal(message.parts, 1);
	assert_null(message.stop);
}

static void s45_an_example_of_a_session_is_of_its_time_and_client(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct notice_message message = shown(
		clinic,
		(struct preview_ask){ .kind = NOTICE_CANCELED,
				      .session = session.id,
				      .client = clinic->clients[1],
				      .sms = "{date} {time} {end_time}" });

	assert_string_equal(message.sms, "Wednesday 10 June 2026 09:00 09:50");
	assert_int_equal(message.row.person, clinic->clients[1]);
}

static void s45_an_example_of_nothing_is_refused_by_its_field(void **s)
{
	struct clinic *clinic = *s;
	struct notice_message message;

	assert_int_equal(preview(clinic,
				 (struct preview_ask){ .kind = NOTICE_CANCELED,
						       .session = 999 },
				 &message),
			 ERR_INVALID);
	assert_true(clinic_field(clinic, "session", "unknown"));
	assert_int_equal(preview(clinic,
				 (struct preview_ask){ .kind = NOTICE_CANCELED,
						       .subject = "{a}",
						       .text = "{b}",
						       .sms = "{c}" },
				 &message),
			 ERR_INVALID);
	assert_true(clinic_field(clinic, "subject", "name-unknown"));
	assert_true(clinic_field(clinic, "text", "name-unknown"));
	assert_true(clinic_field(clinic, "sms", "name-unknown"));
	clinic_as(clinic, clinic->maria);
	assert_int_equal(
		preview(clinic, (struct preview_ask){ .kind = NOTICE_CANCELED },
			&message),
		ERR_FORBIDDEN);
}

static struct notice_message message_of(struct clinic *clinic,
					const struct outbox *row)
{
	struct notice_message message;

	assert_int_equal(practice_notice_message(place_read(clinic->place), row,
						 &message),
			 OK);
	return message;
}

static void s45_a_mail_leads_to_the_practices_own_pages(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct outbox row = { .session = session.id,
			      .person = clinic->clients[0],
			      .address = "ada@example.org",
			      .kind = NOTICE_REMINDER,
			      .span = session.span,
			      .was = INSTANT_MIN,
			      .key = "0123" };
	struct notice_message message = message_of(clinic, &row);

	assert_null(message.stop);
	place_sql(clinic->place,
		  "UPDATE practice SET public_url = 'https://willow.example',"
		  "  phone = '+1 416 555 0199'");
	message = message_of(clinic, &row);
	assert_string_equal(message.stop,
			    "https://willow.example/notices/stop/0123");
	assert_string_equal(message.status,
			    "https://willow.example/notices/status/0123");
	assert_non_null(strstr(message.text, message.stop));
	assert_non_null(strstr(message.html, message.stop));
	assert_non_null(strstr(message.text, "+1 416 555 0199"));
	row.key = "";
	assert_null(message_of(clinic, &row).stop);
}

static void s45_where_to_ask_is_never_nowhere(void **s)
{
	struct clinic *clinic = *s;
	struct preview_ask ask = { .kind = NOTICE_CANCELED, .sms = "{phone}" };

	place_sql(clinic->place, "UPDATE practice SET phone = NULL,"
				 "  email = 'desk@example.org'");
	assert_string_equal(shown(clinic, ask).sms, "desk@example.org");
	place_sql(clinic->place,
		  "UPDATE practice SET email = NULL, name = 'Willow'");
	assert_string_equal(shown(clinic, ask).sms, "Willow");
}

static void s45_a_text_message_invites_nobody(void **s)
{
	struct clinic *clinic = *s;
	struct session session = notice_coming(clinic);
	struct outbox row = { .session = session.id,
			      .person = clinic->clients[0],
			      .address = "ada@example.org",
			      .kind = NOTICE_RESCHEDULED,
			      .span = session.span,
			      .was = INSTANT_MIN };
	const char *ics = message_of(clinic, &row).ics;

	assert_non_null(strstr(ics, "ATTENDEE"));
	row.channel = NOTICE_BY_TEXT;
	assert_null(strstr(message_of(clinic, &row).ics, "ATTENDEE"));
	row.channel = NOTICE_BY_EMAIL;
	row.address = "";
	assert_null(strstr(message_of(clinic, &row).ics, "ATTENDEE"));
	row.kind = NOTICE_CLOSURE;
	row.address = "ada@example.org";
	assert_null(strstr(message_of(clinic, &row).ics, "ATTENDEE"));
}

static void s45_a_statement_says_of_which_days_it_is(void **s)
{
	static const char *const broken[] = {
		"{\"from\":\"2026-06-01\"}",
		"{\"from\":\"June\",\"to\":\"2026-06-30\"}",
		"{\"from\":\"2026-06-01\",\"to\":\"July\"}",
	};
	struct clinic *clinic = *s;
	struct outbox row = { .person = clinic->clients[0],
			      .address = "ada@example.org",
			      .kind = NOTICE_STATEMENT,
			      .was = INSTANT_MIN,
			      .data = "{\"from\":\"2026-06-01\","
				      "\"to\":\"2026-06-30\"}" };

	assert_non_null(
		strstr(message_of(clinic, &row).text, "Monday 1 June 2026"));
	assert_non_null(
		strstr(message_of(clinic, &row).text, "Tuesday 30 June 2026"));
	for (size_t i = 0; i < ARRAY_SIZE(broken); i++) {
		row.data = broken[i];
		assert_null(strstr(message_of(clinic, &row).text, "June 2026"));
	}
	row = (struct outbox){ .person = clinic->staff,
			       .address = "sam@example.org",
			       .kind = NOTICE_REVIEW,
			       .was = INSTANT_MIN,
			       .data = "{\"number\":\"2 things\"}" };
	assert_non_null(strstr(message_of(clinic, &row).text, "2 things"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_NOTICES(s45_an_example_says_what_the_practices_words_say),
		WITH_NOTICES(
			s45_an_example_of_a_session_is_of_its_time_and_client),
		WITH_NOTICES(s45_an_example_of_nothing_is_refused_by_its_field),
		WITH_NOTICES(s45_a_mail_leads_to_the_practices_own_pages),
		WITH_NOTICES(s45_where_to_ask_is_never_nowhere),
		WITH_NOTICES(s45_a_text_message_invites_nobody),
		WITH_NOTICES(s45_a_statement_says_of_which_days_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
