CREATE TABLE people (
	mood VARCHAR(10),
	size VARCHAR(1),
	CONSTRAINT size CHECK (size IN ('s', 'm'))
);

