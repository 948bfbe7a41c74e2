-- The bulk requeue whose turn it is, for one worker as long as its lease, and the next of its jobs.
local id = redis.call('ZRANGEBYSCORE', key('requeueWork'), '-inf', NOW, 'LIMIT', 0, 1)[1]
if not id then return answer({ kind = 'idle' }) end
redis.call('ZADD', key('requeueWork'), NOW + args.leaseMs, id)
return answer({
  kind = 'claimed',
  id = id,
  record = redis.call('HGETALL', requeueKey(id)),
  left = redis.call('ZCARD', todoKey(id)),
  jobs = redis.call('ZRANGE', todoKey(id), 0, args.max - 1),
})
