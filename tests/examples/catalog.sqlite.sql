-- What stands in a SQLite database, one line each, without luamigrate's own tables.
CREATE TEMP VIEW own AS SELECT name FROM sqlite_schema
  WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'luamigrate!_%' ESCAPE '!';
SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || iif(c."notnull", ' NOT NULL', '')
    || coalesce(' DEFAULT ' || c.dflt_value, '') || iif(c.pk, ' KEY', '')
  FROM own t, pragma_table_info(t.name) c ORDER BY t.name, c.cid;
SELECT 'index ' || t.name || '.' || iif(i.origin = 'c', i.name, '(' || i.origin || ')') || iif(i."unique", ' UNIQUE', '')
    || ' (' || (SELECT group_concat(name, ', ') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')' AS line
  FROM own t, pragma_index_list(t.name) i ORDER BY line;
SELECT 'foreign key ' || t.name || ' (' || group_concat(f."from", ', ') || ') -> ' || f."table" || ' ('
    || group_concat(f."to", ', ') || ') ON DELETE ' || f.on_delete AS line
  FROM own t, pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id ORDER BY line;
