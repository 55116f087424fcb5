#include "base/money.h"

#include "base/str.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

#define MOST_DIGITS 4

struct currency_group {
	int digits;
	const char *codes;
};

/* ISO 4217, the active codes of list one; those without minor units (gold,
 * drawing rights) are no money to keep a ledger in. */
static const struct currency_group currencies[] = {
	{ 0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF "
	     "XPF" },
	{ 2, "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND "
	     "BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU "
	     "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
	     "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
	     "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
	     "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK "
	     "PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
	     "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD "
	     "USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG" },
	{ 3, "BHD IQD JOD KWD LYD OMR TND" },
	{ 4, "CLF UYW" },
};

int currency_digits(const char *code)
{
	if (!code || strlen(code) != 3 || strchr(code, ' '))
		return -1;
	for (size_t i = 0; i < sizeof(currencies) / sizeof(*currencies); i++) {
		if (strstr(currencies[i].codes, code))
			return currencies[i].digits;
	}
	return -1;
}

struct money money_add(struct money a, struct money b)
{
	struct money sum;

	if (__builtin_add_overflow(a.minor, b.minor, &sum.minor))
		abort();
	return sum;
}

struct money money_subtract(struct money a, struct money b)
{
	struct money difference;

	if (__builtin_sub_overflow(a.minor, b.minor, &difference.minor))
		abort();
	return difference;
}

struct money money_negate(struct money a)
{
	if (a.minor == INT64_MIN)
		abort();
	return (struct money){ -a.minor };
}

struct money money_times(struct money amount, int64_t factor)
{
	struct money product;

	if (__builtin_mul_overflow(amount.minor, factor, &product.minor))
		abort();
	return product;
}

struct money money_of_units(int64_t units, int digits)
{
	struct money amount = { units };

	assert(digits >= 0 && digits <= MOST_DIGITS);
	for (int i = 0; i < digits; i++)
		amount = money_times(amount, 10);
	return amount;
}

struct money money_scale(struct money amount, int64_t numerator,
			 int64_t denominator)
{
	wide product = (wide)amount.minor * numerator;
	wide size = product < 0 ? -product : product;
	wide rounded;

	assert(denominator > 0);
	/* Half away from zero: q = floor(size / d + 1/2). */
	rounded = size / denominator;
	if (size % denominator >= denominator - size % denominator)
		rounded++;
	if (rounded > INT64_MAX)
		abort();
	return (struct money){ (int64_t)(product < 0 ? -rounded : rounded) };
}

bool money_is_zero(struct money amount)
{
	return amount.minor == 0;
}

int money_compare(struct money a, struct money b)
{
	return (a.minor > b.minor) - (a.minor < b.minor);
}

int money_sign(struct money amount)
{
	return (amount.minor > 0) - (amount.minor < 0);
}

struct money money_min(struct money a, struct money b)
{
	return a.minor < b.minor ? a : b;
}

bool money_enterable(struct money amount)
{
	return amount.minor >= 0 && amount.minor <= MONEY_LIMIT;
}

char *money_text(struct arena *arena, struct money amount, int digits)
{
	/* Unsigned, so that the least number has a magnitude too. */
	uint64_t size = amount.minor < 0 ? 0 - (uint64_t)amount.minor
					 : (uint64_t)amount.minor;
	const char *sign = amount.minor < 0 ? "-" : "";
	uint64_t unit = 1;

	assert(digits >= 0 && digits <= MOST_DIGITS);
	for (int i = 0; i < digits; i++)
		unit *= 10;
	if (digits == 0)
		return arena_printf(arena, "%s%llu", sign,
				    (unsigned long long)size);
	return arena_printf(arena, "%s%llu.%0*llu", sign,
			    (unsigned long long)(size / unit), digits,
			    (unsigned long long)(size % unit));
}

const char *money_grouped(struct arena *arena, const char *decimal)
{
	struct buf buf;
	size_t len;

	buf_init(&buf, arena);
	if (*decimal == '-') {
		buf_puts(&buf, "\xE2\x88\x92");
		decimal++;
	}
	for (len = strcspn(decimal, "."); len; len--) {
		buf_putc(&buf, *decimal++);
		if (len > 1 && len % 3 == 1)
			buf_putc(&buf, ',');
	}
	buf_puts(&buf, decimal);
	return buf.at;
}

bool money_parse(const char *text, int digits, struct money *amount)
{
	int64_t value = 0;
	bool point = false; /* seen */
	int behind = 0;     /* digits read behind it */

	assert(digits >= 0 && digits <= MOST_DIGITS);
	if (*text < '0' || *text > '9')
		return false;
	for (; *text; text++) {
		if (*text == '.' && !point) {
			point = true;
			continue;
		}
		if (*text < '0' || *text > '9')
			return false;
		behind += point;
		value = value * 10 + (*text - '0');
		if (behind > digits || value > MONEY_LIMIT)
			return false;
	}
	if (point && behind == 0)
		return false;
	for (; behind < digits; behind++)
		value *= 10;
	if (value > MONEY_LIMIT)
		return false;
	amount->minor = value;
	return true;
}
