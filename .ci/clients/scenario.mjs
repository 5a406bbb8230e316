// What an application does with the npm SDK `centrifuge`, over one of its transports (the argument), on a cluster of two nodes:
// connects with a token, subscribes with another, renews both, publishes, asks who is there, sees another come and go, reads
// history, calls a procedure, gets deltas, filters by tags, listens to a pattern, and misses nothing when its node is killed.
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource';
import WebSocket from 'ws';
import { api, kill, otherThan, router, token, until } from './cluster.mjs';

const transport = process.argv[2];
const binary = transport.endsWith('-protobuf');
const { Centrifuge } = await import(binary ? 'centrifuge/build/protobuf' : 'centrifuge');
const encode = (value) => (binary ? new TextEncoder().encode(JSON.stringify(value)) : value);
const decode = (data) => (binary ? JSON.parse(new TextDecoder().decode(data)) : data);

let deltas = 0;
class TappedWebSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.on('message', (frame) => {
      deltas += frame.toString().split('\n').filter((line) => line.includes('"pub":') && line.includes('"delta":true')).length;
    });
  }
}

const endpoints = {
  'websocket-json': [{ transport: 'websocket', endpoint: `ws://${router}/connection/websocket` }],
  'websocket-protobuf': [{ transport: 'websocket', endpoint: `ws://${router}/connection/websocket` }],
  'http_stream-json': [{ transport: 'http_stream', endpoint: `http://${router}/connection/http_stream` }],
  'http_stream-protobuf': [{ transport: 'http_stream', endpoint: `http://${router}/connection/http_stream` }],
  sse: [{ transport: 'sse', endpoint: `http://${router}/connection/sse` }],
};
const user = `npm-${transport}`, room = `room:${transport}`, personal = `room:for-${user}`;
const options = {
  websocket: TappedWebSocket, eventsource: EventSource, fetch, readableStream: ReadableStream,
  emulationEndpoint: `http://${router}/emulation`, timeout: 30_000,
};
const asked = { connection: 0, subscription: 0 };
// The first token of each kind is good for some seconds only, so that the SDK has to come for another.
const expiry = (kind) => (asked[kind]++ === 0 ? { exp: Math.floor(Date.now() / 1000) + 4 } : {});
const client = new Centrifuge(endpoints[transport], {
  ...options,
  getToken: async () => token({
    sub: user, info: { name: 'Ann' }, ...expiry('connection'),
    subs: { [personal]: { override: { force_recovery: { value: true } } } },
  }),
  // Long enough for all that is published at the crash to be published before the client is back.
  minReconnectDelay: 5000,
});
const closes = [];
client.on('connecting', ({ code, reason }) => closes.push(`${code} ${reason}`));
client.on('disconnected', ({ code, reason }) => { throw new Error(`disconnected ${code} ${reason}`); });
setTimeout(() => { throw new Error(`timed out; the connection began for ${closes.join(', ')}`); }, 150_000).unref();

const heard = [], offsets = [], others = [], subscribed = [], toldPersonally = [];
client.on('publication', ({ channel, data, offset }) => { assert.equal(channel, personal); toldPersonally.push([offset, decode(data)]); });
const subscription = client.newSubscription(room, {
  recoverable: true, joinLeave: true, getToken: async ({ channel }) => token({ sub: user, channel, ...expiry('subscription') }),
});
subscription.on('publication', ({ data, offset }) => { heard.push(decode(data).n); offsets.push(offset); });
for (const event of ['join', 'leave']) {
  subscription.on(event, ({ info }) => { if (info.user !== user) others.push(`${event} ${info.user}`); });
}
subscription.on('subscribed', (context) => subscribed.push(context));
subscription.on('unsubscribed', ({ code, reason }) => { if (code !== 0) throw new Error(`unsubscribed ${code} ${reason}`); });

const connected = new Promise((resolve) => client.once('connected', resolve));
client.connect();
const me = (await connected).client;
subscription.subscribe();
await subscription.ready(30_000);

for (let n = 0; n < 3; n++) await subscription.publish(encode({ n }));
const upTo = (count) => [...Array(count).keys()];
const heardAll = (count) => until(`publications 0 to ${count - 1}`, () => heard.length >= count, () => `heard ${heard}`);
await heardAll(3);

const presence = await subscription.presence();
assert.deepEqual(Object.keys(presence.clients), [me]);
assert.equal(presence.clients[me].user, user);
assert.deepEqual(decode(presence.clients[me].connInfo), { name: 'Ann' });
assert.deepEqual(await subscription.presenceStats(), { numClients: 1, numUsers: 1 });

