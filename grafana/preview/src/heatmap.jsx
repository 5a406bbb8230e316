/** A heat map of a classic histogram, on a canvas: @grafana/ui has none. */
import { useEffect, useRef } from 'react';

const AXIS = 60; // Pixels on the left for the bounds of the buckets.
const FOOT = 18;

/** From dark to light by the share of the largest cell; a root, so that rare ones are seen. */
function colour(share) {
  return `hsl(${30 + 30 * share}, 95%, ${12 + 55 * Math.sqrt(share)}%)`;
}

/** Series are cumulative by `le`: what falls into a bucket is the difference to the one below. */
function cells(frames) {
  const sorted = frames.map((frame) => ({ bound: frame.labels.le, values: frame.fields[1].values, times: frame.fields[0].values }))
    .sort((a, b) => Number(a.bound.replace('+Inf', 'Infinity')) - Number(b.bound.replace('+Inf', 'Infinity')));
  return sorted.map(({ bound, values, times }, i) => ({ bound, times, values: values.map((value, t) => Math.max(0, value - (sorted[i - 1]?.values[t] ?? 0))) }));
}

export function Heatmap({ frames, width, height, theme, range }) {
  const canvas = useRef();
  useEffect(() => {
    const pen = canvas.current.getContext('2d');
    const rows = cells(frames);
    const most = Math.max(...rows.flatMap((row) => row.values.filter(Number.isFinite)), 1e-9);
    const rowHeight = (height - FOOT) / rows.length;
    const column = ((width - AXIS) * range.step) / range.seconds;
    pen.font = '11px Inter, Helvetica, Arial, sans-serif';
    rows.forEach((row, i) => {
      const top = height - FOOT - (i + 1) * rowHeight;
      pen.fillStyle = theme.colors.text.secondary;
      pen.fillText(row.bound === '+Inf' ? 'more' : row.bound < 1 ? `${row.bound * 1000} ms` : `${Number(row.bound)} s`, 4, top + rowHeight / 2 + 4);
      row.values.forEach((value, t) => {
        if (value > 0) {
          pen.fillStyle = colour(value / most);
          pen.fillRect(AXIS + ((row.times[t] - range.from) / 1000 / range.step) * column, top, column, rowHeight - 1);
        }
      });
    });
    pen.fillStyle = theme.colors.text.secondary;
    for (let part = 0; part < 6; part++) {
      const time = new Date(range.from + (part / 6) * range.seconds * 1000);
      pen.fillText(time.toISOString().slice(11, 19), AXIS + ((width - AXIS) * part) / 6, height - 4);
    }
  }, [frames, width, height, theme, range]);
  return <canvas ref={canvas} width={width} height={height} />;
}
