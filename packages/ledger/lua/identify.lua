-- Which ledger this is, for a process that looks up what it remembers of it. Reads only.
return answer({})
