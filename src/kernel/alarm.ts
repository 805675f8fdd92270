/**
 * Sees to it that the object's one alarm rings within `ms`: earlier alarms stay, later ones move forward.
 * Asks the runtime's own clock, since that is what alarms ring by.
 */
export async function ringWithin(storage: DurableObjectStorage, ms: number): Promise<void> {
  const at = Date.now() + ms;
  const current = await storage.getAlarm();
  if (current === null || current > at) await storage.setAlarm(at);
}
