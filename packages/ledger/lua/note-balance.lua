-- What KIE says is left. Only an answer to a call closes the gate for want of credits; a balance that
-- rose while it was closed lets a job try at once.
local SAMPLES = 240

evenWhenFull()
local before = tonumber(redis.call('HGET', key('balance'), 'credits'))
redis.call('HSET', key('balance'), 'credits', args.credits, 'at', NOW)
redis.call('RPUSH', key('balance', 'samples'), NOW .. ' ' .. args.credits)
redis.call('LTRIM', key('balance', 'samples'), -SAMPLES, -1)
local gates = closedGates()
local gate = gates.credits
if gate and before and args.credits > before then
  gate.untilAt = math.min(gate.untilAt, NOW)
  storeGate(gates, 'credits', gate)
  bringLanesBack()
end
return answer({ kind = 'noted' })
