/** How a device is doing, as screens and health checks show it. */
export interface DeviceState {
  readonly state: 'starting' | 'ready' | 'out-of-order';
  /** One English sentence: what is wrong. Absent when ready. */
  readonly detail?: string;
  /**
   * What kind of trouble, where the driver knows: it cannot be reached or has ended (`lost`), it is open and gives
   * nothing (`stalled`), or the program that reads it died or must begin anew (`died`). Absent when ready.
   */
  readonly fault?: 'lost' | 'stalled' | 'died';
  /** Epoch ms of the change to this state. */
  readonly since: number;
}
