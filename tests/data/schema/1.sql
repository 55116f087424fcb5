CREATE TABLE secret (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bytes BLOB NOT NULL) STRICT;
CREATE TABLE practice (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  name TEXT NOT NULL,
  zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  phone TEXT,
  default_service INTEGER REFERENCES service (id),
  invoice_prefix TEXT NOT NULL,
  invoice_zero_lines INTEGER NOT NULL,
  reopen_hours INTEGER NOT NULL,
  reminder_hours TEXT NOT NULL,
  notify_on_calendar_cancel INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created INTEGER NOT NULL) STRICT;
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  login TEXT UNIQUE,
  name TEXT NOT NULL,
  code TEXT,
  email TEXT,
  phone TEXT,
  notice INTEGER NOT NULL,
  active INTEGER NOT NULL,
  hourly INTEGER,
  bonus INTEGER NOT NULL,
  default_service INTEGER REFERENCES service (id),
  roles INTEGER NOT NULL,
  grants INTEGER NOT NULL,
  may INTEGER NOT NULL,
  calendar_names INTEGER NOT NULL,
  calendar_money INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  created INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX person_code ON person (lower(code));
CREATE TABLE contact (
  person INTEGER NOT NULL REFERENCES person (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  phone TEXT,
  relation TEXT,
  notice INTEGER NOT NULL,
  PRIMARY KEY (person, position)) STRICT, WITHOUT ROWID;
CREATE TABLE password (
  person INTEGER PRIMARY KEY REFERENCES person (id),
  hash TEXT NOT NULL,
  changed INTEGER NOT NULL) STRICT;
CREATE TABLE token (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  digest BLOB NOT NULL UNIQUE,
  label TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_used INTEGER NOT NULL,
  revoked INTEGER NOT NULL) STRICT;
CREATE INDEX token_person ON token (person);
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  person INTEGER NOT NULL REFERENCES person (id),
  digest BLOB NOT NULL UNIQUE,
  label TEXT,
  level TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_fetch INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  program TEXT,
  revoked INTEGER NOT NULL) STRICT;
CREATE INDEX feed_person ON feed (person);
CREATE TABLE collection (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner INTEGER NOT NULL,
  parent INTEGER NOT NULL,
  subject INTEGER REFERENCES person (id),
  path TEXT NOT NULL,
  kind INTEGER NOT NULL,
  components INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  etag_seed TEXT NOT NULL,
  created INTEGER NOT NULL,
  UNIQUE (owner, path)) STRICT;
CREATE INDEX collection_parent ON collection (parent);
CREATE INDEX collection_showing ON collection (kind, subject);
CREATE TABLE property (
  collection INTEGER NOT NULL
    REFERENCES collection (id) ON DELETE CASCADE,
  member INTEGER NOT NULL,
  viewer INTEGER NOT NULL,
  ns TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (collection, member, viewer, ns, name)) STRICT, WITHOUT ROWID;
