#include "tests/unit/store/memory_disk.h"

#include "base/compiler.h"
#include "tests/unit/store/memory_pieces.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#define FILES 16
#define REGIONS 64
#define FIRST_ROOM 65536
#define SECTOR 512

struct bytes {
	unsigned char *at;
	size_t len, room;
};

/* Bytes from one to before another; none: NONE. */
struct range {
	size_t from, to;
};

#define NONE ((struct range){ SIZE_MAX, 0 })
#define ALL ((struct range){ 0, SIZE_MAX })

struct region {
	unsigned char *now, *kept; /* of the log's index; kept may be NULL */
	size_t len;
};

struct file {
	char *name;
	struct bytes now, kept, synced;
	struct range changed;  /* the others are as they were kept */
	struct range unsynced; /* the others are as they were synced */
	int shared;            /* handles with a lock of any level */
	const struct handle *reserved, *exclusive;
	struct region regions[REGIONS];
	int index_shared[SQLITE_SHM_NLOCK];
	bool index_exclusive[SQLITE_SHM_NLOCK];
};

struct handle {
	sqlite3_file base;
	struct file *file;
	int level;
	bool own; /* a temporary file of this handle alone */
};

static struct {
	pthread_mutex_t lock; /* of all below and of the files */
	struct file *files[FILES];
	size_t count;
	bool changed;
	int calls; /* that go well, before */
	int write_code, sync_code;
} disk = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static void reserve(struct bytes *bytes, size_t room)
{
	size_t more = bytes->room ? bytes->room : FIRST_ROOM;

	while (more < room)
		more *= 2;
	if (more == bytes->room)
		return;
	bytes->at = must(realloc(bytes->at, more));
	memset(bytes->at + bytes->room, 0, more - bytes->room);
	bytes->room = more;
}

static struct file *find_file(const char *name)
{
	for (size_t i = 0; i < disk.count; i++) {
		if (strcmp(disk.files[i]->name, name) == 0)
			return disk.files[i];
	}
	return NULL;
}

static struct file *make_file(const char *name)
{
	struct file *file = must(calloc(1, sizeof(*file)));

	file->changed = NONE;
	file->unsynced = NONE;
	if (!name)
		return file;
	if (disk.count == FILES)
		abort(); /* a scenario of so many files is a mistake */
	file->name = must(strdup(name));
	disk.files[disk.count++] = file;
	return file;
}

static struct file *file_of(sqlite3_file *handle)
{
	return ((struct handle *)handle)->file;
}

static struct range both(struct range one, struct range other)
{
	return (struct range){
		one.from < other.from ? one.from : other.from,
		one.to > other.to ? one.to : other.to,
	};
}

static void note_change(struct file *file, size_t from, size_t to)
{
	struct range range = { from, to };

	if (file->name)
		disk.changed = true;
	file->changed = both(file->changed, range);
	file->unsynced = both(file->unsynced, range);
}

/* What a call that would answer `code` does answer; the lock is held. */
static int fault(int code)
{
	if (code == SQLITE_OK || disk.calls-- > 0)
		return SQLITE_OK;
	disk.calls = 0;
	return code;
}

static int disk_close(sqlite3_file *base)
{
	struct handle *handle = (struct handle *)base;

	if (handle->own) {
		free(handle->file->now.at);
		free(handle->file);
	}
	return SQLITE_OK;
}

