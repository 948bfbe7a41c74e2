-- The moment at which a batch comes to be: its record, its lines, its idempotency row, its place among the
-- batches that are to become jobs. Before this script nothing of it exists but keys that end by themselves.
local batch = args.batch
local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
if kept then
  local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
  if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
  return answer({ kind = id == batch.id and 'accepted' or 'replayed', id = id })
end
-- What was staged may have ended by itself while the caller was slow.
local staged = redis.call('LLEN', key('batchLines', batch.id))
local bad = redis.call('LLEN', key('batchErrors', batch.id))
if staged ~= args.lines or bad ~= args.invalid then return answer({ kind = 'lost' }) end
local beyond = queuedBeyond(batch.tenant, args.lines)
if beyond then return answer({ kind = 'queueFull', beyond = beyond }) end

nameLedger()
local seq = redis.call('INCR', key('seq'))
redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. batch.id, 'PX', args.ttlMs)
local fields = {
  'seq', seq, 'createdAt', NOW, 'lines', args.lines, 'invalid', args.invalid,
  'expanded', 0, 'n:queued', args.lines,
}
for name, value in pairs(batch) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', batchKey(batch.id), unpack(fields))
redis.call('PERSIST', key('batchLines', batch.id))
redis.call('PERSIST', key('batchErrors', batch.id))
redis.call('HINCRBY', key('queuedByTenant'), batch.tenant, args.lines)
redis.call('ZADD', key('batches', batch.tenant), seq, batch.id)
redis.call('ZADD', key('batchWork'), NOW, batch.id)
redis.call('DEL', key('inFlight', args.idempotencyKey))
return answer({ kind = 'accepted', id = batch.id })