CREATE TABLE member (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  collection INTEGER NOT NULL
    REFERENCES collection (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  uid TEXT,
  etag TEXT NOT NULL,
  revision INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  size INTEGER NOT NULL,
  type TEXT,
  schedule_tag TEXT,
  session INTEGER REFERENCES session (id),
  closure INTEGER REFERENCES closure (id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  recurring INTEGER NOT NULL,
  indexed_from INTEGER NOT NULL,
  indexed_to INTEGER NOT NULL,
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  own TEXT,
  UNIQUE (collection, name)) STRICT;
CREATE UNIQUE INDEX member_uid ON member (collection, uid)
  WHERE uid IS NOT NULL;
CREATE INDEX member_list
  ON member (collection, name, etag, kind, type);
CREATE INDEX member_revision ON member (collection, revision);
CREATE INDEX member_session ON member (session, collection)
  WHERE session IS NOT NULL;
CREATE INDEX member_closure ON member (closure, collection)
  WHERE closure IS NOT NULL;
CREATE INDEX member_indexed_from
  ON member (collection, indexed_from) WHERE recurring = 1;
CREATE INDEX member_indexed_to
  ON member (collection, indexed_to) WHERE recurring = 1;
CREATE INDEX member_index_due
  ON member (indexed_to) WHERE recurring = 1;
CREATE TABLE member_bytes (
  member INTEGER PRIMARY KEY
    REFERENCES member (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL) STRICT;
CREATE TABLE tombstone (
  collection INTEGER NOT NULL
    REFERENCES collection (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (collection, name)) STRICT, WITHOUT ROWID;
CREATE INDEX tombstone_revision ON tombstone (collection, revision);
CREATE TABLE instance (
  collection INTEGER NOT NULL,
  long INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  member INTEGER NOT NULL
    REFERENCES member (id) ON DELETE CASCADE,
  PRIMARY KEY (collection, long, starts, ends, member)) STRICT, WITHOUT ROWID;
CREATE INDEX instance_member ON instance (member);
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who INTEGER REFERENCES person (id),
  channel TEXT NOT NULL,
  device TEXT,
  action TEXT NOT NULL,
  object_kind TEXT NOT NULL,
  object INTEGER NOT NULL,
  before TEXT,
  after TEXT) STRICT;
CREATE INDEX audit_object ON audit (object_kind, object);
CREATE TRIGGER audit_update BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append only');
END;
CREATE TRIGGER audit_delete BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit log is append only');
END;
CREATE TABLE review (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  session INTEGER REFERENCES session (id),
  person INTEGER REFERENCES person (id),
  text TEXT NOT NULL,
  state TEXT NOT NULL) STRICT;
CREATE INDEX review_state ON review (state, id);
CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
  basis INTEGER NOT NULL CHECK (basis IN (0, 1)),
  active INTEGER NOT NULL) STRICT;
CREATE TABLE service_price (
  service INTEGER NOT NULL REFERENCES service (id),
  effective_from INTEGER NOT NULL,
  cost INTEGER NOT NULL CHECK (cost >= 0),
  wage INTEGER NOT NULL CHECK (wage >= 0),
  tax_bp INTEGER NOT NULL CHECK (tax_bp >= 0),
  PRIMARY KEY (service, effective_from)) STRICT, WITHOUT ROWID;
CREATE TABLE client_rate (
  client INTEGER NOT NULL REFERENCES person (id),
  service INTEGER NOT NULL REFERENCES service (id),
  cost INTEGER NOT NULL CHECK (cost >= 0),
  PRIMARY KEY (client, service)) STRICT, WITHOUT ROWID;
CREATE TABLE completion_type (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 15),
  label_key TEXT NOT NULL,
  description TEXT NOT NULL CHECK (length(description) <= 500),
  short_word TEXT,
  short_key TEXT,
  map INTEGER NOT NULL CHECK (map IN (0, 1, 2)),
  modifier INTEGER NOT NULL CHECK (modifier IN (0, 1)),
  client_modifier INTEGER NOT NULL CHECK (client_modifier >= 0),
  practitioner_modifier INTEGER NOT NULL
    CHECK (practitioner_modifier >= 0),
  enabled INTEGER NOT NULL,
  builtin INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  CHECK (client_modifier <= 999 OR modifier = 1),
  CHECK (practitioner_modifier <= 999 OR modifier = 1),
  CHECK (client_modifier <= 999999),
  CHECK (practitioner_modifier <= 999999)) STRICT;
CREATE UNIQUE INDEX completion_type_label
  ON completion_type (label_key) WHERE archived = 0;
CREATE UNIQUE INDEX completion_type_short
  ON completion_type (short_key)
  WHERE archived = 0 AND short_key IS NOT NULL;
INSERT INTO completion_type (slug, label, label_key, description,
    short_word, short_key, map, modifier, client_modifier,
    practitioner_modifier, enabled, builtin, archived, revision)
  VALUES ('completed', 'Completed', 'completed', '', 'ok', 'ok',
    0, 0, 100, 100, 1, 1, 0, 1),
  ('missed', 'Missed', 'missed', '', 'ns', 'ns',
    1, 0, 100, 100, 1, 1, 0, 1),
  ('canceled', 'Canceled', 'canceled', '', 'x', 'x',
    2, 0, 0, 0, 1, 1, 0, 1);
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 127),
  repeat INTEGER NOT NULL CHECK (repeat IN (0, 1)),
  times INTEGER NOT NULL CHECK (times >= 0),
  until INTEGER NOT NULL,
  enabled INTEGER NOT NULL,
  skip_closures INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  zone TEXT NOT NULL,
  service INTEGER REFERENCES service (id),
  place TEXT,
  public_note TEXT,
  private_note TEXT,
  revision INTEGER NOT NULL) STRICT;
CREATE TABLE schedule_practitioner (
  schedule INTEGER NOT NULL REFERENCES schedule (id),
  position INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (schedule, position),
  UNIQUE (schedule, person)) STRICT, WITHOUT ROWID;
