/* merge.c - dateline merge, withdraw, changes, verify: a store as a whole. */
#include "cmd.h"

static const char *many(uint64_t n) { return n == 1 ? "" : "s"; }

static int failed(dl_status status, const dl_error *err)
{
    say("%s", err->text);
    return status == DL_USAGE ? EXIT_USAGE : EXIT_CANNOT;
}

static dl_status settle(dl_store *store, const settings *s, dl_error *err)
{
    dl_settled all;
    dl_status status = dl_store_settle(store, &all, err);
    if (status == DL_OK && !s->quiet)
        fprintf(stderr, "The store holds %llu report%s: %llu event%s / %llu report%s of them.\n", (unsigned long long)all.documents, many(all.documents), (unsigned long long)all.events,
                many(all.events), (unsigned long long)all.reports, many(all.reports));
    return status;
}

static dl_status merge_all(const settings *s, dl_store *store, int count, char **others, dl_error *err)
{
    for (int i = 0; i < count; i++) {
        uint64_t added;
        dl_status status = dl_store_merge(store, others[i], &added, err);
        if (status != DL_OK) return status;
        if (!s->quiet) fprintf(stderr, "%s: %llu report%s\n", others[i], (unsigned long long)added, many(added));
    }
    return settle(store, s, err);
}

int merge_run(const settings *s, int argc, char **argv)
{
    dl_error err = {0};
    dl_store *store = NULL;
    dl_status status = DL_OK;
    char digest[65];
    if (argc < 1 || (argc < 2 && !s->digest)) {
        say("dateline merge takes the store to write, then the stores to bring in; or a store and --digest.");
        return EXIT_USAGE;
    }
    if (argc > 1) {
        status = dl_store_open(argv[0], &store, &err);
        if (status == DL_OK) status = merge_all(s, store, argc - 1, argv + 1, &err);
        dl_store_close(store);
    }
    if (status == DL_OK && s->digest) {
        status = dl_store_digest(argv[0], digest, &err);
        if (status == DL_OK) puts(digest);
    }
    return status == DL_OK ? EXIT_WELL : failed(status, &err);
}

int withdraw_run(const settings *s, int argc, char **argv)
{
    dl_error err = {0};
    dl_store *store = NULL;
    if (argc < 2) {
        say("dateline withdraw takes a store and the ids of reports.");
        return EXIT_USAGE;
    }
    dl_status status = dl_store_open(argv[0], &store, &err);
    for (int i = 1; i < argc && status == DL_OK; i++) status = dl_store_withdraw(store, argv[i], s->reason, &err);
    if (status == DL_OK) status = settle(store, s, &err);
    dl_store_close(store);
    return status == DL_OK ? EXIT_WELL : failed(status, &err);
}

static int to_stdout(void *context, const char *bytes, size_t n)
{
    (void)context;
    return fwrite(bytes, 1, n, stdout) == n;
}

int changes_run(const settings *s, int argc, char **argv)
{
    const dl_sink sink = {NULL, to_stdout};
    const dl_ask ask = {.format = s->format, .width = page_width(s)};
    dl_error err = {0};
    dl_count count;
    if (argc != 1 || !s->since) {
        say("dateline changes takes one store, and --since a day.");
        return EXIT_USAGE;
    }
    dl_status status = dl_store_changes(argv[0], s->since, &ask, &sink, &count, &err);
    if (status == DL_IO && ferror(stdout)) return write_status();
    return status == DL_OK ? EXIT_WELL : failed(status, &err);
}

int verify_run(const settings *s, int argc, char **argv)
{
    dl_error err = {0};
    dl_buf findings = {0};
    dl_verified count;
    if (argc != 1) {
        say("dateline verify takes one store.");
        return EXIT_USAGE;
    }
    dl_status status = dl_store_verify(argv[0], &findings, &count, &err);
    if (status == DL_OK && findings.n && !write_out(&findings)) status = DL_IO;
    dl_buf_drop(&findings);
    if (status == DL_IO && ferror(stdout)) return write_status();
    if (status != DL_OK) return failed(status, &err);
    if (!s->quiet) fprintf(stderr, "%llu report%s, %llu span%s, %llu wrong\n", (unsigned long long)count.documents, many(count.documents), (unsigned long long)count.spans, many(count.spans),
                           (unsigned long long)count.wrong);
    return count.wrong ? EXIT_SOME_FAILED : EXIT_WELL;
}
