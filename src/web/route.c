/* route.c - from a path to an answer, a file of the built page, or a view of it. */
#include "web/server.h"

/* A call whose name has a dot is a file of its own; the others can be had as .json and .csv. "+" stands for the filters. */
const dl_call dl_calls[] = {
    {"summary", dl_answer_summary, NULL, "+", "How many events, reports, meetings, what period, which coder"},
    {"bins", dl_answer_bins, NULL, "+ max", "Events and reports by time, by the four quad classes"},
    {"facets", dl_answer_facets, NULL, "+", "The most frequent values of each filter, each counted without that filter"},
    {"events", dl_answer_events, dl_answer_event, "+ sort limit offset", "Events, with the record of their first report; one with all reports, spans and evidence"},
    {"claims", dl_answer_claims, NULL, "+ only limit offset", "Events that are disputed or told by somebody, with every report's record"},
    {"articles", NULL, dl_answer_article, "", "A report with its text, sentences, events, claims and copies"},
    {"meetings", dl_answer_meetings, dl_answer_meeting, "+ limit", "Meetings with who was invited and each party's answers"},
    {"actors", dl_answer_actors, dl_answer_actor, "+ limit", "Parties and who does what to whom"},
    {"places", dl_answer_places, NULL, "+", "Where events took place"},
    {"sources", dl_answer_sources, NULL, "+", "Outlets, how often they report alone, copy, or are contradicted"},
    {"review", dl_answer_review, NULL, "+ limit", "What a reviewer should look at first"},
    {"codebook", dl_answer_codebook, NULL, "", "What is coded, as Markdown"},
    {"gold.jsonl", dl_answer_gold, NULL, "+", "What reviewers have said, beside the machine's values, one JSON object a line"},
    {NULL, NULL, NULL, NULL, NULL},
};

static const char *const views[] = {"", "actor", "actors", "article", "claim", "claims", "codebook", "event", "events", "map", "meeting", "process", "review", "sources", "timeline"};

void dl_refuse(dl_reply *reply, unsigned status, const char *words)
{
    dl_json json = {.out = &reply->text};
    reply->status = status;
    reply->text.n = 0;
    dl_json_open(&json, '{');
    dl_text_json(&json, "error", dl_str_c(words));
    dl_json_close(&json, '}');
}

static void nothing_here(dl_reply *reply) { dl_refuse(reply, 404, "There is nothing at this address."); }

/* ## Answers */

typedef enum form { FORM_PAGE, FORM_JSON, FORM_CSV } form;
typedef struct asking { const dl_call *call; dl_str id; form form; } asking;

static bool cut_end(dl_str *s, const char *end)
{
    if (!dl_str_ends(*s, dl_str_c(end)) || s->n == strlen(end)) return false;
    s->n -= strlen(end);
    return true;
}

/* "events", "events/ID", "events.csv", "events/ID.json". */
static bool find_call(dl_str path, asking *out)
{
    dl_str id = path, name = dl_str_cut(&id, '/');
    bool one = name.n < path.n;
    *out = (asking){0};
    for (const dl_call *c = dl_calls; c->name; c++)
        if (!one && dl_str_is(path, c->name) && strchr(c->name, '.')) return out->call = c, true;
    dl_str *last = one ? &id : &name;
    out->form = cut_end(last, ".json") ? FORM_JSON : cut_end(last, ".csv") ? FORM_CSV : FORM_PAGE;
    for (const dl_call *c = dl_calls; c->name; c++)
        if (dl_str_is(name, c->name) && (one ? c->one && id.n : c->all != NULL)) out->call = c;
    out->id = id;
    return out->call != NULL;
}

static dl_status give_flat(dl_asked *a, dl_reply *reply, dl_error *err)
{
    dl_buf flat = {0};
    dl_status status = dl_flat(a->db, dl_buf_str(&reply->text), &flat, err);
    dl_buf_drop(&reply->text);
    reply->text = flat;
    reply->type = "text/csv; charset=utf-8";
    return status;
}

static unsigned status_of(dl_status status)
{
    switch (status) {
    case DL_OK: return 200;
    case DL_END: return 404;
    case DL_USAGE: return 400;
    case DL_LIMIT: return 413;
    default: return 500;
    }
}

