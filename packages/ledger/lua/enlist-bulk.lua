-- The next slice of the list of a bulk act, for the worker that has its lane.
local status = redis.call('HGET', bulkKey(args.id), 'status')
if not status then return answer({ kind = 'gone' }) end
local holds = holdsLane(args.id, args.lease)
if ENDED[status] then
  if holds then redis.call('DEL', key('bulkLane', bulkActOf(args.id))) end
  return answer({ kind = 'ended' })
end
if not holds then return answer({ kind = 'late' }) end
if status ~= 'listing' then return answer({ kind = 'whole' }) end
return answer({ kind = enlist(args.id) and 'whole' or 'more' })
