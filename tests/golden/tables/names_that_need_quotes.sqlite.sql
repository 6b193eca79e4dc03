CREATE TABLE "Order Lines" (
	"select" INTEGER NOT NULL,
	"camelCase" INTEGER,
	plain INTEGER,
	"with""quote" INTEGER,
	PRIMARY KEY ("select")
);

