export { startSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'
export type { Books, Charge } from './books.ts'
export type { BehaviourRule } from './behaviour/rules.ts'
export type { FaultChanges } from './faults.ts'
