-- Writes the record of a new job, its indexes and its place in its lane. `job` holds the fields as they are stored.
local RANKS = { high = 0, normal = 1, low = 2 }

local function indexesOf(job)
  local indexes = { 'all', 'model:' .. job.model, 'tenant:' .. job.tenant }
  if job.batchId then indexes[#indexes + 1] = 'batch:' .. job.batchId end
  if job.customId then
    indexes[#indexes + 1] = 'customId:' .. redis.sha1hex(job.tenant .. '\n' .. job.customId)
  end
  return indexes
end

local function createJob(job)
  local lane = job.tenant .. '/' .. (job.batchId or 'singles')
  local seq = redis.call('INCR', key('seq'))
  local place = RANKS[job.priority] * 1000000000000 + seq
  local fields = {
    'state', 'queued', 'stateAt', NOW, 'createdAt', NOW, 'seq', seq, 'attempt', 0,
    'lane', lane, 'place', string.format('%.0f', place),
  }
  for name, value in pairs(job) do
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  count('accepted', 1)
  redis.call('HSET', jobKey(job.id), unpack(fields))
  redis.call('ZADD', key('state', 'queued'), seq, job.id)
  for _, index in ipairs(indexesOf(job)) do
    redis.call('ZADD', key(index), seq, job.id)
  end
  note(job.id, { event = 'accepted', to = 'queued' })
  makeReady(job.id, lane, job.model, place)
  countQueued(lane, job.model, 1)
end
