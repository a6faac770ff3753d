import module java.base;

import io.tidemill.dsl.*;

/// A recurring DAG whose parameters come from the slot: every night at 02:30 in Berlin, also on the days on which the clocks change, but not after
/// a holiday. After a downtime the newest slot is caught up, and two reports never run at a time. A
/// report that is not there two hours after its time is late, which `tidemill ps` and `tidemill slots --late` show. `tidemill schedule examples/NightlyReport.java
/// --next 7d` shows its slots, `tidemill backfill nightly-report --from … --to …` reports about days gone by.

record Params(@Doc("The day that is reported about") @Default("2026-03-29") LocalDate day) {}

record Report(LocalDate day, long hours, String why) {
  static Report about(LocalDate day, ZoneId zone, String why) {
    var hours = Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone)).toHours();
    return new Report(day, hours, why); // 23 or 25 hours when the clocks change
  }
}

Dag<Params> dag() {
  var openDays = BusinessCalendar.everyDay().named("open days").exceptList("""
      2026-12-26 the night after Christmas Day
      2027-01-02 the night after New Year's Day
      """);
  return Dag.define("nightly-report", Params.class, d -> {
    d.schedule("nightly", Cron.daily("02:30", "Europe/Berlin")
        .calendar(openDays)
        .jitter(Duration.ofMinutes(5))
        .startBy(Duration.ofMinutes(30))
        .finishBy(Duration.ofHours(2))
        .catchUp(CatchUp.latest()), slot -> new Params(slot.date().minusDays(1)));
    d.overlap(Overlap.skip());
    var report = d.task("report")
        .run(Report.class, ctx -> Report.about(ctx.params().day(), ZoneId.of("Europe/Berlin"),
            ctx.slot().map(slot -> "slot " + slot.dateTime()).orElse("started by hand")));
    d.task("send")
        .needs(report)
        .run(String.class,
            (ctx, it) -> "report about %s, %d hours, %s".formatted(it.day(), it.hours(), it.why()));
  });
}

void main(String... args) {
  Dag.main(dag(), args);
}
