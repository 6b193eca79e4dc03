CREATE TABLE "Order Lines" (
	"select" SERIAL NOT NULL,
	"camelCase" INTEGER,
	plain INTEGER,
	"with""quote" INTEGER,
	PRIMARY KEY ("select")
);

