#include "server/watch.h"

#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/request_id.h"

#include "server/metrics.h"
#include "store/device.h"
#include "store/outbox.h"
#include "store/schema.h"

#include <string.h>
#include <sys/stat.h>

#define SECRET_MOST 4096
#define BEARER "Bearer "
#define DEVICES_MOST 100000
#define SECOND 1000000

static const char *const names[] = { "healthz", "readyz", "metrics",
				     "statusz" };
enum { HEALTH, READY, METRICS, STATUS, NAMES };

static struct {
	bool secret_set, behind_proxy;
	struct digest secret;
	const char *data;
	struct instant since;
} watch;

enum err watch_start(struct operation *op, const struct config *config)
{
	struct slice secret;
	enum err err;

	watch.behind_proxy = config->behind_proxy;
	watch.data = config->data;
	watch.since = op->now;
	if (!*config->metrics_token_file)
		return OK;
	err = file_read(op, config->metrics_token_file, SECRET_MOST, &secret);
	if (err)
		return err;
	secret = slice_trim(secret);
	if (!secret.len)
		return fail(op, ERR_INVALID,
			    "'%s' is empty: metrics_token_file "
			    "names a file with a secret",
			    config->metrics_token_file);
	watch.secret = digest_sha256(secret.at, secret.len);
	watch.secret_set = true;
	return OK;
}

static size_t name_of(const struct http_path *path)
{
	size_t at = 0;

	if (path->count != 1)
		return NAMES;
	while (at < NAMES && !str_equal(names[at], path->segments[0]))
		at++;
	return at;
}

bool watch_owns(const struct http_path *path)
{
	return name_of(path) < NAMES;
}

static void say(struct http_response *response, int status, const char *text)
{
	response->status = status;
	http_response_body(response, "text/plain; charset=utf-8", text,
			   strlen(text));
	http_response_add(response, "Cache-Control", "no-store");
}

/* A proxy that was not told of would make everybody local. */
static bool is_local(const struct http_request *request)
{
	if (!watch.behind_proxy && (http_header(request, "X-Forwarded-For") ||
				    http_header(request, "Forwarded")))
		return false;
	return str_starts(request->remote, "127.") ||
	       str_equal(request->remote, "::1") ||
	       (!*request->remote && !watch.behind_proxy);
}

static bool knows_secret(const struct http_request *request)
{
	const char *given = http_header(request, "Authorization");
	struct digest digest;

	if (!watch.secret_set || !given || !str_starts(given, BEARER))
		return false;
	given += strlen(BEARER);
	digest = digest_sha256(given, strlen(given));
	return digest_equal(&digest, &watch.secret);
}

bool watch_answer_open(const struct http_request *request,
		       struct http_response *response)
{
	size_t name = name_of(&request->path);

	if (!str_equal(request->method, "GET") &&
	    !str_equal(request->method, "HEAD")) {
		say(response, 405, "It is only read.\n");
		http_response_add(response, "Allow", "GET, HEAD");
		return true;
	}
	if (name == HEALTH) {
		say(response, 200, "ok\n");
		return true;
	}
	if (name == READY || is_local(request) || knows_secret(request))
		return false;
	say(response, 403,
	    "This is for the machine itself, and for who knows the secret of "
	    "metrics_token_file.\n");
	return true;
}

static void put_head(struct buf *buf, const char *name, const char *kind,
		     const char *help)
{
	buf_printf(buf, "# HELP daybook_%s %s\n# TYPE daybook_%s %s\n", name,
		   help, name, kind);
}

static void put_one(struct buf *buf, const char *name, const char *kind,
		    const char *help, int64_t value)
{
	put_head(buf, name, kind, help);
	buf_printf(buf, "daybook_%s %lld\n", name, (long long)value);
}

static void put_seconds(struct buf *buf, const char *name, int64_t ticks)
{
	buf_printf(buf, "daybook_%s %lld.%06lld\n", name,
		   (long long)(ticks / SECOND), (long long)(ticks % SECOND));
}

static void put_request(void *context, const char *method, int status,
			int64_t count)
{
	buf_printf(context,
		   "daybook_requests_total{method=\"%s\",status=\"%d\"} "
		   "%lld\n",
		   method, status, (long long)count);
}

