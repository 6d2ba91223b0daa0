/* Tests: what the server answers and what it refuses. Requests are written byte by byte to its socket, as no decent client would. */
#include "check.h"
#include "store_maker.h"

#include "dateline.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static const char *const types[][2] = {{"REJECT", "=3"}, {"ASSAULT", "=4"}, {"CONSULT", "=1"}, {"ACCUSE", "=3"}, {"AID", "=2"}};
enum { EVENTS = 240 };

/* A store of events whose counts can be worked out: type by i % 5, day by i % 28, actor's country by i % 3, dead by i % 5 == 1. */
static bool make_store(const char *path)
{
    static const char *const codes[] = {"AFG", "PAK", "USA"};
    store_maker m;
    if (!store_maker_open(&m, path)) return false;
    for (int i = 0; i < EVENTS; i++) {
        char doc[16], event[16], day[16], dead[16];
        snprintf(doc, sizeof doc, "d%03d", i);
        snprintf(event, sizeof event, "e%03d", i);
        snprintf(day, sizeof day, "2018-%02d-%02d", 1 + i % 12, 1 + i % 28);
        snprintf(dead, sizeof dead, "=%d", i);
        STORE_ROW(m.document, doc, day, "A \"quoted\" title, <b>bold</b>", i % 2 ? "Kestrel Agency" : "Harbour Wire", NULL, "The text.\nMore of it, na\xc3\xafve.");
        STORE_ROW(m.group, event, event, "=1", "=1");
        STORE_ROW(m.event, event, doc, event, day, day, types[i % 5][0], NULL, i % 4 ? NULL : "negation", "125", types[i % 5][1], "Kabul", "AFG", NULL, "said", "They said \"no\".");
        STORE_ROW(m.party, event, "actor", "=1", NULL, codes[i % 3], "GOV");
        STORE_ROW(m.party, event, "recipient", "=1", NULL, "AFG", "REB");
        if (i % 5 == 1) STORE_ROW(m.size, event, dead);
    }
    store_maker_close(&m);
    return true;
}

/* ## A client */

static unsigned port_of(const dl_server *s)
{
    const char *p = strrchr(dl_server_url(s), ':');
    return p ? (unsigned)strtoul(p + 1, NULL, 10) : 0;
}

static int dial(unsigned port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s >= 0 && connect(s, (struct sockaddr *)&at, sizeof at) == 0) return s;
    if (s >= 0) close(s);
    return -1;
}

static bool write_all(int s, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t w = send(s, bytes, n, MSG_NOSIGNAL);
        if (w <= 0) return false;
        bytes += w;
        n -= (size_t)w;
    }
    return true;
}

/* Reads until the other end closes or nothing comes for `seconds`. */
static size_t read_all(int s, char *out, size_t room, int seconds)
{
    size_t n = 0;
    struct pollfd wait = {.fd = s, .events = POLLIN};
    while (n + 1 < room && poll(&wait, 1, seconds * 1000) > 0) {
        ssize_t r = recv(s, out + n, room - 1 - n, 0);
        if (r <= 0) break;
        n += (size_t)r;
    }
    out[n] = 0;
    return n;
}

static char reply[1 << 20];

/* The status of the reply to these bytes, 0 when the connection was closed without one. The whole reply is in `reply`. */
static int say(unsigned port, const char *bytes, size_t n)
{
    int s = dial(port), status = 0;
    if (s < 0) return -1;
    write_all(s, bytes, n);
    shutdown(s, SHUT_WR);
    read_all(s, reply, sizeof reply, 20);
    close(s);
    if (sscanf(reply, "HTTP/1.%*d %d", &status) != 1) status = 0;
    return status;
}

static int say_text(unsigned port, const char *text) { return say(port, text, strlen(text)); }

#define HOST "Host: localhost\r\n"
#define CLOSE "Connection: close\r\n\r\n"

static int get(unsigned port, const char *path)
{
    char request[4096];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\n" HOST CLOSE, path);
    return say_text(port, request);
}

static const char *body(void)
{
    const char *p = strstr(reply, "\r\n\r\n");
    return p ? p + 4 : "";
}

static long number(const char *key)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"%s\":", key);
    const char *p = strstr(body(), wanted);
    return p ? strtol(p + strlen(wanted), NULL, 10) : -1;
}

/* ## What is answered */

