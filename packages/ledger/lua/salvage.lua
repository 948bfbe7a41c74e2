-- What a record that cannot be read was, as far as the indexes tell: they are written with it and not read
-- from it. Looked up only where a record is damaged.
local BATCHES_LOOKED_THROUGH = 1000

local function firstWith(id, names, indexOf)
  for _, name in ipairs(names) do
    local seq = redis.call('ZSCORE', key(indexOf(name)), id)
    if seq then return name, tonumber(seq) end
  end
end

local function laneWith(id)
  local tenants = redis.call('HKEYS', key('queuedByTenant'))
  local tenant, seq = firstWith(id, tenants, function(name) return 'tenant:' .. name end)
  if not tenant then return nil end
  -- A batch comes before its jobs.
  local batches = redis.call(
    'ZREVRANGEBYSCORE', key('batches', tenant), seq, '-inf', 'LIMIT', 0, BATCHES_LOOKED_THROUGH
  )
  local batch = firstWith(id, batches, function(name) return 'batch:' .. name end)
  return tenant .. '/' .. (batch or 'singles')
end

-- Fills up what `job` lacks of state, seq, model and lane.
local function recall(job)
  local states = {}
  for state in pairs(KNOWN_STATES) do
    states[#states + 1] = state
  end
  local state, seq = firstWith(job.id, states, function(name) return 'state:' .. name end)
  if not KNOWN_STATES[job.state] then job.state = state end
  if not tonumber(job.seq) then job.seq = seq end
  if not job.model then
    local models = redis.call('HKEYS', key('queuedByModel'))
    job.model = firstWith(job.id, models, function(name) return 'model:' .. name end)
  end
  if not job.lane then job.lane = laneWith(job.id) end
  return job
end
