ALTER TABLE users DROP COLUMN age;

ALTER TABLE audit.`it's` DROP COLUMN /*M! IF EXISTS */ `Full Name`;

