#include "practice/calendar/address.h"

#include "base/http.h"
#include "base/str.h"

char *practice_href(struct arena *arena, const char *home, const char *path,
		    const char *name)
{
	struct slice rest = slice_of(path);
	struct buf buf;

	buf_init(&buf, arena);
	buf_puts(&buf, ADDRESS_HOMES);
	http_segment_encode(&buf, home);
	buf_putc(&buf, '/');
	while (rest.at && rest.len > 0) {
		struct slice segment = slice_cut(&rest, '/');

		http_segment_encode(&buf, slice_dup(arena, segment));
		buf_putc(&buf, '/');
	}
	if (name)
		http_segment_encode(&buf, name);
	return buf.at;
}
