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

local function laneOf(job)
  return job.tenant .. '/' .. (job.batchId or 'singles')
end

-- Whoever writes several tells of them once, with `newJobsIn`.
local function writeJob(job)
  local lane = laneOf(job)
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
  redis.call('HSET', jobKey(job.id), unpack(fields))
  redis.call('ZADD', key('state', 'queued'), seq, job.id)
  for _, index in ipairs(indexesOf(job)) do
    redis.call('ZADD', key(index), seq, job.id)
  end
  note(job.id, { event = 'accepted', to = 'queued' })
  redis.call('ZADD', key('ready', lane, job.model), place, job.id)
end

local function newJobsIn(lane, model, jobs)
  count('accepted', jobs)
  redis.call('HINCRBY', key('queuedByModel'), model, jobs)
  openLane(lane, model)
end

local function createJob(job)
  writeJob(job)
  newJobsIn(laneOf(job), job.model, 1)
  redis.call('HINCRBY', key('queuedByTenant'), job.tenant, 1)
end
