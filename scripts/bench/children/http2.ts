import type { Socket } from 'node:net';
import { indexedField, namedField } from '../../../gateway/execution/http2/field-block.ts';
import {
  flag,
  fourBytes,
  frame,
  frameType,
  mostWindow,
  firstWindow,
  setting,
  settingsFrame,
} from '../../../gateway/execution/http2/frames.ts';
import { Incoming } from '../../../gateway/execution/http2/incoming.ts';
import { Outgoing } from '../../../gateway/execution/http2/outgoing.ts';

/** What a connection of HTTP/2 begins with (RFC 9113, section 3.4). */
export const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const status200 = 8;
const contentLength = 28;
const contentType = 31;

/** Answers what comes over a connection of HTTP/2, the preface first: each body with a body of JSON. */
export function answerOverHttp2(
  socket: Socket,
  answer: (body: string) => Promise<Buffer> | Buffer,
): void {
  const bodies = new Map<number, string>();
  const outgoing = new Outgoing((text) => {
    if (!socket.destroyed) socket.write(text, 'latin1');
  });
  const send = (stream: number, body: Buffer): void => {
    const block =
      indexedField(status200) +
      namedField(contentType, 'application/json') +
      namedField(contentLength, String(body.length));
    outgoing.send(frame(frameType.headers, flag.endHeaders, stream, block));
    outgoing.sendBody(stream, body.toString('latin1'));
  };
  const incoming = new Incoming({
    onSetting: (id, value) => {
      if (id === setting.initialWindowSize) outgoing.setStreamWindow(value);
    },
    onSettings: () => {
      outgoing.send(frame(frameType.settings, flag.ack, 0, ''));
      outgoing.release();
    },
    onFields: () => true,
    onData: (stream, part, isEnd) => {
      const body = (bodies.get(stream) ?? '') + part.toString('latin1');
      if (!isEnd) {
        bodies.set(stream, body);
        return true;
      }
      bodies.delete(stream);
      const given = answer(textOf(body));
      if (!(given instanceof Promise)) {
        send(stream, given);
        return true;
      }
      given.then(
        (later) => {
          send(stream, later);
        },
        () => socket.destroy(),
      );
      return true;
    },
    onReset: (stream) => {
      bodies.delete(stream);
      outgoing.forget(stream);
    },
    onPing: (payload) => {
      outgoing.send(frame(frameType.ping, flag.ack, 0, payload));
    },
    onGoAway: () => undefined,
    onWindow: (stream, by) => (stream === 0 ? outgoing.widenAll(by) : outgoing.widen(stream, by)),
  });
  outgoing.send(
    settingsFrame([[setting.initialWindowSize, mostWindow]]) +
      frame(frameType.windowUpdate, 0, 0, fourBytes(mostWindow - firstWindow)),
  );
  let skipped = 0;
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    const start = Math.min(preface.length - skipped, bytes.length);
    skipped += start;
    incoming.read(bytes.subarray(start));
  });
}

/** Each character is a byte; most often the text is the same. */
function textOf(body: string): string {
  const isAscii = /^[\0-\x7f]*$/.test(body);
  return isAscii ? body : Buffer.from(body, 'latin1').toString();
}
