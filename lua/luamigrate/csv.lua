-- Comma-separated values, as RFC 4180 has them: quotes around a field may hold commas, line ends and doubled quotes.
-- csv.parse(text) gives rows as tables by the names in the first line; csv.rows(path) gives them one at a time from a
-- file of the project, of any size. An empty field is an empty string. Options: separator (","), and for csv.rows null,
-- the text that stands for NULL.

local csv = { rows = require("csv.rows") }

local function fail(line, what) error(string.format("csv: line %d: %s", line, what), 0) end

local function quoted_field(text, position, line)
  local start, parts = line, {}
  while true do
    local quote = text:find('"', position, true)
    if not quote then fail(start, "a quote is not closed") end
    local part = text:sub(position, quote - 1)
    local _, lines = part:gsub("\n", "")
    line = line + lines
    parts[#parts + 1] = part
    if text:sub(quote + 1, quote + 1) ~= '"' then return table.concat(parts), quote + 1, line end
    parts[#parts + 1] = '"'
    position = quote + 2
  end
end

-- An iterator of the records of `text`: each is a list of strings, and its line as a second value.
local function records(text, options)
  local separator = options and options.separator or ","
  if type(separator) ~= "string" or #separator ~= 1 then error("csv: separator must be one character", 2) end
  local plain = "[^" .. (separator:gsub("%W", "%%%0")) .. "\r\n]*"
  local position, line = text:sub(1, 3) == "\u{FEFF}" and 4 or 1, 1
  return function()
    if position > #text then return nil end
    local row, first_line = {}, line
    while true do
      local field
      if text:sub(position, position) == '"' then
        field, position, line = quoted_field(text, position + 1, line)
      else
        field = text:match(plain, position)
        position = position + #field
      end
      row[#row + 1] = field
      local c = text:sub(position, position)
      if c == separator then
        position = position + 1
      elseif c == "" then
        return row, first_line
      elseif c == "\r" or c == "\n" then
        position = position + (text:sub(position, position + 1) == "\r\n" and 2 or 1)
        line = line + 1
        return row, first_line
      else
        fail(line, "text after a closing quote")
      end
    end
  end
end

function csv.parse(text, options)
  local next_row = records(text, options)
  local names = next_row()
  local result = {}
  if not names then return result end
  for row, line in next_row do
    local empty_line = #row == 1 and row[1] == ""
    if not empty_line then
      if #row ~= #names then fail(line, string.format("%d fields, but the first line names %d", #row, #names)) end
      local record = {}
      for i, name in ipairs(names) do record[name] = row[i] end
      result[#result + 1] = record
    end
  end
  return result
end

local function field_text(value, separator)
  local text = (value == nil or value == null) and "" or tostring(value)
  if text:find('["\r\n]') or text:find(separator, 1, true) then return '"' .. text:gsub('"', '""') .. '"' end
  return text
end

-- The text of `rows` (tables by name) with the columns `names`, which are its first line.
function csv.format(rows, names, options)
  local separator = options and options.separator or ","
  local lines = {}
  local function add(values) lines[#lines + 1] = table.concat(values, separator) end
  local head = {}
  for i, name in ipairs(names) do head[i] = field_text(name, separator) end
  add(head)
  for _, row in ipairs(rows) do
    local values = {}
    for i, name in ipairs(names) do values[i] = field_text(row[name], separator) end
    add(values)
  end
  return table.concat(lines, "\n") .. "\n"
end

return csv
