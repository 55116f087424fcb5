/* What the serving process has given up, tried deed by deed: a child gives up
 * the same, does what a bug might do, and tells what came of it. */
#include "server/sandbox.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail

static char inside[] = "/tmp/daybook-sandbox-in-XXXXXX";
static char outside[] = "/tmp/daybook-sandbox-out-XXXXXX";
static char there[64], theirs[64], own[64], made[64]; /* paths */

/* A deed is done: 0 or more; else errno tells why not. */
typedef long act(void);

static long keep(int fd)
{
	if (fd >= 0)
		close(fd);
	return fd;
}

static long write_outside(void)
{
	return keep(open(theirs, O_WRONLY));
}

static long make_outside(void)
{
	return keep(open(made, O_WRONLY | O_CREAT | O_EXCL, 0600));
}

static long cut_outside(void)
{
	return truncate(theirs, 0);
}

static long remove_outside(void)
{
	return unlink(theirs);
}

static long move_in(void)
{
	return rename(theirs, there);
}

static long move_out(void)
{
	return rename(own, made);
}

static long link_outside(void)
{
	return link(own, made);
}

static long symlink_outside(void)
{
	return symlink("/etc/passwd", made);
}

static long directory_outside(void)
{
	return mkdir(made, 0700);
}

static long pipe_outside(void)
{
	return mkfifo(made, 0600);
}

static long socket_outside(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	long done;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", made);
	done = bind(fd, (struct sockaddr *)&address, sizeof(address));
	close(fd);
	return done;
}

static long execute(void)
{
	static char name[] = "true";
	char *const words[] = { name, NULL };

	return execve("/bin/true", words, words + 1);
}

static long execute_own(void)
{
	static char name[] = "own";
	char *const words[] = { name, NULL };

	return execve(own, words, words + 1);
}

static long trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static long read_parent(void)
{
	char byte;
	struct iovec here = { &byte, 1 }, other = { &byte, 1 };

	return process_vm_readv(getppid(), &here, 1, &other, 1, 0);
}

static long open_door(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	long done = bind(fd, (struct sockaddr *)&address, sizeof(address));

	if (done == 0)
		done = listen(fd, 1);
	close(fd);
	return done;
}

static long mount_something(void)
{
	return mount("none", inside, "tmpfs", 0, NULL);
}

static long leave_namespaces(void)
{
	return unshare(CLONE_NEWUSER);
}

static long change_root(void)
{
	return chroot(inside);
}

static long become_another(void)
{
	return setuid(getuid());
}

static long set_the_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return clock_settime(CLOCK_REALTIME, &now);
}

static long ring(void)
{
	char parameters[256] = { 0 };

	return keep((int)syscall(SYS_io_uring_setup, 1, parameters));
}

static long keyring(void)
{
	return syscall(SYS_keyctl, 0, -3, 1);
}

static long program_the_kernel(void)
{
	return syscall(SYS_bpf, 0, NULL, 0);
}

/* What is still needed. */
static long write_inside(void)
{
	return keep(open(own, O_WRONLY));
}

static long make_inside(void)
{
	return keep(open(there, O_WRONLY | O_CREAT | O_EXCL, 0600)) < 0
		       ? -1
		       : unlink(there);
}

static long read_outside(void)
{
	return keep(open(theirs, O_RDONLY));
}

static long connect_out(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in nobody = { .sin_family = AF_INET,
				      .sin_port = htons(1),
				      .sin_addr = { htonl(INADDR_LOOPBACK) } };
	long done = connect(fd, (struct sockaddr *)&nobody, sizeof(nobody));

	close(fd);
	return done < 0 && errno == ECONNREFUSED ? 0 : done;
}

/* A thread that was there before. */
static struct {
	pthread_barrier_t start, end;
	act *deed;
	long done;
	int code;
} other;

static void *in_a_thread(void *unused)
{
	pthread_barrier_wait(&other.start);
	other.done = other.deed();
	other.code = errno;
	pthread_barrier_wait(&other.end);
	return unused;
}

/* What the child's exit says. */
enum { DONE = 0, REFUSED = 1, FAILED = 2, MISSING = 3 };

