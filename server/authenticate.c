#include "server/authenticate.h"

#include "base/digest.h"
#include "base/unicode.h"

#include "practice/people/attempt.h"
#include "practice/people/program.h"
#include "practice/access.h"
#include "server/queue.h"
#include "store/credential.h"
#include "store/device.h"
#include "store/people.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define SECRET_BODY 16384 /* longer ones hold no password */
#define CACHE_SETS 2048
#define CACHE_WAYS 4
#define CACHE_TICKS (INT64_C(600) * 1000000)
#define PASSWORD_THREADS 2
#define PASSWORDS_WAITING 64 /* a second or so of hashing */
#define TOKEN_NOTE_SECONDS 600
#define LABEL_SIZE 64

/* What the Basic header said and what became of it. */
struct login {
	const char *name, *password;
	struct digest key;
	const char *hash; /* NULL: no such login, or no password */
	int64_t person, generation;
	bool checked, right;
	bool known; /* this very password was right before */
	struct attempt attempt;
	bool form; /* a password alone opens the pages */
	struct authenticate_note note;
};

struct known {
	struct digest key;
	int64_t person, generation;
	int64_t until; /* clock_ticks, when it must be hashed again; 0: empty */
	int64_t token;
	char label[LABEL_SIZE];
};

struct authenticator {
	pthread_mutex_t lock;
	struct digest secret;
	/* Whether any program was turned away since the start; what came in
	 * before it is not in the cache. */
	atomic_bool turned_away;
	struct known cache[CACHE_SETS][CACHE_WAYS];
	struct queue *queue;
	pthread_t threads[PASSWORD_THREADS];
	/* what each password thread is at: one hash for the same password */
	struct digest busy[PASSWORD_THREADS];
	pthread_cond_t idle;
	void (*again)(void *context, struct exchange *exchange);
	void *context;
};

struct password_thread {
	struct authenticator *authenticator;
	int index;
};

static struct known *set_of(struct authenticator *self,
			    const struct digest *key)
{
	uint32_t index;

	memcpy(&index, key->bytes, sizeof(index));
	return self->cache[index % CACHE_SETS];
}

/* An entry stays behind its time until another needs the place: who was right
 * once with these very words is no guesser, and only hashes anew. */
static bool cache_find(struct authenticator *self, const struct digest *key,
		       struct known *found)
{
	struct known *set;
	bool hit = false;

	pthread_mutex_lock(&self->lock);
	set = set_of(self, key);
	for (int i = 0; i < CACHE_WAYS && !hit; i++) {
		if (!set[i].until || !digest_equal(&set[i].key, key))
			continue;
		*found = set[i];
		hit = true;
	}
	pthread_mutex_unlock(&self->lock);
	return hit;
}

static bool is_fresh(const struct known *known)
{
	return known->until >= clock_ticks();
}

static void cache_put(struct authenticator *self, const struct known *entry)
{
	struct known *set, *place;

	pthread_mutex_lock(&self->lock);
	set = place = set_of(self, &entry->key);
	for (int i = 0; i < CACHE_WAYS; i++) {
		if (digest_equal(&set[i].key, &entry->key)) {
			place = &set[i];
			break;
		}
		if (set[i].until < place->until)
			place = &set[i];
	}
	*place = *entry;
	place->until = clock_ticks() + CACHE_TICKS;
	pthread_mutex_unlock(&self->lock);
}

static void busy_set(struct authenticator *self, int index,
		     const struct digest *key)
{
	pthread_mutex_lock(&self->lock);
	if (key) {
		for (int i = 0; i < PASSWORD_THREADS; i++)
			while (i != index && digest_equal(&self->busy[i], key))
				pthread_cond_wait(&self->idle, &self->lock);
		self->busy[index] = *key;
	} else {
		memset(&self->busy[index], 0, sizeof(self->busy[index]));
		pthread_cond_broadcast(&self->idle);
	}
	pthread_mutex_unlock(&self->lock);
}

static void password_check(struct authenticator *self, int index,
			   struct exchange *exchange)
{
	struct login *login = exchange->login;
	struct known known;

	busy_set(self, index, &login->key);
	if (cache_find(self, &login->key, &known) && is_fresh(&known) &&
	    known.generation == login->generation &&
	    known.person == login->person && !known.token) {
		login->right = true;
	} else {
		login->right =
			attempt_password_wait(login->hash, login->password);
		known = (struct known){ .key = login->key,
					.person = login->person,
					.generation = login->generation };
		if (login->right)
			cache_put(self, &known);
	}
	login->checked = true;
	busy_set(self, index, NULL);
	if (login->right)
		attempt_right(&login->attempt);
}

