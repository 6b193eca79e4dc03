// One table with everything that SQLite lets a table have and luamigrate has no word for, and all around it.
#pragma once

#include <string_view>

namespace luamigrate::databases::sqlite::test {

inline constexpr std::string_view employees_text = R"(CREATE TABLE "employees" (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- counted
  [full name] VARCHAR(50) COLLATE NOCASE NOT NULL ON CONFLICT FAIL,
  `email` TEXT UNIQUE ON CONFLICT IGNORE, /* may be absent */
  salary numeric(10,2) DEFAULT (10 * 100) CHECK (salary >= 0),
  boss_id INTEGER REFERENCES employees(id) ON DELETE SET NULL,
  team_id INT CONSTRAINT team_given NOT NULL DEFAULT 1,
  note TEXT,
  initial TEXT GENERATED ALWAYS AS (substr("full name", 1, 1)) VIRTUAL,
  doubled REAL AS (salary * 2) STORED,
  CONSTRAINT name_long CHECK (length("full name") > 1),
  CHECK (team_id > 0), -- no name
  CONSTRAINT fk_team FOREIGN KEY (team_id) REFERENCES teams (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT one_name UNIQUE ("full name", team_id) ON CONFLICT REPLACE
))";

inline constexpr std::string_view company = R"(
CREATE TABLE teams (id INTEGER PRIMARY KEY, title TEXT);
INSERT INTO teams VALUES (1, 'one'), (2, 'two');
CREATE TABLE "employees" (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- counted
  [full name] VARCHAR(50) COLLATE NOCASE NOT NULL ON CONFLICT FAIL,
  `email` TEXT UNIQUE ON CONFLICT IGNORE, /* may be absent */
  salary numeric(10,2) DEFAULT (10 * 100) CHECK (salary >= 0),
  boss_id INTEGER REFERENCES employees(id) ON DELETE SET NULL,
  team_id INT CONSTRAINT team_given NOT NULL DEFAULT 1,
  note TEXT,
  initial TEXT GENERATED ALWAYS AS (substr("full name", 1, 1)) VIRTUAL,
  doubled REAL AS (salary * 2) STORED,
  CONSTRAINT name_long CHECK (length("full name") > 1),
  CHECK (team_id > 0), -- no name
  CONSTRAINT fk_team FOREIGN KEY (team_id) REFERENCES teams (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT one_name UNIQUE ("full name", team_id) ON CONFLICT REPLACE
);
CREATE TABLE badges (id INTEGER PRIMARY KEY, employee_id INTEGER NOT NULL REFERENCES employees (id) ON DELETE CASCADE);
CREATE TABLE audit (what TEXT);
CREATE INDEX ix_lower ON employees (lower(email) DESC, salary COLLATE BINARY);
CREATE UNIQUE INDEX ix_rich ON employees (email) WHERE salary > 1000;
CREATE INDEX ix_boss ON employees (boss_id);
CREATE TRIGGER tr_insert AFTER INSERT ON employees BEGIN INSERT INTO audit VALUES ('in ' || new.email); END;
CREATE VIEW people AS SELECT id, "full name" AS name, team_id FROM employees;
CREATE VIEW crowds AS SELECT team_id, count(*) AS size FROM people GROUP BY team_id;
CREATE TRIGGER tr_people INSTEAD OF DELETE ON people BEGIN DELETE FROM employees WHERE id = old.id; END;
CREATE TRIGGER tr_team AFTER DELETE ON teams BEGIN UPDATE employees SET team_id = 1 WHERE team_id = old.id; END;
INSERT INTO employees (id, "full name", email, salary, boss_id, team_id, note) VALUES
  (1, 'Ada', 'ada@x', 5000, NULL, 1, 'first'), (3, 'Bob', NULL, 10.5, 1, 2, NULL), (7, 'Cy', 'cy@x', 0, 3, 1, '12');
INSERT INTO employees (id, "full name", email) VALUES (40, 'Dot', 'dot@x');
DELETE FROM employees WHERE id = 40;
INSERT INTO badges VALUES (1, 1), (2, 3), (3, 7);
)";

}  // namespace luamigrate::databases::sqlite::test