const visitor = new Centrifuge(endpoints[transport], { ...options, token: token({ sub: 'bob' }) });
const visit = visitor.newSubscription(room, { token: token({ sub: 'bob', channel: room }) });
visit.subscribe();
visitor.connect();
await visit.ready(30_000);
const { node: where } = decode((await visitor.rpc('where_am_i', encode({}))).data);
assert.deepEqual(await subscription.presenceStats(), { numClients: 2, numUsers: 2 });
visit.unsubscribe();
await until('the visitor has come and gone', () => others.length >= 2, () => `${others}`);
assert.deepEqual(others, ['join bob', 'leave bob']);
assert.deepEqual(await subscription.presenceStats(), { numClients: 1, numUsers: 1 });
visitor.disconnect();

const history = await subscription.history({ limit: 2, since: { offset: 1, epoch: subscribed[0].streamPosition.epoch } });
assert.deepEqual(history.publications.map(({ offset, data }) => [offset, decode(data).n]), [[2, 1], [3, 2]]);
assert.equal(history.offset, 3);
assert.equal(history.publications[0].info.user, user);

const { node, ...called } = decode((await client.rpc('where_am_i', encode({ please: true }))).data);
assert.deepEqual(called, { user, asked: { please: true } });
assert.notEqual(node, where, 'the visitor was to be on the other node');
await assert.rejects(client.rpc('unheard_of', encode({})), { code: 1404 });

const quotes = [];
const ticker = client.newSubscription(`ticker:${transport}`, { delta: 'fossil' });
ticker.on('publication', ({ data }) => quotes.push(decode(data)));
ticker.subscribe();
await ticker.ready(30_000);
const quote = (n) => ({ price: 100 + n, about: 'The price of one share, and the words that go with it each time. '.repeat(16) });
for (let n = 0; n < 10; n++) await api('publish', { channel: ticker.channel, data: quote(n) });
await until('quotes', () => quotes.length >= 10);
assert.deepEqual(quotes, upTo(10).map(quote));
if (transport === 'websocket-json') assert.equal(deltas, 9);
ticker.unsubscribe();

const chosen = [], ofPattern = [];
const filtered = client.newSubscription(`filtered:${transport}`, { tagsFilter: { key: 'kind', cmp: 'eq', val: 'news' } });
filtered.on('publication', ({ data, tags }) => chosen.push([decode(data), tags]));
filtered.subscribe();
const pattern = client.newSubscription(`stocks:${transport}.*`);
pattern.on('publication', ({ data }) => ofPattern.push(decode(data))); // The SDK does not tell of which channel.
pattern.subscribe();
await Promise.all([filtered.ready(30_000), pattern.ready(30_000)]);
await api('publish', { channel: filtered.channel, data: 1, tags: { kind: 'gossip' } });
await api('publish', { channel: filtered.channel, data: 2, tags: { kind: 'news' } });
for (const name of ['ACME', 'EMCA']) await api('publish', { channel: `stocks:${transport}.${name}`, data: name });
await until('news and stocks', () => chosen.length >= 1 && ofPattern.length >= 2, () => `${chosen} ${ofPattern}`);
assert.deepEqual(chosen, [[2, { kind: 'news' }]]);
assert.deepEqual(ofPattern, ['ACME', 'EMCA']);
filtered.unsubscribe();
pattern.unsubscribe();

await api('publish', { channel: personal, data: 'before' });
await until('new tokens', () => asked.connection >= 2 && asked.subscription >= 2, () => JSON.stringify(asked));
assert.deepEqual([client.state, subscription.state, closes], ['connected', 'subscribed', ['0 connect called']]);

const crashed = new Promise((resolve) => client.once('connecting', resolve));
kill(node);
await crashed;
const missed = upTo(20).map((n) => ({ publish: { channel: room, data: { n: n + 3 } } }));
await api('batch', { commands: [...missed, { publish: { channel: personal, data: 'meanwhile' } }] }, otherThan(node));
await until('the subscription is back', () => subscribed.length >= 2, () => `connection began for ${closes}`);
assert.deepEqual([subscribed[1].wasRecovering, subscribed[1].recovered, subscribed[1].hasRecoveredPublications], [true, true, true]);
await subscription.publish(encode({ n: 23 }));
await heardAll(24);
assert.deepEqual(heard, upTo(24));
assert.deepEqual(offsets, upTo(24).map((n) => n + 1));
assert.notEqual(decode((await client.rpc('where_am_i', encode({}))).data).node, node);
await until('what it was told itself', () => toldPersonally.length >= 2, () => `${toldPersonally}`);
assert.deepEqual(toldPersonally, [[1, 'before'], [2, 'meanwhile']]);

client.removeAllListeners('disconnected');
client.disconnect();
await until('the client is gone', async () => !Object.values((await api('presence', { channel: room })).presence)
  .some((info) => info.client !== me));
process.exit(0);
