/** How a device is doing, as screens and health checks show it. */
export interface DeviceState {
  readonly state: 'starting' | 'ready' | 'out-of-order';
  /** One English sentence: what is wrong. Absent when ready. */
  readonly detail?: string;
  /** Epoch ms of the change to this state. */
  readonly since: number;
}
