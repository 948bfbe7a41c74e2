-- Puts a record that cannot be read before a person, knowing nothing of it but its id.
local LIVE = { queued = true, submitting = true, unconfirmed = true, running = true, late = true }
local values = redis.pcall('HMGET', jobKey(args.id), 'state', 'lane', 'model', 'seq', 'attempt')
-- Something else stands under the job's key: it is kept aside for whoever looks into it.
if values.err then
  redis.call('RENAME', jobKey(args.id), key('damaged', args.id))
  values = {}
end
local state, lane, model, seq, attempt = values[1], values[2], values[3], values[4], values[5]
if state and KNOWN_STATES[state] and not LIVE[state] then return answer({ kind = 'illegal', state = state }) end

evenWhenFull()
for _, set in ipairs({ 'fed', 'later', 'due', 'deadline' }) do
  redis.call('ZREM', key(set), args.id)
end
if lane and model then redis.call('ZREM', key('ready', lane, model), args.id) end
if lane and model and state == 'queued' then countQueued(lane, model, -1) end
if lane and KNOWN_STATES[state] then countInBatch(lane, state, 'parked') end
for known in pairs(KNOWN_STATES) do
  redis.call('ZREM', key('state', known), args.id)
end
if args.unsentAttempt then
  redis.call('ZREM', key('window'), args.id .. ':' .. args.unsentAttempt)
  if lane then settleReserved({ id = args.id, lane = lane, attempt = args.unsentAttempt }, 0) end
end
if not tonumber(seq) then seq = redis.call('INCR', key('seq')) end
redis.call(
  'HSET', jobKey(args.id),
  'state', 'parked', 'stateAt', NOW, 'parkedReason', 'quarantined', 'seq', seq, 'fault', args.fault
)
redis.call('ZADD', key('state', 'parked'), seq, args.id)
note(args.id, {
  event = 'quarantined', from = KNOWN_STATES[state] and state or nil, to = 'parked', detail = { fault = args.fault },
})
noteComeOut(args.id, 'parked')
tell({ id = args.id, attempt = tonumber(attempt) or 0 }, 'quarantined', state or '', 'parked')
return answer({ kind = 'moved', state = 'parked' })
