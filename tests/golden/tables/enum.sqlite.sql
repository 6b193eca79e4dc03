CREATE TABLE people (
	mood VARCHAR(10),
	size VARCHAR(1)
);

