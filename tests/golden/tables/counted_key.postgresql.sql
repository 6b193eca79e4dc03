CREATE TABLE parts (
	order_id INTEGER NOT NULL,
	number SERIAL NOT NULL,
	PRIMARY KEY (number, order_id)
);

