#include "admin/api/rows.h"

#include "admin/api/call_write.h"
#include "base/csv_write.h"
#include "base/str.h"

static const char *cell_text(struct call *call, const struct field *field,
			     const json_t *value)
{
	struct buf buf;
	size_t index;
	json_t *item;

	if (json_is_integer(value))
		return arena_printf(call->op->arena, "%lld",
				    (long long)json_integer_value(value));
	if (json_is_boolean(value))
		return json_is_true(value) ? "yes" : "no";
	if (json_is_string(value))
		return field->type == FIELD_TEXT
			       ? csv_harmless(call->op->arena,
					      json_string_value(value))
			       : json_string_value(value);
	if (!json_is_array(value))
		return "";
	buf_init(&buf, call->op->arena);
	buf_puts(&buf, "");
	json_array_foreach (value, index, item) {
		if (json_is_string(item))
			buf_printf(&buf, "%s%s", index ? "; " : "",
				   json_string_value(item));
	}
	return csv_harmless(call->op->arena, buf.at);
}

enum err rows_csv(struct call *call, const struct field *columns, json_t *items)
{
	struct buf buf;
	size_t index;
	json_t *item;

	buf_init(&buf, call->op->arena);
	for (const struct field *field = columns; field->name; field++)
		buf_printf(&buf, "%s%s", field == columns ? "" : ",",
			   field->name);
	buf_puts(&buf, "\r\n");
	json_array_foreach (items, index, item) {
		for (const struct field *field = columns; field->name;
		     field++) {
			const json_t *value =
				json_object_get(item, field->name);

			if (field != columns)
				buf_putc(&buf, ',');
			csv_quote(&buf, cell_text(call, field, value));
		}
		buf_puts(&buf, "\r\n");
	}
	return call_text_answer(call, "text/csv; charset=utf-8", buf.at,
				buf.len);
}

enum err rows_answer(struct call *call, json_t *items, int64_t next)
{
	if (call_wants_csv(call))
		return rows_csv(call, call->route->answer, items);
	return call_list(call, items, next);
}
