package io.tidemill.test;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.Default;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.Types;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/// A DAG with a bit of everything.
final class SalesDag {
  private SalesDag() {}

  record Params(@Default("2026-01-31") LocalDate day, @Default("10") long minRows) {}

  record FileRef(String key, String region) {}

  record Rates(Map<String, BigDecimal> toEur) {}

  record Part(String region, long rows) {}

  sealed interface Verdict {
    record Ok(long rows) implements Verdict {}

    record TooSmall(long rows, long wanted) implements Verdict {}
  }

  static Dag<Params> dag() {
    return Dag.define("nightly-sales", Params.class, d -> {
      var files = d.task("list-files")
          .runAs(Types.listOf(FileRef.class),
              ctx -> List.of(new FileRef("eu-1", "eu"), new FileRef("us-1", "us"), new FileRef("us-2", "us")));
      var rates = d.task("fx-rates")
          .retry(Retry.attempts(3).fixed(Duration.ofHours(1)))
          .run(Rates.class, ctx -> {
            throw new IOException("no network for " + ctx.params().day());
          });
      var parts = d.shard("crunch")
          .over(files)
          .key(FileRef::key)
          .retry(Retry.attempts(3).giveUpOn(IllegalArgumentException.class))
          .with(rates)
          .run(Part.class, (ctx, file, fx) -> {
            ctx.log().info("{} with {} rates", file.key(), fx.toEur().size());
            return new Part(file.region(), 5);
          });
      var doubled = d.shard("double")
          .over(parts)
          .run(Part.class, (ctx, part) -> new Part(part.region(), part.rows() * 2));
      var verdict = d.task("merge").needs(doubled).run(Verdict.class, (ctx, shards) -> {
        long rows = shards.results().mapToLong(Part::rows).sum();
        return rows < ctx.params().minRows()
            ? new Verdict.TooSmall(rows, ctx.params().minRows())
            : new Verdict.Ok(rows);
      });
      var outcome = d.branch(verdict)
          .on(Verdict.Ok.class,
              (b, ok) -> b.task("publish").needs(ok).run(String.class, (ctx, v) -> "published " + v.rows()))
          .on(Verdict.TooSmall.class,
              (b, few) -> b.task("quarantine").needs(few).run(String.class, (ctx, v) -> "only " + v.rows()))
          .join("outcome");
      d.task("notify").needs(outcome).exec((ctx, text) -> ctx.log().info("{}", text));
    });
  }
}
