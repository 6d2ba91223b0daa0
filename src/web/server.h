/* server.h - a request and its reply, without the words of HTTP's library, and what all requests share.
 *
 *   serve.c (sockets, bodies, replies) -> gate.c (who may ask what) -> route.c (path to answer, file or view) -> answers.h
 *   pool.c: connections to the store, and its columns, read again when the store has been settled anew */
#ifndef DL_SERVER_H
#define DL_SERVER_H

#include "web/answers.h"
#include "web/files.h"

#include <pthread.h>
#include <stdatomic.h>

enum { DL_BODY_MAX = 64 << 10, DL_SECONDS_MAX = 10, DL_CONNECTIONS_MAX = 12000 };

/* A connection to the store that can only read, and gives up at its deadline. */
typedef struct dl_connection { sqlite3 *db; int64_t deadline; struct dl_connection *next; } dl_connection;
/* The columns as they were when the store had this stamp. */
typedef struct dl_snapshot { dl_kept *columns; char stamp[32]; unsigned users; } dl_snapshot;

typedef struct dl_pool {
    const char *path;
    pthread_mutex_t lock;          /* of all that follows but the writer */
    dl_connection *idle;
    dl_snapshot *now;
    int64_t looked;                /* when the stamp was last compared, in microseconds */
    bool loading;
    pthread_mutex_t writing;
    sqlite3 *writer;               /* NULL: no corrections are taken */
} dl_pool;
DL_CHECKED dl_status dl_pool_open(dl_pool *pool, const char *path, bool review, dl_error *err);
void dl_pool_close(dl_pool *pool);
/* A reader and the columns that go with it, for one request. */
DL_CHECKED dl_status dl_pool_take(dl_pool *pool, dl_connection **reader, dl_snapshot **snapshot, dl_error *err);
void dl_pool_give(dl_pool *pool, dl_connection *reader, dl_snapshot *snapshot);
int64_t dl_clock(void);            /* microseconds of a clock that is never set back */

typedef enum dl_verb { DL_GET, DL_HEAD, DL_POST, DL_OTHER_VERB } dl_verb;
typedef struct dl_request {
    dl_verb verb;
    dl_str path;
    dl_query query;
    dl_str body;
    /* Headers; {0} absent. `lengths`: how many Content-Length; `encoded`: Transfer-Encoding is there; `many`: more in the address than is ever asked. */
    dl_str host, origin, site, type, cookie, authorization, length;
    unsigned lengths, hosts;
    bool encoded, many;
} dl_request;

typedef struct dl_reply {
    unsigned status;               /* of HTTP */
    const char *type;              /* NULL: JSON */
    dl_buf text;                   /* owned */
    const dl_file_kept *file;      /* instead of text */
    dl_str location;               /* to go to instead; in text's stead */
    bool cookie, forever, last;    /* hand out the token as a cookie; may be kept for good; close the connection afterwards */
    const char *allow, *download;
} dl_reply;

struct dl_server {
    void *daemon;
    dl_pool pool;
    dl_str token;                  /* {0}: none is asked for */
    bool loopback;
    const char *data;
    char *url, *held[4];           /* copies of what the caller gave */
    int64_t began;
    atomic_ullong requests[6], micros, connections; /* by hundreds of the status */
};

/* Says what is wrong, as the page shows it. */
void dl_refuse(dl_reply *reply, unsigned status, const char *words);
/* True: the request may be answered. False: reply says why not, or leads on. Before a body has been read it is asked with body {0}. */
bool dl_gate(const dl_server *server, const dl_request *request, dl_reply *reply);
void dl_route(dl_server *server, const dl_request *request, dl_reply *reply);

/* The calls of the page (route.c). */
typedef struct dl_call { const char *name; dl_answering *all, *one; const char *takes, *summary; } dl_call;
extern const dl_call dl_calls[];   /* ended by a NULL name */
/* What can be asked, as OpenAPI 3.1 (describe.c). */
void dl_describe(dl_buf *out);

#endif