static void put_requests(struct buf *buf)
{
	struct metrics_totals totals;
	int64_t sum = 0;

	metrics_totals(&totals);
	put_head(buf, "requests_total", "counter", "Answers.");
	metrics_each(put_request, buf);
	put_head(buf, "request_seconds", "histogram",
		 "From the first line of a request to its answer.");
	for (size_t i = 0; i < METRICS_BUCKETS; i++) {
		sum += totals.buckets[i];
		buf_printf(buf,
			   "daybook_request_seconds_bucket{le=\"%lld.%06lld\"} "
			   "%lld\n",
			   (long long)(metrics_bounds[i] / SECOND),
			   (long long)(metrics_bounds[i] % SECOND),
			   (long long)sum);
	}
	buf_printf(buf, "daybook_request_seconds_bucket{le=\"+Inf\"} %lld\n",
		   (long long)totals.requests);
	put_seconds(buf, "request_seconds_sum", totals.ticks);
	buf_printf(buf, "daybook_request_seconds_count %lld\n",
		   (long long)totals.requests);
	put_one(buf, "connections", "gauge", "Open connections.",
		totals.connections);
}

static void put_writer(struct buf *buf, const struct watched *watched)
{
	struct store_load load;

	store_load(watched->store, &load);
	put_one(buf, "queue_length", "gauge",
		"Requests that wait for a worker.", (int64_t)watched->queue);
	put_one(buf, "workers", "gauge", "Threads that answer.",
		watched->workers);
	put_one(buf, "writer_commits_total", "counter",
		"Batches of writes that went to the disk together.",
		load.batches);
	put_one(buf, "writer_writes_total", "counter", "Writes in them.",
		load.jobs);
	put_one(buf, "writer_waiting", "gauge", "Writes that wait for theirs.",
		load.waiting);
	put_head(buf, "writer_wait_seconds_total", "counter",
		 "Time that writes waited for the writer.");
	put_seconds(buf, "writer_wait_seconds_total", load.waited);
	put_head(buf, "writer_work_seconds_total", "counter",
		 "Time that the writer worked, commits too.");
	put_seconds(buf, "writer_work_seconds_total", load.worked);
	put_one(buf, "writer_held_up", "gauge",
		"1: another program's lock keeps writes waiting.",
		store_is_held_up(watched->store));
}

static void put_sizes(struct buf *buf)
{
	static const struct {
		const char *file, *name, *help;
	} files[] = {
		{ "daybook.db", "database_bytes", "Size of the database." },
		{ "daybook.db-wal", "database_log_bytes",
		  "Size of its write-ahead log." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		struct stat status = { 0 };

		if (stat(arena_printf(buf->arena, "%s/%s", watch.data,
				      files[i].file),
			 &status))
			status.st_size = 0;
		put_one(buf, files[i].name, "gauge", files[i].help,
			(int64_t)status.st_size);
	}
}

static enum err put_outbox(struct buf *buf, struct reader *reader)
{
	size_t counts[OUTBOX_UNDONE + 1] = { 0 };
	enum err err = store_outbox_counts(reader, &(struct outbox_filter){ 0 },
					   counts);

	put_head(buf, "outbox", "gauge", "Notices by their state.");
	for (size_t i = 0; !err && i <= OUTBOX_UNDONE; i++)
		buf_printf(buf, "daybook_outbox{state=\"%s\"} %zu\n",
			   outbox_state_words[i], counts[i]);
	return err;
}

/* How many devices have come within which time, and how long ago the last. */
static enum err put_devices(struct buf *buf, struct reader *reader,
			    struct instant now)
{
	static const int64_t within[] = { 3600, 86400, 604800 };
	size_t counts[ARRAY_SIZE(within)] = { 0 }, count = 0;
	struct device *list;
	enum err err =
		store_device_list(reader, 0, 0, DEVICES_MOST, &list, &count);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < ARRAY_SIZE(within); j++)
			counts[j] += list[i].last_used.s != INSTANT_MIN.s &&
				     now.s - list[i].last_used.s <= within[j];
	put_one(buf, "devices", "gauge", "Device tokens and feeds.",
		(int64_t)count);
	put_head(buf, "devices_synced", "gauge",
		 "Those that came within so many seconds.");
	for (size_t j = 0; j < ARRAY_SIZE(within); j++)
		buf_printf(buf, "daybook_devices_synced{within=\"%lld\"} %zu\n",
			   (long long)within[j], counts[j]);
	if (count && list[0].last_used.s != INSTANT_MIN.s)
		put_one(buf, "last_sync_age_seconds", "gauge",
			"Since any of them came.", now.s - list[0].last_used.s);
	return OK;
}

