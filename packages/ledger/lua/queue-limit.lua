-- How many jobs of a tenant may be queued. Lines that are no jobs yet count like jobs.
local function queuedBeyond(tenant, more)
  if not args.queueMax then return nil end
  local queued = math.max(0, tonumber(redis.call('HGET', key('queuedByTenant'), tenant) or 0))
  local beyond = queued + more - args.queueMax
  return beyond > 0 and beyond or nil
end
