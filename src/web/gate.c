/* gate.c - which requests are answered at all. What two servers could read differently is refused, and so is what another site makes a browser ask. */
#include "web/server.h"

/* ## Framing: one length at most, no transfer encodings, no body but where one is taken */

static bool well_framed(const dl_request *r, dl_reply *reply)
{
    int64_t length = 0;
    bool well = r->lengths <= 1 && r->hosts <= 1 && !r->encoded && !r->many;
    if (well && r->length.n && (!dl_str_to_int(r->length, &length) || length < 0 || r->length.p[0] == '+' || r->length.p[0] == '-')) well = false;
    if (well && length > 0 && r->verb != DL_POST) well = false;
    reply->last = true;
    if (!well) {
        dl_refuse(reply, 400, "This request is not clear: it needs one Host, one Content-Length and no Transfer-Encoding.");
    } else if (r->verb == DL_POST && !r->length.n) {
        dl_refuse(reply, 411, "The length of the body must be given.");
    } else if (length > DL_BODY_MAX) {
        dl_refuse(reply, 413, "A correction has at most 64 KiB.");
    } else {
        reply->last = false;
        return true;
    }
    return false;
}

/* ## Who asks */

/* The name in "name:port", "[::1]:port". */
static dl_str host_name(dl_str host)
{
    size_t end = 0;
    if (host.n && host.p[0] == '[') {
        while (end < host.n && host.p[end] != ']') end++;
        return dl_str_part(host, 0, DL_MIN(end + 1, host.n));
    }
    while (end < host.n && host.p[end] != ':') end++;
    return dl_str_part(host, 0, end);
}

/* A page of another site can have its name lead to 127.0.0.1; its requests carry that name. */
static bool is_local(dl_str host)
{
    dl_str name = host_name(host);
    return dl_str_is(name, "localhost") || dl_str_is(name, "127.0.0.1") || dl_str_is(name, "[::1]");
}

/* Takes as long for every wrong token of the same length. */
static bool same_secret(dl_str a, dl_str b)
{
    unsigned char differs = a.n != b.n;
    for (size_t i = 0; i < DL_MIN(a.n, b.n); i++) differs |= (unsigned char)(a.p[i] ^ b.p[i]);
    return !differs;
}

static dl_str cookie_of(dl_str cookies, const char *name)
{
    while (cookies.n) {
        dl_str rest = dl_str_trim(dl_str_cut(&cookies, ';')), key = dl_str_cut(&rest, '=');
        if (dl_str_is(key, name)) return rest;
    }
    return (dl_str){0};
}

static bool knows_token(const dl_server *s, const dl_request *r)
{
    dl_str bearer = dl_str_starts(r->authorization, DL_LIT("Bearer ")) ? dl_str_part(r->authorization, 7, r->authorization.n) : (dl_str){0};
    return same_secret(bearer, s->token) || same_secret(cookie_of(r->cookie, "dateline"), s->token);
}

/* The token in an address becomes a cookie, so that it does not stay in the address. */
static bool has_token(const dl_server *s, const dl_request *r, dl_reply *reply)
{
    if (!s->token.n || knows_token(s, r)) return true;
    dl_str given = dl_query_get(&r->query, "token");
    if (given.n && same_secret(given, s->token) && r->verb == DL_GET) {
        *reply = (dl_reply){.status = 303, .location = r->path, .cookie = true};
        return false;
    }
    dl_refuse(reply, 401, given.n ? "This token is not the one that dateline serve has printed." : "A token is needed here: open the address that dateline serve has printed.");
    return false;
}

/* "http://host" of a header Origin, against the Host asked. */
static bool same_origin(const dl_request *r)
{
    dl_str origin = r->origin;
    if (r->site.n && !dl_str_is(r->site, "same-origin")) return false;
    if (!origin.n) return true;
    if (dl_str_starts(origin, DL_LIT("http://"))) origin = dl_str_part(origin, 7, origin.n);
    else if (dl_str_starts(origin, DL_LIT("https://"))) origin = dl_str_part(origin, 8, origin.n);
    return dl_str_eq(origin, r->host);
}

static bool may_post(const dl_request *r, dl_reply *reply)
{
    dl_str type = r->type;
    type = dl_str_trim(dl_str_cut(&type, ';'));
    if (!same_origin(r)) dl_refuse(reply, 403, "Corrections are taken from this page alone.");
    else if (!dl_str_is(type, "application/json")) dl_refuse(reply, 415, "A correction is JSON (application/json).");
    else return true;
    return false;
}

bool dl_gate(const dl_server *server, const dl_request *r, dl_reply *reply)
{
    if (!well_framed(r, reply)) return false;
    if (r->verb == DL_OTHER_VERB) {
        dl_refuse(reply, 405, "Only GET, HEAD and, for corrections, POST are answered.");
        reply->allow = "GET, HEAD";
        reply->last = true;
        return false;
    }
    if (server->loopback && !is_local(r->host)) {
        dl_refuse(reply, 421, "This server answers to localhost alone.");
        return false;
    }
    return has_token(server, r, reply) && (r->verb != DL_POST || may_post(r, reply));
}
