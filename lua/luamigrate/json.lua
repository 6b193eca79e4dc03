-- JSON text from values and back. Integers stay integers of 64 bits, `null` stands for JSON's null, and the keys of an
-- object are written sorted, so that the same value is always the same text.

local json = { null = null }

local escapes = {
  ['"'] = '\\"', ["\\"] = "\\\\", ["\b"] = "\\b", ["\f"] = "\\f", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t",
}

local function quoted(text)
  if not utf8.len(text) then error("json.encode: a string is not valid UTF-8", 0) end
  return '"' .. text:gsub('[%c"\\\127]', function(c) return escapes[c] or string.format("\\u%04x", c:byte()) end) .. '"'
end

-- Tells a list from an object; an empty table is an object, json.list({}) a list.
local list_mark = {}

function json.list(items) return setmetatable(items, list_mark) end

local function is_list(value) return rawlen(value) > 0 or getmetatable(value) == list_mark end

local encode

local function encode_list(value, open)
  local count = rawlen(value)
  for key in next, value do
    if math.type(key) ~= "integer" or key < 1 or key > count then
      error("json.encode: a table is both a list and an object, or a list with a hole", 0)
    end
  end
  local parts = {}
  for i = 1, count do
    if value[i] == nil then error("json.encode: a list has a hole; write null", 0) end
    parts[i] = encode(value[i], open)
  end
  return "[" .. table.concat(parts, ",") .. "]"
end

local function encode_object(value, open)
  local keys = {}
  for key in next, value do
    if type(key) ~= "string" then error("json.encode: a key of an object is a " .. type(key), 0) end
    keys[#keys + 1] = key
  end
  table.sort(keys)
  local parts = {}
  for i, key in ipairs(keys) do parts[i] = quoted(key) .. ":" .. encode(value[key], open) end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function encode_number(value)
  if math.type(value) == "integer" then return tostring(value) end
  if value ~= value or value == math.huge or value == -math.huge then
    error("json.encode: " .. tostring(value) .. " is no number in JSON", 0)
  end
  local short = string.format("%.15g", value)
  if tonumber(short) == value then return short end
  return string.format("%.17g", value)
end

function encode(value, open)
  local kind = type(value)
  if value == nil or value == null then return "null" end
  if kind == "boolean" then return tostring(value) end
  if kind == "string" then return quoted(value) end
  if kind == "number" then return encode_number(value) end
  if kind ~= "table" then error("json.encode: a " .. kind .. " has no form in JSON", 0) end
  if open[value] then error("json.encode: a table contains itself", 0) end
  open[value] = true
  local text = is_list(value) and encode_list(value, open) or encode_object(value, open)
  open[value] = nil
  return text
end

function json.encode(value) return encode(value, {}) end

local unescapes = { b = "\b", f = "\f", n = "\n", r = "\r", t = "\t", ['"'] = '"', ["\\"] = "\\", ["/"] = "/" }
local depth_limit = 1000

local function fail(text, position, what)
  local _, line = text:sub(1, position - 1):gsub("\n", "")
  error(string.format("json.decode: line %d, byte %d: %s", line + 1, position, what), 0)
end

local function code_unit(text, position)
  local digits = text:match("^%x%x%x%x", position)
  if not digits then fail(text, position, "four hexadecimal digits expected after \\u") end
  return tonumber(digits, 16)
end

local function decode_escape(text, position)
  local letter = text:sub(position, position)
  if letter ~= "u" then
    local plain = unescapes[letter]
    if not plain then fail(text, position, "unknown escape") end
    return plain, position + 1
  end
  local unit = code_unit(text, position + 1)
  position = position + 5
  if unit >= 0xD800 and unit <= 0xDBFF then
    local low = text:sub(position, position + 1) == "\\u" and code_unit(text, position + 2) or 0
    if low < 0xDC00 or low > 0xDFFF then fail(text, position, "half of a surrogate pair") end
    return utf8.char(0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00)), position + 6
  end
  if unit >= 0xDC00 and unit <= 0xDFFF then fail(text, position, "half of a surrogate pair") end
  return utf8.char(unit), position
end

local function decode_string(text, position)
  local parts = {}
  while true do
    local stop = text:find('[%c"\\]', position)
    if not stop then fail(text, position, "a string is not closed") end
    parts[#parts + 1] = text:sub(position, stop - 1)
    local c = text:sub(stop, stop)
    if c == '"' then return table.concat(parts), stop + 1 end
    if c == "\\" then
      parts[#parts + 1], position = decode_escape(text, stop + 1)
    elseif c == "\127" then
      parts[#parts + 1], position = c, stop + 1
    else
      fail(text, stop, "a control character in a string")
    end
  end
end

local function skip(text, position) return text:find("[^ \t\r\n]", position) or #text + 1 end

local decode_value

local function decode_list(text, position, depth)
  local items = json.list({})
  position = skip(text, position)
  if text:sub(position, position) == "]" then return items, position + 1 end
  while true do
    items[#items + 1], position = decode_value(text, position, depth)
    position = skip(text, position)
    local c = text:sub(position, position)
    if c == "]" then return items, position + 1 end
    if c ~= "," then fail(text, position, '"," or "]" expected') end
    position = position + 1
  end
end

local function decode_object(text, position, depth)
  local object = {}
  position = skip(text, position)
  if text:sub(position, position) == "}" then return object, position + 1 end
  while true do
    position = skip(text, position)
    if text:sub(position, position) ~= '"' then fail(text, position, "a key in quotes expected") end
    local key
    key, position = decode_string(text, position + 1)
    position = skip(text, position)
    if text:sub(position, position) ~= ":" then fail(text, position, '":" expected') end
    object[key], position = decode_value(text, position + 1, depth)
    position = skip(text, position)
    local c = text:sub(position, position)
    if c == "}" then return object, position + 1 end
    if c ~= "," then fail(text, position, '"," or "}" expected') end
    position = position + 1
  end
end

local function decode_number(text, position)
  local digits = text:match("^%-?%d+", position)
  if not digits or digits:find("^%-?0%d") then fail(text, position, "a value expected") end
  local rest = text:match("^%.%d+", position + #digits) or ""
  rest = rest .. (text:match("^[eE][+-]?%d+", position + #digits + #rest) or "")
  -- An integer of more than 64 bits becomes a float, as tonumber has it.
  return tonumber(digits .. rest), position + #digits + #rest
end

function decode_value(text, position, depth)
  if depth > depth_limit then fail(text, position, "nested too deeply") end
  position = skip(text, position)
  local c = text:sub(position, position)
  if c == "{" then return decode_object(text, position + 1, depth + 1) end
  if c == "[" then return decode_list(text, position + 1, depth + 1) end
  if c == '"' then return decode_string(text, position + 1) end
  if text:find("^true", position) then return true, position + 4 end
  if text:find("^false", position) then return false, position + 5 end
  if text:find("^null", position) then return null, position + 4 end
  return decode_number(text, position)
end

function json.decode(text)
  if type(text) ~= "string" then error("json.decode: expected a string, got " .. type(text), 2) end
  local value, position = decode_value(text, 1, 0)
  position = skip(text, position)
  if position <= #text then fail(text, position, "text after the value") end
  return value
end

return json
