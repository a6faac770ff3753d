#!/usr/bin/env bash
# Makes the data of the examples from the npm package vega-datasets. Needs npm and node; run it in this folder.
set -euo pipefail
cd "$(dirname "$0")"
package=vega-datasets@3.2.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "$package" && tar xzf ./*.tgz)
cp "$work/package/data/airports.csv" airports.csv
rm -rf flights && mkdir flights
node - "$work/package/data/flights-20k.json" <<'JS'
const fs = require('fs');
const columns = ['date', 'delay', 'distance', 'origin', 'destination'];
const weeks = new Map(); // Monday → rows
for (const flight of JSON.parse(fs.readFileSync(process.argv[2]))) {
  const day = new Date(flight.date.slice(0, 10).replaceAll('/', '-') + 'T00:00Z');
  day.setUTCDate(day.getUTCDate() - (day.getUTCDay() + 6) % 7);
  const monday = day.toISOString().slice(0, 10);
  if (!weeks.has(monday)) weeks.set(monday, [columns.join(',')]);
  weeks.get(monday).push(columns.map(name => flight[name]).join(','));
}
for (const [monday, rows] of weeks) fs.writeFileSync(`flights/week-${monday}.csv`, rows.join('\n') + '\n');
JS