CREATE TABLE schedule_client (
  schedule INTEGER NOT NULL REFERENCES schedule (id),
  position INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (schedule, position),
  UNIQUE (schedule, person)) STRICT, WITHOUT ROWID;
CREATE TABLE closure (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  all_day INTEGER NOT NULL,
  first_day INTEGER NOT NULL,
  last_day INTEGER NOT NULL,
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  zone TEXT,
  revision INTEGER NOT NULL,
  created INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  CHECK (starts < ends)) STRICT;
CREATE INDEX closure_ends ON closure (ends);
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  schedule INTEGER REFERENCES schedule (id),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  zone TEXT NOT NULL,
  service INTEGER REFERENCES service (id),
  place TEXT,
  public_note TEXT,
  private_note TEXT,
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),
  completion INTEGER REFERENCES completion (id),
  created INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  CHECK (starts < ends AND ends - starts <= 86400),
  CHECK ((state = 2) = (completion IS NOT NULL))) STRICT;
CREATE INDEX session_starts ON session (starts);
CREATE INDEX session_schedule ON session (schedule, starts)
  WHERE schedule IS NOT NULL;
CREATE INDEX session_open ON session (ends)
  WHERE state = 1 AND removed = 253402300799;
CREATE TABLE session_practitioner (
  session INTEGER NOT NULL REFERENCES session (id),
  position INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  starts INTEGER NOT NULL,
  PRIMARY KEY (session, position),
  UNIQUE (session, person)) STRICT, WITHOUT ROWID;
CREATE INDEX session_practitioner_starts
  ON session_practitioner (person, starts, session);
CREATE TABLE session_client (
  session INTEGER NOT NULL REFERENCES session (id),
  position INTEGER NOT NULL,
  person INTEGER NOT NULL REFERENCES person (id),
  starts INTEGER NOT NULL,
  PRIMARY KEY (session, position),
  UNIQUE (session, person)) STRICT, WITHOUT ROWID;
CREATE INDEX session_client_starts
  ON session_client (person, starts, session);
CREATE TABLE session_clash (
  session INTEGER NOT NULL REFERENCES session (id),
  with_closure INTEGER NOT NULL,
  uid TEXT NOT NULL,
  PRIMARY KEY (session, with_closure, uid)) STRICT, WITHOUT ROWID;
CREATE TABLE session_version (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session (id),
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  json TEXT NOT NULL) STRICT;
CREATE INDEX session_version_at ON session_version (session, at);
CREATE TABLE completion (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES session (id),
  slug TEXT NOT NULL,
  label TEXT NOT NULL,
  map INTEGER NOT NULL,
  modifier INTEGER NOT NULL,
  client_modifier INTEGER NOT NULL,
  practitioner_modifier INTEGER NOT NULL,
  service INTEGER REFERENCES service (id),
  service_name TEXT,
  service_kind INTEGER NOT NULL,
  basis INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  reason TEXT,
  saved_by INTEGER REFERENCES person (id),
  saved_at INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  device TEXT,
  posting INTEGER UNIQUE REFERENCES ledger_transaction (id),
  reversal INTEGER UNIQUE REFERENCES ledger_transaction (id),
  reopened_at INTEGER NOT NULL) STRICT;
CREATE INDEX completion_session ON completion (session, id);
CREATE UNIQUE INDEX completion_live ON completion (session)
  WHERE reopened_at = 253402300799;
CREATE TABLE completion_client (
  completion INTEGER NOT NULL REFERENCES completion (id),
  position INTEGER NOT NULL,
  client INTEGER NOT NULL REFERENCES person (id),
  slug TEXT NOT NULL,
  label TEXT NOT NULL,
  map INTEGER NOT NULL,
  modifier INTEGER NOT NULL,
  client_modifier INTEGER NOT NULL,
  practitioner_modifier INTEGER NOT NULL,
  rate INTEGER NOT NULL,
  base INTEGER NOT NULL,
  charge INTEGER NOT NULL CHECK (charge >= 0),
  tax_bp INTEGER NOT NULL,
  tax INTEGER NOT NULL CHECK (tax >= 0),
  PRIMARY KEY (completion, position),
  UNIQUE (completion, client)) STRICT, WITHOUT ROWID;
CREATE INDEX completion_client_client
  ON completion_client (client, completion);
