ALTER TABLE collection ADD COLUMN  objects INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collection ADD COLUMN  bytes INTEGER NOT NULL DEFAULT 0;
UPDATE collection  SET objects = (SELECT count(*) FROM member      WHERE member.collection = collection.id),    bytes = (SELECT coalesce(sum(size), 0) FROM member      WHERE member.collection = collection.id);
CREATE INDEX property_viewer ON property (viewer);
PRAGMA user_version = 15;
