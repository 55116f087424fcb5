#include "practice/people/credential_fields.h"

#include "practice/access.h"
#include "practice/limits.h"
#include "practice/wall_time.h"

#define SEE_FILES (SEE_OWN_EXPORT | SEE_OFFICE_EXPORT)

const struct field token_rows[] = {
	ROW_ID("id", struct token_known, token.id, .see = SEE_API,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_ID("token", struct token_known, token.id, .see = SEE_AUDIT),
	ROW_TEXT("kind", struct token_known, kind, .see = SEE_FILES),
	ROW_TEXT("label", struct token_known, token.label,
		 .see = SEE_API | SEE_AUDIT | SEE_FILES,
		 .flags = FIELD_REQUIRED, .max = DEVICE_LONGEST,
		 .help = "the device: iPhone"),
	ROW_INSTANT("created", struct token_known, token.created,
		    .see = SEE_API | SEE_FILES, .flags = FIELD_ONLY_ANSWER),
	ROW_INSTANT("last_used", struct token_known, token.last_used,
		    .see = SEE_API | SEE_FILES, .flags = FIELD_ONLY_ANSWER),
	ROW_BOOL("revoked", struct token_known, token.revoked,
		 .see = SEE_FILES),
	{ 0 },
};

const struct field token_made_rows[] = {
	ROW_ID("id", struct token_known, token.id, .see = SEE_API),
	ROW_TEXT("label", struct token_known, token.label, .see = SEE_API),
	ROW_TEXT("secret", struct token_known, secret, .see = SEE_API,
		 .help = "shown once"),
	{ 0 },
};

const struct field feed_rows[] = {
	ROW_ID("id", struct feed_known, feed.id, .see = SEE_API,
	       .flags = FIELD_ONLY_ANSWER),
	ROW_ID("feed", struct feed_known, feed.id, .see = SEE_AUDIT),
	ROW_TEXT("kind", struct feed_known, kind, .see = SEE_FILES),
	ROW_TEXT("label", struct feed_known, feed.label,
		 .see = SEE_API | SEE_AUDIT | SEE_FILES,
		 .flags = FIELD_NULLABLE, .max = DEVICE_LONGEST),
	ROW_CHOICE("level", struct feed_known, feed.level, feed_level_words,
		   .see = SEE_API | SEE_AUDIT | SEE_FILES),
	ROW_DAY("expires", struct feed_known, last, .see = SEE_API,
		.flags = FIELD_NULLABLE,
		.help = "the last day on which it can be read"),
	ROW_INSTANT("expires", struct feed_known, feed.expires,
		    .see = SEE_AUDIT, .flags = FIELD_NONE_ABSENT),
	ROW_INSTANT("created", struct feed_known, feed.created,
		    .see = SEE_API | SEE_FILES, .flags = FIELD_ONLY_ANSWER),
	ROW_INSTANT("last_fetch", struct feed_known, feed.last_fetch,
		    .see = SEE_API | SEE_FILES, .flags = FIELD_ONLY_ANSWER),
	ROW_INSTANT("expires", struct feed_known, feed.expires,
		    .see = SEE_FILES),
	ROW_TEXT("program", struct feed_known, feed.program,
		 .see = SEE_API | SEE_FILES, .flags = FIELD_ONLY_ANSWER,
		 .help = "that fetched it last"),
	ROW_BOOL("revoked", struct feed_known, feed.revoked, .see = SEE_FILES),
	{ 0 },
};

const struct field feed_made_rows[] = {
	ROW_ID("id", struct feed_known, feed.id, .see = SEE_API),
	ROW_TEXT("label", struct feed_known, feed.label, .see = SEE_API),
	ROW_CHOICE("level", struct feed_known, feed.level, feed_level_words,
		   .see = SEE_API),
	ROW_DAY("expires", struct feed_known, last, .see = SEE_API),
	ROW_TEXT("url", struct feed_known, url, .see = SEE_API,
		 .help = "shown once"),
	{ 0 },
};

struct token_known token_known_of(const struct token *token)
{
	return (struct token_known){ .token = *token, .kind = "token" };
}

struct feed_known feed_known_of(const struct practice *practice,
				const struct feed *feed)
{
	struct feed_known known = {
		.feed = *feed,
		.kind = "feed",
		.last = { INT32_MIN },
	};

	if (feed->expires.s != INSTANT_MAX.s)
		known.last = practice_day(
			practice, (struct instant){ feed->expires.s - 1 });
	return known;
}
