#include "practice/quota.h"

#include "store/usage.h"

#define MEBIBYTE (INT64_C(1024) * 1024)

/* Set at start, then only read. */
static struct quota quotas = {
	.bytes = 512 * MEBIBYTE,
	/* A year of a weekly series is two to four; as many objects have less,
	 * each of two years whose dates come at no step. */
	.index_rows = 12000000,
	.objects = 100000,
	.collections = 1200,
	.properties = 10000,
	.property_bytes = 8 * MEBIBYTE,
	.tokens = 100,
	.feeds = 100,
	.locks = 1000,
	.copied = 1000000,
};

void practice_quota_set(const struct quota *quota)
{
	quotas = *quota;
}

const struct quota *practice_quota(void)
{
	return &quotas;
}

static enum err check(struct operation *op, int64_t used, int64_t quota,
		      const char *what)
{
	if (used <= quota)
		return OK;
	return fail(op, ERR_QUOTA,
		    "one person may have %lld %s: delete some first, or ask "
		    "who runs this server",
		    (long long)quota, what);
}

/* What was deleted lies there until it is cleared away, which may take a
 * while: so nobody fills the disk by making and deleting in turn. */
static enum err check_deleted(struct reader *reader, int64_t owner)
{
	struct usage usage;
	enum err err = store_usage_deleted(reader, owner, &usage);

	if (err ||
	    (usage.collections <= quotas.collections &&
	     usage.objects <= quotas.objects && usage.bytes <= quotas.bytes &&
	     usage.extra_rows <= quotas.index_rows))
		return err;
	return fail(store_reader_operation(reader), ERR_QUOTA,
		    "what you deleted is still being cleared away: try again "
		    "in a few minutes");
}

enum err practice_quota_check_home(struct reader *reader, int64_t owner)
{
	struct operation *op = store_reader_operation(reader);
	struct usage usage;
	enum err err = store_usage_load(reader, owner, &usage);

	if (!err)
		err = check(op, usage.collections, quotas.collections,
			    "calendars and folders");
	if (!err)
		err = check(op, usage.objects, quotas.objects,
			    "events and files");
	if (!err)
		err = check(op, usage.bytes, quotas.bytes,
			    "bytes of events and files");
	if (!err)
		err = check(op, usage.extra_rows, quotas.index_rows,
			    "rows of dates in the index");
	return err || !usage.deleted ? err : check_deleted(reader, owner);
}

enum err practice_quota_check_copy(struct reader *reader,
				   const struct collection *from)
{
	int64_t count;
	enum err err =
		store_usage_dates(reader, from, quotas.copied + 1, &count);

	if (err || count <= quotas.copied)
		return err;
	return fail(store_reader_operation(reader), ERR_QUOTA,
		    "one copy may have %lld dates of series: copy them one by "
		    "one, or ask who runs this server",
		    (long long)quotas.copied);
}

enum err practice_quota_check_properties(struct reader *reader, int64_t viewer)
{
	struct operation *op = store_reader_operation(reader);
	struct property_usage usage;
	enum err err = store_usage_properties(reader, viewer, &usage);

	if (!err)
		err = check(op, usage.count, quotas.properties, "properties");
	if (!err)
		err = check(op, usage.bytes, quotas.property_bytes,
			    "bytes of properties");
	return err;
}

enum err practice_quota_check_tokens(struct reader *reader, int64_t person)
{
	int64_t count;
	enum err err = store_usage_tokens(reader, person, &count);

	return err ? err
		   : check(store_reader_operation(reader), count, quotas.tokens,
			   "device tokens");
}

enum err practice_quota_check_feeds(struct reader *reader, int64_t person)
{
	int64_t count;
	enum err err = store_usage_feeds(reader, person, &count);

	return err ? err
		   : check(store_reader_operation(reader), count, quotas.feeds,
			   "feeds");
}

enum err practice_quota_check_locks(struct reader *reader, int64_t person)
{
	int64_t count;
	enum err err = store_usage_locks(reader, person, &count);

	return err ? err
		   : check(store_reader_operation(reader), count, quotas.locks,
			   "locks");
}
