CREATE TABLE people (
	mood VARCHAR(10) NULL,
	size VARCHAR(1) NULL,
	CONSTRAINT size CHECK (size IN ('s', 'm'))
);
GO

