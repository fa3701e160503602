import type { IncomingHttpHeaders, SessionOptions } from 'node:http2';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { type Asked, type Asking, http2Client } from '../testing/http2-client.ts';
import {
  type Answer,
  echo,
  nodeHttp2Server,
  type NodeHttp2Server,
} from '../testing/node-http2-server.ts';
import { until } from '../testing/until.ts';

let server: NodeHttp2Server | null = null;
let client: ReturnType<typeof http2Client> | null = null;

afterEach(() => {
  jest.restoreAllMocks();
  client?.pool.destroy();
  server?.end();
});

async function open(
  answer: Answer,
  { most, ...options }: SessionOptions & { readonly most?: number } = {},
): Promise<(asking?: Asking) => Asked> {
  server = await nodeHttp2Server(answer, options);
  client = http2Client(server.port, most);
  return client.ask;
}

const sessions = (): NodeHttp2Server['sessions'] => server?.sessions ?? [];

describe('a connection', () => {
  test('carries many requests at a time, and gives each its own answer', async () => {
    const ask = await open(
      (stream, body, headers) => {
        setTimeout(
          () => {
            echo(stream, body, headers);
          },
          Number(body) % 7,
        );
      },
      { most: 64 },
    );
    const numbers = Array.from({ length: 400 }, (_, index) => String(index));
    const answers = await Promise.all(numbers.map((body) => ask({ body }).answer));
    expect(answers.map(({ body }) => body)).toEqual(numbers);
    expect(sessions()).toHaveLength(1);
  });

  test('carries no more at a time than allowed, here or there; who waits is served in turn', async () => {
    for (const [most, maxConcurrentStreams] of [
      [3, 100],
      [8, 3],
    ] as const) {
      let [underWay, highest] = [0, 0];
      const order: string[] = [];
      const ask = await open(
        (stream, body, headers) => {
          underWay += 1;
          highest = Math.max(highest, underWay);
          order.push(body);
          setTimeout(() => {
            underWay -= 1;
            echo(stream, body, headers);
          }, 5);
        },
        { most, settings: { maxConcurrentStreams } },
      );
      const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      await Promise.all(texts.map((body) => ask({ body }).answer));
      expect(highest).toBe(3);
      expect(order).toEqual(texts);
      client?.pool.destroy();
      server?.end();
    }
  });

  test('is opened anew when it has rested for long, and the old one closed', async () => {
    const ask = await open(echo);
    await ask().answer;
    await ask().answer;
    expect(sessions()).toHaveLength(1);
    const now = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => now + 31_000);
    await ask().answer;
    expect(sessions()).toHaveLength(2);
    await until(() => sessions()[0]?.destroyed === true);
    expect(sessions().map(({ destroyed }) => destroyed)).toEqual([true, false]);
  });

  test('that the server lets go finishes what is under way, and the next takes over', async () => {
    const held: (() => void)[] = [];
    const ask = await open((stream, body, headers) => {
      const give = (): void => {
        echo(stream, body, headers);
      };
      if (body === 'slow') held.push(give);
      else give();
    });
    const slow = ask({ body: 'slow' });
    await ask({ body: 'quick' }).answer;
    sessions()[0]?.close();
    // Until it is known here.
    await wait(100);
    expect((await ask({ body: 'next' }).answer).body).toBe('next');
    held[0]?.();
    expect((await slow.answer).body).toBe('slow');
    expect(sessions()).toHaveLength(2);
  });

  test('that ends fails what is under way; the next takes over', async () => {
    const ask = await open((stream, body, headers) => {
      if (body === 'end') stream.session?.destroy();
      else if (body !== 'never') echo(stream, body, headers);
    });
    const [never, end] = [ask({ body: 'never' }), ask({ body: 'end' })];
    await expect(never.answer).rejects.toThrow(/closed it|reset it|ECONNRESET|goes away/);
    await expect(end.answer).rejects.toThrow(/closed it|reset it|ECONNRESET|goes away/);
    expect((await ask({ body: 'a' }).answer).body).toBe('a');
    expect([never.ends(), end.ends(), sessions().length]).toEqual([1, 1, 2]);
  });

  test('to nobody fails', async () => {
    const ask = await open(echo);
    server?.close();
    await expect(ask().answer).rejects.toThrow(/ECONNREFUSED/);
    expect(client?.unspoken()).toBe(0);
  });

  test('fails what is under way and what waits when it is closed', async () => {
    const ask = await open(() => undefined, { most: 1 });
    const [sent, waiting] = [ask(), ask()];
    await wait(30);
    client?.pool.destroy();
    for (const { answer, ends } of [sent, waiting, ask()]) {
      await expect(answer).rejects.toThrow('the connections are closed');
      expect(ends()).toBe(1);
    }
  });
});

