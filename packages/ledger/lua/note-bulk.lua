-- What a worker, or whoever aborts it, decided of a bulk act; one that has ended stays as it is. A worker that
-- comes after its lease has no say in how the act goes on: another has looked since.
takeOver(args.id)
local from = redis.call('HGET', bulkKey(args.id), 'status')
if not from then return answer({ kind = 'gone' }) end
local lane = key('bulkLane', bulkActOf(args.id))
local holds = holdsLane(args.id, args.lease)
if ENDED[from] then
  if holds then redis.call('DEL', lane) end
  return answer({ kind = 'ended' })
end
evenWhenFull()
for _, skipped in ipairs(args.skipped or {}) do
  if redis.call('ZREM', todoKey(args.id), skipped.job) == 1 then
    redis.call('HINCRBY', bulkKey(args.id), 'skip:' .. skipped.why, 1)
  end
end
if args.lease and not holds then return answer({ kind = 'late' }) end
if args.status then
  if args.why then redis.call('HSET', bulkKey(args.id), 'why', args.why) end
  if args.by then redis.call('HSET', bulkKey(args.id), 'abortedBy', args.by) end
  if args.status ~= from then setBulkStatus(args.id, args.status) end
  if args.by then auditRow(args.id, args.by, 'bulkAbort', { from = from, to = args.status }) end
end
if args.againInMs and not ENDED[args.status] then
  redis.call('ZADD', key('bulkWork', bulkActOf(args.id)), 'XX', NOW + args.againInMs, args.id)
end
if holds and (args.againInMs or ENDED[args.status]) then redis.call('DEL', lane) end
return answer({ kind = 'noted' })
