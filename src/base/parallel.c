/* Ordered parallel work: a ring of slots in input order. The calling thread feeds free slots and takes finished ones from the tail;
 * workers take the oldest waiting slot. The ring bounds what is in flight, so memory stays flat however long the input is. */
#include "base/base.h"

#include <pthread.h>
#include <stdlib.h>

enum { FREE, WAITING, RUNNING, FINISHED };

typedef struct slot {
    void *item;
    int state;
    dl_status status;
    dl_error error;
} slot;

typedef struct crew {
    const dl_parallel *parallel;
    pthread_mutex_t lock;
    pthread_cond_t work, news; /* a slot waits; a slot finished or a worker failed to start */
    slot *ring;
    uint64_t size, head, tail, next; /* slots tail..head are in use; `next` is the first that nobody took */
    bool over;
    dl_status start_status;
    dl_error start_error;
} crew;

static void *labour(void *pointer)
{
    crew *c = pointer;
    void *state = NULL;
    dl_error error = {0};
    dl_status status = c->parallel->start ? c->parallel->start(c->parallel->context, &state, &error) : DL_OK;
    pthread_mutex_lock(&c->lock);
    if (status != DL_OK) {
        if (c->start_status == DL_OK) {
            c->start_status = status;
            c->start_error = error;
        }
        pthread_cond_signal(&c->news);
    }
    while (status == DL_OK) {
        while (c->next == c->head && !c->over) pthread_cond_wait(&c->work, &c->lock);
        if (c->next == c->head) break;
        slot *s = &c->ring[c->next++ % c->size];
        s->state = RUNNING;
        pthread_mutex_unlock(&c->lock);
        s->status = c->parallel->work(c->parallel->context, state, s->item, &s->error);
        pthread_mutex_lock(&c->lock);
        s->state = FINISHED;
        pthread_cond_signal(&c->news);
    }
    pthread_mutex_unlock(&c->lock);
    if (status == DL_OK && c->parallel->stop) c->parallel->stop(c->parallel->context, state);
    return NULL;
}

/* Feeds and drains until the input is over and the ring is empty. Called with the lock held. */
static dl_status conduct(crew *c, dl_error *err)
{
    bool more = true;
    while (more || c->tail != c->head) {
        if (c->start_status != DL_OK) {
            if (err) *err = c->start_error;
            return c->start_status;
        }
        slot *oldest = &c->ring[c->tail % c->size];
        if (c->tail != c->head && oldest->state == FINISHED) {
            pthread_mutex_unlock(&c->lock);
            dl_status status = oldest->status;
            if (status != DL_OK && err) *err = oldest->error;
            if (status == DL_OK) status = c->parallel->done(c->parallel->context, oldest->item, err);
            pthread_mutex_lock(&c->lock);
            oldest->state = FREE;
            c->tail++;
            DL_TRY(status);
        } else if (more && c->head - c->tail < c->size) {
            pthread_mutex_unlock(&c->lock);
            void *item = NULL;
            dl_status status = c->parallel->next(c->parallel->context, &item, err);
            pthread_mutex_lock(&c->lock);
            if (status == DL_END) {
                more = false;
                continue;
            }
            DL_TRY(status);
            c->ring[c->head++ % c->size] = (slot){.item = item, .state = WAITING};
            pthread_cond_signal(&c->work);
        } else {
            pthread_cond_wait(&c->news, &c->lock);
        }
    }
    return DL_OK;
}

dl_status dl_parallel_run(const dl_parallel *parallel, unsigned jobs, dl_error *err)
{
    if (jobs == 0) jobs = 1;
    crew c = {.parallel = parallel, .size = (uint64_t)jobs * 4};
    pthread_t *threads = calloc(jobs, sizeof *threads);
    c.ring = calloc(c.size, sizeof *c.ring);
    if (threads == NULL || c.ring == NULL) {
        free(threads);
        free(c.ring);
        return dl_fail(err, DL_NOMEM, "There is no memory for %u threads.", jobs);
    }
    pthread_mutex_init(&c.lock, NULL);
    pthread_cond_init(&c.work, NULL);
    pthread_cond_init(&c.news, NULL);
    dl_status status = DL_OK;
    unsigned started = 0;
    while (started < jobs && pthread_create(&threads[started], NULL, labour, &c) == 0) started++;
    pthread_mutex_lock(&c.lock);
    status = started ? conduct(&c, err) : dl_fail(err, DL_NOMEM, "The system refused to start a thread.");
    c.over = true;
    if (status != DL_OK) c.next = c.head; /* what waits is dropped */
    pthread_cond_broadcast(&c.work);
    pthread_mutex_unlock(&c.lock);
    for (unsigned i = 0; i < started; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&c.news);
    pthread_cond_destroy(&c.work);
    pthread_mutex_destroy(&c.lock);
    free(c.ring);
    free(threads);
    return status;
}
