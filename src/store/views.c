/* views.c - the store's frames as the roll-up takes them: the only place of the reading side that knows how things are kept. */
#include "store/rollup.h"

const char dl_views_sql[] =
    "CREATE TEMP VIEW src_events AS SELECT e.event_id AS key, g.group_id AS grp, g.group_id AS id, e.date, e.enddate, e.date_precision, e.event, e.mode, e.context,"
    " e.aux, e.cameo, e.quad_code, e.place_text, e.place, e.country_code, e.province, e.feature_code, e.lat, e.lon, e.source_text, e.source_name, e.source_id,"
    " e.source_code, e.source_sector, e.stance,"
    " (SELECT a.meeting_id FROM store.attendance a WHERE a.event_id = e.event_id LIMIT 1) AS meeting, e.answer, e.rule, e.coder, e.confidence,"
    " (SELECT low FROM store.quantities q WHERE q.event_id = e.event_id AND q.kind = 'dead') AS dead_low,"
    " (SELECT high FROM store.quantities q WHERE q.event_id = e.event_id AND q.kind = 'dead') AS dead_high,"
    " g.n_reports, g.n_publishers, e.quote, e.doc_id, d.title, d.url"
    " FROM store.events e JOIN store.event_groups g ON g.first_event = e.event_id LEFT JOIN store.documents d ON d.doc_id = e.doc_id;"
    "CREATE TEMP VIEW src_parties AS SELECT event_id AS key, role, position, text, name, entity_id AS id, code, sector, other_sectors, office, start FROM store.event_actors;"
    "CREATE TEMP VIEW ask_reports AS SELECT m.group_id AS grp, e.event_id AS record, m.doc_id AS doc, d.doc_key, d.source AS publisher, d.title, d.url, d.date,"
    " d.language, e.sentence_text, e.quote AS words, e.sentence, e.start, e.\"end\", coalesce(d.length, length(d.text)) AS length, e.confidence, m.tie,"
    " CASE d.text_kept WHEN 'full' THEN substr(d.text, e.start + 1, e.\"end\" - e.start) IS e.quote END AS stands"
    " FROM store.mentions m JOIN store.events e ON e.event_id = m.event_id LEFT JOIN store.documents d ON d.doc_id = m.doc_id;"
    "CREATE TEMP VIEW ask_records AS SELECT group_id AS grp, event_id AS record, record_id AS printed FROM store.events WHERE group_id IS NOT NULL;"
    "CREATE TEMP VIEW ask_sizes AS SELECT event_id AS key, kind, low, high FROM store.quantities;"
    "CREATE TEMP VIEW src_stamp AS SELECT value AS stamp FROM store.meta WHERE key = 'stamp';";