static void *password_main(void *context)
{
	struct password_thread thread = *(struct password_thread *)context;
	struct authenticator *self = thread.authenticator;
	struct exchange *exchange;

	free(context);
	while ((exchange = queue_take(self->queue))) {
		password_check(self, thread.index, exchange);
		self->again(self->context, exchange);
	}
	return NULL;
}

struct authenticator *
authenticator_new(const struct config *config,
		  void (*again)(void *, struct exchange *), void *context)
{
	struct authenticator *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	pthread_mutex_init(&self->lock, NULL);
	pthread_cond_init(&self->idle, NULL);
	random_bytes(&self->secret, sizeof(self->secret));
	attempt_limits(config->login_burst, config->login_refill);
	self->queue = queue_new();
	self->again = again;
	self->context = context;
	for (int i = 0; i < PASSWORD_THREADS; i++) {
		struct password_thread *thread = malloc(sizeof(*thread));

		if (!thread)
			abort();
		*thread = (struct password_thread){ self, i };
		if (pthread_create(&self->threads[i], NULL, password_main,
				   thread))
			abort();
	}
	return self;
}

void authenticator_free(struct authenticator *self)
{
	queue_close(self->queue);
	for (int i = 0; i < PASSWORD_THREADS; i++)
		pthread_join(self->threads[i], NULL);
	queue_free(self->queue);
	pthread_cond_destroy(&self->idle);
	pthread_mutex_destroy(&self->lock);
	free(self);
}

/* Was this program turned away before, with this person's name? */
static bool was_turned_away(struct exchange *exchange, struct reader *reader,
			    int64_t person)
{
	struct turned_away away;
	const char *agent = http_header(&exchange->request, "User-Agent");
	const char *program = practice_program_kept(exchange->op.arena, agent);
	enum err err = store_turned_away_find(reader, person,
					      program ? program : "", &away);

	operation_recover(&exchange->op);
	return err == OK;
}

/* The name, which phones begin with a capital, and the password as it was
 * given; the key is of both. */
static struct login *login_new(struct authenticator *self, struct arena *arena,
			       const char *typed, const char *password)
{
	struct login *login = arena_alloc(arena, sizeof(*login));
	const char *name = str_lower(arena, typed);
	size_t len = strlen(name) + 1 + strlen(password);
	/* The NUL between them: no login holds one, so no two collide. */
	char *both = arena_alloc(arena, len + 1);

	memcpy(both, name, strlen(name) + 1);
	memcpy(both + strlen(name) + 1, password, strlen(password) + 1);
	login->name = name;
	login->password = password;
	login->key = digest_keyed(&self->secret, both, len);
	secret_wipe(both, len);
	return login;
}

static enum err basic_parse(struct authenticator *self,
			    struct exchange *exchange)
{
	struct operation *op = &exchange->op;
	const char *header = http_header(&exchange->request, "Authorization");
	char *text, *colon;
	size_t len;

	if (!header || strncasecmp(header, "Basic ", 6) != 0)
		return fail(op, ERR_UNAUTHENTICATED,
			    "Please sign in with your login and password.");
	text = base64_decode(op->arena, header + 6 + strspn(header + 6, " "),
			     &len);
	colon = text ? memchr(text, ':', len) : NULL;
	if (!colon || !utf8_valid(text, len, NULL) || strlen(text) != len)
		return fail(op, ERR_UNAUTHENTICATED,
			    "The Authorization header cannot be read.");
	*colon = '\0';
	exchange->login = login_new(self, op->arena, text, colon + 1);
	return OK;
}

static enum authenticated wrong(struct exchange *exchange)
{
	fail(&exchange->op, ERR_UNAUTHENTICATED,
	     "The login or the password is wrong.");
	return AUTHENTICATE_FAIL;
}

static enum authenticated welcome(struct exchange *exchange,
				  struct reader *reader,
				  const struct person *person,
				  const char *label)
{
	struct operation *op = &exchange->op;
	const char *device = label;

	if (str_empty(device))
		device = http_header(&exchange->request, "User-Agent");
	store_person_known(reader,
			   arena_memdup(op->arena, person, sizeof(*person)));
	op->actor = practice_actor(person, CHANNEL_CALENDAR, device);
	return AUTHENTICATED;
}

/* From the cache, while the person's credentials are still the same. */
static bool remembered(struct authenticator *self, struct exchange *exchange,
		       struct reader *reader)
{
	struct login *login = exchange->login;
	struct known known;
	struct person person;

	if (!cache_find(self, &login->key, &known) ||
	    (login->form && known.token) ||
	    store_person_find(reader, known.person, &person) ||
	    !person.active || person.generation != known.generation) {
		operation_recover(&exchange->op);
		return false;
	}
	login->known = true;
	if (!is_fresh(&known))
		return false;
	if (!login->form && atomic_load(&self->turned_away) &&
	    was_turned_away(exchange, reader, person.id))
		login->note.let_in = person.id;
	welcome(exchange, reader, &person,
		known.token ? arena_strdup(exchange->arena, known.label)
			    : NULL);
	return true;
}

