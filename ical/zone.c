#include "ical/zone.h"

#include "base/digest.h"
#include "base/table.h"
#include "ical/tzif_private.h"
#include "ical/zone_display_private.h"
#include "ical/zone_private.h"
#include "ical/zone_windows_private.h"

#include <ctype.h>
#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define DAY_SECONDS INT64_C(86400)
#define CYCLE_SECONDS (INT64_C(146097) * DAY_SECONDS) /* 400 years */

static struct zone_change utc_change = { .at = INT64_MIN };

static const struct cal_zone utc = {
	.name = "UTC",
	.changes = &utc_change,
	.count = 1,
	.rule_from = 1,
	.abbreviations = "UTC",
};

const struct cal_zone *cal_zone_utc(void)
{
	return &utc;
}

const char *cal_zone_name(const struct cal_zone *zone)
{
	return zone->name;
}

/* Behind its table a zone does again what it did 400 years before. */
static int64_t cycles_before(const struct cal_zone *zone, int64_t at)
{
	int64_t last = zone->changes[zone->count - 1].at;

	if (!zone->repeats || at < last)
		return 0;
	return ((at - last) / CYCLE_SECONDS + 1) * CYCLE_SECONDS;
}

size_t zone_change_at(const struct cal_zone *zone, int64_t at)
{
	size_t low = 0;
	size_t high = zone->count;

	at -= cycles_before(zone, at);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static struct instant clamp(int64_t at)
{
	if (at < INSTANT_MIN.s)
		return INSTANT_MIN;
	if (at > INSTANT_MAX.s)
		return INSTANT_MAX;
	return (struct instant){ at };
}

struct instant cal_zone_instant(const struct cal_zone *zone, struct wall wall)
{
	int64_t local = wall_utc(wall).s;
	int64_t shift = cycles_before(zone, local);
	int64_t in_table = local - shift;
	size_t i;

	if (zone->count == 1)
		return clamp(local - zone->changes[0].offset);
	/* No offset is a whole day: what is in force a day before the wall
	 * time's UTC reading has begun by any clock. */
	i = zone_change_at(zone, in_table - DAY_SECONDS);
	for (; i + 1 < zone->count; i++) {
		const struct zone_change *next = &zone->changes[i + 1];
		int32_t offset = zone->changes[i].offset;

		/* The first clock that shows it, so that a time that comes
		 * twice is the first; a time in a gap is judged by the clock
		 * before the gap, which moves it forward. */
		if (in_table < next->at + offset)
			break;
		if (in_table < next->at + next->offset)
			break;
	}
	return clamp(local - zone->changes[i].offset);
}

int32_t cal_zone_offset(const struct cal_zone *zone, struct instant instant)
{
	return zone->changes[zone_change_at(zone, instant.s)].offset;
}

struct wall cal_zone_wall(const struct cal_zone *zone, struct instant instant)
{
	return instant_wall(clamp(instant.s + cal_zone_offset(zone, instant)));
}

struct day cal_zone_day(const struct cal_zone *zone, struct instant instant)
{
	return wall_day(cal_zone_wall(zone, instant));
}

struct span cal_zone_day_span(const struct cal_zone *zone, struct day day)
{
	struct day next = { day.n + 1 };

	return (struct span){
		cal_zone_instant(zone, day_wall(day)),
		cal_zone_instant(zone, day_wall(next)),
	};
}

#define FILE_LIMIT (1024 * 1024)
#define FOLDER_DEPTH 4
#define NAME_LIMIT 256

/* A name by which a zone can be asked for. Only `zone` changes after the
 * index is made: from NULL to the zone, once. */
struct entry {
	const char *name;
	struct entry *target; /* where it is but another name, or NULL */
	bool windows;         /* no IANA name */
	bool own;             /* named in zone.tab: a place's own name */
	_Atomic(const struct cal_zone *) zone;
};

static struct {
	pthread_once_t once;
	pthread_mutex_t lock;  /* of the arena once the index is made */
	struct arena *arena;   /* lives as long as the process */
	const char *folder;    /* of the zoneinfo files, or NULL */
	struct table *entries; /* of names in lower case */
	struct entry **list;   /* all of them */
	size_t count, room;
	struct cal_zone_name *names; /* of IANA's, in order */
	size_t name_count;
	const char *release;
	struct instant since;
} zones = {
	.once = PTHREAD_ONCE_INIT,
	.lock = PTHREAD_MUTEX_INITIALIZER,
};

/* Stands for a file that turned out not to hold a zone. */
static const struct cal_zone broken;

static const char *const folders[] = {
	"/usr/share/zoneinfo",
	"/usr/lib/zoneinfo",
	"/usr/share/lib/zoneinfo",
	"/etc/zoneinfo",
};

/* Names of UTC that hold without any database. */
static const char *const utc_names[] = { "UTC", "Etc/UTC", "GMT", "Etc/GMT" };

/* Names are told apart by their letters, not by case. */
static struct entry *entry_find(struct slice name)
{
	char key[NAME_LIMIT];

	if (name.len >= sizeof(key))
		return NULL;
	for (size_t i = 0; i < name.len; i++)
		key[i] = (char)tolower((unsigned char)name.at[i]);
	return table_find(zones.entries, (struct slice){ key, name.len });
}

static struct entry *entry_add(const char *name)
{
	struct entry *entry = entry_find(slice_of(name));

	if (entry)
		return entry;
	entry = arena_alloc(zones.arena, sizeof(*entry));
	entry->name = arena_strdup(zones.arena, name);
	atomic_init(&entry->zone, NULL);
	table_add(zones.entries, slice_of(str_lower(zones.arena, name)), entry);
	zones.list = arena_grow(zones.arena, zones.list, zones.count,
				&zones.room, sizeof(struct entry *));
	zones.list[zones.count++] = entry;
	return entry;
}

/* The zone files' names begin with a capital; the database's other files
 * (zone.tab, posix/, right/, leapseconds) with a small letter. */
static bool is_zone_name(const char *name)
{
	return name[0] >= 'A' && name[0] <= 'Z' && !str_equal(name, "Factory");
}

static bool is_folder(const char *path)
{
	struct stat info;

	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Enter the names of all files below folder/prefix. */
static void folder_scan(struct arena *scratch, const char *prefix, int depth)
{
	DIR *dir =
		opendir(arena_printf(scratch, "%s/%s", zones.folder, prefix));
	struct dirent *item;

	if (!dir)
		return;
	while ((item = readdir(dir))) {
		char *name;

		if (!is_zone_name(item->d_name))
			continue;
		name = arena_printf(scratch, "%s%s", prefix, item->d_name);
		if (item->d_type != DT_DIR &&
		    (item->d_type != DT_UNKNOWN ||
		     !is_folder(arena_printf(scratch, "%s/%s", zones.folder,
					     name))))
			entry_add(name);
		else if (depth > 0)
			folder_scan(scratch, arena_printf(scratch, "%s/", name),
				    depth - 1);
	}
	closedir(dir);
}

/* A whole small file, NUL-terminated, or NULL. */
static char *file_read(struct arena *arena, const char *path, size_t *len)
{
	FILE *file = fopen(path, "re");
	struct stat info;
	char *bytes = NULL;

	if (!file)
		return NULL;
	if (fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) &&
	    info.st_size > 0 && info.st_size <= FILE_LIMIT) {
		size_t size = (size_t)info.st_size;

		bytes = arena_alloc(arena, size + 1);
		if (fread(bytes, 1, size, file) == size)
			*len = size;
		else
			bytes = NULL;
	}
	fclose(file);
	return bytes;
}

static struct slice database_file(struct arena *scratch, const char *name)
{
	struct slice text = { NULL, 0 };

	text.at = file_read(scratch,
			    arena_printf(scratch, "%s/%s", zones.folder, name),
			    &text.len);
	return text;
}

/* zone.tab: country, coordinates and zone between TABs. */
static void own_names_read(struct arena *scratch)
{
	struct slice text = database_file(scratch, "zone.tab");

	while (text.at) {
		struct slice line = slice_cut(&text, '\n');
		struct entry *entry = NULL;

		if (slice_starts(line, "#"))
			continue;
		slice_cut(&line, '\t');
		if (line.at)
			slice_cut(&line, '\t');
		if (line.at)
			entry = entry_find(slice_cut(&line, '\t'));
		if (entry)
			entry->own = true;
	}
}

/* tzdata.zi: "L America/New_York US/Eastern" makes the second a mere alias,
 * unless it is some place's own name (Europe/Oslo links to Berlin in some
 * builds, but people there want to read their own). */
static void links_read(struct arena *scratch)
{
	static const char mark[] = "# version ";
	struct slice text = database_file(scratch, "tzdata.zi");

	if (text.at && slice_starts(text, mark)) {
		struct slice first = text;

		first = slice_cut(&first, '\n');
		first.at += strlen(mark);
		first.len -= strlen(mark);
		zones.release = slice_dup(zones.arena, slice_trim(first));
	}
	while (text.at) {
		struct slice line = slice_cut(&text, '\n');
		struct entry *target;
		struct entry *entry;

		if (!slice_starts(line, "L "))
			continue;
		slice_cut(&line, ' ');
		target = entry_find(slice_cut(&line, ' '));
		entry = line.at ? entry_find(line) : NULL;
		if (target && entry && entry != target && !entry->own)
			entry->target = target;
	}
}

static void windows_names_read(struct arena *scratch)
{
	struct zone_alias *aliases;
	size_t count = zone_windows_names(scratch, &aliases);

	for (size_t i = 0; i < count; i++) {
		struct entry *target = entry_find(slice_of(aliases[i].iana));
		struct entry *entry;

		/* Windows calls its UTC "UTC": that name is taken */
		if (!target || entry_find(slice_of(aliases[i].name)))
			continue;
		entry = entry_add(aliases[i].name);
		entry->windows = true;
		entry->target = target;
	}
}

static int by_name(const void *a, const void *b)
{
	const struct cal_zone_name *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void names_make(void)
{
	struct stat info;

	zones.names =
		arena_array(zones.arena, zones.count, sizeof(*zones.names));
	for (size_t i = 0; i < zones.count; i++) {
		const struct entry *entry = zones.list[i];

		if (entry->windows)
			continue;
		zones.names[zones.name_count++] = (struct cal_zone_name){
			entry->name,
			entry->target ? entry->target->name : NULL,
		};
	}
	qsort(zones.names, zones.name_count, sizeof(*zones.names), by_name);
	if (zones.folder && stat(zones.folder, &info) == 0)
		zones.since.s = info.st_mtime;
}

static void index_make(void)
{
	struct arena *scratch = arena_new();
	const char *folder = getenv("TZDIR");

	digest_init(); /* a table of before it would find nothing after */
	zones.arena = arena_new();
	zones.release = "";
	zones.entries = table_new(zones.arena);
	for (size_t i = 0; i < ARRAY_SIZE(utc_names); i++)
		atomic_store(&entry_add(utc_names[i])->zone, cal_zone_utc());
	for (size_t i = 0; i < ARRAY_SIZE(folders) && str_empty(folder); i++) {
		if (is_folder(folders[i]))
			folder = folders[i];
	}
	if (!str_empty(folder)) {
		zones.folder = arena_strdup(zones.arena, folder);
		folder_scan(scratch, "", FOLDER_DEPTH);
		own_names_read(scratch);
		links_read(scratch);
		windows_names_read(scratch);
	}
	names_make();
	arena_free(scratch);
}

void cal_zone_init(void)
{
	pthread_once(&zones.once, index_make);
}

/* Read the zone's file; under the lock. */
static const struct cal_zone *entry_load(struct entry *entry)
{
	struct arena *scratch = arena_new();
	const struct cal_zone *zone = NULL;
	size_t len = 0;
	char *bytes;

	bytes = file_read(
		scratch,
		arena_printf(scratch, "%s/%s", zones.folder, entry->name),
		&len);
	if (bytes)
		zone = tzif_read(zones.arena, entry->name, bytes, len);
	arena_free(scratch);
	return zone ? zone : &broken;
}

static const struct cal_zone *entry_zone(struct entry *entry)
{
	const struct cal_zone *zone;

	/* two steps: a Windows name may lead to an alias */
	while (entry->target)
		entry = entry->target;
	zone = atomic_load_explicit(&entry->zone, memory_order_acquire);
	if (!zone) {
		pthread_mutex_lock(&zones.lock);
		zone = atomic_load_explicit(&entry->zone, memory_order_relaxed);
		if (!zone) {
			zone = entry_load(entry);
			atomic_store_explicit(&entry->zone, zone,
					      memory_order_release);
		}
		pthread_mutex_unlock(&zones.lock);
	}
	return zone == &broken ? NULL : zone;
}

const struct cal_zone *zone_find(struct slice tzid)
{
	struct slice rest = slice_trim(tzid);

	cal_zone_init();
	/* the whole name, else what stands behind each '/' in turn */
	while (rest.at && rest.len > 0) {
		struct entry *entry = entry_find(rest);

		if (entry)
			return entry_zone(entry);
		slice_cut(&rest, '/');
	}
	return NULL;
}

const struct cal_zone *zone_find_shown(struct slice tzid)
{
	const char *id = zone_display_id(tzid);
	char name[ZONE_DISPLAY_LIMIT];

	if (id)
		return zone_find(slice_of(id));
	return zone_display_spelled(tzid, name) ? zone_find(slice_of(name))
						: NULL;
}

const struct cal_zone *cal_zone_find(const char *tzid)
{
	const struct cal_zone *zone = zone_find(slice_of(tzid));

	return zone ? zone : zone_find_shown(slice_of(tzid));
}

const struct cal_zone *cal_zone_iana(const char *name)
{
	struct entry *entry;

	cal_zone_init();
	entry = entry_find(slice_of(name));
	if (!entry || entry->windows || !str_equal(entry->name, name))
		return NULL;
	return entry_zone(entry);
}

size_t cal_zone_names(const struct cal_zone_name **names)
{
	cal_zone_init();
	*names = zones.names;
	return zones.name_count;
}

const char *cal_zone_release(struct instant *since)
{
	cal_zone_init();
	*since = zones.since;
	return zones.release;
}

struct slice zone_file(struct arena *arena, const char *name)
{
	cal_zone_init();
	return zones.folder ? database_file(arena, name)
			    : (struct slice){ NULL, 0 };
}

/* The name in "…/zoneinfo/America/Toronto", or the path itself. */
static const char *path_name(const char *path)
{
	static const char folder[] = "zoneinfo/";
	const char *at = strstr(path, folder);

	if (!at)
		return path;
	at += strlen(folder);
	if (str_starts(at, "posix/") || str_starts(at, "right/"))
		at += strlen("posix/");
	return at;
}

static const struct cal_zone *zone_of_timezone_file(struct arena *scratch)
{
	size_t len = 0;
	char *text = file_read(scratch, "/etc/timezone", &len);
	struct slice name = { text, len };

	if (!text)
		return NULL;
	name = slice_trim(slice_cut(&name, '\n'));
	return cal_zone_iana(slice_dup(scratch, name));
}

static const struct cal_zone *zone_of_localtime_link(void)
{
	char *path = realpath("/etc/localtime", NULL);
	const struct cal_zone *zone = NULL;

	if (path)
		zone = cal_zone_iana(path_name(path));
	free(path);
	return zone;
}

const struct cal_zone *cal_zone_system(void)
{
	const char *tz = getenv("TZ");
	const struct cal_zone *zone = NULL;
	struct arena *scratch;

	if (tz && *tz == ':')
		tz++;
	if (tz)
		zone = *tz ? cal_zone_iana(path_name(tz)) : cal_zone_utc();
	if (zone)
		return zone;
	scratch = arena_new();
	zone = zone_of_timezone_file(scratch);
	arena_free(scratch);
	if (!zone)
		zone = zone_of_localtime_link();
	return zone ? zone : cal_zone_utc();
}
