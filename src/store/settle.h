/* settle.h - the reports of a store in memory, as tie.h takes them (settle_read.c), for settle.c and for benchmarks. */
#ifndef DL_SETTLE_H
#define DL_SETTLE_H

#include "store/keep.h"
#include "store/tie.h"

/* One party's answer to one meeting, as one record tells it. */
typedef struct dl_answer_row { uint32_t event, meeting, position; dl_str party, name, entity, code, sector, answer; } dl_answer_row;

/* What else of a record is needed to write down the groups; same index as dl_tie_event. */
typedef struct dl_event_more { dl_str old_group, meeting, answer; int32_t sentence, start; int64_t dead_high; bool denies; uint32_t row; } dl_event_more;

typedef struct dl_meeting_more { dl_str place, country, date, enddate, host_text, host_id, host_code; int64_t invited; dl_str id; } dl_meeting_more;

typedef struct dl_corpus {
    dl_arena *arena;
    dl_map *texts, *doc_index, *event_index;
    dl_tie_doc *docs;
    uint32_t doc_count, doc_room;
    dl_tie_event *events;
    dl_event_more *more;
    uint32_t event_count, event_room, more_room;
    dl_tie_meeting *meetings;
    dl_meeting_more *meeting_more;
    uint32_t meeting_count, meeting_room, meeting_more_room;
    dl_answer_row *answers;
    uint32_t answer_count, answer_room;
} dl_corpus;
DL_CHECKED dl_status dl_corpus_read(dl_store *store, dl_corpus *out, dl_error *err);
void dl_corpus_drop(dl_corpus *corpus);

#endif
