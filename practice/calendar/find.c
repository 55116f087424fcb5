#include "practice/calendar/find.h"

#include "base/str.h"
#include "practice/access.h"

bool practice_is_own_home(const struct operation *op, const char *login)
{
	return op->actor.person != 0 && str_equal(login, op->actor.login);
}

/* Another's calendar, under the path that its owner has given it. */
static enum err find_view(struct reader *reader, const char *login,
			  const char *path, struct person *home,
			  struct collection *collection)
{
	const int64_t actor = store_reader_operation(reader)->actor.person;
	struct collection view, source = { .id = 0 };
	struct person owner;
	enum err err = store_person_find_login(reader, login, &owner);

	if (!err)
		err = store_collection_find(reader, owner.id, path, &source);
	if (!err && (!actor || source.owner != owner.id))
		err = ERR_NOT_FOUND;
	if (!err)
		err = store_collection_view_find(reader, source.id, actor,
						 &view);
	if (err)
		return err;
	view.path = source.path;
	view.name = source.name;
	*home = owner;
	*collection = view;
	return OK;
}

enum err practice_collection_find(struct reader *reader, const char *login,
				  const char *path, struct person *home,
				  struct collection *collection)
{
	struct operation *op = store_reader_operation(reader);
	enum err err;

	if (!practice_is_own_home(op, login)) {
		err = find_view(reader, login, path, home, collection);
	} else {
		err = practice_home_find(reader, login, home);
		if (!err)
			err = store_collection_find(reader, home->id, path,
						    collection);
	}
	if (err == ERR_NOT_FOUND)
		return fail(op, err, "there is no collection '%s'", path);
	return err;
}