/* Ends a reply with what went wrong, if anything. */
static void finish(dl_reply *reply, dl_status status, const dl_connection *reader, const dl_error *err)
{
    if (status == DL_OK && reply->text.failed) status = DL_NOMEM;
    if (reader->deadline && dl_clock() > reader->deadline) {
        reply->type = NULL;
        dl_refuse(reply, 503, "This took longer than ten seconds; please ask for less.");
    } else if (status == DL_END) {
        nothing_here(reply);
    } else if (status != DL_OK) {
        reply->type = NULL;
        dl_refuse(reply, status_of(status), status == DL_NOMEM ? "Memory ran out." : err->text);
    } else {
        reply->status = 200;
    }
}

static void answer(dl_server *server, const dl_request *r, const asking *k, dl_reply *reply)
{
    dl_error err = {0};
    dl_connection *reader;
    dl_snapshot *snapshot;
    if (dl_pool_take(&server->pool, &reader, &snapshot, &err) != DL_OK) {
        dl_refuse(reply, 500, err.text);
        return;
    }
    dl_asked a = {.c = snapshot->columns, .db = reader->db, .arena = dl_arena_new((size_t)1 << 30), .query = &r->query, .id = k->id, .data = server->data,
                  .review = server->pool.writer != NULL, .files = k->form != FORM_PAGE, .json = {.out = &reply->text}};
    dl_status status = a.arena ? dl_filter_read(a.arena, a.c, a.query, a.db, &a.filter, &err) : dl_fail(&err, DL_NOMEM, "Memory ran out.");
    if (status == DL_OK) status = (k->id.n ? k->call->one : k->call->all)(&a, &err);
    if (status == DL_OK && k->form == FORM_CSV) status = give_flat(&a, reply, &err);
    finish(reply, status, reader, &err);
    if (reply->status == 200 && k->form != FORM_PAGE) reply->download = k->call->name;
    if (reply->status == 200 && strchr(k->call->name, '.')) {
        reply->type = "application/x-ndjson; charset=utf-8";
        reply->download = k->call->name;
    }
    dl_arena_free(a.arena);
    dl_pool_give(&server->pool, reader, snapshot);
}

/* ## Corrections */

static void correct(dl_server *server, const dl_request *r, dl_reply *reply)
{
    dl_error err = {0};
    dl_connection *reader;
    dl_snapshot *snapshot;
    if (!server->pool.writer) {
        dl_refuse(reply, 403, "This server takes no corrections.");
        return;
    }
    if (dl_pool_take(&server->pool, &reader, &snapshot, &err) != DL_OK) {
        dl_refuse(reply, 500, err.text);
        return;
    }
    dl_asked a = {.c = snapshot->columns, .db = reader->db, .query = &r->query, .json = {.out = &reply->text}};
    pthread_mutex_lock(&server->pool.writing);
    dl_status status = dl_correct(&a, server->pool.writer, r->body, &err);
    pthread_mutex_unlock(&server->pool.writing);
    finish(reply, status, reader, &err);
    dl_pool_give(&server->pool, reader, snapshot);
}

/* ## What watches over servers asks */

static void metrics(dl_server *s, dl_reply *reply)
{
    static const char *const classes[] = {"other", "1xx", "2xx", "3xx", "4xx", "5xx"};
    dl_buf *out = &reply->text;
    unsigned long long all = 0;
    reply->status = 200;
    reply->type = "text/plain; version=0.0.4; charset=utf-8";
    DL_BUF_LIT(out, "# HELP dateline_requests_total Requests answered, by class of status.\n# TYPE dateline_requests_total counter\n");
    for (int i = 0; i < 6; i++) {
        all += atomic_load(&s->requests[i]);
        dl_buf_printf(out, "dateline_requests_total{class=\"%s\"} %llu\n", classes[i], atomic_load(&s->requests[i]));
    }
    dl_buf_printf(out, "# HELP dateline_request_seconds Time from the head of a request to its reply.\n# TYPE dateline_request_seconds summary\n"
                       "dateline_request_seconds_sum %.6f\ndateline_request_seconds_count %llu\n", (double)atomic_load(&s->micros) / 1e6, all);
    dl_buf_printf(out, "# HELP dateline_connections Open connections.\n# TYPE dateline_connections gauge\ndateline_connections %llu\n", atomic_load(&s->connections));
    pthread_mutex_lock(&s->pool.lock);
    const dl_kept *c = s->pool.now->columns;
    dl_buf_printf(out, "# HELP dateline_events Events of the store.\n# TYPE dateline_events gauge\ndateline_events %u\n"
                       "# HELP dateline_documents Reports of the store.\n# TYPE dateline_documents gauge\ndateline_documents %u\n", c->count, c->doc_count);
    pthread_mutex_unlock(&s->pool.lock);
    dl_buf_printf(out, "# HELP dateline_uptime_seconds Time since the server began.\n# TYPE dateline_uptime_seconds gauge\ndateline_uptime_seconds %.3f\n", (double)(dl_clock() - s->began) / 1e6);
}

