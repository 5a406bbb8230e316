/** One dashboard, drawn with @grafana/ui: ?dashboard=overview&prometheus=http://127.0.0.1:9090&seconds=120 */
import { createTheme, dateTime, FieldColorModeId, getDisplayProcessor } from '@grafana/data';
import { BigValue, BigValueColorMode, BigValueGraphMode, GlobalStyles, PanelChrome, TimeSeries } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { Heatmap } from './heatmap.jsx';
import { frames as query } from './prometheus.js';

const WIDTH = 1600;
const CELL = 38; // Height of a cell of Grafana's grid, with its gap.
const GAP = 8;
const theme = createTheme({ colors: { mode: 'dark' } });
const asked = new URLSearchParams(location.search);
const seconds = Number(asked.get('seconds') ?? 120);
const to = Date.now();
const range = { from: to - seconds * 1000, to, seconds, step: 1 };
const timeRange = { from: dateTime(range.from), to: dateTime(range.to), raw: { from: dateTime(range.from), to: dateTime(range.to) } };
const pages = import.meta.glob('../../dashboards/*.json', { eager: true, import: 'default' });

/** Gives a frame's field the settings of its panel, as Grafana's override step would. */
function configured(panel, frame, index) {
  const { defaults } = panel.fieldConfig;
  const [time, value] = frame.fields;
  const thresholds = { ...defaults.thresholds, steps: defaults.thresholds.steps.map((step) => ({ ...step, value: step.value ?? -Infinity })) };
  value.config = { ...defaults, thresholds, displayName: frame.name, custom: { ...defaults.custom, axisPlacement: 'auto', scaleDistribution: { type: 'linear' } } };
  value.state = { seriesIndex: index, displayName: frame.name };
  value.display = getDisplayProcessor({ field: value, theme, timeZone: 'utc' });
  time.display = getDisplayProcessor({ field: time, theme, timeZone: 'utc' });
  return frame;
}

function Lines({ panel, frames, width, height }) {
  const shown = frames.slice(0, 12);
  return (
    <TimeSeries
      frames={shown}
      structureRev={1}
      timeRange={timeRange}
      timeZone="utc"
      width={width}
      height={height}
      legend={{ displayMode: 'list', placement: 'bottom', showLegend: shown.length > 1 || Boolean(shown[0]?.name), calcs: [] }}
      options={panel.options}
    />
  );
}

function Figure({ panel, frames, width, height }) {
  const field = frames[0]?.fields[1];
  const numbers = field ? field.values.filter((value) => !Number.isNaN(value)) : [];
  const last = numbers.length ? field.display(numbers.at(-1)) : { text: panel.fieldConfig.defaults.noValue, numeric: 0 };
  const most = Math.max(...numbers, 0);
  const y = field && { ...field, config: { ...field.config, min: 0 }, state: { ...field.state, range: { min: 0, max: most, delta: most } } };
  const spark = panel.options.graphMode === 'area' && y ? { y, x: frames[0].fields[0] } : undefined;
  return (
    <BigValue
      value={{ ...last, color: last.color ?? theme.colors.success.text }}
      sparkline={spark}
      width={width}
      height={height}
      theme={theme}
      colorMode={BigValueColorMode.Value}
      graphMode={spark ? BigValueGraphMode.Area : BigValueGraphMode.None}
    />
  );
}

function Table({ panel, frames }) {
  const hidden = panel.transformations[0].options.excludeByName;
  const names = [...new Set(frames.flatMap((frame) => Object.keys(frame.labels)))].filter((name) => !hidden[name]);
  if (!frames.length) {
    return <div style={{ padding: 12 }}>{panel.fieldConfig.defaults.noValue}</div>;
  }
  const cell = { textAlign: 'left', padding: '4px 8px' };
  return (
    <table style={{ width: '100%', fontSize: 13 }}>
      <thead><tr>{names.map((name) => <th key={name} style={{ ...cell, color: theme.colors.primary.text }}>{name}</th>)}</tr></thead>
      <tbody>{frames.map((frame, i) => <tr key={i}>{names.map((name) => <td key={name} style={cell}>{frame.labels[name]}</td>)}</tr>)}</tbody>
    </table>
  );
}

const KINDS = { timeseries: Lines, stat: Figure, heatmap: Heatmap, table: Table };

function Panel({ panel, data }) {
  const { x, y, w, h } = panel.gridPos;
  const box = { position: 'absolute', left: (x * WIDTH) / 24 + GAP / 2, top: y * CELL };
  const width = (w * WIDTH) / 24 - GAP;
  if (panel.type === 'row') {
    return <div style={{ ...box, fontSize: 16, fontWeight: 500, paddingTop: 6 }}>{panel.title}</div>;
  }
  const Kind = KINDS[panel.type];
  return (
    <div style={box}>
      <PanelChrome title={panel.title} width={width} height={h * CELL - GAP} padding="sm">
        {(innerWidth, innerHeight) =>
          data.length || panel.type !== 'timeseries' ? (
            <Kind panel={panel} frames={data} width={innerWidth} height={innerHeight} theme={theme} range={range} />
          ) : (
            <div style={{ padding: 12, color: theme.colors.text.secondary }}>{panel.fieldConfig.defaults.noValue ?? 'No data'}</div>
          )
        }
      </PanelChrome>
    </div>
  );
}

function Dashboard({ dashboard, prometheus }) {
  const [answers, setAnswers] = useState();
  useEffect(() => {
    const asking = dashboard.panels.map(async (panel) =>
      panel.type === 'row' ? [] : (await query(prometheus, panel, range)).map((frame, i) => configured(panel, frame, i))
    );
    Promise.all(asking).then(setAnswers);
  }, [dashboard, prometheus]);
  const height = Math.max(...dashboard.panels.map(({ gridPos }) => gridPos.y + gridPos.h)) * CELL;
  return (
    <div style={{ padding: 12, width: WIDTH + 24, background: theme.colors.background.canvas }}>
      <h3>{dashboard.title}</h3>
      <div id={answers ? 'drawn' : 'asking'} style={{ position: 'relative', width: WIDTH, height }}>
        {answers && dashboard.panels.map((panel, i) => <Panel key={panel.id} panel={panel} data={answers[i]} />)}
      </div>
    </div>
  );
}

createRoot(document.getElementById('root')).render(
  <>
    <GlobalStyles />
    <Dashboard dashboard={pages[`../../dashboards/${asked.get('dashboard')}.json`]} prometheus={asked.get('prometheus')} />
  </>
);
