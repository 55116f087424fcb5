#include "tests/unit/store/transaction_fixture.h"

#include "store/invoice.h"
#include "store/payment.h"
#include "store/people.h"
#include "store/search_list.h"

#define DAY (24 * HOUR)

/* Maria with Ada (reading, in a blue room), Tom with Ben a day later. */
struct found_fixture {
	struct tx_fixture *fix;
	int64_t maria, tom, ada, ben, reading;
	int64_t first, second;
};

static int64_t session(struct found_fixture *of, const char *uid, int64_t start,
		       int64_t practitioner, int64_t client,
		       const struct session_terms *texts)
{
	struct session made = tx_session(
		of->fix, uid, (struct instant){ start }, practitioner, client);

	made.terms.service = texts->service;
	made.terms.place = texts->place;
	made.terms.public_note = texts->public_note;
	made.terms.private_note = texts->private_note;
	assert_int_equal(store_session_insert(of->fix->tx, &made), OK);
	return made.id;
}

static struct found_fixture open_fixture(void **state)
{
	struct found_fixture of = { .fix = *state };

	of.maria = tx_person(of.fix, ROLE_PRACTITIONER, "Maria");
	of.tom = tx_person(of.fix, ROLE_PRACTITIONER, "Tom");
	of.ada = tx_person(of.fix, ROLE_CLIENT, "Ada");
	of.ben = tx_person(of.fix, ROLE_CLIENT, "Ben");
	of.reading = tx_service(of.fix, "Reading");
	of.first = session(&of, "one", START, of.maria, of.ada,
			   &(struct session_terms){ .service = of.reading,
						    .place = "Blue Room",
						    .private_note = "100%" });
	of.second = session(
		&of, "two", START + DAY, of.tom, of.ben,
		&(struct session_terms){ .public_note = "Bring the ÉTUDES" });
	return of;
}

static struct ids found(struct found_fixture *of, struct session_search ask)
{
	const struct ids nobody = { 0 };
	struct ids ids;

	if (!ask.word)
		ask.word = "";
	if (!ask.people)
		ask.people = &nobody;
	if (!ask.span.end.s)
		ask.span = WHOLE_TIME;
	if (!ask.limit)
		ask.limit = 10;
	if (!ask.around.s) {
		ask.around = ask.span.end;
		ask.past = true;
	}
	assert_int_equal(store_session_search(of->fix->reader, &ask, &ids), OK);
	return ids;
}

#define FOUND(of, ...) (found(&(of), (struct session_search){ __VA_ARGS__ }))

static void sessions_are_found_by_service_place_and_notes(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct ids ids;

	ids = FOUND(of, .word = "reading");
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .word = "blue r");
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .word = "100%");
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .word = "1%0");
	assert_ids(&ids, 0, 0);
	/* The nearest first; every one of them where nothing is asked. */
	ids = FOUND(of, .word = "");
	assert_ids(&ids, of.second, of.first);
	ids = FOUND(of, .word = "", .limit = 1);
	assert_ids(&ids, of.second, 0);
}

/* Small letters of one database are those of ASCII alone. */
static void letters_beyond_ascii_miss_nothing(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct ids ids = FOUND(of, .word = "études");

	assert_ids(&ids, of.second, 0);
}

static void sessions_are_found_by_who_takes_part(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct ids ada = tx_ids(of.fix, of.ada, 0);
	struct ids both = tx_ids(of.fix, of.ada, of.tom);
	struct ids ids;

	ids = FOUND(of, .word = "x", .people = &ada);
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .word = "x", .people = &both);
	assert_ids(&ids, of.second, of.first);
	/* Nobody finds a session of others. */
	ids = FOUND(of, .word = "x", .people = &both, .participant = of.ben);
	assert_ids(&ids, of.second, 0);
	ids = FOUND(of, .word = "", .participant = of.maria);
	assert_ids(&ids, of.first, 0);
}

static void sessions_are_found_in_a_span(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct span day = { { START - HOUR }, { START + 2 * HOUR } };
	struct ids ids = FOUND(of, .word = "", .span = day);

	assert_ids(&ids, of.first, 0);
}

static void sessions_are_found_before_and_from_an_instant(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct ids ids;

	ids = FOUND(of, .around = { START });
	assert_ids(&ids, of.first, of.second);
	ids = FOUND(of, .around = { START }, .limit = 1);
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .around = { START + 1 });
	assert_ids(&ids, of.second, 0);
	ids = FOUND(of, .around = { START + 1 }, .past = true);
	assert_ids(&ids, of.first, 0);
	ids = FOUND(of, .around = { START }, .past = true);
	assert_ids(&ids, 0, 0);
}

static int64_t pay(struct found_fixture *of, int64_t client, int64_t minor,
		   const char *method)
{
	struct payment payment = { .client = client,
				   .amount = { minor },
				   .method = method,
				   .entered_by = of->maria };

	assert_int_equal(store_payment_insert(of->fix->tx, &payment), OK);
	return payment.id;
}

static struct ids paid(struct found_fixture *of, const char *text,
		       struct money_search ask)
{
	struct search search = search_of(of->fix->arena, text);
	struct ids ids;
	int64_t count;

	ask.search = &search;
	assert_int_equal(store_payment_search(of->fix->reader, &ask, &ids), OK);
	assert_int_equal(
		store_payment_search_count(of->fix->reader, &ask, &count), OK);
	if (!ask.limit)
		assert_int_equal(count, ids.count);
	return ids;
}

static void payments_are_found_by_client_method_and_amount(void **state)
{
	struct found_fixture of = open_fixture(state);
	int64_t card = pay(&of, of.ada, 1234, "Card");
	int64_t cash = pay(&of, of.ben, 5000, NULL);
	struct money amount = { 5000 };
	struct ids ids = paid(&of, "ada CARD", (struct money_search){ 0 });

	assert_ids(&ids, card, 0);
	ids = paid(&of, "50.00", (struct money_search){ .amount = &amount });
	assert_ids(&ids, cash, 0);
	ids = paid(&of, "", (struct money_search){ 0 });
	assert_ids(&ids, cash, card);
	ids = paid(&of, "", (struct money_search){ .limit = 1, .skip = 1 });
	assert_ids(&ids, card, 0);
	ids = paid(&of, "", (struct money_search){ .client = of.ben });
	assert_ids(&ids, cash, 0);
}

static void drafts_are_no_client_s_to_find(void **state)
{
	struct found_fixture of = open_fixture(state);
	struct invoice draft = { .client = of.ada };
	struct search search = search_of(of.fix->arena, "ada");
	struct money_search ask = { .search = &search, .client = of.ada };
	struct ids ids;
	int64_t count;

	assert_int_equal(store_invoice_insert(of.fix->tx, &draft), OK);
	assert_int_equal(store_invoice_search(of.fix->reader, &ask, &ids), OK);
	assert_ids(&ids, draft.id, 0);
	ask.issued = true;
	assert_int_equal(store_invoice_search(of.fix->reader, &ask, &ids), OK);
	assert_ids(&ids, 0, 0);
	assert_int_equal(
		store_invoice_search_count(of.fix->reader, &ask, &count), OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TX(sessions_are_found_by_service_place_and_notes),
		WITH_TX(letters_beyond_ascii_miss_nothing),
		WITH_TX(sessions_are_found_by_who_takes_part),
		WITH_TX(sessions_are_found_in_a_span),
		WITH_TX(sessions_are_found_before_and_from_an_instant),
		WITH_TX(payments_are_found_by_client_method_and_amount),
		WITH_TX(drafts_are_no_client_s_to_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
