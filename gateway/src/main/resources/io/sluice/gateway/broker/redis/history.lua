-- Reads a part of a stream together with its position; begins the stream if there is none.
--
-- KEYS  stream, meta
-- ARGV  1 name for a new epoch, 2 ttl of the meta in ms, 3 most entries (-1 for all, 0 for none),
--       4 XRANGE or XREVRANGE, 5 and 6 the range in the order that this command wants
-- Returns offset, epoch and the envelopes.

local meta = redis.call('HMGET', KEYS[2], 'e', 's')
local epoch = meta[1]
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[2], 'e', epoch)
  redis.call('DEL', KEYS[1])
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])

local envelopes = {}
local limit = tonumber(ARGV[3])
if limit ~= 0 then
  local entries
  if limit < 0 then
    entries = redis.call(ARGV[4], KEYS[1], ARGV[5], ARGV[6])
  else
    entries = redis.call(ARGV[4], KEYS[1], ARGV[5], ARGV[6], 'COUNT', limit)
  end
  for i, entry in ipairs(entries) do
    envelopes[i] = entry[2][2]
  end
end
return {meta[2] or '0', epoch, envelopes}
