/* serve.c - sockets, bodies and replies: libmicrohttpd's words on one side, dl_request and dl_reply on the other. */
#include "web/server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* One request on its way. */
typedef struct visit { dl_server *server; dl_buf body; int64_t began; bool refused; } visit;

/* ## Reading a request */

typedef struct header { const char *name; size_t offset; } header;

static enum MHD_Result read_header(void *context, enum MHD_ValueKind kind, const char *key, size_t key_size, const char *value, size_t value_size)
{
    static const header wanted[] = {{"host", offsetof(dl_request, host)}, {"origin", offsetof(dl_request, origin)}, {"sec-fetch-site", offsetof(dl_request, site)},
                                    {"content-type", offsetof(dl_request, type)}, {"cookie", offsetof(dl_request, cookie)},
                                    {"authorization", offsetof(dl_request, authorization)}, {"content-length", offsetof(dl_request, length)}};
    dl_request *r = context;
    (void)kind;
    (void)key_size;
    if (!strcasecmp(key, "transfer-encoding")) r->encoded = true;
    if (!strcasecmp(key, "content-length")) r->lengths++;
    if (!strcasecmp(key, "host")) r->hosts++;
    for (size_t i = 0; i < DL_COUNT(wanted); i++)
        if (!strcasecmp(key, wanted[i].name)) *(dl_str *)(void *)((char *)r + wanted[i].offset) = value ? (dl_str){value, value_size} : (dl_str){0};
    return MHD_YES;
}

static enum MHD_Result read_pair(void *context, enum MHD_ValueKind kind, const char *key, size_t key_size, const char *value, size_t value_size)
{
    dl_request *r = context;
    (void)kind;
    if (r->query.count == DL_PAIRS_MAX) r->many = true;
    else r->query.pairs[r->query.count++] = (dl_pair){{key, key_size}, value ? (dl_str){value, value_size} : (dl_str){0}};
    return MHD_YES;
}

static void read_request(struct MHD_Connection *connection, const char *url, const char *method, dl_request *r)
{
    *r = (dl_request){.path = dl_str_c(url)};
    r->verb = !strcmp(method, "GET") ? DL_GET : !strcmp(method, "HEAD") ? DL_HEAD : !strcmp(method, "POST") ? DL_POST : DL_OTHER_VERB;
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, read_header, r);
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, read_pair, r);
}

/* ## Sending a reply */

static void add(struct MHD_Response *response, const char *name, const char *value) { (void)MHD_add_response_header(response, name, value); }