CREATE TABLE completion_practitioner (
  completion INTEGER NOT NULL REFERENCES completion (id),
  position INTEGER NOT NULL,
  practitioner INTEGER NOT NULL REFERENCES person (id),
  rate INTEGER NOT NULL,
  base INTEGER NOT NULL,
  wage INTEGER NOT NULL CHECK (wage >= 0),
  hourly INTEGER NOT NULL,
  PRIMARY KEY (completion, position),
  UNIQUE (completion, practitioner)) STRICT, WITHOUT ROWID;
CREATE INDEX completion_practitioner_practitioner
  ON completion_practitioner (practitioner, completion);
CREATE TRIGGER completion_update BEFORE UPDATE OF
    id, session, slug, label, map, modifier, client_modifier,
    practitioner_modifier, service, service_name, service_kind, basis,
    minutes, saved_by, saved_at, channel ON completion BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TRIGGER completion_delete BEFORE DELETE ON completion BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TRIGGER completion_client_update
  BEFORE UPDATE ON completion_client BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TRIGGER completion_client_delete
  BEFORE DELETE ON completion_client BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TRIGGER completion_practitioner_update
  BEFORE UPDATE ON completion_practitioner BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TRIGGER completion_practitioner_delete
  BEFORE DELETE ON completion_practitioner BEGIN
  SELECT RAISE(ABORT, 'what was saved stays');
END;
CREATE TABLE ledger_transaction (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  session INTEGER REFERENCES session (id),
  completion INTEGER REFERENCES completion (id),
  invoice INTEGER,
  payment INTEGER,
  payroll INTEGER,
  reverses INTEGER UNIQUE REFERENCES ledger_transaction (id),
  actor INTEGER REFERENCES person (id),
  previous BLOB NOT NULL CHECK (length(previous) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)) STRICT;
CREATE INDEX ledger_transaction_at ON ledger_transaction (at);
CREATE INDEX ledger_transaction_session
  ON ledger_transaction (session) WHERE session IS NOT NULL;
CREATE INDEX ledger_transaction_completion
  ON ledger_transaction (completion) WHERE completion IS NOT NULL;
CREATE TABLE ledger_entry (
  posting INTEGER NOT NULL REFERENCES ledger_transaction (id),
  position INTEGER NOT NULL,
  account INTEGER NOT NULL CHECK (account BETWEEN 0 AND 5),
  person INTEGER REFERENCES person (id),
  amount INTEGER NOT NULL,
  PRIMARY KEY (posting, position),
  CHECK ((account IN (0, 4)) = (person IS NOT NULL))) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_entry_account
  ON ledger_entry (account, person, posting, amount);
CREATE TABLE ledger_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  transactions INTEGER NOT NULL,
  hash BLOB NOT NULL) STRICT;
CREATE TRIGGER ledger_transaction_update
  BEFORE UPDATE ON ledger_transaction BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
CREATE TRIGGER ledger_transaction_delete
  BEFORE DELETE ON ledger_transaction BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
CREATE TRIGGER ledger_transaction_insert
  BEFORE INSERT ON ledger_transaction
  WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1
    FROM ledger_transaction) BEGIN
  SELECT RAISE(ABORT, 'the ledger has no gaps');
END;
CREATE TRIGGER ledger_entry_update
  BEFORE UPDATE ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
CREATE TRIGGER ledger_entry_delete
  BEFORE DELETE ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
CREATE TRIGGER ledger_entry_insert
  BEFORE INSERT ON ledger_entry
  WHEN NEW.posting <> (SELECT max(id) FROM ledger_transaction)
    OR EXISTS (SELECT 1 FROM ledger_entry
      WHERE posting = NEW.posting AND position = NEW.position) BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
CREATE TRIGGER ledger_head_delete
  BEFORE DELETE ON ledger_head BEGIN
  SELECT RAISE(ABORT, 'the ledger is append only');
END;
INSERT INTO secret (id, bytes)
  VALUES (1, zeroblob(32));
INSERT INTO practice (id, name, zone, currency, invoice_prefix,
    invoice_zero_lines, reopen_hours, reminder_hours,
    notify_on_calendar_cancel, revision, created)
  VALUES (1, 'Practice', 'UTC', 'USD', '', 0, 24, '', 1, 1, -62135596800);
INSERT INTO collection (owner, parent, path, kind, components,
    revision, floor, etag_seed, created)
  VALUES (0, 0, 'closures', 2, 1, 1, 0, '00112233445566778899aabbccddeeff', 5);
PRAGMA application_id = 1145133378;
PRAGMA user_version = 1;
