/**
 * Words that are looked for, in statements: HAS_WORDS(text) is true where each
 * of them is in the text, which is folded or in small letters.
 */
#ifndef STORE_SEARCH_PRIVATE_H
#define STORE_SEARCH_PRIVATE_H

#include "store/search.h"
#include "store/statement_private.h"

#define HAS_WORD(text, word) "(" text ") LIKE $" word " ESCAPE '!'"
#define HAS_WORDS(text)                                                   \
	"(" HAS_WORD(text, "word1") " AND " HAS_WORD(                     \
		text, "word2") " AND " HAS_WORD(text,                     \
						"word3") " "              \
							 "AND " HAS_WORD( \
								 text,    \
								 "word4") ")"

/** Bind $word1 to $word4. NULL: no words. */
void bind_search(struct statement *st, const struct search *search);
/** A word as LIKE finds it anywhere in a text. With `loose`, each character
 *  that is not ASCII stands for any text: small letters are made of ASCII
 *  alone by one database, and of all letters by the other. */
const char *search_like(struct arena *arena, const char *word, bool loose);

#endif
