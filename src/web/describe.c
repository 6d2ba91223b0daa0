/* describe.c - what can be asked, in the words of OpenAPI 3.1; made from the table of calls, so that it cannot say something else. */
#include "web/server.h"

static const char filters[] = "party actor recipient type quad date country publisher aux source stance meeting answer confidence reports dead disputed reviewed text";

static void text(dl_json *json, const char *key, const char *value)
{
    dl_json_key(json, key);
    dl_json_str(json, dl_str_c(value));
}

static void open(dl_json *json, const char *key, char bracket)
{
    dl_json_key(json, key);
    dl_json_open(json, bracket);
}

static void parameter(dl_json *json, dl_str name, bool in_path)
{
    dl_json_open(json, '{');
    dl_json_key(json, "name");
    dl_json_str(json, name);
    text(json, "in", in_path ? "path" : "query");
    if (in_path) DL_BUF_LIT(json->out, ",\"required\":true");
    open(json, "schema", '{');
    text(json, "type", dl_str_is(name, "max") || dl_str_is(name, "limit") || dl_str_is(name, "offset") ? "integer" : "string");
    dl_json_close(json, '}');
    dl_json_close(json, '}');
}

static void parameters(dl_json *json, const char *takes, bool one)
{
    dl_str rest = dl_str_c(takes), all = dl_str_c(filters);
    open(json, "parameters", '[');
    if (one) parameter(json, DL_LIT("id"), true);
    while (!one && rest.n) {
        dl_str name = dl_str_cut(&rest, ' ');
        if (!dl_str_is(name, "+")) parameter(json, name, false);
        else
            while (all.n) parameter(json, dl_str_cut(&all, ' '), false);
    }
    dl_json_close(json, ']');
}

static void response(dl_json *json, const char *status, const char *words, const char *type, const char *schema)
{
    open(json, status, '{');
    text(json, "description", words);
    if (type) {
        open(json, "content", '{');
        open(json, type, '{');
        open(json, "schema", '{');
        if (schema[0] == '#') text(json, "$ref", schema);
        else text(json, "type", schema);
        for (int i = 0; i < 3; i++) dl_json_close(json, '}');
    }
    dl_json_close(json, '}');
}

static void errors(dl_json *json, const char *const *statuses)
{
    for (; *statuses; statuses++) response(json, *statuses, "Why there is no answer", "application/json", "#/components/schemas/Error");
}

static void get(dl_json *json, const dl_call *c, bool one)
{
    static const char *const wrong[] = {"400", "401", "404", "503", NULL};
    dl_buf path = {0};
    dl_buf_printf(&path, "/api/%s%s", c->name, one ? "/{id}" : "");
    open(json, path.p ? path.p : "", '{');
    dl_buf_drop(&path);
    open(json, "get", '{');
    text(json, "summary", c->summary);
    parameters(json, c->takes, one);
    open(json, "responses", '{');
    if (strchr(c->name, '.')) response(json, "200", "The answer", "application/x-ndjson", "string");
    else response(json, "200", "The answer; as a file at this path with .json or .csv", "application/json", "object");
    errors(json, wrong);
    for (int i = 0; i < 3; i++) dl_json_close(json, '}');
}

static void post(dl_json *json)
{
    static const char *const fields[] = {"event_id", "field", "old", "new", "reason", "reviewer", NULL}, *const wrong[] = {"400", "401", "403", "411", "413", "415", NULL};
    open(json, "/api/corrections", '{');
    open(json, "post", '{');
    text(json, "summary", "What a reviewer says of a field, or, with undo, that all that was said of the event is taken back");
    open(json, "requestBody", '{');
    DL_BUF_LIT(json->out, "\"required\":true");
    json->more = true;
    open(json, "content", '{');
    open(json, "application/json", '{');
    open(json, "schema", '{');
    text(json, "type", "object");
    open(json, "properties", '{');
    for (const char *const *f = fields; *f; f++) {
        open(json, *f, '{');
        text(json, "type", "string");
        dl_json_close(json, '}');
    }
    open(json, "undo", '{');
    text(json, "type", "boolean");
    dl_json_close(json, '}');
    for (int i = 0; i < 5; i++) dl_json_close(json, '}');
    open(json, "responses", '{');
    response(json, "200", "What was kept", "application/json", "object");
    errors(json, wrong);
    for (int i = 0; i < 3; i++) dl_json_close(json, '}');
}

static void schemas(dl_json *json)
{
    open(json, "components", '{');
    open(json, "schemas", '{');
    open(json, "Error", '{');
    text(json, "type", "object");
    open(json, "properties", '{');
    open(json, "error", '{');
    text(json, "type", "string");
    for (int i = 0; i < 4; i++) dl_json_close(json, '}');
    open(json, "securitySchemes", '{');
    open(json, "token", '{');
    text(json, "type", "http");
    text(json, "scheme", "bearer");
    text(json, "description", "Asked for when the server listens on another address than loopback.");
    for (int i = 0; i < 3; i++) dl_json_close(json, '}');
}

void dl_describe(dl_buf *out)
{
    dl_json json = {.out = out};
    dl_json_open(&json, '{');
    text(&json, "openapi", "3.1.0");
    open(&json, "info", '{');
    text(&json, "title", "dateline serve");
    text(&json, "version", DATELINE_VERSION);
    text(&json, "description", "A store's events, reports, claims and meetings. Every count is given as events and as reports. Filters stand in the query of every call; a comma means or.");
    dl_json_close(&json, '}');
    open(&json, "paths", '{');
    for (const dl_call *c = dl_calls; c->name; c++) {
        if (c->all) get(&json, c, false);
        if (c->one) get(&json, c, true);
    }
    post(&json);
    dl_json_close(&json, '}');
    schemas(&json);
    dl_json_close(&json, '}');
}