static bool by_token(struct authenticator *self, struct exchange *exchange,
		     struct reader *reader)
{
	struct login *login = exchange->login;
	struct digest digest =
		digest_sha256(login->password, strlen(login->password));
	struct known known = { .key = login->key };
	struct token token;
	struct person person;

	if (store_token_find(reader, &digest, &token) ||
	    store_person_find(reader, token.person, &person) ||
	    !person.active || !str_equal(person.login, login->name)) {
		operation_recover(&exchange->op);
		return false;
	}
	known.person = person.id;
	known.generation = person.generation;
	known.token = token.id;
	snprintf(known.label, sizeof(known.label), "%s", token.label);
	cache_put(self, &known);
	if (exchange->op.now.s - token.last_used.s > TOKEN_NOTE_SECONDS ||
	    was_turned_away(exchange, reader, person.id))
		login->note.token = token.id;
	welcome(exchange, reader, &person, token.label);
	return true;
}

/* What the password thread needs; an unknown login gets a dummy hash. */
static void prepare(struct exchange *exchange, struct reader *reader)
{
	struct login *login = exchange->login;
	struct person person;

	if (store_person_find_login(reader, login->name, &person) == OK &&
	    person.active) {
		login->person = person.id;
		login->generation = person.generation;
		if (store_password_find(reader, person.id, &login->hash))
			login->hash = NULL;
	}
	operation_recover(&exchange->op);
}

static enum authenticated after_password(struct authenticator *self,
					 struct exchange *exchange,
					 struct reader *reader)
{
	struct login *login = exchange->login;
	struct person person;

	if (!login->right) {
		if (!login->form) {
			login->note.turned_away = login->person;
			atomic_store(&self->turned_away, true);
		}
		return wrong(exchange);
	}
	if (store_person_find(reader, login->person, &person) ||
	    !person.active || person.generation != login->generation)
		return wrong(exchange);
	if (!login->form && was_turned_away(exchange, reader, person.id))
		login->note.let_in = person.id;
	return welcome(exchange, reader, &person, NULL);
}

enum authenticated authenticate(struct authenticator *self,
				struct exchange *exchange,
				struct reader *reader)
{
	struct login *login = exchange->login;

	if (login && login->checked)
		return after_password(self, exchange, reader);
	if (!login && basic_parse(self, exchange))
		return AUTHENTICATE_FAIL;
	login = exchange->login;
	if (remembered(self, exchange, reader) ||
	    (!login->form && by_token(self, exchange, reader)))
		return AUTHENTICATED;
	if (!login->known &&
	    attempt_begin(&exchange->op, login->name, exchange->request.remote,
			  &login->attempt))
		return AUTHENTICATE_FAIL;
	prepare(exchange, reader);
	return AUTHENTICATE_WAIT;
}

bool authenticate_known(struct authenticator *self, struct exchange *exchange,
			struct reader *reader)
{
	if (!exchange->login && basic_parse(self, exchange))
		return false;
	return remembered(self, exchange, reader) &&
	       !exchange->login->note.let_in;
}

enum authenticated authenticate_form(struct authenticator *self,
				     struct exchange *exchange,
				     struct reader *reader, const char *name,
				     const char *password)
{
	if (!exchange->login) {
		exchange->login =
			login_new(self, exchange->op.arena, name, password);
		exchange->login->form = true;
	}
	return authenticate(self, exchange, reader);
}

bool authenticate_wait(struct authenticator *self, struct exchange *exchange)
{
	if (exchange->login->known) {
		queue_put_first(self->queue, exchange);
		return true;
	}
	if (queue_offer(self->queue, exchange, PASSWORDS_WAITING))
		return true;
	attempt_void(&exchange->login->attempt);
	fail_later(&exchange->op, ERR_BUSY, 1,
		   "Many people are signing in at the moment. Please try again "
		   "in a second.");
	return false;
}

/* Forms of passwords are small; what was read of them wipes itself. */
static void forget_body(const struct http_request *request)
{
	size_t len = request->body_len;

	if (len && len <= SECRET_BODY &&
	    memmem(request->body, len, "password", strlen("password")))
		secret_wipe((void *)(uintptr_t)request->body, len);
}

void authenticate_forget(struct exchange *exchange)
{
	if (exchange->login)
		secret_wipe_text(exchange->login->password);
	secret_wipe_text(http_header(&exchange->request, "Authorization"));
	secret_wipe_text(http_header(&exchange->request, "Cookie"));
	forget_body(&exchange->request);
}

struct authenticate_note authenticate_note(struct exchange *exchange)
{
	const struct authenticate_note nothing = { .token = 0 };

	return exchange->login ? exchange->login->note : nothing;
}
