import module java.base;

import io.tidemill.dsl.*;

/// Aligned shards: a sharded task over another has the same keys, and each of its shards starts as soon as the one before it
/// has succeeded, without waiting for the others.

record Sensor(String place, List<Double> degrees) {}

record Warmest(String place, double degrees) {}

Dag<NoParams> dag() {
  return Dag.define("aligned-shards", d -> {
    var sensors = d.task("sensors")
        .runAs(Types.listOf(Sensor.class), ctx -> List.of(new Sensor("roof", List.of(11.5, -80.0, 12.5)),
            new Sensor("cellar", List.of(9.0, 9.5)), new Sensor("river", List.of(14.0, 999.0))));
    var cleaned = d.shard("clean")
        .over(sensors)
        .key(Sensor::place)
        .run(Sensor.class, (ctx, raw) -> new Sensor(raw.place(),
            raw.degrees().stream().filter(t -> t > -50 && t < 60).toList()));
    var warmest = d.shard("warmest")
        .over(cleaned)
        .run(Warmest.class, (ctx, sensor) -> new Warmest(ctx.shardKey(), Collections.max(sensor.degrees())));
    d.task("report")
        .needs(warmest)
        .runAs(Types.listOf(String.class),
            (ctx, all) -> all.stream().map(each -> each.key() + " " + each.result().degrees()).toList());
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
