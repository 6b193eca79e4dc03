CREATE TABLE parts (
	order_id INTEGER NOT NULL,
	number INTEGER NOT NULL IDENTITY,
	PRIMARY KEY (order_id, number)
);
GO

