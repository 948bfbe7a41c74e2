-- A bulk act comes to be, over the jobs that stand in its indexes at this moment: in one of the lists, and there in
-- each index that is named.
local kept = redis.call('GET', key('idempotency', args.idempotencyKey))
if kept then
  local fingerprint, id = string.match(kept, '^(%S+) (%S+)$')
  if fingerprint ~= args.fingerprint then return answer({ kind = 'conflict' }) end
  return answer({ kind = id == args.id and 'accepted' or 'replayed', id = id })
end

nameLedger()
redis.call('SET', key('idempotency', args.idempotencyKey), args.fingerprint .. ' ' .. args.id, 'PX', args.ttlMs)

-- The first index gives the order, which is the same in all.
local function jobsInAll(indexes, part)
  local call = { 'ZINTERSTORE', part, #indexes }
  for _, index in ipairs(indexes) do
    call[#call + 1] = key(index)
  end
  call[#call + 1] = 'WEIGHTS'
  for i = 1, #indexes do
    call[#call + 1] = i == 1 and 1 or 0
  end
  redis.call(unpack(call))
  return part
end

local parts, lists = {}, {}
for i, indexes in ipairs(args.lists) do
  if #indexes == 1 then
    lists[i] = key(indexes[1])
  else
    lists[i] = jobsInAll(indexes, key('bulkPart', args.id, i))
    parts[#parts + 1] = lists[i]
  end
end
local found = 0
if #lists == 1 and #parts == 1 then
  found = redis.call('ZCARD', parts[1])
  if found > 0 then redis.call('RENAME', parts[1], todoKey(args.id)) end
elseif #lists > 0 then
  found = redis.call('ZUNIONSTORE', todoKey(args.id), #lists, unpack(lists))
end
if #parts > 0 then redis.call('UNLINK', unpack(parts)) end

local seq = redis.call('INCR', key('seq'))
local fields = { 'id', args.id, 'seq', seq, 'createdAt', NOW, 'found', found, 'status', 'planned' }
for name, value in pairs(args.bulk) do
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end
redis.call('HSET', bulkKey(args.id), unpack(fields))
redis.call('ZADD', key('bulkWork', args.bulk.act), NOW, args.id)
redis.call('ZADD', key('bulks', args.bulk.act, args.bulk.tenant), seq, args.id)
auditRow(args.id, args.bulk.by, args.audited, { to = 'planned' })
return answer({ kind = 'accepted', id = args.id })
