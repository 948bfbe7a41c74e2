/** Times as fast as the world, where a scenario says nothing else: half an hour is a minute and a half. */
export const SPEED = 20

/** Of kiln, where a scenario says nothing else, and of the control. */
export const WORKERS = 2

/** Longer than the deadline of createTask and its grace: who sleeps so long wakes up as a stranger. */
export const STOP_MS = 2_500
