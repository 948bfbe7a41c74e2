-- A bulk act comes to be, over the jobs that stand in its indexes. A list that is short is whole at once; the workers go
-- on with a long one.
local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
if kept then
  local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
  if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
  return answer({ kind = id == args.id and 'accepted' or 'replayed', id = id })
end

nameLedger()
redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. args.id, 'PX', args.ttlMs)

local seq = redis.call('INCR', key('seq'))
local fields = { 'id', args.id, 'seq', seq, 'createdAt', NOW, 'found', 0 }
for name, value in pairs(args.bulk) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', bulkKey(args.id), unpack(fields))
for _, walk in ipairs(args.walks) do
  redis.call('RPUSH', walksKey(args.id), walk)
end
enlist(args.id)
redis.call('ZADD', key('bulkWork', args.bulk.act), NOW, args.id)
redis.call('ZADD', key('bulks', args.bulk.act, args.bulk.tenant), seq, args.id)
auditRow(args.id, args.bulk.by, args.audited, args.told)
return answer({ kind = 'accepted', id = args.id })
