/** RFC 9113, section 6. */
export const frameType = {
  data: 0,
  headers: 1,
  priority: 2,
  resetStream: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const flag = { endStream: 1, ack: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

/** RFC 9113, section 7. */
export const errorCode = {
  none: 0,
  protocol: 1,
  flowControl: 3,
  frameSize: 6,
  refusedStream: 7,
  cancel: 8,
  enhanceYourCalm: 11,
} as const;

/** RFC 9113, section 6.5.2. */
export const setting = {
  headerTableSize: 1,
  enablePush: 2,
  maxConcurrentStreams: 3,
  initialWindowSize: 4,
  maxFrameSize: 5,
  maxHeaderListSize: 6,
} as const;

/** What both sides begin with, and keep to unless told otherwise. */
export const mostFrameBytes = 16_384;
export const firstWindow = 65_535;
export const mostWindow = 2 ** 31 - 1;

/** Four bytes, each a character. */
export function fourBytes(value: number): string {
  return String.fromCharCode(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

/** A frame; each character of it is a byte. */
export function frame(type: number, flags: number, stream: number, payload: string): string {
  const { length } = payload;
  const head = String.fromCharCode(
    length >>> 16,
    (length >>> 8) & 255,
    length & 255,
    type,
    flags,
    stream >>> 24,
    (stream >>> 16) & 255,
    (stream >>> 8) & 255,
    stream & 255,
  );
  return head + payload;
}

/** Settings and their values in turn, as a frame. */
export function settingsFrame(settings: readonly (readonly [number, number])[]): string {
  const payload = settings.map(([id, value]) => `\0${String.fromCharCode(id)}${fourBytes(value)}`);
  return frame(frameType.settings, 0, 0, payload.join(''));
}