static void test_answers(unsigned port)
{
    static const struct { const char *path; long events; } counted[] = {
        {"/api/summary", EVENTS}, {"/api/events?type=REJECT", EVENTS / 5}, {"/api/events?type=REJECT,AID", 2 * EVENTS / 5}, {"/api/events?actor=PAK", EVENTS / 3}, {"/api/events?actor=PAK.GOV", EVENTS / 3},
        {"/api/events?recipient=AFG.REB", EVENTS}, {"/api/events?party=USA", EVENTS / 3}, {"/api/events?quad=3", 2 * EVENTS / 5}, {"/api/events?aux=negation", EVENTS / 4}, {"/api/events?aux=none", 3 * EVENTS / 4},
        {"/api/events?publisher=Kestrel%20Agency", EVENTS / 2}, {"/api/events?country=AFG", EVENTS}, {"/api/events?country=RUS", 0}, {"/api/events?date=2018", EVENTS}, {"/api/events?date=2018-01", EVENTS / 12},
        {"/api/events?date=2018-01..2018-03", EVENTS / 4}, {"/api/events?date=..2017", 0}, {"/api/events?type=ASSAULT&dead=100", 28}, {"/api/events?text=naive", EVENTS}, {"/api/events?disputed=1", 0}};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        int status = get(port, counted[i].path);
        CHECK(status == 200 && number("events") == counted[i].events, "%s: %d, %ld events, not %ld", counted[i].path, status, number("events"), counted[i].events);
    }
    static const char *const paths[] = {"/", "/events?type=REJECT", "/event/e001", "/article/d001", "/claims", "/process/moscow-2018-09-04", "/codebook", "/icon.svg", "/healthz", "/metrics", "/api/openapi.json",
                                        "/api/bins", "/api/facets", "/api/claims", "/api/meetings", "/api/actors", "/api/places", "/api/sources", "/api/review", "/api/gold.jsonl", "/api/events/e001", "/api/events/e001.json",
                                        "/api/articles/d001", "/api/actors/AFG.GOV", "/api/events.csv?type=AID", "/api/places.csv"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) CHECK(get(port, paths[i]) == 200, "%s: %.60s", paths[i], reply);
    CHECK(get(port, "/api/events.csv?type=AID&sort=date") == 200 && strstr(reply, "text/csv") && strstr(reply, "They said \"\"no\"\"."), "CSV quotes: %.300s", body());
    CHECK(get(port, "/") == 200 && strstr(reply, "Content-Security-Policy: default-src 'none'") && strstr(reply, "nosniff") && strstr(body(), "<!doctype html>"), "%.900s", reply);
    say_text(port, "HEAD /api/summary HTTP/1.1\r\n" HOST CLOSE);
    CHECK(!strncmp(reply, "HTTP/1.1 200", 12) && strlen(body()) == 0 && !strstr(reply, "Content-Length: 0\r\n"), "HEAD: %s", reply);
    CHECK(say_text(port, "GET /healthz HTTP/1.0\r\n" HOST "\r\n") == 200, "HTTP/1.0: %s", reply);
}

/* ## What is refused */

