--- look at all of them
revision = "query"
down_revision = "transform"

function upgrade()
  local amount, bytes = 0, 0
  for row in op.query("SELECT id, full_name, email, amount FROM people") do
    amount = amount + row.amount + row.id
    bytes = bytes + #row.full_name + #row.email
  end
  op.log(string.format("%.2f %d", amount, bytes))
end

function downgrade()
end
