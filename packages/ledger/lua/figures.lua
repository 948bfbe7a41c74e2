-- The figures of one moment. Reads only, so that a full Redis still tells them.
local function pairsOf(name)
  local flat = redis.call('HGETALL', key(name))
  local map = {}
  for i = 1, #flat, 2 do
    map[flat[i]] = flat[i + 1]
  end
  return map
end

local states = {}
for state in pairs(KNOWN_STATES) do
  states[state] = redis.call('ZCARD', key('state', state))
end
return answer({
  states = states,
  counts = pairsOf('counts'),
  credits = pairsOf('credits'),
  gates = closedGates(),
  submitWindowUsed = windowUsed('window'),
  pollWindowUsed = windowUsed('reads'),
})
