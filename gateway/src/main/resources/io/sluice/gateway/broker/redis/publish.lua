-- Publishes into a channel with a stream: everything that has to happen together, in one step.
--
-- KEYS  stream, meta, and the result of the idempotency key if there is one
-- ARGV  1 envelope without its mark, 2 most entries, 3 ttl of the entries, 4 ttl of the meta, 5 name for a new epoch,
--       6 version ('' for none; digits of one length, since numbers here have no 64 bits), 7 version epoch,
--       8 Redis channel, 9 Redis channel of the feed ('' for none), 10 ttl of the result; every ttl in ms
-- Returns offset, epoch and why it was suppressed.

local function field(tag, value)
  return string.char(tag) .. struct.pack('>I4', #value) .. value
end

local result = KEYS[3]
if result then
  local first = redis.call('HMGET', result, 's', 'e')
  if first[1] then
    return {first[1], first[2], 'REPEATED'}
  end
end

local meta = redis.call('HMGET', KEYS[2], 'e', 's', 'v', 've')
local epoch = meta[1]
if not epoch then
  epoch = ARGV[5]
  redis.call('HSET', KEYS[2], 'e', epoch)
  -- Entries whose meta was lost belong to another life.
  redis.call('DEL', KEYS[1])
end

if ARGV[6] ~= '' then
  if meta[3] and ARGV[6] <= meta[3] and (ARGV[7] == '' or ARGV[7] == meta[4]) then
    redis.call('PEXPIRE', KEYS[2], ARGV[4])
    return {meta[2] or '0', epoch, 'OUTDATED'}
  end
  redis.call('HSET', KEYS[2], 'v', ARGV[6], 've', ARGV[7])
end

local offset = string.format('%.0f', redis.call('HINCRBY', KEYS[2], 's', 1))
redis.call('PEXPIRE', KEYS[2], ARGV[4])
local message = '\1' .. field(8, offset) .. field(9, epoch) .. ARGV[1]
redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[2], offset .. '-0', 'p', message)
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[8], message)
if ARGV[9] ~= '' then
  redis.call('PUBLISH', ARGV[9], message)
end
if result then
  redis.call('HSET', result, 's', offset, 'e', epoch)
  redis.call('PEXPIRE', result, ARGV[10])
end
return {offset, epoch, 'NONE'}