static void health(dl_server *server, dl_reply *reply)
{
    dl_connection *reader;
    dl_snapshot *snapshot;
    dl_error err = {0};
    if (dl_pool_take(&server->pool, &reader, &snapshot, &err) != DL_OK) {
        dl_refuse(reply, 503, err.text);
        return;
    }
    bool well = sqlite3_exec(reader->db, "SELECT 1 FROM meta", NULL, NULL, NULL) == SQLITE_OK;
    dl_pool_give(&server->pool, reader, snapshot);
    if (!well) {
        dl_refuse(reply, 503, "The store cannot be read.");
        return;
    }
    reply->status = 200;
    DL_BUF_LIT(&reply->text, "{\"status\":\"ok\"}");
}

/* ## Files and views */

static const dl_file_kept *find_file(dl_str path)
{
    size_t low = 0, high = dl_files_kept_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = dl_str_cmp(dl_str_c(dl_files_kept[middle].path), path);
        if (order == 0) return &dl_files_kept[middle];
        if (order < 0) low = middle + 1;
        else high = middle;
    }
    return NULL;
}

static bool is_view(dl_str path)
{
    dl_str id = dl_str_part(path, 1, path.n), name = dl_str_cut(&id, '/');
    for (size_t i = 0; i < DL_COUNT(views); i++)
        if (dl_str_is(name, views[i])) return name.n > 0 || path.n == 1;
    return false;
}

static void page(dl_str path, dl_reply *reply)
{
    reply->file = find_file(path);
    if (!reply->file && is_view(path)) reply->file = find_file(DL_LIT("/index.html"));
    if (!reply->file) {
        nothing_here(reply);
        return;
    }
    reply->status = 200;
    reply->forever = dl_str_starts(path, DL_LIT("/assets/")); /* their names change with what is in them */
}

static void described(dl_reply *reply)
{
    dl_describe(&reply->text);
    reply->status = 200;
}

static void api(dl_server *server, const dl_request *r, dl_str path, dl_reply *reply)
{
    asking k;
    if (dl_str_is(path, "corrections")) {
        if (r->verb == DL_POST) {
            correct(server, r, reply);
            return;
        }
        dl_refuse(reply, 405, "Corrections are posted here; what was said is at /api/gold.jsonl.");
        reply->allow = "POST";
    } else if (r->verb == DL_POST) {
        dl_refuse(reply, 405, "This can only be read.");
        reply->allow = "GET, HEAD";
    } else if (dl_str_is(path, "openapi.json")) {
        described(reply);
    } else if (find_call(path, &k)) {
        answer(server, r, &k, reply);
    } else {
        nothing_here(reply);
    }
}

void dl_route(dl_server *server, const dl_request *r, dl_reply *reply)
{
    dl_str path = r->path;
    if (path.n == 0 || path.p[0] != '/') {
        nothing_here(reply);
        return;
    }
    if (dl_str_starts(path, DL_LIT("/api/"))) {
        api(server, r, dl_str_part(path, 5, path.n), reply);
        return;
    }
    if (r->verb == DL_POST) {
        dl_refuse(reply, 405, "This can only be read.");
        reply->allow = "GET, HEAD";
    } else if (dl_str_is(path, "/healthz")) {
        health(server, reply);
    } else if (dl_str_is(path, "/metrics")) {
        metrics(server, reply);
    } else {
        page(path, reply);
    }
}
