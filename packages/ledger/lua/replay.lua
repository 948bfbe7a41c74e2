-- What a repeated call is answered, once its whole body is known. Reads only.
local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
if not kept then return answer({ kind = 'forgotten' }) end
local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
return answer({ kind = 'replayed', id = id })
