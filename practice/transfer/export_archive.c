#include "practice/transfer/export_archive_private.h"

/* Bytes of the archive, and of one part before it is packed. */
#define ARCHIVE_LIMIT ((size_t)64 * 1024 * 1024)

void export_list_begin(struct buf *list, struct arena *arena)
{
	buf_init(list, arena);
	buf_putc(list, '[');
}

void export_list_add(struct client_export *export, struct buf *list,
		     json_t *element)
{
	buf_puts(list, list->len > 1 ? ",\n " : "\n ");
	buf_puts(list, json_text(export->run.one.arena, element));
}

void export_list_end(struct client_export *export, struct buf *list,
		     const char *name)
{
	buf_puts(list, "\n]\n");
	export_put(export, name, buf_view(list));
}

void export_put(struct client_export *export, const char *name,
		struct slice bytes)
{
	zip_add(export->zip,
		arena_printf(export->run.op->arena, "%s/%s", export->folder,
			     name),
		bytes);
}

enum err export_room(struct client_export *export, size_t bytes)
{
	if (bytes + zip_size(export->zip) <= ARCHIVE_LIMIT)
		return OK;
	return fail(&export->run.one, ERR_TOO_LARGE,
		    "There is more than 64 MiB about this client; please "
		    "export the whole practice instead.");
}
