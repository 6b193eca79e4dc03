-- People, files and sessions as the program had them before names were split: upgrade to e7724a1b6f90 first.
INSERT INTO users (id, email, full_name, password_hash, created_at) VALUES
  (1, 'ada@example.org', 'ADA   lovelace', 'x', '2026-03-02 10:00:00'),
  (2, 'jean@example.org', '  Jean-Luc  de la fontaine ', 'x', '2026-03-02 10:05:00'),
  (3, 'plato@example.org', 'plato', 'x', '2026-03-03 08:00:00'),
  (4, 'nobody@example.org', NULL, 'x', '2026-03-04 09:30:00'),
  (5, 'barbara@example.org', 'Barbara McClintock', 'x', '2026-03-05 17:45:00');
INSERT INTO file_metadata (id, user_id, file_name, content_type, storage_path, uploaded_at, file_size) VALUES
  (1, 1, 'notes.pdf', 'application/pdf', '1/notes.pdf', '2026-03-06 12:00:00', 183204),
  (2, 5, 'maize.png', 'image/png', '5/maize.png', '2026-03-07 13:00:00', 5368709120);
INSERT INTO user_sessions (id, user_id, token_hash, user_agent, created_at, expires_at) VALUES
  (1, 1, 'a3f5', 'Firefox', '2026-06-09 09:00:00', '2026-06-16 09:00:00');
