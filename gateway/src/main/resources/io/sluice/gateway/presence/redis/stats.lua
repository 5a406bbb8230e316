-- Returns how many clients there are, and how many users.

drop_expired()
return {redis.call('HLEN', KEYS[1]), redis.call('HLEN', KEYS[3])}
