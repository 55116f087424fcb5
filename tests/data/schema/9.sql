ALTER TABLE session ADD COLUMN planned INTEGER;
CREATE TABLE client_rate_later (
  client INTEGER NOT NULL REFERENCES person (id),
  service INTEGER NOT NULL REFERENCES service (id),
  effective_from INTEGER NOT NULL,
  cost INTEGER NOT NULL CHECK (cost >= 0),
  PRIMARY KEY (client, service, effective_from)
) STRICT, WITHOUT ROWID;
CREATE TABLE practitioner_rate_later (
  practitioner INTEGER NOT NULL REFERENCES person (id),
  effective_from INTEGER NOT NULL,
  hourly INTEGER CHECK (hourly >= 0),
  bonus INTEGER NOT NULL CHECK (bonus >= 0),
  PRIMARY KEY (practitioner, effective_from)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 9;
