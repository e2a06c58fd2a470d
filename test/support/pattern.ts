/** Joins patterns into one, to write a long pattern in several lines. */
export function pattern(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(''), parts[0]?.flags);
}