static enum err put_metrics(struct operation *op, const struct watched *watched,
			    struct buf *buf)
{
	enum err err = store_reader_begin(watched->reader, op);

	put_head(buf, "info", "gauge", "What runs.");
	buf_printf(buf, "daybook_info{version=\"%s\",schema=\"%d\"} 1\n",
		   DAYBOOK_VERSION, store_schema_version());
	put_one(buf, "start_time_seconds", "gauge", "Since when.",
		watch.since.s);
	put_requests(buf);
	put_writer(buf, watched);
	put_sizes(buf);
	if (err)
		return err;
	err = put_outbox(buf, watched->reader);
	if (!err)
		err = put_devices(buf, watched->reader, op->now);
	store_reader_end(watched->reader);
	return err;
}

static json_t *people_json(struct arena *arena)
{
	struct metrics_person *people =
		arena_array(arena, METRICS_PEOPLE, sizeof(*people));
	size_t count = metrics_people(people);
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < count; i++) {
		json_t *one = json_new(arena);

		json_put_id(one, "person", people[i].person);
		json_put_text(one, "program", people[i].program);
		json_put_instant(one, "last", arena, people[i].last);
		json_put_integer(one, "requests", people[i].requests);
		json_add(list, one);
	}
	return list;
}

static json_t *slow_json(struct arena *arena)
{
	struct metrics_slow slow[METRICS_SLOWEST];
	size_t count = metrics_slow(slow);
	json_t *list = json_new_list(arena);

	for (size_t i = 0; i < count; i++) {
		json_t *one = json_new(arena);

		json_put_text(one, "request", request_id(arena, slow[i].id));
		json_put_text(one, "method", slow[i].method);
		json_put_integer(one, "status", slow[i].status);
		json_put_id(one, "person", slow[i].person);
		json_put_instant(one, "at", arena, slow[i].at);
		json_put_integer(one, "milliseconds",
				 slow[i].ticks / (SECOND / 1000));
		json_add(list, one);
	}
	return list;
}

static const char *status_json(struct arena *arena,
			       const struct watched *watched)
{
	struct metrics_totals totals;
	json_t *all = json_new(arena);

	metrics_totals(&totals);
	json_put_text(all, "version", DAYBOOK_VERSION);
	json_put_instant(all, "since", arena, watch.since);
	json_put_integer(all, "requests", totals.requests);
	json_put_integer(all, "connections", totals.connections);
	json_put_integer(all, "queue", (int64_t)watched->queue);
	json_put(all, "people", people_json(arena));
	json_put(all, "slow", slow_json(arena));
	return json_text(arena, all);
}

/* A read is what each request begins with. */
static void answer_ready(struct operation *op, const struct watched *watched,
			 struct http_response *response)
{
	enum err err = store_reader_begin(watched->reader, op);

	if (!err)
		store_reader_end(watched->reader);
	if (err)
		say(response, 503, "the database cannot be read\n");
	else if (store_is_held_up(watched->store))
		say(response, 503,
		    "another program's lock keeps writes waiting\n");
	else
		say(response, 200, "ready\n");
}

void watch_handle(struct operation *op, const struct watched *watched,
		  const struct http_request *request,
		  struct http_response *response)
{
	size_t name = name_of(&request->path);
	const char *text;
	struct buf buf;

	if (name == READY) {
		answer_ready(op, watched, response);
		return;
	}
	if (name == STATUS) {
		text = status_json(op->arena, watched);
		say(response, 200, text);
		return;
	}
	buf_init(&buf, op->arena);
	if (put_metrics(op, watched, &buf)) {
		failure_log(op, op->failure.code, "metrics-failed");
		say(response, 503, "the database cannot be read\n");
		return;
	}
	response->status = 200;
	http_response_body(response, "text/plain; version=0.0.4; charset=utf-8",
			   buf.at, buf.len);
}
