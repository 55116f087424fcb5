#include "practice/booking/review_fields.h"

#include "practice/access.h"

const struct field review_rows[] = {
	ROW_ID("id", struct review_known, review.id, .see = SEE_OFFICE),
	ROW_TEXT("kind", struct review_known, review.kind,
		 .see = SEE_OFFICE | SEE_AUDIT),
	ROW_ID("session", struct review_known, review.session,
	       .see = SEE_OFFICE),
	ROW_TEXT("text", struct review_known, review.text, .see = SEE_OFFICE),
	ROW_INSTANT("at", struct review_known, review.at, .see = SEE_OFFICE),
	ROW_CHOICE("state", struct review_known, review.state,
		   review_state_words, .see = SEE_OFFICE | SEE_AUDIT),
	ROW_TEXT("person", struct review_known, person, .see = SEE_OFFICE,
		 .help = "whose gesture it was"),
	/* Whoever asks later sees which came back and which did not. */
	ROW_IDS("opened", struct review_known, opened, .see = SEE_AUDIT,
		.flags = FIELD_UNGIVEN_ABSENT,
		ROW_GIVEN(struct review_known, taken_back)),
	ROW_IDS("left", struct review_known, left, .see = SEE_AUDIT,
		.flags = FIELD_UNGIVEN_ABSENT,
		ROW_GIVEN(struct review_known, taken_back)),
	{ 0 },
};
