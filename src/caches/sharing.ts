/**
 * How a cache may be used by several runners at once.
 *
 * - `shared`: content-addressed or locked inside the directory; any number of writers.
 * - `exclusive`: one user at a time; two damage it.
 * - `readOnly`: filled by somebody else and mounted read-only.
 */
export type CacheSharing = 'shared' | 'exclusive' | 'readOnly';