static void add_policies(struct MHD_Response *response)
{
    static const char *const policies[][2] = {
        {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
                                    " frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}, {"Cross-Origin-Opener-Policy", "same-origin"}, {"Cross-Origin-Resource-Policy", "same-origin"}};
    for (size_t i = 0; i < DL_COUNT(policies); i++) add(response, policies[i][0], policies[i][1]);
}

static void add_printed(struct MHD_Response *response, const char *name, const char *before, dl_str value, const char *after)
{
    dl_buf line = {0};
    dl_buf_printf(&line, "%s%.*s%s", before, (int)value.n, value.n ? value.p : "", after);
    if (!line.failed) add(response, name, line.p);
    dl_buf_drop(&line);
}

static struct MHD_Response *make_response(dl_reply *reply)
{
    if (reply->file) return MHD_create_response_from_buffer(reply->file->size, (void *)(uintptr_t)reply->file->bytes, MHD_RESPMEM_PERSISTENT);
    if (reply->text.failed || !reply->text.p) return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response = MHD_create_response_from_buffer(reply->text.n, reply->text.p, MHD_RESPMEM_MUST_FREE);
    if (response) reply->text = (dl_buf){0};
    return response;
}

static enum MHD_Result send_reply(dl_server *s, struct MHD_Connection *connection, dl_reply *reply)
{
    struct MHD_Response *response = make_response(reply);
    if (!response) return MHD_NO;
    add_policies(response);
    add(response, "Content-Type", reply->file ? reply->file->type : reply->type ? reply->type : "application/json; charset=utf-8");
    add(response, "Cache-Control", reply->forever ? "public, max-age=31536000, immutable" : reply->file ? "no-cache" : "no-store");
    if (reply->allow) add(response, "Allow", reply->allow);
    if (reply->status == 401) add(response, "WWW-Authenticate", "Bearer");
    if (reply->location.n) add_printed(response, "Location", "", reply->location, "");
    if (reply->cookie) add_printed(response, "Set-Cookie", "dateline=", s->token, "; Path=/; HttpOnly; SameSite=Strict");
    if (reply->last) add(response, "Connection", "close");
    if (reply->download)
        add_printed(response, "Content-Disposition", "attachment; filename=\"", dl_str_c(reply->download),
                    strchr(reply->download, '.') ? "\"" : reply->type ? ".csv\"" : ".json\"");
    enum MHD_Result queued = MHD_queue_response(connection, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result conclude(visit *v, struct MHD_Connection *connection, dl_reply *reply)
{
    unsigned hundreds = reply->status / 100;
    enum MHD_Result queued = send_reply(v->server, connection, reply);
    dl_buf_drop(&reply->text);
    atomic_fetch_add(&v->server->requests[hundreds < 6 ? hundreds : 0], 1);
    atomic_fetch_add(&v->server->micros, (unsigned long long)(dl_clock() - v->began));
    return queued;
}

/* ## Called by the library: with the head, with pieces of the body, with its end */

/* A redirect may only lead to a view of this server: "//elsewhere" would lead to another one. */
static bool leads_away(const dl_request *r) { return r->path.n > 1 && (r->path.p[1] == '/' || r->path.p[1] == '\\'); }

static enum MHD_Result begin(dl_server *server, struct MHD_Connection *connection, const dl_request *r, void **state)
{
    visit *v = calloc(1, sizeof *v);
    dl_reply reply = {0};
    if (!v) return MHD_NO;
    *state = v;
    v->server = server;
    v->began = dl_clock();
    if (leads_away(r)) dl_refuse(&reply, 404, "There is nothing at this address.");
    else if (dl_gate(server, r, &reply)) return MHD_YES;
    v->refused = true;
    return conclude(v, connection, &reply);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *data, size_t *size, void **state)
{
    dl_server *server = context;
    dl_request r;
    dl_reply reply = {0};
    visit *v = *state;
    (void)version;
    if (v && *size) {
        if (v->body.n + *size <= DL_BODY_MAX) dl_buf_add(&v->body, (dl_str){data, *size});
        *size = 0;
        return MHD_YES;
    }
    read_request(connection, url, method, &r);
    if (!v) return begin(server, connection, &r, state);
    if (v->refused) return MHD_YES;
    r.body = dl_buf_str(&v->body);
    if (v->body.failed) dl_refuse(&reply, 500, "Memory ran out.");
    else dl_route(server, &r, &reply);
    return conclude(v, connection, &reply);
}

static void completed(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    visit *v = *state;
    (void)context;
    (void)connection;
    (void)code;
    if (!v) return;
    dl_buf_drop(&v->body);
    free(v);
    *state = NULL;
}

static void counted(void *context, struct MHD_Connection *connection, void **state, enum MHD_ConnectionNotificationCode code)
{
    dl_server *s = context;
    (void)connection;
    (void)state;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) atomic_fetch_add(&s->connections, 1);
    else atomic_fetch_sub(&s->connections, 1);
}

/* ## Opening */

typedef union any_address { struct sockaddr any; struct sockaddr_in four; struct sockaddr_in6 six; } any_address;

static dl_status read_address(const char *text, unsigned port, any_address *out, bool *loopback, dl_error *err)
{
    *out = (any_address){0};
    if (port > 65535) return dl_fail(err, DL_USAGE, "There is no port %u.", port);
    if (inet_pton(AF_INET, text, &out->four.sin_addr) == 1) {
        out->four.sin_family = AF_INET;
        out->four.sin_port = htons((uint16_t)port);
        *loopback = ntohl(out->four.sin_addr.s_addr) >> 24 == 127;
    } else if (inet_pton(AF_INET6, text, &out->six.sin6_addr) == 1) {
        out->six.sin6_family = AF_INET6;
        out->six.sin6_port = htons((uint16_t)port);
        *loopback = IN6_IS_ADDR_LOOPBACK(&out->six.sin6_addr);
    } else {
        return dl_fail(err, DL_USAGE, "\"%s\" is not an address: it takes one such as 127.0.0.1, ::1 or 0.0.0.0.", text);
    }
    return DL_OK;
}

/* As many open files as the system grants, so that idle connections do not keep others out. */
static unsigned connections_allowed(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 512;
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur < 256) return 64;
    return (unsigned)DL_MIN((unsigned long long)files.rlim_cur - 128, DL_CONNECTIONS_MAX);
}

static unsigned threads_of(const dl_serve_options *o)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return o->threads ? o->threads : (unsigned)DL_MAX(processors, 4);
}

static dl_status listen_at(dl_server *s, const dl_serve_options *o, const char *address, any_address *at, dl_error *err)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO | (at->any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0);
    s->daemon = MHD_start_daemon(flags, 0, NULL, NULL, handle, s, MHD_OPTION_SOCK_ADDR, &at->any, MHD_OPTION_THREAD_POOL_SIZE, threads_of(o), MHD_OPTION_CONNECTION_LIMIT,
                                 connections_allowed(), MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16 << 10,
                                 MHD_OPTION_CONNECTION_MEMORY_INCREMENT, (size_t)4096, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
                                 MHD_OPTION_NOTIFY_COMPLETED, completed, s, MHD_OPTION_NOTIFY_CONNECTION, counted, s, MHD_OPTION_END);
    if (!s->daemon) return dl_fail(err, DL_IO, "Address %s, port %u cannot be listened at; it may be in use.", address, o->port);
    const union MHD_DaemonInfo *port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    dl_buf url = {0};
    bool six = at->any.sa_family == AF_INET6;
    dl_buf_printf(&url, "http://%s%s%s:%u/%s%.*s", six ? "[" : "", address, six ? "]" : "", port ? port->port : o->port, s->token.n ? "?token=" : "", (int)s->token.n, s->token.n ? s->token.p : "");
    s->url = url.p;
    return url.failed ? dl_fail(err, DL_NOMEM, "Memory ran out.") : DL_OK;
}

