const WIDTH = 720;
const HEIGHT = 400;
const MARGIN = { left: 70, right: 250, top: 20, bottom: 45 };
const COLOURS = ['#0b6e4f', '#1f77b4', '#9467bd', '#d2691e', '#999999', '#444444'];

/** Curves over two logarithmic axes as an SVG image; each is named with points of sets and milliseconds. */
export function plot(curves) {
  const points = curves.flatMap(curve => curve.points);
  const x = scale(
    points.map(point => point.sets),
    MARGIN.left,
    WIDTH - MARGIN.right,
  );
  const y = scale(
    points.map(point => point.total),
    HEIGHT - MARGIN.bottom,
    MARGIN.top,
  );
  const ticks = [
    ...x.decades.map(
      value => `<text x="${x(value)}" y="${HEIGHT - MARGIN.bottom + 18}" text-anchor="middle">${value}</text>`,
    ),
    ...y.decades.map(
      value =>
        `<text x="${MARGIN.left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>` +
        `<path d="M${MARGIN.left} ${y(value)}H${WIDTH - MARGIN.right}" stroke="#ddd"/>`,
    ),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...ticks,
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">runner sets</text>`,
    `<text x="16" y="${HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})">` +
      'milliseconds, props to files</text>',
    ...curves.map((curve, index) => drawn(curve, COLOURS[index % COLOURS.length], MARGIN.top + 14 + index * 18, x, y)),
    '</svg>',
    '',
  ].join('\n');
}

function drawn({ name, points }, colour, line, x, y) {
  const path = points
    .map(({ sets, total }, index) => `${index === 0 ? 'M' : 'L'}${x(sets).toFixed(1)} ${y(total).toFixed(1)}`)
    .join('');
  return (
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>` +
    `<text x="${WIDTH - MARGIN.right + 12}" y="${line}" fill="${colour}">${name}</text>`
  );
}

function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const at = value => from + ((Math.log10(value) - low) / (high - low || 1)) * (to - from);
  at.decades = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return at;
}
