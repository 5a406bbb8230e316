-- Removes a member.
--
-- ARGV  client

local info = redis.call('HGET', KEYS[1], ARGV[1])
if info then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZREM', KEYS[2], ARGV[1])
  count(user_of(info), -1)
end
return 0
