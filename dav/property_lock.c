#include "dav/property_lock_private.h"

#include "dav/xml_private.h"
#include "practice/calendar/address.h"
#include "practice/calendar/lock.h"

static void write_owner(const char *owner, struct buf *out)
{
	struct slice lang;
	const char *content = xml_fragment_content(owner, &lang);

	buf_puts(out, "<D:owner");
	if (lang.at)
		buf_printf(out, " xml:lang=\"%.*s\"", (int)lang.len, lang.at);
	buf_printf(out, ">%s</D:owner>", content);
}

static void write_href(struct buf *out, const char *element, const char *href)
{
	buf_printf(out, "<D:%s><D:href>", element);
	xml_escape_text(out, href);
	buf_printf(out, "</D:href></D:%s>", element);
}

void property_lock_write(struct dav *dav, const char *home,
			 const struct lock *lock, struct buf *out)
{
	buf_printf(out,
		   "<D:activelock><D:locktype><D:write/></D:locktype>"
		   "<D:lockscope><D:%s/></D:lockscope><D:depth>%s</D:depth>",
		   lock->shared ? "shared" : "exclusive",
		   lock->deep ? "infinity" : "0");
	if (lock->owner)
		write_owner(lock->owner, out);
	buf_printf(out, "<D:timeout>Second-%lld</D:timeout>",
		   (long long)(lock->expires.s - dav->op->now.s));
	write_href(out, "locktoken", lock->token);
	write_href(out, "lockroot",
		   practice_href(dav->op->arena, home, lock->path,
				 *lock->name ? lock->name : NULL));
	buf_puts(out, "</D:activelock>");
}

enum err property_lockdiscovery(struct property_call *call)
{
	const struct resource *resource = call->resource;
	const char *name = "";
	const struct lock *list;
	size_t count;
	enum err err = property_locks(call->dav, resource, &list, &count);

	if (resource->kind == RESOURCE_MEMBER)
		name = resource->member.name;
	for (size_t i = 0; !err && i < count; i++) {
		if (practice_lock_covers(&list[i], &resource->collection, name))
			property_lock_write(call->dav, resource->person.login,
					    &list[i], call->out);
	}
	return err;
}

enum err property_supportedlock(struct property_call *call)
{
	static const char *const scopes[] = { "exclusive", "shared" };

	if (!practice_takes_locks(&call->resource->collection))
		return OK;
	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++)
		buf_printf(call->out,
			   "<D:lockentry><D:lockscope><D:%s/></D:lockscope>"
			   "<D:locktype><D:write/></D:locktype></D:lockentry>",
			   scopes[i]);
	return OK;
}
