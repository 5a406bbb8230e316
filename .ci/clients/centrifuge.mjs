// The npm SDK `centrifuge` against a cluster: subscribes, exchanges messages with the Python client, stays for three pings.
import { Centrifuge } from 'centrifuge';
import WebSocket from 'ws';

const [url, pings] = [process.argv[2], Number(process.argv[3])];
const fail = (why) => { console.error(`centrifuge: ${why}`); process.exit(1); };
setTimeout(() => fail('timed out'), 120_000);

let pingCount = 0;
class CountingWebSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.on('message', (frame) => { if (frame.toString() === '{}') pingCount++; });
  }
}

const client = new Centrifuge(url, { websocket: CountingWebSocket });
client.on('disconnected', (context) => fail(`disconnected ${context.code} ${context.reason}`));
client.on('connecting', (context) => { if (context.code !== 0) fail(`reconnecting ${context.code} ${context.reason}`); });
client.on('error', (context) => fail(`error ${JSON.stringify(context.error)}`));

const heard = [];
const channel = client.newSubscription('meeting');
channel.on('publication', (context) => heard.push(context.data.from));
channel.on('error', (context) => fail(`subscription error ${JSON.stringify(context.error)}`));
channel.subscribe();
client.connect();
await channel.ready(30_000);

const talk = setInterval(() => channel.publish({ from: 'javascript' }).catch((e) => fail(`publish ${e.message}`)), 500);
const done = setInterval(() => {
  if (heard.includes('python') && heard.includes('javascript') && pingCount >= pings) {
    clearInterval(talk);
    clearInterval(done);
    console.log(`centrifuge: heard both clients, answered ${pingCount} pings, state ${client.state}`);
    process.exit(client.state === 'connected' ? 0 : 1);
  }
}, 100);
