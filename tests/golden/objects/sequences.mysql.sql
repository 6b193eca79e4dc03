CREATE SEQUENCE invoice_numbers;

-- error in line 2: MySQL has no types of sequences
-- hint: leave `type` out, and give `maxvalue`
