-- What all scripts of presence begin with.
--
-- KEYS  data (client -> info), expire (client by the ms at which it goes), users (user -> number of clients)

-- Members looked at together: below the number of values that one call may take.
local CHUNK = 1000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function user_of(info)
  local length = struct.unpack('>I4', info)
  return string.sub(info, 5, 4 + length)
end

local function count(user, by)
  if redis.call('HINCRBY', KEYS[3], user, by) <= 0 then
    redis.call('HDEL', KEYS[3], user)
  end
end

local function drop_expired()
  while true do
    local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, CHUNK)
    if #gone == 0 then
      return
    end
    local infos = redis.call('HMGET', KEYS[1], unpack(gone))
    for i = 1, #gone do
      if infos[i] then
        count(user_of(infos[i]), -1)
      end
    end
    redis.call('HDEL', KEYS[1], unpack(gone))
    redis.call('ZREM', KEYS[2], unpack(gone))
  end
end

