/* frames.c - the schema. Types are INTEGER, REAL and TEXT, tables are STRICT, dates are ISO text, unknown is NULL: so that any reader of SQLite takes them. */
#include "store/frames.h"

#define DOC "doc_id TEXT NOT NULL REFERENCES documents(doc_id) ON UPDATE CASCADE ON DELETE CASCADE"
#define EVENT "event_id TEXT NOT NULL REFERENCES events(event_id) ON DELETE CASCADE"

const char *const dl_frames_sql[] = {
    "CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;"
    "INSERT OR IGNORE INTO meta VALUES('frames', '" DL_FRAMES_VERSION "'), ('stamp', lower(hex(randomblob(8))));",
    /* what a report yields */
    "CREATE TABLE IF NOT EXISTS documents(doc_key INTEGER PRIMARY KEY, doc_id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE, given_id TEXT NOT NULL, date TEXT, title TEXT, source TEXT, url TEXT,"
    " language TEXT, author TEXT, text TEXT, text_kept TEXT, text_hash TEXT, length INTEGER, words INTEGER, coder TEXT,"
    " added TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) STRICT;"
    "CREATE TABLE IF NOT EXISTS sentences(" DOC ", sentence INTEGER NOT NULL, start INTEGER, \"end\" INTEGER, block TEXT, words INTEGER, PRIMARY KEY(doc_id, sentence)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS places(" DOC ", position INTEGER NOT NULL, text TEXT, name TEXT, country_code TEXT, province TEXT, feature_code TEXT, lat REAL, lon REAL,"
    " start INTEGER, \"end\" INTEGER, PRIMARY KEY(doc_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS events(event_id TEXT NOT NULL PRIMARY KEY, record_id TEXT, " DOC ", group_id TEXT, date TEXT, enddate TEXT, date_precision TEXT, date_basis TEXT,"
    " event TEXT, mode TEXT, context TEXT, aux TEXT, cameo TEXT, quad_code INTEGER, event_scale REAL, place_text TEXT, place TEXT, country_code TEXT, province TEXT, feature_code TEXT,"
    " lat REAL, lon REAL, source_text TEXT, source_name TEXT, source_id TEXT, source_code TEXT, source_sector TEXT, stance TEXT, meeting TEXT, answer TEXT, rule TEXT, coder TEXT,"
    " confidence REAL, sentence INTEGER, sentence_text TEXT, quote TEXT, start INTEGER, \"end\" INTEGER) STRICT;",
    "CREATE TABLE IF NOT EXISTS event_actors(" EVENT ", role TEXT NOT NULL, position INTEGER NOT NULL, text TEXT, name TEXT, entity_id TEXT, code TEXT, sector TEXT, other_sectors TEXT,"
    " office TEXT, via TEXT, start INTEGER, \"end\" INTEGER, PRIMARY KEY(event_id, role, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS quantities(" EVENT ", kind TEXT NOT NULL, low INTEGER, high INTEGER, text TEXT, start INTEGER, \"end\" INTEGER, PRIMARY KEY(event_id, kind)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS spans(" EVENT ", field TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER, \"end\" INTEGER, quote TEXT, prefix TEXT, suffix TEXT,"
    " PRIMARY KEY(event_id, field, position)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE IF NOT EXISTS claims(claim_id TEXT NOT NULL, " DOC ", sentence INTEGER, source_text TEXT, source_name TEXT, source_id TEXT, source_code TEXT, source_sector TEXT,"
    " stance TEXT, cue TEXT, outer_claim TEXT, quote TEXT, start INTEGER, \"end\" INTEGER, PRIMARY KEY(doc_id, claim_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS event_claims(" EVENT ", position INTEGER NOT NULL, claim_id TEXT NOT NULL, PRIMARY KEY(event_id, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS document_meetings(" DOC ", meeting TEXT NOT NULL, place TEXT, country_code TEXT, date TEXT, enddate TEXT, host_text TEXT, host_name TEXT, host_id TEXT,"
    " host_code TEXT, invited INTEGER, PRIMARY KEY(doc_id, meeting)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS document_sketches(" DOC ", minhash TEXT, words TEXT, PRIMARY KEY(doc_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS event_sketches(" EVENT ", words TEXT, PRIMARY KEY(event_id)) STRICT, WITHOUT ROWID;",
    /* what is derived from all of them */
    "CREATE TABLE IF NOT EXISTS event_groups(group_id TEXT NOT NULL PRIMARY KEY, first_event TEXT NOT NULL, n_reports INTEGER, n_publishers INTEGER, n_texts INTEGER, n_records INTEGER,"
    " first_report TEXT, last_report TEXT, disputed INTEGER, changed TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) STRICT;"
    "CREATE TABLE IF NOT EXISTS mentions(group_id TEXT NOT NULL, " DOC ", event_id TEXT NOT NULL, tie TEXT, similarity REAL, n_records INTEGER, PRIMARY KEY(group_id, doc_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS document_ties(" DOC ", first_doc TEXT, tie TEXT, similarity REAL, PRIMARY KEY(doc_id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS meetings(meeting_id TEXT NOT NULL PRIMARY KEY, place TEXT, country_code TEXT, date TEXT, enddate TEXT, host_text TEXT, host_id TEXT, host_code TEXT,"
    " invited INTEGER, n_reports INTEGER, n_answers INTEGER, first_report TEXT, last_report TEXT) STRICT;"
    "CREATE TABLE IF NOT EXISTS attendance(meeting_id TEXT NOT NULL, " EVENT ", position INTEGER NOT NULL, party TEXT, name TEXT, entity_id TEXT, code TEXT, sector TEXT, answer TEXT,"
    " doc_id TEXT, report_date TEXT, PRIMARY KEY(event_id, position)) STRICT, WITHOUT ROWID;",
    /* what people and runs leave */
    "CREATE TABLE IF NOT EXISTS withdrawn(hash TEXT NOT NULL PRIMARY KEY, doc_id TEXT, reason TEXT, at TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS corrections(correction_id TEXT NOT NULL PRIMARY KEY, event_id TEXT, record_id TEXT, field TEXT, old TEXT, new TEXT, start INTEGER, \"end\" INTEGER, reason TEXT,"
    " reviewer TEXT, at TEXT, coder TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS retired_groups(group_id TEXT NOT NULL PRIMARY KEY, now_in TEXT, at TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS runs(run_id TEXT NOT NULL PRIMARY KEY, began TEXT, ended TEXT, version TEXT, coder TEXT, text_kept TEXT, reports INTEGER, added INTEGER, known INTEGER,"
    " withdrawn INTEGER, failed INTEGER, events INTEGER) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS documents_given ON documents(given_id, doc_id); CREATE INDEX IF NOT EXISTS documents_date ON documents(date);"
    "CREATE INDEX IF NOT EXISTS documents_source ON documents(source, date);"
    "CREATE INDEX IF NOT EXISTS events_doc ON events(doc_id); CREATE INDEX IF NOT EXISTS events_group ON events(group_id); CREATE INDEX IF NOT EXISTS events_record ON events(record_id);"
    "CREATE INDEX IF NOT EXISTS events_type ON events(event, date); CREATE INDEX IF NOT EXISTS events_date ON events(date); CREATE INDEX IF NOT EXISTS events_country ON events(country_code, date);"
    "CREATE INDEX IF NOT EXISTS actors_code ON event_actors(code, sector); CREATE INDEX IF NOT EXISTS actors_entity ON event_actors(entity_id) WHERE entity_id IS NOT NULL;"
    "CREATE INDEX IF NOT EXISTS mentions_doc ON mentions(doc_id);"
    "CREATE INDEX IF NOT EXISTS attendance_meeting ON attendance(meeting_id, report_date);"
    "CREATE VIRTUAL TABLE IF NOT EXISTS documents_fts USING fts5(title, text, content='documents', content_rowid='doc_key', tokenize='unicode61 remove_diacritics 2');",
    /* for people who open the file */
    "CREATE VIEW IF NOT EXISTS rules AS SELECT rule, coder, count(*) AS n_records, avg(confidence) AS mean_confidence FROM events GROUP BY rule, coder;"
    "CREATE VIEW IF NOT EXISTS tidy_events AS SELECT g.group_id, g.n_reports, g.n_publishers, g.n_texts, g.disputed, g.first_report, g.last_report, e.date, e.enddate, e.date_precision, e.event, e.mode,"
    " e.context, e.aux, e.cameo, e.quad_code, e.event_scale, e.place, e.country_code, e.province, e.lat AS latitude, e.lon AS longitude, e.source_name, e.source_code, e.stance, e.confidence, e.rule,"
    " e.sentence_text, e.quote, e.event_id, e.doc_id, d.title, d.url FROM event_groups g JOIN events e ON e.event_id = g.first_event JOIN documents d ON d.doc_id = e.doc_id;"
    "CREATE VIEW IF NOT EXISTS tidy_sentences AS SELECT s.doc_id, s.sentence, s.start, s.\"end\", s.block, s.words, CASE WHEN s.\"end\" <= length(d.text) THEN substr(d.text, s.start + 1, s.\"end\" - s.start) END AS text"
    " FROM sentences s JOIN documents d ON d.doc_id = s.doc_id;",
    "CREATE VIEW IF NOT EXISTS claims_board AS SELECT e.group_id, coalesce(e.source_name, e.source_text, d.source) AS who, e.source_code AS code, coalesce(e.stance, 'reports') AS stance,"
    " instr(coalesce(e.aux, ''), 'negation') > 0 AS denied, q.kind, q.low, q.high, d.date AS said, d.source AS publisher, e.quote, e.event_id, e.doc_id"
    " FROM events e JOIN documents d ON d.doc_id = e.doc_id LEFT JOIN quantities q ON q.event_id = e.event_id WHERE e.group_id IS NOT NULL;"
    "CREATE VIEW IF NOT EXISTS meeting_cards AS SELECT a.meeting_id, m.place, m.date, m.enddate, coalesce(a.name, a.code, a.party) AS party, a.answer, a.report_date, d.source AS publisher, e.quote, e.aux,"
    " a.event_id, a.doc_id FROM attendance a JOIN meetings m ON m.meeting_id = a.meeting_id JOIN events e ON e.event_id = a.event_id JOIN documents d ON d.doc_id = a.doc_id;",
    NULL};

