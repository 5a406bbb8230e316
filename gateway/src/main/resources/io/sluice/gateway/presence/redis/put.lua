-- Adds members, or keeps them for longer.
--
-- ARGV  ttl in ms, then client and info in turn

drop_expired()
local ttl = tonumber(ARGV[1])
local clients, changes, expiries = {}, {}, {}
for i = 2, #ARGV, 2 do
  clients[#clients + 1] = ARGV[i]
  expiries[#expiries + 1] = now + ttl
  expiries[#expiries + 1] = ARGV[i]
end
local before = redis.call('HMGET', KEYS[1], unpack(clients))
local seen = {}
for i, client in ipairs(clients) do
  local info = ARGV[2 * i + 1]
  -- One that is in the batch twice was added by its first turn.
  local old = seen[client] or before[i]
  if old ~= info then
    if old then
      count(user_of(old), -1)
    end
    count(user_of(info), 1)
    changes[#changes + 1] = client
    changes[#changes + 1] = info
  end
  seen[client] = info
end
if #changes > 0 then
  redis.call('HSET', KEYS[1], unpack(changes))
end
redis.call('ZADD', KEYS[2], unpack(expiries))
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, ttl)
end
return #clients
