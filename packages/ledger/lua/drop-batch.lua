-- A batch that will not be: what was staged of it goes, and the next call with its key may come.
local id = redis.call('HGET', batchKey(args.id), 'id')
if id then return answer({ kind = 'exists' }) end
redis.call('UNLINK', key('batchLines', args.id), key('batchErrors', args.id))
if redis.call('GET', key('inFlight', args.idempotencyKey)) == args.id then
  redis.call('DEL', key('inFlight', args.idempotencyKey))
end
return answer({ kind = 'dropped' })