static int verdict(long done, int code)
{
	if (done >= 0)
		return DONE;
	return code == EPERM || code == EACCES || code == EXDEV ? REFUSED
								: FAILED;
}

static int confined(act *deed, bool threaded)
{
	struct config config = { .data = inside, .listen = "127.0.0.1:0" };
	struct confined got;
	struct operation op;
	pthread_t thread;
	long done;

	operation_init(&op, arena_new(), (struct instant){ 0 });
	other.deed = deed;
	if (threaded) {
		pthread_barrier_init(&other.start, NULL, 2);
		pthread_barrier_init(&other.end, NULL, 2);
		if (pthread_create(&thread, NULL, in_a_thread, NULL))
			return FAILED;
	}
	if (sandbox_confine(&op, &config, &got))
		return FAILED;
	if (!got.files || !got.calls || !sandbox_close_doors())
		return MISSING;
	if (threaded) {
		pthread_barrier_wait(&other.start);
		pthread_barrier_wait(&other.end);
		return verdict(other.done, other.code);
	}
	done = deed();
	return verdict(done, errno);
}

static int tried(act *deed, bool threaded)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(confined(deed, threaded));
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == MISSING)
		skip(); /* this kernel lacks it, and the log would say so */
	return WEXITSTATUS(status);
}

#define DEED(function)              \
	{                           \
#function, function \
	}

static const struct {
	const char *name;
	act *deed;
} refused[] = {
	DEED(write_outside),  DEED(make_outside),    DEED(cut_outside),
	DEED(remove_outside), DEED(move_in),         DEED(move_out),
	DEED(link_outside),   DEED(symlink_outside), DEED(directory_outside),
	DEED(pipe_outside),   DEED(socket_outside),  DEED(execute),
	DEED(execute_own),    DEED(trace),           DEED(read_parent),
	DEED(open_door),      DEED(mount_something), DEED(leave_namespaces),
	DEED(change_root),    DEED(become_another),  DEED(set_the_clock),
	DEED(ring),           DEED(keyring),         DEED(program_the_kernel),
};

static void no_deed_leads_out_of_the_process(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		int got = tried(refused[i].deed, false);

		if (got != REFUSED)
			print_error("%s: %d\n", refused[i].name, got);
		assert_int_equal(got, REFUSED);
	}
}

static void a_thread_that_was_there_before_opens_no_door(void **state)
{
	(void)state;
	assert_int_equal(tried(open_door, true), REFUSED);
	assert_int_equal(tried(execute, true), REFUSED);
}

static void what_a_server_does_is_still_allowed(void **state)
{
	(void)state;
	assert_int_equal(tried(write_inside, false), DONE);
	assert_int_equal(tried(make_inside, false), DONE);
	assert_int_equal(tried(read_outside, false), DONE);
	assert_int_equal(tried(connect_out, false), DONE);
}

static long core_limit(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_CORE, &limit) || limit.rlim_max > 1 ? -1 : 0;
}

static long new_rights(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : -1;
}

static void no_core_is_dumped_and_no_right_is_gained(void **state)
{
	(void)state;
	assert_int_equal(tried(core_limit, false), DONE);
	assert_int_equal(tried(new_rights, false), DONE);
}

static int make_places(void **state)
{
	(void)state;
	if (!mkdtemp(inside) || !mkdtemp(outside))
		return -1;
	snprintf(own, sizeof(own), "%s/own", inside);
	snprintf(there, sizeof(there), "%s/new", inside);
	snprintf(theirs, sizeof(theirs), "%s/theirs", outside);
	snprintf(made, sizeof(made), "%s/made", outside);
	return keep(open(own, O_WRONLY | O_CREAT, 0700)) < 0 ||
	       keep(open(theirs, O_WRONLY | O_CREAT, 0600)) < 0;
}

static int drop_places(void **state)
{
	(void)state;
	unlink(own);
	unlink(theirs);
	rmdir(inside);
	return rmdir(outside); /* nothing else was made */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_deed_leads_out_of_the_process),
		cmocka_unit_test(a_thread_that_was_there_before_opens_no_door),
		cmocka_unit_test(what_a_server_does_is_still_allowed),
		cmocka_unit_test(no_core_is_dumped_and_no_right_is_gained),
	};

	return cmocka_run_group_tests(tests, make_places, drop_places);
}
