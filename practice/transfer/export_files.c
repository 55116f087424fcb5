#include "practice/transfer/export_files_private.h"

#include "store/services.h"

#include <string.h>

#define FLUSH_AT ((size_t)64 * 1024)
#define FILE_WORD_LONGEST 64

enum err export_flush(struct practice_export *export, const char *name,
		      struct buf *buf)
{
	enum err err = OK;

	if (buf->len)
		err = export->write(export->context, name, buf_view(buf));
	buf->len = 0;
	return err;
}

enum err export_flush_some(struct practice_export *export, const char *name,
			   struct buf *buf)
{
	return buf->len < FLUSH_AT ? OK : export_flush(export, name, buf);
}

enum err export_words(struct practice_export *export, const struct ids *people,
		      const char **words)
{
	struct buf buf;
	enum err err = OK;

	buf_init(&buf, export->run.one.arena);
	buf_puts(&buf, "");
	for (size_t i = 0; !err && i < people->count; i++) {
		const char *word;

		err = export_word_of(&export->run, people->at[i], &word);
		if (!err)
			buf_printf(&buf, "%s%s", i ? ";" : "", word);
	}
	if (!err)
		*words = buf.at;
	return err;
}

enum err export_service(struct practice_export *export, int64_t id,
			const char **name)
{
	struct service service = { .name = "" };
	enum err err = OK;

	if (id)
		err = store_service_find(export->run.reader, id, &service);
	if (!err || err == ERR_NOT_FOUND)
		*name = service.name;
	return err == ERR_NOT_FOUND ? OK : err;
}

char *export_file_word(struct arena *arena, const char *text)
{
	char *word =
		arena_strndup(arena, text, strnlen(text, FILE_WORD_LONGEST));

	for (char *at = word; *at; at++) {
		bool good = (*at >= 'a' && *at <= 'z') ||
			    (*at >= 'A' && *at <= 'Z') ||
			    (*at >= '0' && *at <= '9') ||
			    (at != word && strchr("_.-", *at));

		if (!good)
			*at = '_';
	}
	return word;
}
