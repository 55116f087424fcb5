#include "base/zip.h"

#include <stdlib.h>

#include <archive.h>
#include <archive_entry.h>

#define FILE_MODE 0600
#define ROOM_AT_FIRST ((size_t)64 * 1024)

struct zip {
	struct arena *arena;
	struct archive *archive;
	struct instant at;
	struct buf bytes;
	bool over; /* what libarchive still writes is not wanted */
};

/* Nothing but memory can run out here. */
static void must(int code)
{
	if (code != ARCHIVE_OK)
		abort();
}

static la_ssize_t take(struct archive *archive UNUSED, void *context,
		       const void *bytes, size_t len)
{
	struct zip *zip = context;

	if (!zip->over)
		buf_add(&zip->bytes, bytes, len);
	return (la_ssize_t)len;
}

/* An archive without an end is ended by this: its arena is going too. */
static void release(void *object)
{
	struct zip *zip = object;

	zip->over = true;
	archive_write_free(zip->archive);
}

struct zip *zip_new(struct arena *arena, struct instant at)
{
	struct zip *zip = arena_alloc(arena, sizeof(*zip));

	zip->arena = arena;
	zip->at = at;
	buf_init_sized(&zip->bytes, arena, ROOM_AT_FIRST);
	zip->archive = archive_write_new();
	if (!zip->archive)
		abort();
	arena_own(arena, zip, release);
	must(archive_write_set_format_zip(zip->archive));
	/* No padding to the size of a tape's block. */
	must(archive_write_set_bytes_in_last_block(zip->archive, 1));
	must(archive_write_open(zip->archive, zip, NULL, take, NULL));
	return zip;
}

void zip_add(struct zip *zip, const char *name, struct slice bytes)
{
	struct archive_entry *entry = archive_entry_new();

	if (!entry)
		abort();
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, FILE_MODE);
	archive_entry_set_mtime(entry, zip->at.s, 0);
	archive_entry_set_size(entry, (la_int64_t)bytes.len);
	must(archive_write_header(zip->archive, entry));
	if (bytes.len &&
	    archive_write_data(zip->archive, bytes.at, bytes.len) < 0)
		abort();
	archive_entry_free(entry);
}

size_t zip_size(const struct zip *zip)
{
	return zip->bytes.len;
}

struct slice zip_end(struct zip *zip)
{
	must(archive_write_close(zip->archive));
	return buf_view(&zip->bytes);
}
