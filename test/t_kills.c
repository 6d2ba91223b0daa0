/* t_kills.c - a process that writes a store is killed at random moments and started again, until it comes to its end: the store must be the one that
 * a process makes that nobody disturbs.     t_kills [KILLS], 25 when not given */
#include "base/base.h"
#include "check.h"
#include "report_maker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REPORTS = 160, COMMIT_EACH = 7, SETTLE_EACH = 40 };

static uint64_t state = 20310505;
static uint64_t roll(uint64_t below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
}

/* Every fourth report tells of what the one before told; every tenth has an id that another one has. */
static dl_status add(dl_store *store, int i, dl_error *err)
{
    report_maker *m = calloc(1, sizeof *m);
    char id[24], date[16], text[256];
    dl_buf rows = {0};
    int added, told = i % 4 == 3 ? i - 1 : i;
    if (!m) return DL_NOMEM;
    snprintf(id, sizeof id, "report-%d", i % 10 == 9 ? 9 : i);
    snprintf(date, sizeof date, "2031-%02d-%02d", told / 25 + 1, told % 25 + 1);
    snprintf(text, sizeof text, "Rebels attacked the garrison of Tarak near hill %d\nThe army %s that %d soldiers fell", told, i == told ? "said" : "denied", told % 7);
    maker_open(m, id, date, i % 2 ? "Echo" : "Herald", text);
    dl_event *e = maker_event(m, DL_TYPE_ASSAULT, "attacked", date, maker_entity(m, "Rebels", "XAA", "REB"), maker_entity(m, "army", "XAA", "MIL"));
    e->place = maker_place(m, "Tarak", "XAA", "PPL");
    dl_status status = DL_OK;
    if (dl_store_has(store, &m->report) == DL_STORE_NEW) {
        dl_store_rows(&m->report, &m->a, DL_KEEP_FULL, &rows);
        status = dl_store_add(store, (dl_str){rows.p, rows.n}, &added, err);
        if (status == DL_OK && i % COMMIT_EACH == 0) status = dl_store_commit(store, err);
    }
    dl_buf_drop(&rows);
    free(m);
    return status;
}

static dl_status write_all(const char *path, dl_error *err)
{
    dl_store *store = NULL;
    dl_settled all;
    dl_status status = dl_store_open(path, &store, err);
    for (int i = 0; i < REPORTS && status == DL_OK; i++) {
        status = add(store, i, err);
        if (status == DL_OK && i % SETTLE_EACH == SETTLE_EACH - 1) status = dl_store_settle(store, &all, err);
    }
    dl_store_close(store);
    return status;
}

static uint64_t microseconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

/* One process; true when it came to its end before it was killed. */
static bool run_and_kill(const char *path, uint64_t microseconds)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        dl_error err = {0};
        dl_status what = write_all(path, &err);
        if (what != DL_OK) fprintf(stderr, "%s\n", err.text);
        _exit(what == DL_OK ? 0 : 1);
    }
    const struct timespec step = {0, 100000};
    pid_t over = 0;
    for (uint64_t end = microseconds_now() + microseconds; over == 0 && microseconds_now() < end;) {
        nanosleep(&step, NULL);
        over = waitpid(child, &status, WNOHANG);
    }
    if (over == 0) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    CHECK(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0), "the writer failed");
    return WIFEXITED(status);
}

static void remove_store(const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    char name[96];
    for (size_t i = 0; i < DL_COUNT(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        remove(name);
    }
}

int main(int argc, char **argv)
{
    long kills = argc > 1 ? strtol(argv[1], NULL, 10) : 25, done = 0, stores = 0;
    char path[64], want[65], got[65];
    dl_error err = {0};
    snprintf(path, sizeof path, "/tmp/t_kills_%d.db", (int)getpid());
    uint64_t whole = microseconds_now();
    if (write_all(path, &err) != DL_OK || dl_store_digest(path, want, &err) != DL_OK) return printf("%s\n", err.text), 1;
    whole = microseconds_now() - whole;
    while (done < kills) {
        remove_store(path);
        while (!run_and_kill(path, done < kills ? roll(whole) : UINT32_MAX)) done++;
        stores++;
        CHECK(dl_store_digest(path, got, &err) == DL_OK && !strcmp(want, got), "store %ld after %ld kills: %s", stores, done, err.text);
    }
    printf("%ld kills, %ld stores\n", done, stores);
    remove_store(path);
    return check_done();
}