static void test_refusals(unsigned port)
{
    static const struct { const char *path; int status; } wrong[] = {
        {"/nothing", 404}, {"/api/", 404}, {"/api/nothing", 404}, {"/api/events/none", 404}, {"/api/articles/none", 404}, {"/api/articles", 404}, {"/api/summary/x", 404}, {"/assets/", 404}, {"/assets", 404},
        {"/index.htm", 404}, {"/../../../../etc/passwd", 404}, {"/%2e%2e/%2e%2e/etc/passwd", 404}, {"/assets/../../../../etc/passwd", 404}, {"/..%2f..%2fetc%2fpasswd", 404}, {"/assets/%2e%2e%5cindex.html", 404},
        {"//etc/passwd", 404}, {"/event/../../../etc/passwd", 200}, {"/api/articles/..%2f..%2fetc%2fpasswd", 404}, {"/web/dist/index.html", 404}, {"/.git/config", 404},
        {"/api/events?date=yesterday", 400}, {"/api/events?type=WAR", 400}, {"/api/events?confidence=lots", 400}, {"/api/corrections", 405}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int status = get(port, wrong[i].path);
        CHECK(status == wrong[i].status && !strstr(reply, "root:"), "%s: %d, not %d", wrong[i].path, status, wrong[i].status);
        if (wrong[i].status >= 400) CHECK(strstr(body(), "{\"error\":\""), "%s does not say why: %s", wrong[i].path, body());
    }
    static const struct { const char *what, *bytes; int status; } bad[] = {
        {"another site's name", "GET / HTTP/1.1\r\nHost: evil.example\r\n" CLOSE, 421},
        {"no Host", "GET / HTTP/1.1\r\n" CLOSE, 400},
        {"two Hosts", "GET / HTTP/1.1\r\n" HOST HOST CLOSE, 400},
        {"two lengths", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 40\r\n" CLOSE "{}", 400},
        {"a length and chunks", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n" CLOSE "0\r\n\r\nGET /metrics HTTP/1.1\r\n" HOST "\r\n", 400},
        {"chunks", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n" CLOSE "2\r\n{}\r\n0\r\n\r\n", 400},
        {"a body of a GET", "GET /healthz HTTP/1.1\r\n" HOST "Content-Length: 30\r\n\r\nGET /metrics HTTP/1.1\r\n" HOST "\r\n", 400},
        {"a negative length", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: -1\r\n" CLOSE, 400},
        {"no length", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\n" CLOSE, 411},
        {"too long a body", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 70000\r\n" CLOSE, 413},
        {"a form", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n" CLOSE "a=b", 415},
        {"another site's page", "POST /api/corrections HTTP/1.1\r\n" HOST "Origin: http://evil.example\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "{}", 403},
        {"a frame of another site", "POST /api/corrections HTTP/1.1\r\n" HOST "Sec-Fetch-Site: cross-site\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "{}", 403},
        {"no correction", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "{}", 400},
        {"no JSON", "POST /api/corrections HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "]]", 400},
        {"PUT", "PUT /api/events HTTP/1.1\r\n" HOST CLOSE, 405}, {"DELETE", "DELETE /api/events/e001 HTTP/1.1\r\n" HOST CLOSE, 405}, {"OPTIONS", "OPTIONS * HTTP/1.1\r\n" HOST CLOSE, 405},
        {"TRACE", "TRACE / HTTP/1.1\r\n" HOST CLOSE, 405}, {"POST of what is read", "POST /api/events HTTP/1.1\r\n" HOST "Content-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "{}", 405}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int status = say_text(port, bad[i].bytes);
        CHECK(status == bad[i].status, "%s: %d, not %d: %.200s", bad[i].what, status, bad[i].status, reply);
        CHECK(!strstr(reply, "dateline_requests_total"), "%s: a second request was found in the first", bad[i].what);
    }
    static const char *const noise[] = {"\r\n\r\n", "GET\r\n\r\n", "GET / \r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "GET / HTTP/9.9\r\n" HOST "\r\n", "G\0T / HTTP/1.1\r\n\r\n",
                                        "GET / HTTP/1.1\nHost: localhost\n\n", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", "GET / HTTP/1.1\r\n Host: localhost\r\n\r\n"};
    for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
        int status = say_text(port, noise[i]);
        CHECK(status >= 0 && get(port, "/healthz") == 200, "after noise %zu: %d", i, status);
    }
}

/* A head of 200 kB, an address of 100 kB, a thousand names in an address: refused, and little is kept of them. */
static void test_bombs(unsigned port)
{
    enum { SIZE = 200000 };
    char *big = malloc(SIZE + 256);
    if (!big) return;
    int n = snprintf(big, 64, "GET / HTTP/1.1\r\n" HOST "X-Bomb: ");
    memset(big + n, 'x', SIZE);
    memcpy(big + n + SIZE, "\r\n\r\n", 5);
    int status = say(port, big, (size_t)n + SIZE + 4);
    CHECK(status == 0 || status >= 400, "a long header: %d", status);
    n = 16;
    memcpy(big, "GET / HTTP/1.1\r\n", 16);
    for (int i = 0; n < SIZE - 64; i++) n += snprintf(big + n, 64, "X-%d: y\r\n", i);
    memcpy(big + n, "\r\n", 3);
    status = say(port, big, (size_t)n + 2);
    CHECK(status == 0 || status >= 400, "many headers: %d", status);
    memcpy(big, "GET /", 5);
    memset(big + 5, 'a', 100000);
    memcpy(big + 100005, " HTTP/1.1\r\n" HOST "\r\n", 30);
    status = say_text(port, big);
    CHECK(status == 0 || status >= 400, "a long address: %d", status);
    n = snprintf(big, 64, "GET /api/events?");
    for (int i = 0; i < 1000; i++) n += snprintf(big + n, 16, "a%d&", i);
    snprintf(big + n, 128, "z=1 HTTP/1.1\r\n" HOST CLOSE);
    status = say_text(port, big);
    CHECK(status == 0 || status == 400 || status == 414, "a thousand names: %d", status);
    CHECK(get(port, "/healthz") == 200, "after the bombs: %.100s", reply);
    free(big);
}

/* Thousands of connections that say nothing or half a word; a user is served all the while, and they are closed in time. */
static void test_idle(unsigned port)
{
    struct rlimit files = {0};
    getrlimit(RLIMIT_NOFILE, &files);
    /* Both ends of each are this program's. */
    size_t wanted = 10000, room = files.rlim_cur > 600 ? (files.rlim_cur - 400) / 2 : 50, count = 0;
    int *idle = calloc(wanted, sizeof *idle);
    if (!idle) return;
    if (room < wanted) printf("idle connections: %zu, as only %llu files may be open\n", room, (unsigned long long)files.rlim_cur);
    while (count < wanted && count < room && (idle[count] = dial(port)) >= 0) {
        if (count % 2) write_all(idle[count], "GET / HT", 8);
        count++;
    }
    CHECK(count == (room < wanted ? room : wanted), "%zu connections were opened", count);
    for (int i = 0; i < 20; i++) CHECK(get(port, "/api/summary") == 200 && number("events") == EVENTS, "beside %zu idle connections: %.100s", count, reply);
    time_t end = time(NULL) + 40;
    size_t open = count;
    while (open > 0 && time(NULL) < end) {
        struct pollfd one = {.fd = idle[open - 1], .events = POLLIN};
        char byte[4096];
        if (poll(&one, 1, 500) > 0 && recv(one.fd, byte, sizeof byte, 0) <= 0) open--;
    }
    CHECK(open == 0, "%zu idle connections are still open", open);
    for (size_t i = 0; i < count; i++) close(idle[i]);
    free(idle);
    CHECK(get(port, "/healthz") == 200, "afterwards: %.100s", reply);
}

/* ## Corrections, tokens */

static int post(unsigned port, const char *json)
{
    char request[2048];
    snprintf(request, sizeof request, "POST /api/corrections HTTP/1.1\r\n" HOST "Origin: http://localhost\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %zu\r\n" CLOSE "%s", strlen(json), json);
    return say_text(port, request);
}

static void test_corrections(unsigned port, const char *store)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    CHECK(post(port, "{\"event_id\":\"e001\",\"field\":\"event\",\"old\":\"ASSAULT\",\"new\":\"PROTEST\",\"reviewer\":\"a'; DROP TABLE events; --\"}") == 200 && strstr(body(), "\"new\":\"PROTEST\""), "%s", reply);
    CHECK(post(port, "{\"event_id\":\"e002\",\"field\":\"record\",\"new\":\"accept\"}") == 200, "%s", reply);
    CHECK(post(port, "{\"event_id\":\"none\",\"field\":\"record\",\"new\":\"accept\"}") == 400, "an event that is not there: %s", reply);
    CHECK(get(port, "/api/summary") == 200 && number("reviewed") == 2, "reviewed: %s", body());
    CHECK(get(port, "/api/events?reviewed=1") == 200 && number("events") == 2, "reviewed events: %s", body());
    CHECK(get(port, "/api/gold.jsonl") == 200 && strstr(body(), "\"verdict\":\"fix\"") && strstr(body(), "\"event\":\"PROTEST\"") && strstr(body(), "\"event\":\"ASSAULT\""), "gold: %s", body());
    CHECK(post(port, "{\"event_id\":\"e001\",\"undo\":true}") == 200 && number("undone") == 1, "%s", reply);
    CHECK(get(port, "/api/summary") == 200 && number("reviewed") == 1, "after undoing: %s", body());
    CHECK(sqlite3_open_v2(store, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK && sqlite3_prepare_v2(db, "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM corrections)", -1, &row, NULL) == SQLITE_OK &&
              sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0) == EVENTS && sqlite3_column_int(row, 1) == 1, "the store: %s", db ? sqlite3_errmsg(db) : "");
    sqlite3_finalize(row);
    sqlite3_close(db);
}

static void test_token(const char *store)
{
    static const char token[] = "0123456789abcdef-_ABC";
    dl_server *s = NULL;
    dl_error err = {0};
    dl_serve_options o = {.token = token, .read_only = 1, .threads = 2};
    CHECK(dl_server_open(store, &o, &s, &err) == DL_OK, "%s", err.text);
    if (!s) return;
    unsigned port = port_of(s);
    CHECK(strstr(dl_server_url(s), "/?token=0123456789abcdef-_ABC"), "%s", dl_server_url(s));
    CHECK(get(port, "/") == 401 && get(port, "/api/summary") == 401 && get(port, "/metrics") == 401 && get(port, "/?token=wrong") == 401, "%s", reply);
    CHECK(get(port, "/events?token=0123456789abcdef-_ABC") == 303 && strstr(reply, "Location: /events\r\n") && strstr(reply, "dateline=0123456789abcdef-_ABC; Path=/; HttpOnly; SameSite=Strict"), "%s", reply);
    CHECK(get(port, "//evil.example/?token=0123456789abcdef-_ABC") == 404, "%s", reply);
    CHECK(say_text(port, "GET /api/summary HTTP/1.1\r\n" HOST "Cookie: a=b; dateline=0123456789abcdef-_ABC\r\n" CLOSE) == 200 && strstr(body(), "\"review\":false"), "%s", reply);
    CHECK(say_text(port, "GET /api/summary HTTP/1.1\r\n" HOST "Authorization: Bearer 0123456789abcdef-_ABC\r\n" CLOSE) == 200, "%s", reply);
    CHECK(say_text(port, "POST /api/corrections HTTP/1.1\r\n" HOST "Authorization: Bearer 0123456789abcdef-_ABC\r\nContent-Type: application/json\r\nContent-Length: 2\r\n" CLOSE "{}") == 403, "%s", reply);
    dl_server_close(s);
    static const struct { dl_serve_options o; dl_status status; } wrong[] = {
        {{.address = "0.0.0.0"}, DL_USAGE}, {{.address = "localhost"}, DL_USAGE}, {{.token = "short"}, DL_USAGE}, {{.token = "0123456789abcdef\r\nX: y"}, DL_USAGE}, {{.port = 70000}, DL_USAGE}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) CHECK(dl_server_open(store, &wrong[i].o, &s, &err) == wrong[i].status && !s, "options %zu: %s", i, err.text);
    CHECK(dl_server_open("/nowhere/store.db", NULL, &s, &err) == DL_IO && !s && err.text[0], "%s", err.text);
    CHECK(dl_server_open(__FILE__, NULL, &s, &err) != DL_OK && !s, "a file that is no store: %s", err.text);
}

/* Reports that are ingested while the server runs are seen. */
static void test_growth(unsigned port, const char *store)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(store, &db) == SQLITE_OK && sqlite3_exec(db, "DELETE FROM event_groups WHERE group_id = 'e000'; UPDATE events SET group_id = NULL WHERE event_id = 'e000'; UPDATE meta SET value = 'other' WHERE key = 'stamp'", NULL, NULL, NULL) == SQLITE_OK,
          "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    for (int i = 0; i < 30 && (get(port, "/api/summary") != 200 || number("events") != EVENTS - 1); i++) nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    CHECK(number("events") == EVENTS - 1, "%s", body());
}

int main(void)
{
    char store[] = "/tmp/dateline-serve-XXXXXX";
    dl_server *s = NULL;
    dl_error err = {0};
    int file = mkstemp(store);
    if (file >= 0) close(file);
    CHECK(file >= 0 && make_store(store), "a store");
    CHECK(dl_server_open(store, NULL, &s, &err) == DL_OK, "%s", err.text);
    if (s) {
        unsigned port = port_of(s);
        test_answers(port);
        test_refusals(port);
        test_bombs(port);
        test_corrections(port, store);
        test_idle(port);
        test_growth(port, store);
        dl_server_close(s);
        test_token(store);
    }
    for (const char *const *end = (const char *const[]){"", "-wal", "-shm", ".ask", NULL}; *end; end++) {
        char path[64];
        snprintf(path, sizeof path, "%s%s", store, *end);
        unlink(path);
    }
    return check_done();
}
