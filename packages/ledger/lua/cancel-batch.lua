-- Withdraws what is left of a batch. From here on no line becomes a job and no job of it begins; the jobs that
-- there are follow in slices.
local stored = redis.call('HMGET', batchKey(args.id), 'tenant', 'lines', 'expanded', 'cancelRequestedAt')
local tenant, lines, expanded, asked = stored[1], tonumber(stored[2]), tonumber(stored[3]), stored[4]
if not lines then return answer({ kind = 'gone' }) end
if asked then return answer({ kind = 'requested' }) end

evenWhenFull()
redis.call('HSET', batchKey(args.id), 'cancelRequestedAt', NOW, 'cancelCursor', 0)
local left = lines - expanded
if left > 0 then
  redis.call('HINCRBY', batchKey(args.id), 'n:queued', -left)
  redis.call('HINCRBY', batchKey(args.id), 'n:canceled', left)
  redis.call('HINCRBY', key('queuedByTenant'), tenant, -left)
  noteEnd(args.id)
end
redis.call('ZADD', key('batchWork'), NOW, args.id)
auditRow(args.id, args.by, 'cancelBatch', {})
return answer({ kind = 'requested' })
