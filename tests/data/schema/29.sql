ALTER TABLE member ADD COLUMN extra_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collection ADD COLUMN extra_rows INTEGER NOT NULL DEFAULT 0;
WITH many (member, extra) AS (  SELECT member, count(*) - 1    FROM instance    GROUP BY member    HAVING count(*) > 1)UPDATE member  SET extra_rows = extra  FROM many  WHERE many.member = member.id;
UPDATE collection  SET extra_rows = (SELECT coalesce(sum(extra_rows), 0) FROM member      WHERE member.collection = collection.id);
PRAGMA user_version = 29;
