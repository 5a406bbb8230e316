/** Answers of Prometheus as data frames of Grafana. */
import { FieldType } from '@grafana/data';

const VARIABLES = { namespace: '.*', job: '.*', instance: '.*' };

function substituted(expr, range) {
  return expr
    .replaceAll('$__rate_interval', '15s')
    .replaceAll('$__range', `${range.seconds}s`)
    .replaceAll(/\$(namespace|job|instance)\b/g, (_, name) => VARIABLES[name]);
}

function legend(target, labels) {
  if (target.legendFormat) {
    return target.legendFormat.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, name) => labels[name] ?? '');
  }
  return Object.values(labels).join(' ');
}

async function get(prometheus, path, params) {
  const answer = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(params)}`);
  const body = await answer.json();
  if (body.status !== 'success') {
    throw new Error(body.error);
  }
  return body.data.result;
}

/** One frame for each series of each query of a panel. */
export async function frames(prometheus, panel, range) {
  const answers = await Promise.all(
    panel.targets.map(async (target) => {
      const params = { query: substituted(target.expr, range), start: range.from / 1000, end: range.to / 1000, step: range.step };
      return (await get(prometheus, 'query_range', params)).map((series) => ({ target, ...series }));
    })
  );
  return answers.flat().map(({ target, metric, values }) => ({
    name: legend(target, metric),
    length: values.length,
    labels: metric,
    fields: [
      { name: 'Time', type: FieldType.time, config: {}, values: values.map(([time]) => time * 1000) },
      { name: 'Value', type: FieldType.number, config: {}, labels: metric, values: values.map(([, value]) => Number(value)) },
    ],
  }));
}
