-- Before the lines of a batch are read: is it known, or being taken in by another call?
if redis.call('EXISTS', key('idempotency', args.idempotencyKey)) == 1 then return answer({ kind = 'known' }) end
local beyond = queuedBeyond(args.tenant, 1)
if beyond then return answer({ kind = 'queueFull', beyond = beyond }) end
local mine = redis.call('SET', key('inFlight', args.idempotencyKey), args.id, 'NX', 'PX', args.inFlightMs)
return answer({ kind = mine and 'opened' or 'inFlight', queueMax = queueMaxOf(args.tenant) or nil })
