import module java.base;

import io.tidemill.dsl.*;

/// A day that waits for its hours: at midnight in Berlin the slot is due, and it runs once [HourlyLoad](HourlyLoad.java) has succeeded for each
/// hour of the day, which are 23 or 25 when the clocks change. An hour that failed or was missed holds the day, until it was rerun or
/// backfilled; `tidemill why daily-total` says which one.

record Day(LocalDate date, long hours) {}

Dag<NoParams> dag() {
  return Dag.define("daily-total", d -> {
    d.schedule(Cron.daily("00:00", "Europe/Berlin").requires("hourly-load"));
    var day = d.task("sum")
        .run(Day.class, ctx -> ctx.slot()
            .map(slot -> new Day(slot.date().minusDays(1),
                Duration.between(slot.intervalStart(), slot.intervalEnd()).toHours()))
            .orElse(new Day(LocalDate.of(2026, 10, 25), 25)));
    d.task("tell")
        .needs(day)
        .produces(Asset.of("daily-totals"))
        .run(String.class, (ctx, it) -> "total of %s over %d hours".formatted(it.date(), it.hours()));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
