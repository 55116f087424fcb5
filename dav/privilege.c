#include "dav/privilege_private.h"

#include "dav/multistatus_private.h"
#include "practice/access.h"

/* The tree in preorder. */
static const struct privilege_name names[] = {
	{ NS_DAV, "all", PRIVILEGES_ALL, 0, true, "everything" },
	{ NS_DAV, "read", PRIVILEGES_READ, 1, false, "see it" },
	{ NS_CALDAV, "read-free-busy", PRIVILEGE_FREE_BUSY, 2, false,
	  "see when its owner is busy" },
	{ NS_DAV, "write", PRIVILEGES_WRITE, 1, false, "change it" },
	{ NS_DAV, "write-properties", PRIVILEGE_WRITE_PROPERTIES, 2, false,
	  "change its properties" },
	{ NS_DAV, "write-content", PRIVILEGE_WRITE_CONTENT, 2, false,
	  "change what is in it" },
	{ NS_DAV, "bind", PRIVILEGE_BIND, 2, false, "add to it" },
	{ NS_DAV, "unbind", PRIVILEGE_UNBIND, 2, false, "take from it" },
	{ NS_DAV, "read-acl", PRIVILEGE_READ_ACL, 1, false,
	  "see who may do what" },
	{ NS_DAV, "read-current-user-privilege-set", PRIVILEGE_READ_OWN, 1,
	  false, "see what oneself may do" },
	{ NS_DAV, "write-acl", PRIVILEGE_WRITE_ACL, 1, true,
	  "say who may do what" },
	{ NS_DAV, "unlock", PRIVILEGE_UNLOCK, 1, true, "end another's lock" },
};

const struct privilege_name *privilege_find(const xmlNode *node)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (xml_is(node, names[i].ns, names[i].name))
			return &names[i];
	}
	return NULL;
}

static bool is_told(const struct privilege_name *name, unsigned privileges)
{
	if ((privileges & name->privileges) != name->privileges)
		return false;
	if (privileges & PRIVILEGE_WRITE_ACL)
		return name->depth > 0;
	/* Programs take `read` alone for read-only. */
	return name->depth > 0 && (name->privileges != PRIVILEGE_FREE_BUSY ||
				   !(privileges & PRIVILEGE_READ));
}

void privilege_write(struct buf *buf, unsigned privileges)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (is_told(&names[i], privileges))
			buf_printf(buf, "<D:privilege><%s:%s/></D:privilege>",
				   multistatus_prefix(names[i].ns),
				   names[i].name);
	}
}

void privilege_tree_write(struct buf *buf)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		int next = i + 1 < ARRAY_SIZE(names) ? names[i + 1].depth : 0;

		buf_printf(buf,
			   "<D:supported-privilege><D:privilege><%s:%s/>"
			   "</D:privilege>%s<D:description xml:lang=\"en\">%s"
			   "</D:description>",
			   multistatus_prefix(names[i].ns), names[i].name,
			   names[i].abstract ? "<D:abstract/>" : "",
			   names[i].description);
		for (int depth = names[i].depth; depth >= next; depth--)
			buf_puts(buf, "</D:supported-privilege>");
	}
	/* The root is closed by the last one. */
}
