import module java.base;

import io.tidemill.dsl.*;

/// A DAG that others depend on: every hour it loads the sales of the hour before, and updates the asset `hourly-sales`.
/// [RunsOnAssets](RunsOnAssets.java) runs each time that happens, [HourlyAndDaily](HourlyAndDaily.java) once all hours of a day are there.

record Hour(String from, int sales) {}

Dag<NoParams> dag() {
  return Dag.define("hourly-load", d -> {
    d.schedule(Cron.hourly(0, "Europe/Berlin").catchUp(CatchUp.all(Duration.ofDays(2), 48)));
    d.overlap(Overlap.allow(4));
    var hour = d.task("read")
        .run(Hour.class, ctx -> ctx.slot()
            .map(slot -> new Hour(slot.intervalStart().toString(), 40 + slot.dateTime().getHour()))
            .orElse(new Hour("by hand", 40)));
    d.task("load")
        .needs(hour)
        .produces(Asset.of("hourly-sales"))
        .run(String.class, (ctx, it) -> "%d sales, %s".formatted(it.sales(), it.from()));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
