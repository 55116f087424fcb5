#include "admin/pages/notice_sent.h"

#include "admin/pages/call.h"
#include "admin/pages/show.h"
#include "store/outbox.h"

enum err notice_sent_before(struct page *page, int64_t *newest)
{
	const struct outbox_filter filter = { .limit = 1 };
	struct outbox *list;
	size_t count;
	enum err err = store_reader_begin(page->reader, page->op);

	if (err)
		return err;
	err = store_outbox_list(page->reader, &filter, &list, &count);
	store_reader_end(page->reader);
	if (!err)
		*newest = count ? list[0].id : 0;
	return err;
}

void notice_sent(struct page *page, const char *what, int64_t newest)
{
	struct arena *arena = page->op->arena;
	const json_t *notice =
		json_array_get(json_object_get(page->answer, "notices"), 0);
	const json_t *recipient = json_object_get(notice, "recipient");
	const char *id = json_string_value(json_object_get(notice, "id"));
	const char *address =
		json_string_value(json_object_get(recipient, "address"));
	const char *next =
		show_json_instant(page, json_object_get(notice, "next_at"));
	int64_t number = 0;
	bool fresh = str_to_int64(id, &number) && number > newest;

	page_flash(page, "%s %s to %s by e-mail, at %s.", what,
		   fresh ? "goes" : "waits already: it goes", address, next);
	if (fresh)
		page_undo_add(
			page, "POST",
			url_of(arena, "/api/outbox/%s/drop", id ? id : ""),
			NULL);
}