describe('a request', () => {
  test('says what was meant', async () => {
    let seen: IncomingHttpHeaders = {};
    const ask = await open((stream, body, headers) => {
      seen = headers;
      echo(stream, body, headers);
    });
    const body = '{"query":"{ 沈阳 }","x":"é"}';
    expect(
      (await ask({ path: '/graphql?a=b', headers: ['Passport', 'a.b.c'], body }).answer).body,
    ).toBe(body);
    expect(seen).toMatchObject({
      ':method': 'POST',
      ':scheme': 'http',
      ':path': '/graphql?a=b',
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      passport: 'a.b.c',
    });
    expect(seen[':authority']).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  test('never holds what could be taken for a field of its own', async () => {
    const ask = await open(echo);
    for (const value of ['a\r\nb: c', 'a\nb', 'a\0', '沈', 'é'])
      await expect(ask({ headers: ['x', value] }).answer).rejects.toThrow(
        'The field x holds what cannot be sent.',
      );
  });

  test('may have a head that no frame holds', async () => {
    const long = 'x'.repeat(40_000);
    let seen: unknown = null;
    const ask = await open(
      (stream, body, headers) => {
        seen = headers.long;
        echo(stream, body, headers);
      },
      { maxSendHeaderBlockLength: 100_000, settings: { maxHeaderListSize: 100_000 } },
    );
    expect((await ask({ headers: ['long', long] }).answer).status).toBe(200);
    expect(seen).toBe(long);
  });

  test('is sent as the other side takes it, and no other waits for it', async () => {
    const ask = await open(echo, { settings: { initialWindowSize: 1_000 } });
    const long = 'y'.repeat(500_000);
    const [first, second] = [ask({ body: long }), ask({ body: 'short' })];
    expect((await second.answer).body).toBe('short');
    expect((await first.answer).body).toBe(long);
  });

  test('that is given up is reset, and the connection stays', async () => {
    const codes: number[] = [];
    let seen = 0;
    const ask = await open((stream, body, headers) => {
      if (body === 'never') {
        seen += 1;
        stream.on('close', () => codes.push(stream.rstCode));
      } else echo(stream, body, headers);
    });
    const never = ask({ body: 'never' });
    await until(() => seen === 1);
    never.abort();
    never.abort();
    await until(() => codes.length > 0);
    expect(codes).toEqual([8]);
    expect((await ask({ body: 'a' }).answer).body).toBe('a');
    expect([never.ends(), sessions().length]).toEqual([0, 1]);
  });

  test('that nobody waits for any more is not sent', async () => {
    const seen: string[] = [];
    const ask = await open((stream, body, headers) => {
      seen.push(body);
      echo(stream, body, headers);
    });
    ask({ body: 'over', isOver: true });
    await ask({ body: 'a' }).answer;
    ask({ body: 'over', isOver: true });
    await ask({ body: 'b' }).answer;
    expect(seen).toEqual(['a', 'b']);
  });

  test('that is reset fails, and no other', async () => {
    const ask = await open((stream, body, headers) => {
      if (body === 'reset') stream.close(2);
      else echo(stream, body, headers);
    });
    const [reset, good] = [ask({ body: 'reset' }), ask({ body: 'good' })];
    await expect(reset.answer).rejects.toThrow('the other side reset it');
    expect((await good.answer).body).toBe('good');
    expect(reset.ends()).toBe(1);
  });
});

describe('an answer', () => {
  test('may come in parts, after what comes before it, and with trailers', async () => {
    const ask = await open((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</x>' });
      stream.respond({ ':status': 201, x: 'y' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ checksum: '1' });
      });
      stream.write('沈');
      setTimeout(() => stream.end('阳'), 5);
    });
    const { status, fields, body } = await ask().answer;
    expect([status, body]).toEqual([201, '沈阳']);
    expect(fields.slice(0, 2)).toEqual(['x', 'y']);
  });

  test('may be far longer than what is on the way at a time', async () => {
    const long = 'z'.repeat(1_000_000);
    const ask = await open((stream) => {
      stream.respond({ ':status': 200 });
      for (let part = 0; part < 40; part += 1) stream.write(long);
      stream.end();
    });
    expect((await ask().answer).body).toHaveLength(40_000_000);
  });

  test('is read in whatever letters its fields are', async () => {
    const ask = await open((stream, body) => {
      stream.respond({ ':status': 200, ...(JSON.parse(body) as Record<string, string>) });
      stream.end();
    });
    const letters = fc
      .integer({ min: 0x21, max: 0xff })
      .filter((code) => code < 0x7f || code > 0x9f);
    const value = fc.string({
      unit: letters.map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        // Node's server codes in Huffman's code what becomes shorter by it.
        const x = 'e'.repeat(120) + text;
        const { fields } = await ask({ body: JSON.stringify({ x }) }).answer;
        expect(fields.slice(0, 2)).toEqual(['x', x]);
      }),
    );
  });
});
