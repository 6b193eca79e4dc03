CREATE TABLE `Order Lines` (
	`select` INTEGER NOT NULL AUTO_INCREMENT,
	`camelCase` INTEGER,
	plain INTEGER,
	`with"quote` INTEGER,
	PRIMARY KEY (`select`)
);

