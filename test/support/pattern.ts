/** Joins patterns into one. For a long pattern, in several lines. */
export function pattern(...parts: readonly RegExp[]): RegExp {
  return new RegExp(parts.map(({ source }) => source).join(''), parts[0]?.flags);
}
