CREATE TABLE parts (
	order_id INTEGER NOT NULL,
	number INTEGER NOT NULL AUTO_INCREMENT,
	PRIMARY KEY (number, order_id)
);

