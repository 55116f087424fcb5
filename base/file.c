#include "base/file.h"

#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PIECE 65536
#define MEBIBYTE ((size_t)1024 * 1024)

static enum err too_large(struct operation *op, const char *path, size_t most)
{
	bool many = most >= MEBIBYTE;

	return fail(op, ERR_TOO_LARGE, "'%s' is over %zu %s", path,
		    most / (many ? MEBIBYTE : 1024), many ? "MiB" : "KiB");
}

enum err file_read(struct operation *op, const char *path, size_t most,
		   struct slice *bytes)
{
	FILE *file = fopen(path, "rbe");
	struct stat status = { 0 };
	struct buf buf;
	int wrong;
	size_t got;

	if (!file)
		return fail(op, ERR_INVALID, "'%s' cannot be read: %s", path,
			    strerror(errno));
	if (fstat(fileno(file), &status) == 0 && status.st_size > (off_t)most) {
		fclose(file);
		return too_large(op, path, most);
	}
	buf_init_sized(&buf, op->arena, (size_t)status.st_size);
	do {
		got = fread(buf_reserve(&buf, PIECE), 1, PIECE, file);
		buf.len += got;
		buf.at[buf.len] = '\0';
	} while (got && buf.len <= most);
	wrong = ferror(file) ? errno : 0;
	fclose(file);
	if (wrong)
		return fail(op, ERR_INVALID, "'%s' cannot be read: %s", path,
			    strerror(wrong));
	if (buf.len > most)
		return too_large(op, path, most);
	*bytes = buf_view(&buf);
	return OK;
}
