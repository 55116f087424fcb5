#include "server/command_export.h"

#include "base/str.h"

#include "practice/transfer/export_practice.h"
#include "server/command_context.h"
#include "server/progress.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_AT_ONCE 16
#define KILOBYTE 1000

/* The folder on its way, under a name that says that it is not whole. */
struct folder {
	struct operation *op;
	const char *path;    /* that it gets in the end */
	const char *partial; /* that it has */
	const char *name;    /* of the file that is open, or NULL */
	int fd;
	int64_t files, bytes; /* written so far */
};

static enum err failed(struct folder *folder, const char *what,
		       const char *name)
{
	return fail(folder->op, ERR_STORAGE, "cannot %s '%s': %s", what, name,
		    strerror(errno));
}

static enum err file_close(struct folder *folder)
{
	bool bad = folder->fd >= 0 && close(folder->fd) != 0;

	folder->fd = -1;
	return bad ? failed(folder, "write", folder->name) : OK;
}

/* The folders above a file. */
static enum err folders_make(struct folder *folder, char *path)
{
	char *from = path + strlen(folder->partial) + 1;

	for (char *at = strchr(from, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return failed(folder, "make", path);
		*at = '/';
	}
	return OK;
}

/* Several files grow at once: each is found again by its name. */
static enum err file_open(struct folder *folder, const char *name)
{
	char *path =
		arena_printf(folder->op->arena, "%s/%s", folder->partial, name);
	enum err err = file_close(folder);

	if (!err)
		err = folders_make(folder, path);
	if (err)
		return err;
	folder->fd =
		open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (folder->fd < 0)
		return failed(folder, "make", path);
	folder->name = arena_strdup(folder->op->arena, name);
	if (lseek(folder->fd, 0, SEEK_END) == 0)
		folder->files++;
	return OK;
}

static enum err file_write(void *context, const char *name, struct slice bytes)
{
	struct folder *folder = context;
	enum err err = OK;

	if (folder->fd < 0 || !str_equal(name, folder->name))
		err = file_open(folder, name);
	while (!err && bytes.len) {
		ssize_t done = write(folder->fd, bytes.at, bytes.len);

		if (done < 0 && errno != EINTR)
			return failed(folder, "write", name);
		if (done > 0) {
			bytes.at += done;
			bytes.len -= (size_t)done;
			folder->bytes += done;
		}
	}
	return err;
}

/* Nothing of the user's is written over. */
static enum err path_check(struct folder *folder)
{
	DIR *there = opendir(folder->path);
	const struct dirent *entry;
	bool empty = true;

	if (!there && errno == ENOENT)
		return OK;
	if (!there)
		return failed(folder, "export to", folder->path);
	while ((entry = readdir(there)))
		empty = empty && (str_equal(entry->d_name, ".") ||
				  str_equal(entry->d_name, ".."));
	closedir(there);
	if (empty)
		return OK;
	return fail(folder->op, ERR_EXISTS,
		    "'%s' is there and not empty: name a new directory",
		    folder->path);
}

static enum err folder_begin(struct folder *folder, const char *path)
{
	char *name = arena_strdup(folder->op->arena, path);
	enum err err;

	for (size_t len = strlen(name); len > 1 && name[len - 1] == '/'; len--)
		name[len - 1] = '\0';
	folder->path = name;
	err = path_check(folder);
	if (err)
		return err;
	name = arena_printf(folder->op->arena, "%s.partial-XXXXXX",
			    folder->path);
	if (!mkdtemp(name))
		return failed(folder, "make", name);
	folder->partial = name;
	return OK;
}

/* All bytes are on the disk before the name says that it is whole. */
static enum err folder_sync(struct folder *folder, const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && syncfs(fd) == 0;
	enum err err = good ? OK : failed(folder, "write", path);

	if (fd >= 0)
		close(fd);
	return err;
}

static enum err folder_end(struct folder *folder)
{
	char *path = arena_strdup(folder->op->arena, folder->path);
	enum err err = file_close(folder);

	if (!err)
		err = folder_sync(folder, folder->partial);
	if (err)
		return err;
	if (rename(folder->partial, folder->path) != 0)
		return failed(folder, "make", folder->path);
	folder->partial = NULL;
	return folder_sync(folder, dirname(path));
}

static int remove_one(const char *path, const struct stat *status UNUSED,
		      int kind UNUSED, struct FTW *at UNUSED)
{
	return remove(path);
}

static void folder_drop(struct folder *folder)
{
	struct failure failure = folder->op->failure;

	if (file_close(folder))
		folder->op->failure = failure;
	if (folder->partial)
		nftw(folder->partial, remove_one, OPEN_AT_ONCE,
		     FTW_DEPTH | FTW_PHYS);
}

static enum err export_to(struct command_context *context,
			  struct folder *folder)
{
	struct progress *progress = progress_begin("exporting");
	struct reader *reader;
	enum err err = store_reader_new(context->op, context->store, &reader);

	if (err) {
		progress_end(progress);
		return err;
	}
	err = practice_export(context->op, reader, file_write, folder);
	store_reader_free(reader);
	if (!err)
		err = folder_end(folder);
	progress_end(progress);
	return err;
}

int command_export(struct command_context *context)
{
	const struct arguments *arguments = &context->arguments;
	struct folder folder = { .op = context->op, .fd = -1 };
	enum err err;

	if (arguments->word_count != 1 || str_empty(arguments->words[0]))
		return command_usage(context, "export needs a DIR");
	err = command_store(context);
	if (!err)
		err = folder_begin(&folder, arguments->words[0]);
	if (!err)
		err = export_to(context, &folder);
	if (err) {
		folder_drop(&folder);
		return command_refused(context);
	}
	printf("exported to %s: %lld files, %lld kB, of one moment\n",
	       folder.path, (long long)folder.files,
	       (long long)(folder.bytes / KILOBYTE));
	return EXIT_DONE;
}
