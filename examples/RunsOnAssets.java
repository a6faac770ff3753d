import module java.base;

import io.tidemill.dsl.*;

/// A DAG that runs on assets: each time `hourly-sales` has an event, which [HourlyLoad](HourlyLoad.java) sees to, or `prices`, which something
/// outside updates: `tidemill asset prices --event --note "new list"`. Events that come within ten seconds, or during a run, start one
/// run together, which is told of them all.

Dag<NoParams> dag() {
  return Dag.define("sales-dashboard", d -> {
    d.runOn(OnAssets.any(Asset.of("hourly-sales"), Asset.of("prices")).gather(Duration.ofSeconds(10)));
    var drawn = d.task("draw")
        .run(String.class, ctx -> "dashboard drawn" + ctx.assetUpdates()
            .stream()
            .map(each -> " %s #%d".formatted(each.asset().name(), each.last()))
            .collect(Collectors.joining(",", ctx.assetUpdates().isEmpty() ? "" : " for", "")));
    d.task("publish").needs(drawn).run(String.class, (ctx, it) -> it + " and published");
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
