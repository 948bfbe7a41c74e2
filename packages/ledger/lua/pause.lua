-- Closes a gate by hand, or leaves it to the weightier cause that closed it already.
local gates = closedGates()
evenWhenFull()
if not frozen(gates) or args.gate ~= 'paused' then
  closeGate(gates, args.gate, { holdMs = NO_END, probeMs = 0, cause = args.cause })
end
auditRow(args.scope, args.by, 'pauseSubmissions', {})
return answer({ cause = gates[args.gate].cause, since = gates[args.gate].since })
