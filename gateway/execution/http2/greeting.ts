import { mostFieldBytes } from './field-block.ts';
import { fourBytes, frame, frameType, mostWindow, setting, settingsFrame } from './frames.ts';

/** What all bodies that come may take at a time; it is given back as they are read. A response's bound is its reader's. */
export const receiveWindow = 16 * 1024 * 1024;

/** RFC 9113, section 3.4. The table of fields is kept empty, so that no block says anything of another. */
export const greeting =
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' +
  settingsFrame([
    [setting.headerTableSize, 0],
    [setting.enablePush, 0],
    [setting.initialWindowSize, mostWindow],
    [setting.maxHeaderListSize, mostFieldBytes],
  ]) +
  frame(frameType.windowUpdate, 0, 0, fourBytes(receiveWindow));
