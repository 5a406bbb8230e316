-- Returns the members: client and info in turn.

drop_expired()
return redis.call('HGETALL', KEYS[1])
