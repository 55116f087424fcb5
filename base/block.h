/**
 * Text that is looked at sixteen bytes at a time, for loops that each byte of
 * a long answer goes through. Blocks are compared like numbers, byte by byte
 * (`block < 0x20`, `a | b`); a byte that holds becomes 0xFF. The compiler makes
 * what the machine has of it.
 */
#ifndef BASE_BLOCK_H
#define BASE_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)16)

typedef unsigned char text_block __attribute__((vector_size(16)));

/** BLOCK_SIZE bytes from there on. */
static inline text_block block_load(const char *at)
{
	text_block block;

	memcpy(&block, at, sizeof(block));
	return block;
}

/** Fewer bytes, with blanks behind them. */
static inline text_block block_part(const char *at, size_t len)
{
	text_block block = { ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ',
			     ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ' };

	memcpy(&block, at, len);
	return block;
}

/** Of a text of which `len` bytes are left. */
static inline text_block block_next(const char *at, size_t len)
{
	return len < BLOCK_SIZE ? block_part(at, len) : block_load(at);
}

/** BLOCK_SIZE bytes are written. */
static inline void block_store(char *at, text_block block)
{
	memcpy(at, &block, sizeof(block));
}

/** Where the first byte that is not 0 stands; BLOCK_SIZE: all are 0. */
static inline size_t block_first(text_block hit)
{
	uint64_t halves[2];

	memcpy(halves, &hit, sizeof(halves));
	if (!(halves[0] | halves[1]))
		return BLOCK_SIZE;
	for (size_t i = 0; i < 2; i++) {
		if (!halves[i])
			continue;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		return i * 8 + (size_t)__builtin_ctzll(halves[i]) / 8;
#else
		return i * 8 + (size_t)__builtin_clzll(halves[i]) / 8;
#endif
	}
	return BLOCK_SIZE;
}

/** Which bytes of a block are of a class; no blank may be. */
typedef text_block block_find(text_block block);

/** Copy the next bytes of a text of which `len` are left up to the first of
 *  the class, at most BLOCK_SIZE; how many they are. BLOCK_SIZE are written. */
static inline size_t block_copy(char *to, const char *at, size_t len,
				block_find *find)
{
	text_block block = block_next(at, len);
	size_t found = block_first(find(block));

	block_store(to, block);
	return found < len ? found : len;
}

#endif
