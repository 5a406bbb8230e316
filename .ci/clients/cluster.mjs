// The cluster that a scenario runs on, as the script `run` describes it in the environment.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const { CLUSTER_DIRECTORY, CLUSTER_ROUTER, CLUSTER_GATEWAYS, CLUSTER_API_KEY, CLUSTER_TOKEN_SECRET } = process.env;
const ports = new Map(CLUSTER_GATEWAYS.split(' ').map((entry) => entry.split('=')));

export const router = CLUSTER_ROUTER;

/** A token as a back end would sign it, good for an hour. */
export function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ exp: Math.floor(Date.now() / 1000) + 3600, ...claims })}`;
  return `${body}.${createHmac('sha256', CLUSTER_TOKEN_SECRET).update(body).digest('base64url')}`;
}

/** Calls the server API, of the router unless told otherwise. */
export async function api(method, params, address = router) {
  const response = await fetch(`http://${address}/api/${method}`, {
    method: 'POST', headers: { 'X-API-Key': CLUSTER_API_KEY }, body: JSON.stringify(params),
  });
  const answer = await response.json();
  if (answer.error) throw new Error(`api ${method}: ${answer.error.code} ${answer.error.message}`);
  return answer.result;
}

/** The node that is left when `node` is gone. */
export const otherThan = (node) => `127.0.0.1:${ports.get([...ports.keys()].find((name) => name !== node))}`;

/** Kills a node as a crash does: it says nothing to anybody. */
export function kill(node) {
  process.kill(Number(readFileSync(`${CLUSTER_DIRECTORY}/${node}.pid`, 'utf8')), 'SIGKILL');
}

/** Waits for a fact, for at most 40 s; `shown` is what to say of it if it does not come true. */
export async function until(what, fact, shown = () => '') {
  for (let i = 0; i < 800; i++) {
    if (await fact()) return;
    await delay(50);
  }
  throw new Error(`${what}: not within 40 s. ${shown()}`);
}
