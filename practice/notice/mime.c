#include "practice/notice/mime.h"

#include "base/digest.h"
#include "practice/notice/event.h"

#include <string.h>

#define LINE_LONGEST 76        /* RFC 2045 6.7, 6.8 */
#define PLAIN_LONGEST 60       /* of a header's text that goes as it is */
#define WORD_BYTES 42          /* in an encoded word of at most 75 */
#define HOST "daybook.invalid" /* of who has no address of its own */

/* Blanks for control characters: CR and LF would end the header. */
static char *one_line(struct arena *arena, const char *text)
{
	char *line = arena_strdup(arena, text);

	for (char *at = line; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = ' ';
	return line;
}

static bool is_plain(const char *text)
{
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at >= 0x7f)
			return false;
	return strlen(text) <= PLAIN_LONGEST && !strstr(text, "=?");
}

char *mime_text(struct arena *arena, const char *text)
{
	const char *line = one_line(arena, text);
	struct buf buf;

	if (is_plain(line))
		return arena_strdup(arena, line);
	buf_init(&buf, arena);
	while (*line) {
		size_t len = strnlen(line, WORD_BYTES);

		/* A character is not cut (RFC 2047 5). */
		while (len && ((unsigned char)line[len] & 0xc0) == 0x80)
			len--;
		if (!len)
			len = strnlen(line, WORD_BYTES);
		if (buf.len)
			buf_puts(&buf, "\r\n ");
		buf_printf(&buf,
			   "=?UTF-8?B?%s?=", base64_encode(arena, line, len));
		line += len;
	}
	return buf.at;
}

/* A name before an address (RFC 5322 3.4). */
static const char *mime_name(struct arena *arena, const char *name)
{
	char *line = one_line(arena, name);
	struct buf buf;

	if (!is_plain(line))
		return mime_text(arena, line);
	buf_init(&buf, arena);
	buf_putc(&buf, '"');
	for (const char *at = line; *at; at++) {
		if (*at == '"' || *at == '\\')
			buf_putc(&buf, '\\');
		buf_putc(&buf, *at);
	}
	buf_putc(&buf, '"');
	return buf.at;
}

static void put_base64(struct buf *buf, struct slice bytes)
{
	const char *text = base64_encode(buf->arena, bytes.at, bytes.len);

	while (*text) {
		size_t len = strnlen(text, LINE_LONGEST);

		buf_add(buf, text, len);
		buf_puts(buf, "\r\n");
		text += len;
	}
}

/* One character of quoted-printable (RFC 2045 6.7). */
static size_t quote(const char *at, char *out)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char c = (unsigned char)*at;
	bool last = at[1] == '\n' || at[1] == '\0';

	if ((c > ' ' && c < 0x7f && c != '=') ||
	    ((c == ' ' || c == '\t') && !last)) {
		out[0] = *at;
		return 1;
	}
	out[0] = '=';
	out[1] = hex[c >> 4];
	out[2] = hex[c & 15];
	return 3;
}

static void put_quoted(struct buf *buf, const char *text)
{
	size_t column = 0;

	for (const char *at = text; *at; at++) {
		char out[3];
		size_t len;

		if (*at == '\r')
			continue;
		if (*at == '\n') {
			buf_puts(buf, "\r\n");
			column = 0;
			continue;
		}
		len = quote(at, out);
		/* A line's first dot may look like the end of all. */
		if (column == 0 && *at == '.') {
			buf_puts(buf, "=2E");
			column = 3;
			continue;
		}
		if (column + len >= LINE_LONGEST) {
			buf_puts(buf, "=\r\n");
			column = 0;
		}
		buf_add(buf, out, len);
		column += len;
	}
	if (column)
		buf_puts(buf, "\r\n");
}

const char *practice_notice_id(struct arena *arena, const struct outbox *row,
			       const char *from)
{
	const char *host = strrchr(from, '@');

	return arena_printf(arena, "notice-%lld.%s@%s", (long long)row->id,
			    digest_tag(arena, row->key ? row->key : "",
				       row->key ? strlen(row->key) : 0),
			    host && host[1] ? host + 1 : HOST);
}

