-- One slice of what is to be done about batches: lines become jobs, or a cancel goes on. Batches take turns.
local id = redis.call('ZRANGE', key('batchWork'), 0, 0)[1]
if not id then return answer({ kind = 'idle' }) end
local record = {}
local FIELDS = { 'tenant', 'lines', 'expanded', 'cancelRequestedAt', 'cancelDoneAt', 'cancelCursor' }
for i, value in ipairs(redis.call('HMGET', batchKey(id), unpack(FIELDS))) do
  record[FIELDS[i]] = value or nil
end

-- A full Redis refuses this write, and with it the slice, before a line is taken off.
redis.call('ZADD', key('batchWork'), NOW, id)
local function done()
  redis.call('ZREM', key('batchWork'), id)
end

-- They were counted as queued by their tenant when the batch came.
local function expand()
  local expanded, lines = tonumber(record.expanded), tonumber(record.lines)
  local made, bytes, ofModel, jobs = 0, 0, {}, {}
  while made < args.jobs and bytes < args.bytes do
    local line = redis.call('LINDEX', key('batchLines', id), made)
    if not line then break end
    local job = cjson.decode(line)
    job.id, job.batchId = jobIdOf(id, expanded + made), id
    if redis.call('EXISTS', jobKey(job.id)) == 0 then
      jobs[#jobs + 1] = job
      ofModel[job.model] = (ofModel[job.model] or 0) + 1
    end
    made, bytes = made + 1, bytes + #line
  end
  writeJobs(jobs)
  for model, number in pairs(ofModel) do
    newJobsIn(record.tenant .. '/' .. id, model, number)
  end
  if made > 0 then
    redis.call('LTRIM', key('batchLines', id), made, -1)
    redis.call('HINCRBY', batchKey(id), 'expanded', made)
  end
  if expanded + made >= lines or made == 0 then
    redis.call('HSET', batchKey(id), 'expandedAt', NOW)
    done()
  end
  return made
end

-- Lines that are no jobs yet were canceled with the batch; these are the jobs that were made before.
local function cancel()
  local after = '(' .. (record.cancelCursor or '0')
  local ids = redis.call('ZRANGEBYSCORE', key('batch', id), after, '+inf', 'WITHSCORES', 'LIMIT', 0, args.jobs)
  local canceled = {}
  for i = 1, #ids, 2 do
    local job = readJob(ids[i])
    if job and not job.damaged then
      if job.state == 'queued' then
        move(job, 'canceled', {})
        canceled[#canceled + 1] = job.model
      elseif not job.cancelRequestedAt and TRANSITIONS[job.state .. ' cancelRequested'] then
        redis.call('HSET', jobKey(job.id), 'cancelRequestedAt', NOW)
        move(job, 'cancelRequested', {})
      end
    end
  end
  if #ids > 0 then redis.call('HSET', batchKey(id), 'cancelCursor', ids[#ids]) end
  if #ids < 2 * args.jobs then
    redis.call('HSET', batchKey(id), 'cancelDoneAt', NOW)
    done()
  end
  return canceled
end

if not record.lines then
  done()
  return answer({ kind = 'advanced', id = id, made = 0 })
end
if record.cancelRequestedAt then
  local canceled = cancel()
  return answer({ kind = 'advanced', id = id, made = 0, canceled = #canceled > 0 and canceled or nil })
end
return answer({ kind = 'advanced', id = id, made = expand() })
