-- Reads where a stream is; begins it if there is none, and begins a new epoch if it went back: if it has lost what somebody had
-- of it. What it holds stays: readers go by the epoch of the meta.
--
-- KEYS  stream, meta
-- ARGV  1 name for a new epoch, 2 ttl of the meta in ms,
--       3 the epoch that the rest is of ('' for none), 4 an offset that was given out,
--       5 offset of a publication that was heard (0 for none), 6 its time as it stands in envelopes
-- Returns offset, epoch, and 1 if the stream went back, else 0.

-- The value of the envelope's field 1; nil if it has none.
local function time(envelope)
  local at = 2
  while at + 4 <= #envelope and envelope:byte(at) ~= 0 do
    local length = struct.unpack('>I4', envelope, at + 1)
    if envelope:byte(at) == 1 then
      return envelope:sub(at + 5, at + 4 + length)
    end
    at = at + 5 + length
  end
end

-- Whether another publication stands where one was heard.
local function replaced(offset, heard)
  local entry = redis.call('XRANGE', KEYS[1], offset .. '-0', offset .. '-0')[1]
  local found = entry and time(entry[2][2])
  return found and found ~= heard
end

local meta = redis.call('HMGET', KEYS[2], 'e', 's')
local epoch = meta[1]
local top = meta[2] or '0'
local back = 0
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[2], 'e', epoch)
  redis.call('DEL', KEYS[1])
elseif epoch == ARGV[3]
    and (tonumber(top) < tonumber(ARGV[4]) or (ARGV[5] ~= '0' and replaced(ARGV[5], ARGV[6]))) then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[2], 'e', epoch)
  back = 1
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return {top, epoch, back}
