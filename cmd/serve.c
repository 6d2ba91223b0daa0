/* serve.c - dateline serve, demo: a store as a page for browsers. */
#include "cmd.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { USUAL_PORT = 8080 };

/* ## The server, until it is told to end */

/* Signals are taken by this thread alone; those that the server starts are to leave them be. */
static void hold_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, set, NULL);
}

static bool is_loopback(const char *address) { return !address || !strncmp(address, "127.", 4) || !strcmp(address, "::1"); }

/* The token from the environment, or one made now; NULL when none is needed. */
static const char *token_for(const char *address, char made[33])
{
    const char *given = getenv("DATELINE_TOKEN");
    unsigned char bytes[16];
    if (given && *given) return given;
    if (is_loopback(address) || getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return NULL;
    for (size_t i = 0; i < sizeof bytes; i++) snprintf(made + 2 * i, 3, "%02x", bytes[i]);
    return made;
}

/* Without a wish, the usual port or, when that is taken, any. */
static dl_status open_server(const settings *s, const char *store, const char *token, dl_server **out, dl_error *err)
{
    dl_serve_options o = {.address = s->address, .port = s->port ? s->port : USUAL_PORT, .token = token, .data = s->data, .read_only = s->read_only, .threads = s->jobs};
    dl_status status = dl_server_open(store, &o, out, err);
    if (status != DL_IO || s->port) return status;
    o.port = 0;
    return dl_server_open(store, &o, out, err);
}

static int serve(const settings *s, const char *store)
{
    char made[33];
    sigset_t set;
    int signal_number;
    dl_server *server = NULL;
    dl_error err = {0};
    hold_signals(&set);
    dl_status status = open_server(s, store, token_for(s->address, made), &server, &err);
    if (status != DL_OK) {
        say("%s", err.text);
        return status == DL_USAGE ? EXIT_USAGE : EXIT_CANNOT;
    }
    printf("%s\n", dl_server_url(server));
    fflush(stdout);
    if (!s->quiet) fprintf(stderr, "Open this address in a browser; Ctrl-C ends.\n");
    sigwait(&set, &signal_number);
    dl_server_close(server);
    return EXIT_WELL;
}

int serve_run(const settings *s, int argc, char **argv)
{
    if (argc != 1) {
        say("dateline serve takes one store.");
        return EXIT_USAGE;
    }
    return serve(s, argv[0]);
}

/* ## The demo: the bundled reports, coded anew */

static bool make_folders(char *path)
{
    for (char *p = path + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        bool well = mkdir(path, 0777) == 0 || errno == EEXIST;
        *p = '/';
        if (!well) return false;
    }
    return true;
}

/* Where the store of the demo is kept: a file that can be thrown away. */
static bool demo_store(char *out, size_t room)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    int n = cache && *cache ? snprintf(out, room, "%s/dateline/demo.db", cache) : snprintf(out, room, "%s/.cache/dateline/demo.db", home && *home ? home : "/tmp");
    if (n > 0 && (size_t)n < room && make_folders(out)) return true;
    say("There is no place for the store of the demo: %s cannot be made.", out);
    return false;
}

static void remove_store(const char *store)
{
    static const char *const ends[] = {"", "-wal", "-shm", ".ask"};
    char path[4200];
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(path, sizeof path, "%s%s", store, ends[i]);
        unlink(path);
    }
}

int demo_run(const settings *s, int argc, char **argv)
{
    char store[4096], reports[4200];
    char *files[] = {store, reports};
    settings coding = *s;
    (void)argv;
    if (argc != 0) {
        say("dateline demo takes no arguments.");
        return EXIT_USAGE;
    }
    if (!demo_store(store, sizeof store)) return EXIT_CANNOT;
    snprintf(reports, sizeof reports, "%s/demo/reports.jsonl", dl_data_folder(s->data));
    remove_store(store);
    if (!s->quiet) fprintf(stderr, "Coding the bundled reports: Afghan peace diplomacy, August 2018 to February 2020, told by invented outlets.\n");
    int status = ingest_run(&coding, 2, files);
    return status == EXIT_WELL ? serve(s, store) : status;
}