static int disk_read(sqlite3_file *handle, void *into, int len,
		     sqlite3_int64 offset)
{
	struct file *file = file_of(handle);
	size_t want = (size_t)len, at = (size_t)offset, there = 0;

	pthread_mutex_lock(&disk.lock);
	if (at < file->now.len)
		there = file->now.len - at;
	if (there > want)
		there = want;
	if (there > 0)
		memcpy(into, file->now.at + at, there);
	pthread_mutex_unlock(&disk.lock);
	memset((unsigned char *)into + there, 0, want - there);
	return there == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int disk_write(sqlite3_file *handle, const void *from, int len,
		      sqlite3_int64 offset)
{
	struct file *file = file_of(handle);
	size_t at = (size_t)offset, end = at + (size_t)len;
	int code;

	pthread_mutex_lock(&disk.lock);
	code = fault(disk.write_code);
	if (code == SQLITE_OK) {
		reserve(&file->now, end);
		memcpy(file->now.at + at, from, (size_t)len);
		if (end > file->now.len)
			file->now.len = end;
		note_change(file, at, end);
	}
	pthread_mutex_unlock(&disk.lock);
	return code;
}

/* The lock is held. Bytes behind the end are 0. */
static void cut(struct file *file, size_t len)
{
	if (len >= file->now.len)
		return;
	memset(file->now.at + len, 0, file->now.len - len);
	note_change(file, len, file->now.len);
	file->now.len = len;
}

static int disk_truncate(sqlite3_file *handle, sqlite3_int64 size)
{
	pthread_mutex_lock(&disk.lock);
	cut(file_of(handle), (size_t)size);
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

/* Make `to` what `from` is: they differ at most in a range. */
static void copy(struct bytes *to, const struct bytes *from, struct range range)
{
	size_t end = range.to < from->len ? range.to : from->len;

	reserve(to, from->len);
	if (range.from < end)
		memcpy(to->at + range.from, from->at + range.from,
		       end - range.from);
	if (to->len > from->len)
		memset(to->at + from->len, 0, to->len - from->len);
	to->len = from->len;
}

static int disk_sync(sqlite3_file *handle, int flags UNUSED)
{
	struct file *file = file_of(handle);
	int code;

	pthread_mutex_lock(&disk.lock);
	code = fault(disk.sync_code);
	if (code == SQLITE_OK) {
		copy(&file->synced, &file->now, file->unsynced);
		file->unsynced = NONE;
	}
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static int disk_size(sqlite3_file *handle, sqlite3_int64 *size)
{
	pthread_mutex_lock(&disk.lock);
	*size = (sqlite3_int64)file_of(handle)->now.len;
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

/* The lock is held. */
static bool may_rise(const struct file *file, const struct handle *handle,
		     int level)
{
	int others = file->shared - (handle->level > SQLITE_LOCK_NONE);

	if (file->exclusive && file->exclusive != handle)
		return false;
	if (level >= SQLITE_LOCK_RESERVED && file->reserved &&
	    file->reserved != handle)
		return false;
	return level < SQLITE_LOCK_EXCLUSIVE || others == 0;
}

static void set_level(struct file *file, struct handle *handle, int level)
{
	file->shared +=
		(level > SQLITE_LOCK_NONE) - (handle->level > SQLITE_LOCK_NONE);
	if (level >= SQLITE_LOCK_RESERVED)
		file->reserved = handle;
	else if (file->reserved == handle)
		file->reserved = NULL;
	if (level == SQLITE_LOCK_EXCLUSIVE)
		file->exclusive = handle;
	else if (file->exclusive == handle)
		file->exclusive = NULL;
	handle->level = level;
}

static int disk_lock(sqlite3_file *base, int level)
{
	struct handle *handle = (struct handle *)base;
	int code = SQLITE_OK;

	pthread_mutex_lock(&disk.lock);
	if (level > handle->level) {
		if (may_rise(handle->file, handle, level))
			set_level(handle->file, handle, level);
		else
			code = SQLITE_BUSY;
	}
	pthread_mutex_unlock(&disk.lock);
	return code;
}

static int disk_unlock(sqlite3_file *base, int level)
{
	struct handle *handle = (struct handle *)base;

	pthread_mutex_lock(&disk.lock);
	if (level < handle->level)
		set_level(handle->file, handle, level);
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

static int disk_check_reserved(sqlite3_file *handle, int *reserved)
{
	pthread_mutex_lock(&disk.lock);
	*reserved = file_of(handle)->reserved != NULL;
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

static int disk_control(sqlite3_file *handle UNUSED, int what UNUSED,
			void *argument UNUSED)
{
	return SQLITE_NOTFOUND;
}

static int disk_sector(sqlite3_file *handle UNUSED)
{
	return 4096;
}

static int disk_traits(sqlite3_file *handle UNUSED)
{
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE | SQLITE_IOCAP_SAFE_APPEND;
}

static int disk_index_map(sqlite3_file *handle, int number, int size, int make,
			  void volatile **at)
{
	struct region *region;

	if (number >= REGIONS)
		return SQLITE_FULL;
	pthread_mutex_lock(&disk.lock);
	region = &file_of(handle)->regions[number];
	if (!region->now && make) {
		region->now = must(calloc(1, (size_t)size));
		region->len = (size_t)size;
	}
	*at = region->now;
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

/* The lock is held. One call may name several of them. */
static bool index_take(struct file *file, int first, int count, bool exclusive)
{
	for (int i = first; i < first + count; i++) {
		if (file->index_exclusive[i] ||
		    (exclusive && file->index_shared[i] > 0))
			return false;
	}
	for (int i = first; i < first + count; i++) {
		if (exclusive)
			file->index_exclusive[i] = true;
		else
			file->index_shared[i]++;
	}
	return true;
}

static void index_give(struct file *file, int first, int count, bool exclusive)
{
	for (int i = first; i < first + count; i++) {
		if (exclusive)
			file->index_exclusive[i] = false;
		else if (file->index_shared[i] > 0)
			file->index_shared[i]--;
	}
}

static int disk_index_lock(sqlite3_file *handle, int first, int count,
			   int flags)
{
	bool exclusive = flags & SQLITE_SHM_EXCLUSIVE;
	bool taken = true;

	pthread_mutex_lock(&disk.lock);
	if (flags & SQLITE_SHM_UNLOCK)
		index_give(file_of(handle), first, count, exclusive);
	else
		taken = index_take(file_of(handle), first, count, exclusive);
	pthread_mutex_unlock(&disk.lock);
	return taken ? SQLITE_OK : SQLITE_BUSY;
}

static void disk_index_barrier(sqlite3_file *handle UNUSED)
{
	pthread_mutex_lock(&disk.lock);
	pthread_mutex_unlock(&disk.lock);
}

static int disk_index_unmap(sqlite3_file *handle UNUSED, int delete UNUSED)
{
	return SQLITE_OK;
}

static int disk_open(sqlite3_vfs *vfs UNUSED, const char *name,
		     sqlite3_file *base, int flags, int *flags_out)
{
	static const sqlite3_io_methods methods = {
		.iVersion = 2,
		.xClose = disk_close,
		.xRead = disk_read,
		.xWrite = disk_write,
		.xTruncate = disk_truncate,
		.xSync = disk_sync,
		.xFileSize = disk_size,
		.xLock = disk_lock,
		.xUnlock = disk_unlock,
		.xCheckReservedLock = disk_check_reserved,
		.xFileControl = disk_control,
		.xSectorSize = disk_sector,
		.xDeviceCharacteristics = disk_traits,
		.xShmMap = disk_index_map,
		.xShmLock = disk_index_lock,
		.xShmBarrier = disk_index_barrier,
		.xShmUnmap = disk_index_unmap,
	};
	struct handle *handle = (struct handle *)base;

	memset(handle, 0, sizeof(*handle));
	pthread_mutex_lock(&disk.lock);
	handle->file = name ? find_file(name) : NULL;
	if (!handle->file)
		handle->file = make_file(name);
	pthread_mutex_unlock(&disk.lock);
	handle->own = !name;
	handle->base.pMethods = &methods;
	if (flags_out)
		*flags_out = flags;
	return SQLITE_OK;
}

/* It stays as an empty one, which to SQLite is the same. */
static int disk_delete(sqlite3_vfs *vfs UNUSED, const char *name,
		       int sync UNUSED)
{
	struct file *file;

	pthread_mutex_lock(&disk.lock);
	file = find_file(name);
	if (file)
		cut(file, 0);
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs UNUSED, const char *name,
		       int flags UNUSED, int *there)
{
	struct file *file;

	pthread_mutex_lock(&disk.lock);
	file = find_file(name);
	*there = file && file->now.len > 0;
	pthread_mutex_unlock(&disk.lock);
	return SQLITE_OK;
}

void memory_disk_use(void)
{
	static sqlite3_vfs vfs;
	const sqlite3_vfs *usual;

	memory_pieces_use();
	usual = sqlite3_vfs_find(NULL);
	vfs = *usual;
	vfs.zName = "memory-disk";
	vfs.szOsFile = sizeof(struct handle);
	vfs.xOpen = disk_open;
	vfs.xDelete = disk_delete;
	vfs.xAccess = disk_access;
	if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK)
		abort();
}

static void keep_file(struct file *file)
{
	copy(&file->kept, &file->now, ALL);
	file->changed = NONE;
	for (size_t i = 0; i < REGIONS && file->regions[i].now; i++) {
		struct region *region = &file->regions[i];

		if (!region->kept)
			region->kept = must(malloc(region->len));
		memcpy(region->kept, region->now, region->len);
	}
}

/* Regions are mapped: those that are new since stay, empty. */
static void restore_file(struct file *file)
{
	struct range range = both(file->changed, file->unsynced);

	copy(&file->now, &file->kept, file->changed);
	copy(&file->synced, &file->now, range);
	file->changed = NONE;
	file->unsynced = NONE;
	for (size_t i = 0; i < REGIONS && file->regions[i].now; i++) {
		struct region *region = &file->regions[i];

		if (region->kept)
			memcpy(region->now, region->kept, region->len);
		else
			memset(region->now, 0, region->len);
	}
}

void memory_disk_keep(void)
{
	pthread_mutex_lock(&disk.lock);
	for (size_t i = 0; i < disk.count; i++)
		keep_file(disk.files[i]);
	disk.changed = false;
	pthread_mutex_unlock(&disk.lock);
}

bool memory_disk_changed(void)
{
	bool changed;

	pthread_mutex_lock(&disk.lock);
	changed = disk.changed;
	pthread_mutex_unlock(&disk.lock);
	return changed;
}

void memory_disk_restore(void)
{
	pthread_mutex_lock(&disk.lock);
	for (size_t i = 0; disk.changed && i < disk.count; i++)
		restore_file(disk.files[i]);
	disk.changed = false;
	pthread_mutex_unlock(&disk.lock);
}

void memory_disk_fail(int calls, int write, int sync)
{
	pthread_mutex_lock(&disk.lock);
	disk.calls = calls;
	disk.write_code = write;
	disk.sync_code = sync;
	pthread_mutex_unlock(&disk.lock);
}

static bool coin(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return *seed >> 63;
}

/* Each sector is the one or the other; so is the length. */
static void tear(struct file *file, uint64_t *seed)
{
	const struct bytes *now = &file->now;
	struct bytes *kept = &file->kept;

	copy(kept, &file->synced, ALL);
	reserve(kept, now->len);
	if (now->len != kept->len && coin(seed))
		kept->len = now->len;
	for (size_t at = 0; at < kept->len && at < now->len; at += SECTOR) {
		size_t len = kept->len - at < SECTOR ? kept->len - at : SECTOR;

		if (at + len > now->len)
			len = now->len - at;
		if (coin(seed))
			memcpy(kept->at + at, now->at + at, len);
	}
	memset(kept->at + kept->len, 0, kept->room - kept->len);
	file->changed = ALL;
	/* The log's index was in memory. */
	for (size_t i = 0; i < REGIONS && file->regions[i].now; i++) {
		struct region *region = &file->regions[i];

		free(region->kept);
		region->kept = must(calloc(1, region->len));
	}
}

void memory_disk_cut(uint64_t seed)
{
	pthread_mutex_lock(&disk.lock);
	for (size_t i = 0; i < disk.count; i++)
		tear(disk.files[i], &seed);
	disk.changed = true;
	pthread_mutex_unlock(&disk.lock);
}
