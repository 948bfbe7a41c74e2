-- How many jobs of a tenant may be queued. Lines that are no jobs yet count like jobs.
local function queueMaxOf(tenant)
  return limitOf('queue', tenant) or args.queueMax
end

local function queuedBeyond(tenant, more)
  local most = queueMaxOf(tenant)
  if not most then return nil end
  local queued = math.max(0, tonumber(redis.call('HGET', key('queuedByTenant'), tenant) or 0))
  local beyond = queued + more - most
  return beyond > 0 and beyond or nil
end