#define BY_DOC "doc_id = ?1"
#define BY_EVENT "event_id IN (SELECT event_id FROM events WHERE doc_id = ?1)"

const dl_frame dl_frames[DL_FRAME_COUNT] = {
    [DL_FRAME_DOCUMENTS] = {"documents", "doc_id, hash, given_id, date, title, source, url, language, author, text, text_kept, text_hash, length, words, coder", BY_DOC, "hash", false},
    [DL_FRAME_SENTENCES] = {"sentences", "doc_id, sentence, start, \"end\", block, words", BY_DOC, "doc_id, sentence", false},
    [DL_FRAME_PLACES] = {"places", "doc_id, position, text, name, country_code, province, feature_code, lat, lon, start, \"end\"", BY_DOC, "doc_id, position", false},
    [DL_FRAME_EVENTS] = {"events", "event_id, record_id, doc_id, group_id, date, enddate, date_precision, date_basis, event, mode, context, aux, cameo, quad_code, event_scale, place_text, place,"
        " country_code, province, feature_code, lat, lon, source_text, source_name, source_id, source_code, source_sector, stance, meeting, answer, rule, coder, confidence, sentence,"
        " sentence_text, quote, start, \"end\"", BY_DOC, "event_id", false},
    [DL_FRAME_EVENT_ACTORS] = {"event_actors", "event_id, role, position, text, name, entity_id, code, sector, other_sectors, office, via, start, \"end\"", BY_EVENT, "event_id, role, position", false},
    [DL_FRAME_QUANTITIES] = {"quantities", "event_id, kind, low, high, text, start, \"end\"", BY_EVENT, "event_id, kind", false},
    [DL_FRAME_SPANS] = {"spans", "event_id, field, position, start, \"end\", quote, prefix, suffix", BY_EVENT, "event_id, field, position", false},
    [DL_FRAME_CLAIMS] = {"claims", "claim_id, doc_id, sentence, source_text, source_name, source_id, source_code, source_sector, stance, cue, outer_claim, quote, start, \"end\"", BY_DOC, "doc_id, claim_id", false},
    [DL_FRAME_EVENT_CLAIMS] = {"event_claims", "event_id, position, claim_id", BY_EVENT, "event_id, position", false},
    [DL_FRAME_DOCUMENT_MEETINGS] = {"document_meetings", "doc_id, meeting, place, country_code, date, enddate, host_text, host_name, host_id, host_code, invited", BY_DOC, "doc_id, meeting", false},
    [DL_FRAME_DOCUMENT_SKETCHES] = {"document_sketches", "doc_id, minhash, words", BY_DOC, "doc_id", false},
    [DL_FRAME_EVENT_SKETCHES] = {"event_sketches", "event_id, words", BY_EVENT, "event_id", false},
    [DL_FRAME_EVENT_GROUPS] = {"event_groups", "group_id, first_event, n_reports, n_publishers, n_texts, n_records, first_report, last_report, disputed", NULL, "group_id", true},
    [DL_FRAME_MENTIONS] = {"mentions", "group_id, doc_id, event_id, tie, similarity, n_records", NULL, "group_id, doc_id", true},
    [DL_FRAME_DOCUMENT_TIES] = {"document_ties", "doc_id, first_doc, tie, similarity", NULL, "doc_id", true},
    [DL_FRAME_MEETINGS] = {"meetings", "meeting_id, place, country_code, date, enddate, host_text, host_id, host_code, invited, n_reports, n_answers, first_report, last_report", NULL, "meeting_id", true},
    [DL_FRAME_ATTENDANCE] = {"attendance", "meeting_id, event_id, position, party, name, entity_id, code, sector, answer, doc_id, report_date", NULL, "event_id, position", true},
    [DL_FRAME_WITHDRAWN] = {"withdrawn", "hash", NULL, "hash", false},
    [DL_FRAME_CORRECTIONS] = {"corrections", "correction_id, event_id, record_id, field, old, new, start, \"end\", reason, reviewer, at, coder", NULL, "correction_id", false},
};
