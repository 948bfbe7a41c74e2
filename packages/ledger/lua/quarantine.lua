-- Puts a record that cannot be read before a person, knowing nothing of it but its id.
local LIVE = { queued = true, submitting = true, unconfirmed = true, running = true, late = true }
local values = redis.pcall('HMGET', jobKey(args.id), 'state', 'lane', 'model', 'seq', 'attempt')
-- Something else stands under the job's key: it is kept aside for whoever looks into it.
if values.err then
  redis.call('RENAME', jobKey(args.id), key('damaged', args.id))
  values = {}
end
local attempt = values[5]
if values[1] and KNOWN_STATES[values[1]] and not LIVE[values[1]] then
  return answer({ kind = 'illegal', state = values[1] })
end
local job = recall({
  id = args.id, state = values[1] or nil, lane = values[2] or nil, model = values[3] or nil, seq = values[4] or nil,
})
local state, lane, model, seq = job.state, job.lane, job.model, job.seq

evenWhenFull()
for _, set in ipairs({ 'fed', 'later', 'due', 'deadline' }) do
  redis.call('ZREM', key(set), args.id)
end
if lane and model then redis.call('ZREM', key('ready', lane, model), args.id) end
-- Its index knows where it stood, also where the record does not any more.
local stood = nil
for known in pairs(KNOWN_STATES) do
  if redis.call('ZREM', key('state', known), args.id) == 1 then stood = known end
end
if lane and model and stood == 'queued' then countQueued(lane, model, -1) end
if lane and stood then countInBatch(lane, stood, 'parked') end
if args.unsentAttempt then
  redis.call('ZREM', key('window'), args.id .. ':' .. args.unsentAttempt)
  if lane then settleReserved({ id = args.id, lane = lane, attempt = args.unsentAttempt }, 0) end
end
if not seq then seq = redis.call('INCR', key('seq')) end
redis.call(
  'HSET', jobKey(args.id),
  'state', 'parked', 'stateAt', NOW, 'parkedReason', 'quarantined', 'seq', seq, 'fault', args.fault
)
redis.call('ZADD', key('state', 'parked'), seq, args.id)
note(args.id, {
  event = 'quarantined', from = state, to = 'parked', detail = { fault = args.fault },
})
noteComeOut(args.id, 'parked')
tell({ id = args.id, attempt = tonumber(attempt) or 0 }, 'quarantined', state or '', 'parked')
return answer({ kind = 'moved', state = 'parked' })
