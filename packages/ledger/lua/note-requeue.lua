-- What a worker, or whoever aborts it, decided of a bulk requeue; one that has ended stays as it is.
local from = redis.call('HGET', requeueKey(args.id), 'status')
if not from then return answer({ kind = 'gone' }) end
if ENDED[from] then return answer({ kind = 'ended' }) end
evenWhenFull()
if args.skipped and redis.call('ZREM', todoKey(args.id), args.skipped.job) == 1 then
  redis.call('HINCRBY', requeueKey(args.id), 'skip:' .. args.skipped.why, 1)
end
if args.status then
  if args.why then redis.call('HSET', requeueKey(args.id), 'why', args.why) end
  if args.by then redis.call('HSET', requeueKey(args.id), 'abortedBy', args.by) end
  if args.status ~= from then setRequeueStatus(args.id, args.status) end
  if args.by then auditRow(args.id, args.by, 'bulkAbort', { from = from, to = args.status }) end
end
if args.againInMs and not ENDED[args.status] then
  redis.call('ZADD', key('requeueWork'), 'XX', NOW + args.againInMs, args.id)
end
return answer({ kind = 'noted' })
