-- A worker says that it is there. One that has not for a while is gone.
evenWhenFull()
local flat = redis.call('HGETALL', key('workers'))
for i = 1, #flat, 2 do
  if cjson.decode(flat[i + 1]).seenAt < NOW - WORKER_GONE_AFTER_MS then redis.call('HDEL', key('workers'), flat[i]) end
end
if args.leaves then
  redis.call('HDEL', key('workers'), args.name)
else
  local before = redis.call('HGET', key('workers'), args.name)
  args.worker.startedAt = before and cjson.decode(before).startedAt or NOW
  args.worker.seenAt = NOW
  redis.call('HSET', key('workers'), args.name, cjson.encode(args.worker))
end
return answer({ kind = 'noted' })
