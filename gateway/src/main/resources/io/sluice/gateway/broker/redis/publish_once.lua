-- Publishes into a channel without a stream, unless its idempotency key was seen.
--
-- KEYS  result of the idempotency key
-- ARGV  1 envelope, 2 Redis channel, 3 Redis channel of the feed ('' for none), 4 ttl of the result in ms
-- Returns offset, epoch and why it was suppressed.

local first = redis.call('HMGET', KEYS[1], 's', 'e')
if first[1] then
  return {first[1], first[2], 'REPEATED'}
end
redis.call('HSET', KEYS[1], 's', '0', 'e', '')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[2], ARGV[1])
if ARGV[3] ~= '' then
  redis.call('PUBLISH', ARGV[3], ARGV[1])
end
return {'0', '', 'NONE'}
