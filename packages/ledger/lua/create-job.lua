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

-- What is to be entered in each sorted set: one command for each set, however many jobs are written.
local entries = {}
local function enter(set, score, id)
  local list = entries[set]
  if not list then
    list = {}
    entries[set] = list
  end
  list[#list + 1] = score
  list[#list + 1] = id
end

local function enterAll()
  for set, list in pairs(entries) do
    redis.call('ZADD', set, unpack(list))
  end
  entries = {}
end

local function writeJob(job, seq)
  local lane = laneOf(job)
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
  enter(key('state', 'queued'), seq, job.id)
  for _, index in ipairs(indexesOf(job)) do
    enter(key(index), seq, job.id)
  end
  note(job.id, { event = 'accepted', to = 'queued' })
  enter(key('ready', lane, job.model), place, job.id)
end

-- Each is numbered, in their order. Whoever writes them tells of them once, with `newJobsIn`.
local function writeJobs(jobs)
  if #jobs == 0 then return end
  local last = redis.call('INCRBY', key('seq'), #jobs)
  for i, job in ipairs(jobs) do
    writeJob(job, last - #jobs + i)
  end
  enterAll()
end

local function newJobsIn(lane, model, jobs)
  count('accepted', jobs)
  redis.call('HINCRBY', key('queuedByModel'), model, jobs)
  openLane(lane, model)
end

local function createJob(job)
  writeJobs({ job })
  newJobsIn(laneOf(job), job.model, 1)
  redis.call('HINCRBY', key('queuedByTenant'), job.tenant, 1)
end
