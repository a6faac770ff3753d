package io.tidemill.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemill.dsl.Dag;
import io.tidemill.dsl.NoParams;
import io.tidemill.dsl.Retry;
import io.tidemill.dsl.Types;
import io.tidemill.engine.state.RunOutcome;
import io.tidemill.test.DagTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The test that the guide shows.
class SalesTest {
  static Dag<NoParams> dag() {
    return Dag.define("sales", d -> {
      var rate = d.task("rate").run(Double.class, ctx -> {
        throw new IOException("No network in tests.");
      });
      var regions = d.task("regions").runAs(Types.listOf(String.class), ctx -> List.of("eu", "us"));
      var sold = d.shard("sold")
          .over(regions)
          .key(region -> region)
          .with(rate)
          .retry(Retry.attempts(3).fixed(Duration.ofHours(1)))
          .run(Double.class, (ctx, region, r) -> r * region.length());
      d.task("sum").needs(sold).run(Double.class, (ctx, all) -> all.results().mapToDouble(each -> each).sum());
    });
  }

  @Test void a_shard_that_fails_once_is_tried_again_an_hour_later() {
    var result = DagTest.of(dag()).stub("rate", 1.5).failShard("sold", "us", new IOException("no disk"), 1).run();

    assertThat(result.status()).isEqualTo(RunOutcome.SUCCESS);
    assertThat(result.result("sum", Double.class)).isEqualTo(6.0);
    assertThat(result.attempts("sold", "us")).isEqualTo(2);
    assertThat(result.elapsed()).isEqualTo(Duration.ofHours(1));
  }
}