static const char *hold(dl_server *s, int at, const char *text)
{
    s->held[at] = text ? strdup(text) : NULL;
    return s->held[at];
}

/* A token goes into a header and an address as it is. */
static bool good_token(const char *token)
{
    size_t n = strlen(token);
    return n >= 16 && n <= 128 && strspn(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == n;
}

dl_status dl_server_open(const char *store, const dl_serve_options *options, dl_server **out, dl_error *err)
{
    dl_serve_options o = options ? *options : (dl_serve_options){0};
    const char *address = o.address ? o.address : "127.0.0.1";
    any_address at;
    bool loopback = false;
    *out = NULL;
    DL_TRY(read_address(address, o.port, &at, &loopback, err));
    if (!o.token && !loopback) return dl_fail(err, DL_USAGE, "%s can be reached from other machines, so a token is needed.", address);
    if (o.token && !good_token(o.token)) return dl_fail(err, DL_USAGE, "A token has 16 to 128 letters, digits, - and _.");
    dl_server *s = calloc(1, sizeof *s);
    if (!s) return dl_fail(err, DL_NOMEM, "Memory ran out.");
    s->loopback = loopback;
    s->began = dl_clock();
    s->data = hold(s, 0, o.data);
    s->token = dl_str_c(hold(s, 1, o.token));
    const char *path = hold(s, 2, store);
    dl_status status = path && (!o.token || s->token.p) && (!o.data || s->data) ? DL_OK : dl_fail(err, DL_NOMEM, "Memory ran out.");
    if (status == DL_OK) status = dl_pool_open(&s->pool, path, !o.read_only, err);
    if (status == DL_OK) status = listen_at(s, &o, address, &at, err);
    if (status == DL_OK) *out = s;
    else dl_server_close(s);
    return status;
}

const char *dl_server_url(const dl_server *server) { return server->url; }

void dl_server_close(dl_server *server)
{
    if (!server) return;
    if (server->daemon) MHD_stop_daemon(server->daemon);
    dl_pool_close(&server->pool);
    for (size_t i = 0; i < DL_COUNT(server->held); i++) free(server->held[i]);
    free(server->url);
    free(server);
}
