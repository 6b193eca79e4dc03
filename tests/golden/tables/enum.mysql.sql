CREATE TABLE people (
	mood ENUM('sad','ok','it''s great'),
	size ENUM('s','m')
);