/* RFC 5322 3.3, in UTC. */
static const char *mail_date(struct arena *arena, struct instant at)
{
	const char *http = instant_http(arena, at);

	return arena_printf(arena, "%.*s +0000", (int)(strlen(http) - 4), http);
}

static void put_stop(struct buf *buf, const struct notice_message *message,
		     const char *reply)
{
	/* RFC 8058 3.1: one click, at an address that needs no login. */
	if (message->stop)
		buf_printf(buf,
			   "List-Unsubscribe: <%s>\r\n"
			   "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
			   "\r\n",
			   message->stop);
	else
		buf_printf(buf,
			   "List-Unsubscribe: <mailto:%s?subject="
			   "unsubscribe>\r\n",
			   reply);
}

static void put_headers(struct buf *buf, struct operation *op,
			const struct notice_message *message, const char *from)
{
	const char *reply = practice_notice_reply(&message->practice);
	struct arena *arena = op->arena;

	buf_printf(buf, "Date: %s\r\n", mail_date(arena, op->now));
	buf_printf(buf, "From: %s\r\n <%s>\r\n",
		   mime_name(arena, message->practice.name), from);
	if (*reply && !str_equal(reply, from))
		buf_printf(buf, "Reply-To: <%s>\r\n", one_line(arena, reply));
	buf_printf(buf, "To: <%s>\r\n", one_line(arena, message->row.address));
	buf_printf(buf, "Subject: %s\r\n", mime_text(arena, message->subject));
	buf_printf(buf, "Message-ID: <%s>\r\n",
		   practice_notice_id(arena, &message->row, from));
	buf_puts(buf, "Auto-Submitted: auto-generated\r\n");
	put_stop(buf, message, *reply ? reply : from);
	buf_puts(buf, "MIME-Version: 1.0\r\n");
}

/* "=_" is in no line of base64 or quoted-printable. */
static void put_boundary(struct buf *buf, const char *which, const char *end)
{
	buf_printf(buf, "--=_%s%s\r\n", which, end);
}

static void put_alternatives(struct buf *buf,
			     const struct notice_message *message)
{
	put_boundary(buf, "whole", "");
	buf_puts(buf, "Content-Type: multipart/alternative; "
		      "boundary=\"=_words\"\r\n\r\n");
	put_boundary(buf, "words", "");
	buf_puts(buf, "Content-Type: text/plain; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_quoted(buf, message->text);
	put_boundary(buf, "words", "");
	buf_puts(buf, "Content-Type: text/html; charset=utf-8\r\n"
		      "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_quoted(buf, message->html);
	if (message->ics) {
		put_boundary(buf, "words", "");
		buf_printf(buf,
			   "Content-Type: text/calendar; charset=utf-8; "
			   "method=%s; component=VEVENT\r\n"
			   "Content-Transfer-Encoding: base64\r\n\r\n",
			   message->method);
		put_base64(buf, slice_of(message->ics));
	}
	put_boundary(buf, "words", "--");
}

static void put_file(struct buf *buf, const struct notice_file *file,
		     const char *more)
{
	put_boundary(buf, "whole", "");
	buf_printf(buf,
		   "Content-Type: %s; name=\"%s\"%s\r\n"
		   "Content-Transfer-Encoding: base64\r\n"
		   "Content-Disposition: attachment; filename=\"%s\"\r\n\r\n",
		   file->type, file->name, more, file->name);
	put_base64(buf, file->bytes);
}

struct slice practice_notice_mail(struct operation *op,
				  const struct notice_message *message,
				  const char *from,
				  const struct notice_file *file)
{
	struct buf buf;

	buf_init_sized(&buf, op->arena, 8192);
	put_headers(&buf, op, message, from);
	buf_puts(&buf, "Content-Type: multipart/mixed; "
		       "boundary=\"=_whole\"\r\n\r\n");
	put_alternatives(&buf, message);
	if (message->ics) {
		struct notice_file event = { "invite.ics", "application/ics",
					     slice_of(message->ics) };

		put_file(&buf, &event,
			 arena_printf(op->arena, "; method=%s; charset=utf-8",
				      message->method));
	}
	if (file && file->name)
		put_file(&buf, file, "");
	put_boundary(&buf, "whole", "--");
	return buf_view(&buf);
}
