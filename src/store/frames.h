/* frames.h - the frames of a store: their SQL, and which columns are content (doc/store.md).
 *
 * What a report yields (documents to sketches) is a function of the report and of the coder alone, and its rows are never changed but by
 * withdrawal. What is derived (event_groups, mentions, document_ties, meetings, attendance, and events.group_id) is a function of all reports
 * that the store holds; dl_settle makes it anew. So a store does not depend on the order in which reports came. */
#ifndef DL_FRAMES_H
#define DL_FRAMES_H

#include "base/base.h"

#include <sqlite3.h>

/* Tables, indexes and views, up to a NULL; they can be run over a store that has them. */
extern const char *const dl_frames_sql[];
#define DL_FRAMES_VERSION "1"

typedef struct dl_frame {
    const char *name;
    const char *columns; /* content, in the order in which they are written; what is left out says when, not what */
    const char *of_doc;  /* SQL condition that chooses the rows of the document ?1; NULL: not of one document */
    const char *order;   /* of the digest */
    bool derived;
} dl_frame;

enum {
    DL_FRAME_DOCUMENTS, DL_FRAME_SENTENCES, DL_FRAME_PLACES, DL_FRAME_EVENTS, DL_FRAME_EVENT_ACTORS, DL_FRAME_QUANTITIES, DL_FRAME_SPANS, DL_FRAME_CLAIMS,
    DL_FRAME_EVENT_CLAIMS, DL_FRAME_DOCUMENT_MEETINGS, DL_FRAME_DOCUMENT_SKETCHES, DL_FRAME_EVENT_SKETCHES, DL_FRAMES_OF_DOC,
    DL_FRAME_EVENT_GROUPS = DL_FRAMES_OF_DOC, DL_FRAME_MENTIONS, DL_FRAME_DOCUMENT_TIES, DL_FRAME_MEETINGS, DL_FRAME_ATTENDANCE, DL_FRAME_WITHDRAWN,
    DL_FRAME_CORRECTIONS, DL_FRAME_COUNT
};
extern const dl_frame dl_frames[DL_FRAME_COUNT];

#endif
