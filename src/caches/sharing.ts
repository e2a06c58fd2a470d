/**
 * How several runners may use a cache at the same time.
 *
 * - `shared`: any number of runners may write, because the tool uses content addresses or locks in the directory.
 * - `exclusive`: only one runner at a time may use the directory; two damage it.
 * - `readOnly`: mounted read-only; something outside the runners fills the directory.
 */
export type CacheSharing = 'shared' | 'exclusive' | 'readOnly';
