#include "server/sandbox.h"

#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A sanitizer calls what a server must not: other programs, ptrace. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#endif
#endif
#ifndef SANITIZED
#define SANITIZED false
#endif

/* Rights of newer kernels than the headers may know. */
#define ACCESS_REFER (UINT64_C(1) << 13)
#define ACCESS_TRUNCATE (UINT64_C(1) << 14)

#define CHANGES                                                          \
	(LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	 LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR | \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |     \
	 LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |   \
	 LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#define OTHER_ABI 0x40000000 /* x32: the same calls by other numbers */
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* Calls that lead out of the process or into the kernel's rarer parts. What
 * libraries may need of the rest is not known for sure, so this is a list of
 * what is refused, with EPERM. */
static const int refused_calls[] = {
	SYS_execve,
	SYS_execveat,
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_kcmp,
	SYS_pidfd_getfd,
	SYS_mount,
	SYS_umount2,
	SYS_pivot_root,
	SYS_chroot,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fsmount,
	SYS_fsconfig,
	SYS_unshare,
	SYS_setns,
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_keyctl,
	SYS_add_key,
	SYS_request_key,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_acct,
	SYS_quotactl,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_clock_adjtime,
	SYS_adjtimex,
	SYS_sethostname,
	SYS_setdomainname,
	SYS_syslog,
	SYS_personality,
	SYS_name_to_handle_at,
	SYS_open_by_handle_at,
	SYS_setuid,
	SYS_setgid,
	SYS_setreuid,
	SYS_setregid,
	SYS_setresuid,
	SYS_setresgid,
	SYS_setgroups,
	SYS_capset,
	SYS_vhangup,
};

/* What only whoever opens the doors needs: a bug in the server opens no other
 * one. It may still connect, as mail and text messages need it. */
static const int door_calls[] = { SYS_listen };

/* With 1, unlike 0, the kernel does not hand a dump to a program either. */
static void no_core_dumps(void)
{
	static const struct rlimit little = { 1, 1 }, none = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &little) && setrlimit(RLIMIT_CORE, &none))
		log_event(LOG_WARNING, "core-dumps", "error=%d", errno);
}

static enum err allow(struct operation *op, int rules, const char *dir,
		      uint64_t access)
{
	struct landlock_path_beneath_attr beneath = {
		.allowed_access = access,
		.parent_fd = open(dir, O_PATH | O_CLOEXEC),
	};
	bool added;

	if (beneath.parent_fd < 0)
		return fail(op, ERR_INVALID, "'%s' cannot be opened: %s", dir,
			    strerror(errno));
	added = syscall(SYS_landlock_add_rule, rules,
			LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
	close(beneath.parent_fd);
	if (!added)
		return fail(op, ERR_INVALID, "'%s' cannot be confined to: %s",
			    dir, strerror(errno));
	return OK;
}

static enum err allow_places(struct operation *op, int rules,
			     const struct config *config, uint64_t changes)
{
	enum err err = allow(op, rules, config->data, changes);
	char *path;

	if (err || !str_starts(config->listen, "unix:"))
		return err;
	path = arena_strdup(op->arena, config->listen + strlen("unix:"));
	return allow(op, rules, dirname(path),
		     LANDLOCK_ACCESS_FS_MAKE_SOCK |
			     LANDLOCK_ACCESS_FS_REMOVE_FILE);
}

/* Reading stays with the file system's own rights: zones, fonts and
 * certificates lie all over. */
static enum err confine_files(struct operation *op, const struct config *config,
			      bool *confined)
{
	struct landlock_ruleset_attr attributes = { .handled_access_fs =
							    CHANGES };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);
	uint64_t changes;
	enum err err;
	int rules;

	if (version < 1)
		return OK;
	if (version >= 2)
		attributes.handled_access_fs |= ACCESS_REFER;
	if (version >= 3)
		attributes.handled_access_fs |= ACCESS_TRUNCATE;
	changes = attributes.handled_access_fs;
	attributes.handled_access_fs |= LANDLOCK_ACCESS_FS_EXECUTE;
	rules = (int)syscall(SYS_landlock_create_ruleset, &attributes,
			     sizeof(attributes), 0);
	if (rules < 0)
		return OK;
	err = allow_places(op, rules, config, changes);
	if (!err)
		*confined = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
	close(rules);
	return err;
}

#ifdef ARCHITECTURE
/* load; is it ours?; (is it the other ABI?); one test a call; the verdicts.
 * What stands already stays, for all threads. */
static bool refuse_calls(const int *calls, size_t count)
{
	struct sock_filter program[ARRAY_SIZE(refused_calls) + 8];
	struct sock_fprog loaded = { .filter = program };
	const struct sock_filter refuse =
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EPERM & 0xffff));
	unsigned short at = 0;

	program[at++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
	program[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						     ARCHITECTURE, 1, 0);
	program[at++] = refuse;
	program[at++] = (struct sock_filter)BPF_STMT(
		BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
#ifdef OTHER_ABI
	program[at++] = (struct sock_filter)BPF_JUMP(
		BPF_JMP | BPF_JGE | BPF_K, OTHER_ABI,
		(unsigned char)(count + 1), 0);
#endif
	for (size_t i = 0; i < count; i++)
		program[at++] = (struct sock_filter)BPF_JUMP(
			BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i],
			(unsigned char)(count - i), 0);
	program[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K,
						     SECCOMP_RET_ALLOW);
	program[at++] = refuse;
	loaded.len = at;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		       SECCOMP_FILTER_FLAG_TSYNC, &loaded) == 0;
}
#else
static bool refuse_calls(const int *calls UNUSED, size_t count UNUSED)
{
	return false;
}
#endif

enum err sandbox_confine(struct operation *op, const struct config *config,
			 struct confined *confined)
{
	enum err err;

	*confined = (struct confined){ .files = false };
	no_core_dumps();
	/* Either needs it; and nothing that is executed gains rights by it. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return OK;
	err = confine_files(op, config, &confined->files);
	if (err)
		return err;
	confined->calls =
		refuse_calls(refused_calls, ARRAY_SIZE(refused_calls));
	return OK;
}

bool sandbox_close_doors(void)
{
	return refuse_calls(door_calls, ARRAY_SIZE(door_calls));
}

enum err sandbox_enter(struct operation *op, const struct config *config)
{
	struct confined confined;
	enum err err;

	no_core_dumps();
	if (!config->sandbox || SANITIZED)
		return OK;
	err = sandbox_confine(op, config, &confined);
	if (err)
		return err;
	log_event(confined.files && confined.calls ? LOG_INFO : LOG_WARNING,
		  "sandbox", "landlock=%s seccomp=%s",
		  confined.files ? "on" : "missing",
		  confined.calls ? "on" : "missing");
	return OK;
}

void sandbox_serve(const struct config *config)
{
	if (config->sandbox && !SANITIZED && !sandbox_close_doors())
		log_event(LOG_WARNING, "sandbox", "doors=open");
}
