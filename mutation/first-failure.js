// A mutant is noticed by the first input that fails: to look for the smallest, or to look long, takes many times as
// long.
require('fast-check').configureGlobal({ endOnFailure: true, maxSkipsPerRun: 20, numRuns: 40 });
