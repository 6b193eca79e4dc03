--- fill them
revision = "insert"
down_revision = "table"

function upgrade()
  local format, rows, i = string.format, tonumber(op.x.rows), 0
  op.bulk_insert("people", function()
    i = i + 1
    if i > rows then
      return nil
    end
    return {
      id = i,
      full_name = format("First%d Last%d", i % 1000, i),
      email = format("First.Last%d@Example.COM", i),
      amount = i / 4,
    }
  end)
end

function downgrade()
end
