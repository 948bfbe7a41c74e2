-- Closes the gate by hand, or leaves it to the weightier cause that closed it already.
local gates = closedGates()
evenWhenFull()
if not frozen(gates) then
  closeGate(gates, 'paused', { holdMs = NO_END, probeMs = 0, cause = args.cause })
end
return answer({ cause = gates.paused.cause, since = gates.paused.since })
