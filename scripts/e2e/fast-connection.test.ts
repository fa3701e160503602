import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openToy, type Toy } from './toy.ts';
import { answersOf, dial, hangUpAll, post, until, wasAhead } from './wire.ts';

let release = (): void => undefined;
/** Requests that the department was left with, and those that it was told to forget. */
const left = { asked: 0, ended: 0 };
const deadlineMs = 2_000;
const title = '{"data":{"title":"沈阳"}}';
let toy: Toy;
beforeAll(async () => {
  toy = await openToy(
    {
      books: {
        typeDefs:
          'type Query { title: String slow: String never: String echo(text: String): String }',
        resolvers: {
          Query: {
            title: () => '沈阳',
            slow: () =>
              new Promise(
                (resolve) =>
                  (release = () => {
                    resolve('late');
                  }),
              ),
            echo: (_: unknown, { text }: { text: string }) => text,
          },
        },
        misbehave: ({ query }, response) => {
          if (!query.includes('never')) return false;
          left.asked += 1;
          response.on('close', () => (left.ended += 1));
          return true;
        },
      },
    },
    { deadlineMs },
  );
});
afterAll(async () => {
  hangUpAll();
  await toy.close();
});

const ask = '{"query":"{ title }"}';
const inChunks = Buffer.from(
  'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n' +
    `${ask.length.toString(16)}\r\n${ask}\r\n0\r\n\r\n`,
);

describe('a connection', () => {
  test('is Node’s from the first unusual request on, and nothing of it is lost', async () => {
    const { socket, said } = await dial(toy.url);
    for (const request of [post(ask), inChunks, post(ask)]) socket.write(request);
    await until(() => answersOf(said()).length === 3);
    const answers = answersOf(said());
    expect(answers.map(({ body }) => body)).toEqual(Array(3).fill(title));
    socket.write(post(ask));
    await until(() => answersOf(said()).length === 4);
    expect(wasAhead(answersOf(said())[3]?.head ?? '')).toBe(false);
  });

  test('that is cut anywhere, with requests of any kind in any number, answers each in its turn', async () => {
    const fixed: readonly (readonly [request: Buffer, answer: string])[] = [
      [inChunks, title],
      [Buffer.from('GET /graphql?query=%7B%20title%20%7D HTTP/1.1\r\nhost: x\r\n\r\n'), title],
      [post('{"query":'), 'BAD_USER_INPUT'],
      [post(ask, 'x: 1', 'x: 2'), title],
    ];
    const query = 'query ($text: String) { echo(text: $text) }';
    const echo = fc
      .string()
      .map(
        (text) =>
          [
            post(JSON.stringify({ query, variables: { text } })),
            JSON.stringify({ data: { echo: text } }),
          ] as const,
      );
    const sent = fc.array(fc.oneof(echo, fc.constantFrom(...fixed)), {
      minLength: 1,
      maxLength: 6,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sent, cuts, async (chosen, lengths) => {
        const { socket, said } = await dial(toy.url);
        let rest = Buffer.concat(chosen.map(([request]) => request));
        for (const length of lengths) {
          socket.write(rest.subarray(0, length));
          rest = rest.subarray(length);
          await wait(1);
        }
        socket.write(rest);
        await until(() => answersOf(said()).length >= chosen.length);
        const bodies = answersOf(said()).map(({ body }) => body);
        bodies.forEach((body, index) => {
          expect(body).toContain(chosen[index]?.[1]);
        });
        socket.destroy();
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('carries the requests of several askers, each as what its own token says', async () => {
    const token = await toy.tokenOf('alpha');
    const at = token.length - 20;
    const others = ['A', 'z'].map((letter) => token.slice(0, at) + letter + token.slice(at + 1));
    const { socket, said } = await dial(toy.url);
    const asked = [token, ...others, token, ...others.reverse(), token];
    for (const [index, each] of asked.entries()) {
      socket.write(post(ask, `authorization: Bearer ${each}`));
      await until(() => answersOf(said()).length === index + 1);
    }
    const answers = answersOf(said());
    expect(answers.map(({ body }) => body.includes('UNAUTHENTICATED'))).toEqual(
      asked.map((each) => each !== token),
    );
    expect(answers.every(({ head }) => wasAhead(head))).toBe(true);
  });

  test('whose client goes takes its question to the department with it', async () => {
    for (const end of ['destroy', 'end'] as const) {
      const before = left.asked;
      const { socket } = await dial(toy.url);
      socket.write(post('{"query":"{ never }"}'));
      await until(() => left.asked > before);
      expect(left.ended).toBe(before);
      socket[end]();
      await until(() => left.ended === left.asked);
    }
  });

  test('whose client goes is seen to, though more has come that waits for its turn', async () => {
    const before = left.asked;
    const { socket } = await dial(toy.url);
    socket.write(post('{"query":"{ never }"}'));
    await until(() => left.asked > before);
    socket.write(post(ask));
    await wait(50);
    const began = performance.now();
    socket.destroy();
    await until(() => left.ended === left.asked);
    expect(performance.now() - began).toBeLessThan(deadlineMs / 2);
  });

  test('is answered within the deadline, which begins anew with each of its requests', async () => {
    const { socket, said } = await dial(toy.url);
    for (let asked = 1; asked <= 3; asked += 1) {
      await wait(deadlineMs / 2);
      socket.write(post(ask));
      await until(() => answersOf(said()).length === asked);
    }
    const began = performance.now();
    socket.write(post('{"query":"{ never }"}'));
    await until(() => answersOf(said()).length === 4);
    expect(answersOf(said())[3]?.body).toContain('SUBGRAPH_UNAVAILABLE');
    expect(Math.abs(performance.now() - began - deadlineMs)).toBeLessThan(deadlineMs / 2);
  });

  test('over which more comes while an answer is under way, much or little, answers all in order', async () => {
    for (const more of [3, 800]) {
      const { socket, said } = await dial(toy.url);
      const before = release;
      socket.write(post('{"query":"{ slow }"}'));
      await until(() => release !== before);
      for (let sent = 0; sent < 3; sent += 1) {
        socket.write(Buffer.concat(Array<Buffer>(Math.ceil(more / 3)).fill(post(ask))));
        await wait(20);
      }
      expect(said()).toBe('');
      release();
      await until(() => answersOf(said()).length === 1 + 3 * Math.ceil(more / 3));
      const bodies = answersOf(said()).map(({ body }) => body);
      expect(bodies.slice(0, 4)).toEqual([
        '{"data":{"slow":"late"}}',
        ...Array<string>(3).fill(title),
      ]);
    }
  });
});
